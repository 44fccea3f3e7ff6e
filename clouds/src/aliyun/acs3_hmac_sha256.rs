//! `ACS3-HMAC-SHA256`, after "Request syntax and signature method V3".

use alloc::boxed::Box;
use alloc::string::String;

use polysign::custom::{
    BodyHash, CanonicalHeaders, CanonicalQuery, CanonicalRequest, Credential, DefaultHeaders,
    Form as PathForm, HeaderChoice, Hex, HmacSha256Key, Order, OwnHeaders, Sink, SkippedNames,
    Timestamp, check_header_text, recode, wiping_stack,
};
use polysign::explain::Requirement;
use polysign::registry::{Config, Entry};
use polysign::sign::{Covers, Draft};
use polysign::{Error, ErrorKind, Explanation, Payload, Request, Scheme, Secret, Signer};

use super::AccessKey;
use super::nonce::NonceText;
use super::refusal::REFUSALS;
use crate::access_key::check_id;
use crate::buffer::Comparison;
use crate::canonical::{Canonical, Form, ambiguous, refuse_dots};

pub(super) const ALGORITHM: &str = "ACS3-HMAC-SHA256";
pub(super) const TOKEN: &str = "x-acs-security-token";
pub(super) const CONTENT_HASH: &str = "x-acs-content-sha256";
pub(super) const NONCE: &str = "x-acs-signature-nonce";

pub(super) static SCHEME: Scheme = Scheme::new("aliyun/acs3-hmac-sha256")
    .with_covers(Covers::ALL)
    .with_clock_window(900)
    .with_nonce()
    .with_headers(&["authorization", "x-acs-date", NONCE, CONTENT_HASH, TOKEN])
    .with_stale_headers(&[
        "authorization",
        "x-acs-date",
        NONCE,
        CONTENT_HASH,
        TOKEN,
        "x-acs-accesskey-id",
        "x-acs-bearer-token",
        "x-acs-signature-type",
        "x-acs-signature-method",
        "x-acs-signature-version",
    ])
    .with_secret_headers(&["authorization", TOKEN, "x-acs-bearer-token"])
    .with_refusals(&REFUSALS);

static DEFAULT: DefaultHeaders = DefaultHeaders::new(&["host", "content-type"])
    .with_prefixes(&["x-acs-"])
    .with_required(&["host"]);
static EVERYTHING_DEMANDED: HeaderChoice = HeaderChoice::standard(&DEFAULT);

const OPTIONS: &[&str] = &["signed_headers", "add_signed_headers"];

const SCHEMES: &[&Scheme] = &[&SCHEME];

pub(crate) const ENTRY: Entry = Entry::new(SCHEMES, AccessKey::FIELDS, OPTIONS, |config| {
    Ok(Box::new(Acs3HmacSha256::from_config(config)?))
})
.with_hosts(super::HOSTS);

/// Signs requests to Alibaba Cloud's OpenAPI gateway, of both styles, RPC and ROA.
///
/// ```text
/// canonical request = METHOD \n CanonicalURI \n CanonicalQuery \n
///                     name:value\n ... \n names \n lower_hex(SHA-256(body))
/// string to sign    = ACS3-HMAC-SHA256 \n lower_hex(SHA-256(canonical request))
/// signature         = lower_hex(HMAC-SHA256(access key secret, string to sign))
/// ```
///
/// `host`, `content-type` and every `x-acs-*` header are always signed.
///
/// **Clock:** may be off by 15 minutes. **Nonce:** new for every request; visible ASCII.
///
/// **Errors when signing:** those of [`Signer::sign_into`];
/// [`ErrorKind::InvalidMethod`] for a lower-case letter; [`ErrorKind::MissingPayload`], also for
/// [`Payload::Unsigned`]; [`ErrorKind::DotSegments`]; [`ErrorKind::AmbiguousEncoding`] for a path that is
/// not in canonical form, and for a parameter whose name has to be encoded; [`ErrorKind::MissingNonce`]
/// and [`ErrorKind::InvalidNonce`]; [`ErrorKind::MissingHeader`] for a header that has to be signed;
/// [`ErrorKind::ConflictingHeader`] for a second `content-type`.
///
/// Configuration: the credential's fields; `signed_headers` (`default` or a list of names),
/// `add_signed_headers`.
///
/// ```
/// use polysign::{Context, Request, Signer};
/// use polysign_clouds::aliyun;
///
/// let key = aliyun::AccessKey::new("YourAccessKeyId", "YourAccessKeySecret")?;
/// let signer = aliyun::Acs3HmacSha256::new(key)?;
/// let headers = [("x-acs-action", "RunInstances"), ("x-acs-version", "2014-05-26")];
/// let url = "https://ecs.cn-shanghai.aliyuncs.com/?\
///            ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai";
/// let request = Request::new("POST", url)?.with_headers(&headers).with_body("");
/// let context = Context::at(1_698_315_752).with_nonce("3156853299f313e23d1673dc12e1703d");
/// assert_eq!(
///     signer.sign_with(&request, &context)?.signature(),
///     Some("06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"),
/// );
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct Acs3HmacSha256 {
    access_key_id: String,
    key: HmacSha256Key,
    security_token: Option<Secret>,
    signed_headers: HeaderChoice,
}

