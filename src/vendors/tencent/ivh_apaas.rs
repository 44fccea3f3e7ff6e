//! The query signature of the digital-human gateway, after "Digital Human aPaaS API Calling
//! Methods" (90943, 100386, 107197; 62053, 62085, 62100).

use alloc::boxed::Box;
use alloc::string::String;

use hmac::Hmac;
use sha2::Sha256;
use smallvec::SmallVec;

use super::refusal::REFUSALS;
use crate::canonical::{Added, Base64, CanonicalQuery, Key, Order, write_decoded};
use crate::config::{Config, Credential, Entry, Families, from_variables};
use crate::request::{Host, Payload};
use crate::secret::{Secret, check_text};
use crate::sign::{Covers, Draft};
use crate::sign::{Requirement, has_parameter};
use crate::text::Decimal;
use crate::{Error, Explanation, Request, Scheme, Signer};

pub(super) static SCHEME: Scheme = facts().with_own_query(&["appkey", "timestamp", "signature"]);

static SCHEME_WITH_REQUEST_ID: Scheme =
    facts().with_own_query(&["appkey", "requestid", "timestamp", "signature"]);

/// The WebSockets that a session takes its commands from (100386, 100396, 90947).
const COMMAND_CHANNELS: [&str; 2] =
    ["/interactdriverservice/commandchannel", "/streamservice/commandchannel"];

/// The host of the cloud API, which has the same products under another signature.
const CLOUD_API: &str = "ivh.tencentcloudapi.com";

const fn facts() -> Scheme {
    Scheme::new("tencent/ivh-apaas")
        .with_covers(Covers::NOTHING.with_query())
        .with_clock_window(300)
        .with_secret_query(&["signature"])
        .with_refusals(&REFUSALS)
}

pub(crate) const ENTRY: Entry = Entry {
    schemes: &[&SCHEME, &SCHEME_WITH_REQUEST_ID],
    fields: AppKey::FIELDS,
    options: &["requestid"],
    hosts: &["gw.tvs.qq.com", "gw-sg.tvs.qq.com"],
    build: |config| {
        let signer = IvhApaas::new(config.credential()?);
        Ok(match config.optional("requestid") {
            None => Box::new(signer),
            Some(id) => Box::new(signer.with_request_id(id)?),
        })
    },
};

/// Appkey and accesstoken of a project, as the vendor hands them out.
///
/// Variables (the vendor has no names; these are polysign's): `TENCENT_APAAS_APPKEY`,
/// `TENCENT_APAAS_ACCESSTOKEN`. Configuration: `appkey`, `access_token`.
#[derive(Debug)]
pub struct AppKey {
    appkey: String,
    pub(super) access_token: Secret,
}

impl AppKey {
    /// Creates a credential from both texts. The token is the key of the HMAC as it is, without
    /// decoding.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`](crate::ErrorKind::InvalidCredential) for a text that is
    /// empty, has white space at an end or holds a control character.
    pub fn new(appkey: impl Into<String>, access_token: impl Into<String>) -> Result<Self, Error> {
        let access_token = Secret::new("access_token", access_token)?;
        let appkey = appkey.into();
        check_text("appkey", &appkey)?;
        Ok(Self { appkey, access_token })
    }

    from_variables!(Self::FAMILIES);
}

impl Credential for AppKey {
    const FIELDS: &'static [&'static str] = &["appkey", "access_token"];
    const FAMILIES: Families = &[&["TENCENT_APAAS_APPKEY", "TENCENT_APAAS_ACCESSTOKEN"]];

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        Self::new(config.required("appkey")?, config.required("access_token")?)
    }
}

#[cfg(feature = "serde")]
crate::config::deserialize!(AppKey, None);

