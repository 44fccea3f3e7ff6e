//! The query signature of the digital-human gateway, after "Digital Human aPaaS API Calling
//! Methods" (90943, 100386, 107197; 62053, 62085, 62100).

use alloc::boxed::Box;
use alloc::string::String;

use hmac::Hmac;
use sha2::Sha256;

use super::refusal::REFUSALS;
use crate::canonical::{Added, Order, Pair, Parameters, Query, Scratch, with_slots};
use crate::canonical::{Base64, Key};
use crate::config::{Config, Entry};
use crate::config::{Lookup, family, from_variables};
use crate::secret::{Secret, check_text, wiping_stack};
use crate::sign::{Requirement, has_parameter};
use crate::text::{Decimal, Sink};
use crate::{Context, Covers, Error, Explanation, Request, Scheme, Signed, Signer, Text};

static SCHEME: Scheme = facts()
    .with_query(&["appkey", "timestamp", "signature"])
    .with_stale_query(&["appkey", "timestamp", "signature"]);

static SCHEME_WITH_REQUEST_ID: Scheme = facts()
    .with_query(&["appkey", "requestid", "timestamp", "signature"])
    .with_stale_query(&["appkey", "requestid", "timestamp", "signature"]);

/// The WebSocket that a session takes its commands from (100386).
const COMMAND_CHANNEL: &str = "/v2/ws/ivh/interactdriver/interactdriverservice/commandchannel";

/// The scheme of a request that arrived: nothing is left over from a former signature.
pub(super) static RECEIVED: Scheme = facts().with_query(&["appkey", "timestamp", "signature"]);

const fn facts() -> Scheme {
    Scheme::new("tencent/ivh-apaas")
        .with_covers(Covers {
            query: true,
            ..Covers::NOTHING
        })
        .with_clock_window(300)
        .with_secret_query(&["signature"])
        .with_refusals(&REFUSALS)
}