pub(super) fn key(credential: &AccessKey) -> HmacSha256Key {
    HmacSha256Key::new(credential.access_key_secret.expose().as_bytes())
}

impl Acs3HmacSha256 {
    /// Creates a signer with `credential`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NonAsciiHeader`] for an id or a token that a header cannot hold, and
    /// [`ErrorKind::InvalidCredential`] for an id with a comma.
    pub fn new(credential: AccessKey) -> Result<Self, Error> {
        check_id(&credential.access_key_id, &[','])?;
        if let Some(token) = &credential.security_token {
            check_header_text("security_token", token.expose())?;
        }
        Ok(Self {
            key: key(&credential),
            access_key_id: credential.access_key_id,
            security_token: credential.security_token,
            signed_headers: HeaderChoice::standard(&DEFAULT),
        })
    }

    /// Adds headers that are signed where they are present, besides those that always are.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`] for a name that is not a token.
    pub fn with_added_headers<N: AsRef<str>>(
        mut self,
        names: impl IntoIterator<Item = N>,
    ) -> Result<Self, Error> {
        let none: [&str; 0] = [];
        self.signed_headers = HeaderChoice::standard_with(&DEFAULT, names, none)?;
        Ok(self)
    }

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let mut signer = Self::new(config.credential()?)?;
        signer.signed_headers = config.header_choice(&DEFAULT)?;
        Ok(signer)
    }

    fn own_headers<'a>(
        &'a self,
        time: &'a Timestamp<20>,
        nonce: &'a NonceText<'_>,
        body: &'a BodyHash<'_>,
    ) -> OwnHeaders<'a> {
        let token = self.security_token.as_ref().map(|token| token.expose().as_bytes());
        let mut own = OwnHeaders::default();
        own.set("x-acs-date", Some(time.as_bytes()));
        own.set(NONCE, Some(nonce.as_bytes()));
        own.set(CONTENT_HASH, Some(body.as_bytes()));
        own.set(TOKEN, token);
        own
    }

    fn collect_headers<'a>(
        &self,
        request: &Request<'a>,
        own: &OwnHeaders<'a>,
        headers: &mut CanonicalHeaders<'a>,
    ) -> Result<(), Error> {
        let is_kept = |name: &str| !SCHEME.is_stale_header(name);
        self.signed_headers.collect(request.headers(), own, is_kept, headers)?;
        let sent = request.headers().into_iter().map(|(name, _)| name).filter(|name| is_kept(name));
        let mut all = sent.chain(own.iter().map(|(name, _)| name));
        let is_left_out =
            |name: &&str| EVERYTHING_DEMANDED.signs(name) && !self.signed_headers.signs(name);
        match all.find(is_left_out) {
            None => Ok(()),
            Some(name) => Err(Error::new(
                ErrorKind::MissingHeader,
                name.to_ascii_lowercase(),
                "has to be signed; add it to the signed headers",
            )),
        }
    }

    fn explain_stages(
        &self,
        request: &Request<'_>,
        canonical: &Canonical<'_, '_, Gateway>,
        explanation: &mut Explanation,
    ) {
        explanation.set_key_id(self.access_key_id.as_str());
        explanation.write_stage("canonical_request", |text| canonical.write(text));
        let hash = wiping_stack(|| canonical.hash());
        explanation.write_stage("string_to_sign", |text| string_to_sign(&hash, text));
        explanation.list_headers(canonical.parts.headers());
        for name in ["x-acs-action", "x-acs-version"] {
            let is_there = request.headers().get(name).is_some();
            let why = "the gateway requires it of every request, and answers `MissingHeader`";
            explanation.require(is_there, Requirement::Header(name), why);
        }
    }
}

/// What the gateway of Alibaba Cloud expects.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gateway;

impl Form for Gateway {
    const TOKEN: (&'static str, &'static str) = (TOKEN, "security_token");
    const ORDER: Order = Order::KeyThenValue;
    const KEEPS_PLACES: bool = false;

