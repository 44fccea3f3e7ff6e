//! Server API 2.0, after "Accessing Server APIs" and "Signing the requests".

use alloc::boxed::Box;
use alloc::string::String;

use md5::Md5;

use super::refusal::REFUSALS;
use crate::canonical::{Hashing, Hex};
use crate::config::{Config, Credential, Entry, Families, from_variables};
use crate::secret::{Secret, wiping_stack};
use crate::sign::{Draft, NonceText, Requirement, has_parameter};
use crate::text::{Decimal, Sink};
use crate::{Error, ErrorKind, Explanation, Request, Scheme, Signer};

pub(super) const FIELDS: [&str; 5] =
    ["AppId", "SignatureNonce", "Timestamp", "Signature", "SignatureVersion"];

pub(super) static SCHEME: Scheme = Scheme::new("zego/server-api-v2")
    .with_clock_window(600)
    .with_nonce()
    .with_own_query(&FIELDS)
    .with_secret_query(&["Signature"])
    .with_refusals(&REFUSALS);

pub(crate) const ENTRY: Entry = Entry {
    schemes: &[&SCHEME],
    fields: ServerSecret::FIELDS,
    options: &["allow_clear_text"],
    hosts: &["aigc-digitalhuman-api.zegotech.cn", "aigc-aiagent-api.zegotech.cn", "*.zego.im"],
    build: |config| {
        let mut signer = ServerApiV2::new(config.credential()?);
        signer.allows_clear_text = config.flag("allow_clear_text")?;
        Ok(Box::new(signer))
    },
};

/// AppId and ServerSecret of a project, from the vendor's console.
///
/// Variables: `ZEGO_APP_ID` (decimal) and `ZEGO_SERVER_SECRET`. Configuration: `app_id`,
/// `server_secret`.
#[derive(Debug)]
pub struct ServerSecret {
    app_id: u32,
    pub(super) server_secret: Secret,
}

impl ServerSecret {
    /// Creates a credential. `server_secret` is text as the console shows it, which is not decoded from
    /// hexadecimal.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`] for a secret that is empty, has white space at an end or
    /// holds a control character.
    pub fn new(app_id: u32, server_secret: impl Into<String>) -> Result<Self, Error> {
        Ok(Self { app_id, server_secret: Secret::new("server_secret", server_secret)? })
    }

    /// Returns the AppId.
    #[must_use]
    pub const fn app_id(&self) -> u32 {
        self.app_id
    }

    /// Returns the ServerSecret, for what else ZEGO has computed with it, such as tokens.
    #[must_use]
    pub const fn server_secret(&self) -> &Secret {
        &self.server_secret
    }

    from_variables!(Self::FAMILIES);
}

impl Credential for ServerSecret {
    const FIELDS: &'static [&'static str] = &["app_id", "server_secret"];
    const FAMILIES: Families = &[&["ZEGO_APP_ID", "ZEGO_SERVER_SECRET"]];

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let app_id = config.required("app_id")?;
        // Made before the number is looked at, so that it is wiped in any case.
        let server_secret = Secret::new("server_secret", config.required("server_secret")?);
        Ok(Self {
            app_id: parse_app_id(config.source_of("app_id"), &app_id)?,
            server_secret: server_secret?,
        })
    }
}

fn parse_app_id(field: &'static str, text: &str) -> Result<u32, Error> {
    // `parse` alone would take a plus sign.
    let digits = Some(text).filter(|text| !text.starts_with('+'));
    digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| {
        Error::new(
            ErrorKind::InvalidCredential,
            field,
            "is not a decimal number of 32 bits; copy the AppId from the console",
        )
    })
}

#[cfg(feature = "serde")]
crate::config::deserialize!(ServerSecret, Some("app_id"));

