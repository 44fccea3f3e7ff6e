//! `signa`, after the signature page of the ABCPen speech APIs and iFlytek's rtasr document.

use alloc::boxed::Box;
use alloc::string::String;

use hmac::Hmac;
use md5::Md5;
use sha1::Sha1;

use crate::canonical::{Decimal, Sink};
use crate::credential::{Lookup, family, from_variables};
use crate::mac::{Base64, Hashing, Hex, keyed};
use crate::registry::{Config, Entry};
use crate::secret::{Secret, check_header_text, check_text};
use crate::{
    Context, Error, ErrorKind, Explanation, Request, Scheme, Signed, Signer, Text,
};

/// Which product is spoken to: it decides the names of the three fields and where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Dialect {
    /// ABCPen, headers `X-App-Key`, `X-Timestamp`, `X-App-Signature`. The secret is the app secret.
    #[default]
    AbcPenHeaders,
    /// ABCPen, query `appid`, `ts`, `signa`. The secret is the app secret.
    AbcPenQuery,
    /// iFlytek's `wss://rtasr.xfyun.cn/v1/ws`, query `appid`, `ts`, `signa`. The secret is the
    /// APIKey.
    Rtasr,
    /// iFlytek's `raasr.xfyun.cn/v2/api/…`, query `appId`, `ts`, `signa`. The secret is the
    /// secret_key.
    LfasrV2,
    /// iFlytek's AIPPT v2, headers `appId`, `timestamp`, `signature`. The secret is the APISecret.
    AiPptV2,
}

const ABCPEN_HEADERS: &[&str] = &["x-app-key", "x-timestamp", "x-app-signature"];
const ABCPEN_QUERY: &[&str] = &["appid", "ts", "signa"];

const fn facts() -> Scheme {
    Scheme::new("iflytek/signa").with_clock_window(300)
}

static OF_ABCPEN_HEADERS: Scheme = facts()
    .with_headers(ABCPEN_HEADERS)
    .with_stale_headers(ABCPEN_HEADERS)
    .with_stale_query(ABCPEN_QUERY);

static OF_ABCPEN_QUERY: Scheme = facts()
    .with_query(ABCPEN_QUERY)
    .with_stale_headers(ABCPEN_HEADERS)
    .with_stale_query(ABCPEN_QUERY)
    .with_secret_query(&["signa"]);

static OF_RTASR: Scheme = Scheme::new("iflytek/signa")
    .with_query(ABCPEN_QUERY)
    .with_stale_query(ABCPEN_QUERY)
    .with_secret_query(&["signa"]);

static OF_LFASR_V2: Scheme = Scheme::new("iflytek/signa")
    .with_query(&["appId", "ts", "signa"])
    .with_stale_query(&["appId", "ts", "signa"])
    .with_secret_query(&["signa"]);

static OF_AI_PPT_V2: Scheme = Scheme::new("iflytek/signa")
    .with_headers(&["appid", "timestamp", "signature"])
    .with_stale_headers(&["appid", "timestamp", "signature"]);

impl Dialect {
    const fn scheme(self) -> &'static Scheme {
        match self {
            Self::AbcPenHeaders => &OF_ABCPEN_HEADERS,
            Self::AbcPenQuery => &OF_ABCPEN_QUERY,
            Self::Rtasr => &OF_RTASR,
            Self::LfasrV2 => &OF_LFASR_V2,
            Self::AiPptV2 => &OF_AI_PPT_V2,
        }
    }

    const fn is_in_headers(self) -> bool {
        matches!(self, Self::AbcPenHeaders | Self::AiPptV2)
    }

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let placement = config.optional("placement");
        let dialect = config.optional("dialect");
        match (dialect.as_deref(), placement.as_deref()) {
            (None | Some("abcpen"), None | Some("header")) => Ok(Self::AbcPenHeaders),
            (None | Some("abcpen"), Some("query")) => Ok(Self::AbcPenQuery),
            (Some("rtasr"), None | Some("query")) => Ok(Self::Rtasr),
            (Some("lfasr-v2"), None | Some("query")) => Ok(Self::LfasrV2),
            (Some("aippt-v2"), None | Some("header")) => Ok(Self::AiPptV2),
            _ => Err(Error::new(
                ErrorKind::InvalidOption,
                "dialect",
                "has to be abcpen (placement header or query), rtasr or lfasr-v2 (query), or \
                 aippt-v2 (header)",
            )),
        }
    }
}

