//! The products that take `accessKeyId`: where each is, and what it calls the fields of a signature.

use core::fmt;
use core::str::FromStr;

use super::refusal::OF_IFLYTEK;
use crate::request::Host;
use crate::sign::{Covers, Requirement};
use crate::{Error, ErrorKind, Explanation, Scheme};

/// A product of iFlytek that takes `accessKeyId`. It decides the names of time and nonce, and where
/// the signature goes.
///
/// | value | text | endpoint |
/// |---|---|---|
/// | [`AccessKeyApi::Compliance`] | `compliance` | `https://audit.iflyaisol.com` |
/// | [`AccessKeyApi::RtasrLlm`] | `rtasr-llm` | `wss://office-api-ast-dx.iflyaisol.com/ast/communicate/v1` |
/// | [`AccessKeyApi::IfasrLlm`] | `ifasr-llm` | `https://office-api-ist-dx.iflyaisol.com/v2/upload`, `/v2/getResult` |
///
/// `Display` and `FromStr` use the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccessKeyApi {
    /// Compliance checks of text, pictures, audio and video. Query `utc`, `uuid`, `signature`; the
    /// time in UTC.
    Compliance,
    /// Real-time transcription with a large model, which replaces the dialect `rtasr` of `signa`.
    /// Query `utc`, `uuid`, `signature`; the time of China.
    RtasrLlm,
    /// Transcription of files with a large model, which replaces the dialect `lfasr-v2` of `signa`.
    /// Query `dateTime`, `signatureRandom`, the signature in the header `signature`; the time of
    /// China.
    IfasrLlm,
}

const QUERY: &[&str] = &["accessKeyId", "appId", "utc", "uuid", "signature"];
const IFASR_QUERY: &[&str] = &["accessKeyId", "appId", "dateTime", "signatureRandom"];

const fn facts(query: &'static [&'static str]) -> Scheme {
    Scheme::new("iflytek/access-key")
        .with_covers(Covers::NOTHING.with_query())
        .with_nonce()
        .with_query(query)
        .with_stale_query(query)
        .with_refusals(&OF_IFLYTEK)
}

static IN_QUERY: Scheme = facts(QUERY).with_secret_query(&["signature"]);

static IN_HEADER: Scheme = facts(IFASR_QUERY)
    .with_headers(&["signature"])
    .with_stale_headers(&["signature"])
    .with_secret_headers(&["signature"]);

pub(super) const SCHEMES: &[&Scheme] = &[&IN_QUERY, &IN_HEADER];

/// The clock tolerance of a request that arrived. The vendor states none; it is that of its other
/// schemes.
pub(super) static RECEIVED: Scheme = facts(QUERY).with_clock_window(300);

impl AccessKeyApi {
    const ALL: [Self; 3] = [Self::Compliance, Self::RtasrLlm, Self::IfasrLlm];

    /// Returns the text, as configuration has it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compliance => "compliance",
            Self::RtasrLlm => "rtasr-llm",
            Self::IfasrLlm => "ifasr-llm",
        }
    }

    pub(super) const fn scheme(self) -> &'static Scheme {
        match self {
            Self::Compliance | Self::RtasrLlm => &IN_QUERY,
            Self::IfasrLlm => &IN_HEADER,
        }
    }

    /// Returns the names of time and nonce.
    pub(super) const fn names(self) -> [&'static str; 2] {
        match self {
            Self::Compliance | Self::RtasrLlm => ["utc", "uuid"],
            Self::IfasrLlm => ["dateTime", "signatureRandom"],
        }
    }

    /// Returns the distance of the time from UTC, in hours, and as it is written.
    pub(super) const fn zone(self) -> (i64, &'static [u8; 5]) {
        match self {
            Self::Compliance => (0, b"+0000"),
            Self::RtasrLlm | Self::IfasrLlm => (8, b"+0800"),
        }
    }

    const fn host(self) -> &'static str {
        match self {
            Self::Compliance => "audit.iflyaisol.com",
            Self::RtasrLlm => "office-api-ast-dx.iflyaisol.com",
            Self::IfasrLlm => "office-api-ist-dx.iflyaisol.com",
        }
    }

    /// Notes another host than that of the product.
    pub(super) fn check_required(self, host: Host<'_>, explanation: &mut Explanation) {
        explanation.require(
            host.name().eq_ignore_ascii_case(self.host()),
            Requirement::Host,
            "this is another host than that of the product that the option `api` names",
        );
    }
}

impl fmt::Display for AccessKeyApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Fails with [`ErrorKind::InvalidOption`] for a text that names no product.
impl FromStr for AccessKeyApi {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|api| api.as_str() == text).ok_or_else(|| {
            let advice = "has to be compliance, rtasr-llm or ifasr-llm";
            Error::new(ErrorKind::InvalidOption, "api", advice)
        })
    }
}
