//! The forms of MetaStudio's calls: where they carry their signature, and what is known of its text.

use crate::Scheme;
use crate::sign::Covers;
use crate::verify::TimeUnit;

/// The form in which MetaStudio signs its calls, which its console and API call `auth_type`.
///
/// The calls of one key all have one form. Calls with `auth_type` `NONE` are not signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallbackForm {
    /// Callbacks of tasks, `MSS_A`: `secret` and `time_stamp` in the query.
    Task,
    /// Events of live rooms, `MSS_A`: `hwSecret` and `hwTime` in the query.
    Live,
    /// Events of live rooms, `MSS_A_HEAD`: the headers `x-hw-mss-secret` and `x-hw-mss-time`.
    LiveHead,
    /// Requests to a custom live platform: the same headers, and the URL of each request is signed.
    CustomPlatform,
    /// Requests to a third-party language model: as for tasks, with the time in decimal in the text.
    Llm,
}

/// The two readings of `URI(callback_url)`, which the vendor's formulas do not define.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UrlReading {
    /// The URL as it was configured.
    WithScheme,
    /// Host, path, and the query with its parameters sorted by name.
    WithoutScheme,
}

/// The facts of a form.
pub(super) struct Facts {
    pub(super) scheme: Scheme,
    /// The names of secret and time, in headers or in the query.
    pub(super) fields: [&'static str; 2],
    /// The reading of the URL, `None` where the documents leave it open.
    pub(super) reading: Option<UrlReading>,
    /// The unit of the time, `None` where its size tells it.
    pub(super) unit: Option<TimeUnit>,
}

impl CallbackForm {
    pub(super) const fn facts(self) -> &'static Facts {
        match self {
            Self::Task => &TASK,
            Self::Live => &LIVE,
            Self::LiveHead => &LIVE_HEAD,
            Self::CustomPlatform => &CUSTOM_PLATFORM,
            Self::Llm => &LLM,
        }
    }
}

const IN_QUERY: &[&str; 2] = &["secret", "time_stamp"];
const IN_LIVE_QUERY: &[&str; 2] = &["hwSecret", "hwTime"];
const IN_HEADERS: &[&str; 2] = &["x-hw-mss-secret", "x-hw-mss-time"];

// The tolerance of 15 minutes is the vendor's in the other direction.
const SCHEME: Scheme = Scheme::new("huawei/mss-callback")
    .with_clock_window(900)
    .with_secret_query(&["secret", "hwSecret"])
    .with_secret_headers(&["x-hw-mss-secret"]);

static TASK: Facts =
    Facts { scheme: SCHEME.with_own_query(IN_QUERY), fields: *IN_QUERY, reading: None, unit: None };
static LIVE: Facts =
    Facts { scheme: SCHEME.with_own_query(IN_LIVE_QUERY), fields: *IN_LIVE_QUERY, ..TASK };
static LLM: Facts =
    Facts { reading: Some(UrlReading::WithScheme), unit: Some(TimeUnit::Milliseconds), ..TASK };
static LIVE_HEAD: Facts =
    Facts { scheme: SCHEME.with_own_headers(IN_HEADERS), fields: *IN_HEADERS, ..TASK };
static CUSTOM_PLATFORM: Facts = Facts {
    scheme: LIVE_HEAD
        .scheme
        .with_clock_window(60)
        .with_covers(Covers::NOTHING.with_host().with_path().with_query()),
    reading: Some(UrlReading::WithoutScheme),
    unit: Some(TimeUnit::Seconds),
    ..LIVE_HEAD
};