pub(crate) const ENTRY: Entry = Entry {
    schemes: &[
        &OF_ABCPEN_HEADERS,
        &OF_ABCPEN_QUERY,
        &OF_RTASR,
        &OF_LFASR_V2,
        &OF_AI_PPT_V2,
    ],
    build: |config| {
        let dialect = Dialect::from_config(config)?;
        let mut signer = Signa::new(Credential::from_config(config)?, dialect)?;
        signer.allows_clear_text = config.flag("allow_clear_text")?;
        Ok(Box::new(signer))
    },
};

/// Id and secret of an application. Which of the vendor's secrets it is, the [`Dialect`] says.
///
/// Variables, by dialect: `ABCPEN_APP_KEY` and `ABCPEN_APP_SECRET` (polysign's names); else
/// `XFYUN_APP_ID` with `XFYUN_API_KEY` (rtasr) or `XFYUN_API_SECRET`, or the same with
/// `SPARKAI_`. Configuration: `app_id`, `secret`.
#[derive(Debug)]
pub struct Credential {
    app_id: String,
    secret: Secret,
}

impl Credential {
    /// Both as text, as the vendor's console shows them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`] for a text that is empty, has white space at an end or
    /// holds a control character.
    pub fn new(app_id: impl Into<String>, secret: impl Into<String>) -> Result<Self, Error> {
        let secret = Secret::new("secret", secret)?;
        let app_id = app_id.into();
        check_text("app_id", &app_id)?;
        Ok(Self { app_id, secret })
    }

    from_variables!(Self::read, dialect: Dialect);

    fn read(lookup: Lookup<'_>, dialect: Dialect) -> Result<Option<Self>, Error> {
        let families: &[[&'static str; 2]] = match dialect {
            Dialect::AbcPenHeaders | Dialect::AbcPenQuery => {
                &[["ABCPEN_APP_KEY", "ABCPEN_APP_SECRET"]]
            }
            Dialect::Rtasr => &[
                ["XFYUN_APP_ID", "XFYUN_API_KEY"],
                ["SPARKAI_APP_ID", "SPARKAI_API_KEY"],
            ],
            Dialect::LfasrV2 | Dialect::AiPptV2 => &[
                ["XFYUN_APP_ID", "XFYUN_API_SECRET"],
                ["SPARKAI_APP_ID", "SPARKAI_API_SECRET"],
            ],
        };
        for names in families {
            if let Some(variables) = family(lookup, *names, [])? {
                let [app_id, secret] = variables.required;
                return Self::new(app_id, secret).map(Some);
            }
        }
        Ok(None)
    }

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        Self::new(config.required("app_id")?, config.required("secret")?)
    }
}

#[cfg(feature = "serde")]
crate::credential::deserialize!(Credential, &["app_id", "secret"], None);

/// Signs requests to ABCPen and to those APIs of iFlytek that take `signa`.
///
/// ```text
/// base  = lower_hex(MD5(app_id ts))
/// signa = base64(HMAC-SHA1(secret, base as text))
/// ```
///
/// **Not covered:** everything else: method, host, path, query, headers, body. Whoever reads one
/// request can send any other until it expires, so `http` and `ws` to another machine are refused.
///
/// **Clock:** may be off by 5 minutes (ABCPen); iFlytek does not say.
///
/// Configuration: the credential's fields, `dialect` (`abcpen`, `rtasr`, `lfasr-v2`,
/// `aippt-v2`), `placement` (`header`, `query`), and `allow_clear_text`.
///
/// ```
/// use polysign::{Context, Request, Signer, iflytek};
///
/// let credential = iflytek::Credential::new("zmeet", "ba9e07dc-1d79-4f7a-ab49-0205d3c0e073")?;
/// let signer = iflytek::Signa::new(credential, iflytek::Dialect::AbcPenHeaders)?;
/// let request = Request::new("POST", "https://asr.example.com/v1/asr")?;
/// let signed = signer.sign_with(&request, &Context::at(1_529_223_702))?;
/// assert_eq!(signed.signature(), Some("zOeIe/zVMA9DugfB/IEXL5m7e2k="));
/// # Ok::<(), polysign::Error>(())
/// ```
pub struct Signa {
    app_id: String,
    key: Hmac<Sha1>,
    dialect: Dialect,
    allows_clear_text: bool,
}