pub(crate) const ENTRY: Entry = Entry {
    schemes: &[&SCHEME, &SCHEME_WITH_REQUEST_ID],
    fields: AppKey::FIELDS,
    options: &["requestid"],
    build: |config| {
        let signer = IvhApaas::new(config.credential(AppKey::from_config, AppKey::read)?);
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
    const FIELDS: &'static [&'static str; 2] = &["appkey", "access_token"];

    /// Both as text. The token is the key of the HMAC as it is, without decoding.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`](crate::ErrorKind::InvalidCredential) for a text that is
    /// empty, has white space at an end or holds a control character.
    pub fn new(appkey: impl Into<String>, access_token: impl Into<String>) -> Result<Self, Error> {
        let access_token = Secret::new("access_token", access_token)?;
        let appkey = appkey.into();
        check_text("appkey", &appkey)?;
        Ok(Self {
            appkey,
            access_token,
        })
    }

    from_variables!(Self::read);

    fn read(lookup: Lookup<'_>) -> Result<Option<Self>, Error> {
        let names = [
            ("TENCENT_APAAS_APPKEY", "appkey"),
            ("TENCENT_APAAS_ACCESSTOKEN", "access_token"),
        ];
        family(lookup, names, [], |[appkey, access_token], []| {
            Self::new(appkey, access_token)
        })
    }

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
/// **Errors when signing:** those of [`Signed::draft`].
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
pub struct IvhApaas {
    appkey: String,
    key: Key<Hmac<Sha256>>,
    request_id: Option<String>,
}

impl IvhApaas {
    /// A signer with `credential`.
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

    /// What the documents require beside the three parameters of every request.
    fn check_required(&self, request: &Request<'_>, explanation: &mut Explanation) {
        let has_id = self.request_id.is_some() || has_parameter(request, "requestid");
        explanation.require(
            has_id || request.path() != COMMAND_CHANNEL,
            Requirement::Parameter("requestid"),
            "the command channel requires it, signed as the other parameters are",
        );
        explanation.require_tls(request, "the gateway is documented for https and wss only");
    }

    fn signature(&self, parameters: Parameters<'_, '_>) -> Base64<44> {
        wiping_stack(|| {
            let mut mac = self.key.start();
            plaintext(parameters.iter(), &mut mac);
            Base64::new(&mac.finish().0)
        })
    }

    /// Calls `then` with the sorted parameters.
    fn sorted_parameters<R>(
        &self,
        request: &Request<'_>,
        timestamp: &[u8],
        scratch: &mut Scratch,
        then: impl FnOnce(Parameters<'_, '_>) -> R,
    ) -> R {
        let (with_id, without_id);
        let appkey = Added::new("appkey", self.appkey.as_bytes());
        let timestamp = Added::new("timestamp", timestamp);
        let added: &[Added<'_>] = match &self.request_id {
            Some(id) => {
                with_id = [appkey, Added::new("requestid", id.as_bytes()), timestamp];
                &with_id
            }
            None => {
                without_id = [appkey, timestamp];
                &without_id
            }
        };
        sorted_parameters(request, added, self.scheme(), scratch, then)
    }
}

/// Calls `then` with the parameters of the URL, less those that `scheme` calls stale, and with
/// those that are `added`, sorted.
pub(super) fn sorted_parameters<R>(
    request: &Request<'_>,
    added: &[Added<'_>],
    scheme: &'static Scheme,
    scratch: &mut Scratch,
    then: impl FnOnce(Parameters<'_, '_>) -> R,
) -> R {
    let query = Query {
        wire: request.query().unwrap_or_default(),
        added,
        skipped: scheme.skipped_query(),
    };
    with_slots(query.most(), &mut scratch.places, |slots| {
        then(query.sorted(Order::KeyThenValue, slots))
    })
}

/// The text that is signed: `key=value`, raw, joined with `&`.
pub(super) fn plaintext<'a: 's, 's>(
    parameters: impl Iterator<Item = Pair<'a, 's>>,
    sink: &mut impl Sink,
) {
    for (at, parameter) in parameters.enumerate() {
        if at > 0 {
            sink.text(b"&");
        }
        parameter.decoded(sink);
    }
}

impl Signer for IvhApaas {
    fn scheme(&self) -> &'static Scheme {
        match self.request_id {
            None => &SCHEME,
            Some(_) => &SCHEME_WITH_REQUEST_ID,
        }
    }

    fn sign_into(
        &self,
        request: &Request<'_>,
        context: &Context<'_>,
        signed: &mut Signed,
    ) -> Result<(), Error> {
        let mut draft = signed.draft(self.scheme(), request, context)?;
        let timestamp = Decimal::of_time(draft.unix_seconds());
        let mut scratch = draft.take_scratch();
        let time = timestamp.as_bytes();
        let sorted = &mut scratch;
        let signature = self.sorted_parameters(request, time, sorted, |parameters| {
            self.signature(parameters)
        });
        draft.give_back(scratch);

        let id = self.request_id.as_deref();
        draft.reserve(self.appkey.len() + id.map_or(0, str::len) + 12 + 44);
        draft.query("appkey", |value| value.push(&self.appkey));
        if let Some(id) = id {
            draft.query("requestid", |value| value.push(id));
        }
        draft.query("timestamp", |value| value.push(timestamp.as_bytes()));
        draft.query("signature", |value| {
            value.push_signature(signature.as_bytes());
        });
        draft.finish_unchecked();
        Ok(())
    }

    fn explain(&self, request: &Request<'_>, context: &Context<'_>) -> Result<Explanation, Error> {
        let timestamp = Decimal::of_time(context.checked_time()?);
        request.check_headers()?;
        let mut text = Text::new();
        let mut scratch = Scratch::default();
        self.sorted_parameters(request, timestamp.as_bytes(), &mut scratch, |parameters| {
            plaintext(parameters.iter(), &mut text);
        });
        let mut explanation = Explanation::new(self.scheme(), request);
        explanation.set_key_id(self.appkey.as_str());
        explanation.add_stage("string_to_sign", text);
        self.check_required(request, &mut explanation);
        Ok(explanation)
    }
}

impl core::fmt::Debug for IvhApaas {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("IvhApaas")
            .field("appkey", &self.appkey)
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}