    fn write_path<S: Sink>(self, parts: &CanonicalRequest<'_, '_>, sink: &mut S) {
        sink.text(if parts.path().is_empty() { b"/" } else { parts.path().as_bytes() });
    }

    fn check(
        self,
        _: &Request<'_>,
        parts: &CanonicalRequest<'_, '_>,
        _: bool,
    ) -> Result<(), Error> {
        refuse_dots(parts)?;
        if let Some(offset) = first_ambiguous(parts.path()) {
            return Err(ambiguous(
                "has a path that SDKs sign in different ways; write all but letters, digits and \
                 `-_.~/` as %XX in upper case, and only those",
            )
            .with_offset(offset));
        }
        let is_encoded = |byte: u8| !byte.is_ascii_alphanumeric() && !b"-_.~".contains(&byte);
        if parts.query().iter().any(|pair| pair.key().bytes().any(is_encoded)) {
            return Err(ambiguous(
                "has a parameter whose name has to be encoded, which SDKs sign in different ways; \
                 put it into the body",
            ));
        }
        let mut types =
            parts.headers().iter().filter(|h| h.name().eq_ignore_ascii_case("content-type"));
        if types.nth(1).is_some() {
            let advice = "is there twice; keep one";
            return Err(Error::new(ErrorKind::ConflictingHeader, "content-type", advice));
        }
        Ok(())
    }
}

/// Finds the first part of a path that is not in canonical form. An escaped slash is, and stays.
fn first_ambiguous(path: &str) -> Option<usize> {
    let mut canonical = Comparison::new(path);
    for (at, piece) in path.split("%2F").enumerate() {
        canonical.text(if at > 0 { b"%2F" } else { b"" });
        recode(piece.as_bytes(), PathForm::Path, &mut canonical);
    }
    canonical.first_difference()
}

pub(super) fn string_to_sign(hash: &Hex<64>, sink: &mut impl Sink) {
    sink.text(ALGORITHM.as_bytes());
    sink.line_end();
    sink.text(hash.as_bytes());
}

impl Signer for Acs3HmacSha256 {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let time = Timestamp::extended(draft.time());
        let nonce = NonceText::new(draft.nonce(), u8::is_ascii_graphic)?;
        let payload = request.covered_payload()?;
        if payload == Payload::Unsigned {
            return Err(Error::new(
                ErrorKind::MissingPayload,
                "payload",
                "is covered by the signature; give the body or its digest",
            ));
        }
        let body = BodyHash::of(payload, "");
        let own = self.own_headers(&time, &nonce, &body);
        let mut headers = CanonicalHeaders::new();
        self.collect_headers(request, &own, &mut headers)?;
        let mut query = CanonicalQuery::new();
        query.collect(request.query(), SkippedNames::NONE, &[], Order::KeyThenValue);
        let canonical = Canonical {
            form: Gateway,
            parts: CanonicalRequest::new(request, draft.host(), &query, &headers)?,
            body: body.as_bytes(),
            has_token: self.security_token.is_some(),
        };
        Gateway.check(request, &canonical.parts, false)?;
        if let Some(explanation) = draft.explanation() {
            self.explain_stages(request, &canonical, explanation);
        }
        // The token is in what is hashed.
        let signature = wiping_stack(|| {
            let hash = canonical.hash();
            let mut mac = self.key.start();
            string_to_sign(&hash, &mut mac);
            Hex::<64>::new(&mac.finish())
        });
        draft.reserve(160 + self.access_key_id.len() + headers.names_length() + own.length());
        draft.header("authorization", |value| {
            value.push(ALGORITHM);
            value.push(" Credential=");
            value.push(&self.access_key_id);
            value.push(",SignedHeaders=");
            headers.write_names(value);
            value.push(",Signature=");
            value.push_signature(signature.as_bytes());
        });
        for (name, text) in own.iter() {
            draft.header(name, |value| match name {
                NONCE => value.push_nonce(text),
                _ => value.push(text),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_to_be_in_canonical_form() {
        for (path, expected) in [
            ("", None),
            ("/", None),
            ("/a/b/", None),
            ("//a//b", None),
            ("/a%2Fb", None),
            ("/%21%FF%00", None),
            ("/a+b", Some(2)),
            ("/v1:x", Some(3)),
            ("/%41", Some(1)),
            ("/x%2Fy%2fz", Some(6)),
            ("/x%2F+", Some(5)),
            ("/x+%2Fy", Some(2)),
        ] {
            assert_eq!(first_ambiguous(path), expected, "{path}");
        }
    }
}