impl Signa {
    /// A signer with `credential` for `dialect`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NonAsciiHeader`] when the dialect sends the id in a header and it is not
    /// visible ASCII.
    pub fn new(credential: Credential, dialect: Dialect) -> Result<Self, Error> {
        if dialect.is_in_headers() {
            check_header_text("app_id", &credential.app_id)?;
        }
        Ok(Self {
            key: keyed(credential.secret.expose()),
            app_id: credential.app_id,
            dialect,
            allows_clear_text: false,
        })
    }

    /// Signs also for `http` and `ws` URLs of other machines.
    #[must_use]
    pub const fn allow_clear_text(mut self) -> Self {
        self.allows_clear_text = true;
        self
    }

    /// The text whose MD5 is signed.
    fn base_text(&self, ts: &str, sink: &mut impl Sink) {
        sink.text(self.app_id.as_bytes());
        sink.text(ts.as_bytes());
    }

    fn base(&self, ts: &str) -> Hex<32> {
        let mut md5 = Hashing::<Md5>::new();
        self.base_text(ts, &mut md5);
        Hex::new(&md5.finish())
    }
}

impl Signer for Signa {
    fn scheme(&self) -> &'static Scheme {
        self.dialect.scheme()
    }

    fn sign_into(
        &self,
        request: &Request<'_>,
        context: &Context<'_>,
        signed: &mut Signed,
    ) -> Result<(), Error> {
        let scheme = self.scheme();
        let mut draft = signed.draft(scheme, request, context)?;
        request.check_clear_text(self.allows_clear_text)?;
        let ts = Decimal::of_time(draft.unix_seconds());
        let mut mac = Hashing::of(self.key.clone());
        mac.text(self.base(ts.as_str()).as_str().as_bytes());
        let signa = Base64::<28>::new(&mac.finish());

        draft.reserve(self.app_id.len() + 12 + 28);
        match (self.dialect.is_in_headers(), scheme.headers(), scheme.query()) {
            (true, &[id, time, signature], _) => {
                draft.header(id, |value| value.push(&self.app_id));
                draft.header(time, |value| value.push(ts.as_str()));
                draft.secret_header(signature, |value| value.push_signature(signa.as_str()));
            }
            (_, _, names) => {
                let write = [self.app_id.as_str(), ts.as_str()];
                for (name, text) in names.iter().zip(write) {
                    draft.query(name, |value| value.push(text));
                }
                draft.query("signa", |value| value.push_signature(signa.as_str()));
            }
        }
        draft.finish();
        Ok(())
    }

    fn explain(&self, request: &Request<'_>, context: &Context<'_>) -> Result<Explanation, Error> {
        let ts = Decimal::of_time(context.checked_time()?);
        request.check_headers()?;
        request.check_clear_text(self.allows_clear_text)?;
        let mut base_text = Text::new();
        self.base_text(ts.as_str(), &mut base_text);
        let mut string_to_sign = Text::new();
        string_to_sign.push(self.base(ts.as_str()).as_str().as_bytes());
        let mut explanation = Explanation::new(self.scheme());
        explanation.add_stage("base_text", base_text);
        explanation.add_stage("string_to_sign", string_to_sign);
        Ok(explanation)
    }
}

impl core::fmt::Debug for Signa {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Signa")
            .field("app_id", &self.app_id)
            .field("dialect", &self.dialect)
            .finish_non_exhaustive()
    }
}