/// Signs requests to ZEGO's server APIs.
///
/// ```text
/// Signature = lower_hex(MD5(AppId SignatureNonce ServerSecret Timestamp))
/// ```
///
/// sent as `AppId`, `SignatureNonce`, `Timestamp`, `Signature` and `SignatureVersion=2.0` after
/// the caller's query. Without a nonce of the caller's it is 16 hexadecimal digits.
///
/// **Not covered:** everything else: `Action` and its parameters, method, host, path, headers,
/// body. Whoever reads one URL can send any other request until it expires, so `http` and `ws` to
/// another machine are refused.
///
/// **Clock:** may be off by 10 minutes.
///
/// **Errors when signing:** those of [`Signer::sign_into`](crate::Signer::sign_into);
/// [`ErrorKind::ClearText`]; [`ErrorKind::MissingNonce`] and [`ErrorKind::InvalidNonce`].
///
/// Configuration: the credential's fields, and `allow_clear_text`.
///
/// ```
/// use polysign::{Context, Request, Signer, zego};
///
/// let credential = zego::ServerSecret::new(12345, "9193cc662a4c0ec135ec71fb57194b38")?;
/// let signer = zego::ServerApiV2::new(credential);
/// let url = "https://aigc-digitalhuman-api.zegotech.cn/?Action=CreateMetaHumanVideo";
/// let request = Request::new("GET", url)?;
/// let context = Context::at(1_615_186_943).with_nonce("4fd24687296dd9f3");
/// let signed = signer.sign_with(&request, &context)?;
/// assert_eq!(signed.signature(), Some("43e5cfcca828314675f91b001390566a"));
/// # Ok::<(), polysign::Error>(())
/// ```
pub struct ServerApiV2 {
    app_id: Decimal,
    server_secret: Secret,
    allows_clear_text: bool,
}

impl ServerApiV2 {
    /// Creates a signer with `credential`.
    #[must_use]
    pub fn new(credential: ServerSecret) -> Self {
        Self {
            app_id: Decimal::new(credential.app_id.into()),
            server_secret: credential.server_secret,
            allows_clear_text: false,
        }
    }

    /// Signs also for `http` and `ws` URLs of other machines.
    #[must_use]
    pub const fn allow_clear_text(mut self) -> Self {
        self.allows_clear_text = true;
        self
    }

    fn plaintext(&self, nonce: &[u8], timestamp: &[u8], sink: &mut impl Sink) {
        let app_id = self.app_id.as_bytes();
        plaintext(app_id, nonce, &self.server_secret, timestamp, sink);
    }
}

/// The text that is hashed.
pub(super) fn plaintext(
    app_id: &[u8],
    nonce: &[u8],
    server_secret: &Secret,
    timestamp: &[u8],
    sink: &mut impl Sink,
) {
    sink.text(app_id);
    sink.text(nonce);
    sink.secret("server_secret", server_secret.expose().as_bytes());
    sink.text(timestamp);
}

/// Returns whether a text can be a nonce.
pub(super) fn is_nonce(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    !text.is_empty() && (is_plain || !text.chars().any(char::is_control))
}

/// Notes what "Accessing Server APIs" requires of every request.
fn check_common_parameters(request: &Request<'_>, explanation: &mut Explanation) {
    explanation.require(
        has_parameter(request, "Action"),
        Requirement::Parameter("Action"),
        "ZEGO requires the name of the operation in the query and answers 100000006 without it",
    );
    explanation.require(
        matches!(request.method(), "GET" | "POST"),
        Requirement::Method,
        "ZEGO takes GET and POST only",
    );
    explanation.require_tls(request, "ZEGO requires HTTPS for all server APIs");
}

impl core::fmt::Debug for ServerApiV2 {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("ServerApiV2")
            .field("app_id", &self.app_id.as_str())
            .field("server_secret", &self.server_secret)
            .finish_non_exhaustive()
    }
}

impl Signer for ServerApiV2 {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        request.check_clear_text(self.allows_clear_text)?;
        let advice = "is empty or holds a control character";
        let nonce = NonceText::of(draft.nonce(), true, is_nonce, advice)?;
        let timestamp = Decimal::of_time(draft.time());
        if let Some(explanation) = draft.explanation() {
            explanation.set_key_id(self.app_id.as_str());
            explanation.write_stage("string_to_sign", |text| {
                self.plaintext(nonce.as_bytes(), timestamp.as_bytes(), text);
            });
            check_common_parameters(request, explanation);
        }
        let signature = wiping_stack(|| {
            let mut md5 = Hashing::<Md5>::new();
            self.plaintext(nonce.as_bytes(), timestamp.as_bytes(), &mut md5);
            Hex::<32>::new(&md5.finish().0)
        });

        draft.reserve(10 + nonce.as_bytes().len() + 12 + 32 + 3);
        draft.query("AppId", |value| value.push(self.app_id.as_bytes()));
        draft.query("SignatureNonce", |value| value.push_nonce(nonce.as_bytes()));
        draft.query("Timestamp", |value| value.push(timestamp.as_bytes()));
        draft.query("Signature", |value| {
            value.push_signature(signature.as_bytes());
        });
        draft.query("SignatureVersion", |value| value.push("2.0"));
        Ok(())
    }
}
