//! `signa`, after the signature page of the ABCPen speech APIs and iFlytek's rtasr document.

use alloc::boxed::Box;
use alloc::string::String;

use hmac::Hmac;
use md5::Md5;
use sha1::Sha1;

use super::dialect::SCHEMES;
use super::required::check_dialect;
use super::{AppSecret, Dialect};
use crate::canonical::{Base64, Hashing, Hex, Key};
use crate::config::{Credential, Entry};
use crate::request::Host;
use crate::secret::check_header_text;
use crate::sign::Draft;
use crate::text::{Decimal, Sink};
use crate::{Error, Explanation, Request, Scheme, Signer};

pub(crate) const ENTRY: Entry = Entry {
    schemes: SCHEMES,
    fields: AppSecret::FIELDS,
    options: &["dialect", "placement", "allow_clear_text"],
    hosts: &["*.abcpen.com", "rtasr.xfyun.cn", "raasr.xfyun.cn"],
    build: |config| {
        let dialect = Dialect::from_config(config)?;
        let credential = config.credential_of(AppSecret::families(dialect))?;
        let mut signer = Signa::new(credential, dialect)?;
        signer.allows_clear_text = config.flag("allow_clear_text")?;
        Ok(Box::new(signer))
    },
};

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
/// **Errors when signing:** those of [`Signer::sign_into`](crate::Signer::sign_into);
/// [`ErrorKind::ClearText`](crate::ErrorKind::ClearText).
///
/// Configuration: the credential's fields, `dialect` (`abcpen`, `rtasr`, `lfasr-v2`,
/// `aippt-v2`), `placement` (`header`, `query`), and `allow_clear_text`.
///
/// ```
/// use polysign::{Context, Request, Signer, iflytek};
///
/// let credential = iflytek::AppSecret::new("zmeet", "ba9e07dc-1d79-4f7a-ab49-0205d3c0e073")?;
/// let signer = iflytek::Signa::new(credential, iflytek::Dialect::AbcPenHeaders)?;
/// let request = Request::new("POST", "https://asr.example.com/v1/asr")?;
/// let signed = signer.sign_with(&request, &Context::at(1_529_223_702))?;
/// assert_eq!(signed.signature(), Some("zOeIe/zVMA9DugfB/IEXL5m7e2k="));
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct Signa {
    app_id: String,
    key: Key<Hmac<Sha1>>,
    dialect: Dialect,
    allows_clear_text: bool,
}

impl Signa {
    /// Creates a signer with `credential` for `dialect`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NonAsciiHeader`](crate::ErrorKind::NonAsciiHeader) when the dialect sends the
    /// id in a header and it is not visible ASCII.
    pub fn new(credential: AppSecret, dialect: Dialect) -> Result<Self, Error> {
        if !dialect.scheme().headers().is_empty() {
            check_header_text("app_id", &credential.app_id)?;
        }
        Ok(Self {
            key: Key::of(credential.secret.expose().as_bytes()),
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
}

/// The text whose MD5 is signed.
fn base_text(app_id: &str, ts: &Decimal, sink: &mut impl Sink) {
    sink.text(app_id.as_bytes());
    sink.text(ts.as_bytes());
}

/// Returns the text that is signed: that MD5 in hexadecimal.
pub(super) fn base(app_id: &str, ts: &Decimal) -> Hex<32> {
    let mut md5 = Hashing::<Md5>::new();
    base_text(app_id, ts, &mut md5);
    Hex::new(&md5.finish().0)
}

impl Signa {
    fn explain_stages(
        &self,
        request: &Request<'_>,
        host: Host<'_>,
        ts: &Decimal,
        explanation: &mut Explanation,
    ) {
        check_dialect(request, host, self.dialect, explanation);
        explanation.set_key_id(self.app_id.as_str());
        explanation.write_stage("base_text", |text| base_text(&self.app_id, ts, text));
        explanation.write_stage("string_to_sign", |text| {
            text.push(base(&self.app_id, ts).as_bytes());
        });
        if self.dialect.is_of_abcpen() {
            explanation.require_tls(request, "ABCPen requires HTTPS and WSS");
        }
    }
}

impl Signer for Signa {
    fn scheme(&self) -> &'static Scheme {
        self.dialect.scheme()
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        request.check_clear_text(self.allows_clear_text)?;
        let ts = Decimal::of_time(draft.time());
        let host = draft.host();
        if let Some(explanation) = draft.explanation() {
            self.explain_stages(request, host, &ts, explanation);
        }
        let base = base(&self.app_id, &ts);
        let signa = Base64::<28>::new(&self.key.sign(|mac| mac.text(base.as_bytes())).0);

        draft.reserve(self.app_id.len() + 12 + 28);
        let scheme = self.scheme();
        if let &[id, time, signature] = scheme.headers() {
            draft.header(id, |value| value.push(&self.app_id));
            draft.header(time, |value| value.push(ts.as_bytes()));
            draft.header(signature, |value| value.push_signature(signa.as_bytes()));
        }
        if let &[id, time, signature] = scheme.query() {
            draft.query(id, |value| value.push(&self.app_id));
            draft.query(time, |value| value.push(ts.as_bytes()));
            draft.query(signature, |value| value.push_signature(signa.as_bytes()));
        }
        Ok(())
    }
}