/// Signs requests, over HTTPS and WebSocket, to Tencent's digital-human gateway.
///
/// All parameters of the URL and those that are added, sorted by key, decoded:
///
/// ```text
/// appkey=<appkey>&requestid=<id>&timestamp=<seconds>
/// signature = base64(HMAC-SHA256(accesstoken, that text))
/// ```
///
/// **Not covered:** method, host, path, headers, body.
///
/// **Clock:** may be off by 5 minutes.
///
/// **Errors when signing:** those of [`Signer::sign_into`](crate::Signer::sign_into).
///
/// Configuration: the credential's fields, and `requestid`.
///
/// ```
/// use polysign::{Context, Request, Signer, tencent};
///
/// let credential = tencent::AppKey::new("example_appkey", "example_accesstoken")?;
/// let signer = tencent::IvhApaas::new(credential).with_request_id("example_requestid")?;
/// let request = Request::new("GET", "wss://api.example.com/v2/ws/ivh/example_uri")?;
/// let signed = signer.sign_with(&request, &Context::at(1_717_639_699))?;
/// assert_eq!(signed.signature(), Some("QVenICk0VHtHGYZKXM6IC+W1CjZC1joSr/x0gfKKYT4="));
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct IvhApaas {
    appkey: String,
    key: Key<Hmac<Sha256>>,
    request_id: Option<String>,
}

impl IvhApaas {
    /// Creates a signer with `credential`.
    #[must_use]
    pub fn new(credential: AppKey) -> Self {
        Self {
            key: Key::of(credential.access_token.expose().as_bytes()),
            appkey: credential.appkey,
            request_id: None,
        }
    }

    /// Adds `requestid`, which the WebSocket command channel asks for: the `SessionId` of the
    /// session, as text. One that is in the URL is replaced.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`](crate::ErrorKind::InvalidCredential) for a text that is
    /// empty, has white space at an end or holds a control character.
    pub fn with_request_id(mut self, id: impl Into<String>) -> Result<Self, Error> {
        let id = id.into();
        check_text("requestid", &id)?;
        self.request_id = Some(id);
        Ok(self)
    }

    /// Notes what the documents require besides the three parameters of every request.
    fn check_required(&self, request: &Request<'_>, host: Host<'_>, explanation: &mut Explanation) {
        let has_id = self.request_id.is_some() || has_parameter(request, "requestid");
        let is_channel = |end: &&str| request.path().ends_with(*end);
        explanation.require(
            has_id || !COMMAND_CHANNELS.iter().any(is_channel),
            Requirement::Parameter("requestid"),
            "the command channel requires it, signed as the other parameters are",
        );
        explanation.require(
            !host.name().eq_ignore_ascii_case(CLOUD_API),
            Requirement::Host,
            "this host of the cloud API takes TC3-HMAC-SHA256; the gateway is gw.tvs.qq.com",
        );
        if request.method() == "POST" {
            check_body(request, explanation);
        }
        explanation.require_tls(request, "the gateway is documented for https and wss only");
    }
}

/// Notes what the documents require of a body: JSON with `Header` and `Payload`, and its type.
fn check_body(request: &Request<'_>, explanation: &mut Explanation) {
    explanation.require_json(request, "the gateway requires `application/json;charset=utf-8`");
    let Some(Payload::Bytes(body)) = request.payload() else {
        return;
    };
    let has = |name: &str| core::str::from_utf8(body).is_ok_and(|body| body.contains(name));
    explanation.require(
        has("\"Header\"") && has("\"Payload\""),
        Requirement::Body,
        "the gateway takes a JSON object with the fields `Header` and `Payload`",
    );
}

impl Signer for IvhApaas {
    fn scheme(&self) -> &'static Scheme {
        match self.request_id {
            None => &SCHEME,
            Some(_) => &SCHEME_WITH_REQUEST_ID,
        }
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let timestamp = Decimal::of_time(draft.time());
        let id = self.request_id.as_deref();
        let mut added = SmallVec::<[Added<'_>; 3]>::new();
        added.push(Added::new("appkey", self.appkey.as_bytes()));
        added.extend(id.map(|id| Added::new("requestid", id.as_bytes())));
        added.push(Added::new("timestamp", timestamp.as_bytes()));
        let mut parameters = CanonicalQuery::new();
        let skipped = self.scheme().skipped_query();
        parameters.collect(request.query(), skipped, &added, Order::KeyThenValue);
        let host = draft.host();
        if let Some(explanation) = draft.explanation() {
            explanation.set_key_id(self.appkey.as_str());
            explanation.write_stage("string_to_sign", |text| {
                write_decoded(parameters.iter(), "", text);
            });
            self.check_required(request, host, explanation);
        }
        let signature = self.key.sign(|mac| write_decoded(parameters.iter(), "", mac));
        draft.add_parameters(&added);
        let signature = Base64::<44>::new(&signature.0);
        draft.query("signature", |value| value.push_signature(signature.as_bytes()));
        Ok(())
    }
}
