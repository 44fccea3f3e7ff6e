//! RPC with `HMAC-SHA1`, after "Request syntax and signature method V2 for RPC APIs".

use alloc::boxed::Box;
use alloc::string::String;

use polysign::custom::{
    Added, Base64, CanonicalQuery, Credential, Encoded, HmacSha1Key, Order, Sink, SkippedNames,
    Timestamp, has_parameter, wiping_stack,
};
use polysign::explain::Requirement;
use polysign::registry::{Config, Entry};
use polysign::sign::{Covers, Draft};
use polysign::{Error, ErrorKind, Payload, Request, Scheme, Secret, Signer};

use super::AccessKey;
use super::nonce::NonceText;
use super::refusal::REFUSALS;

const QUERY: &[&str] = &[
    "AccessKeyId", "SecurityToken", "SignatureMethod", "SignatureNonce", "SignatureVersion",
    "Timestamp", "Signature",
];
const STALE_QUERY: &[&str] = &[
    "AccessKeyId", "SecurityToken", "SignatureMethod", "SignatureNonce", "SignatureVersion",
    "SignatureType", "BearerToken", "Timestamp", "Signature",
];
const OWN: SkippedNames = SkippedNames::new(STALE_QUERY, &[]);
const FORM: &[u8] = b"application/x-www-form-urlencoded";

pub(super) static SCHEME: Scheme = Scheme::new("aliyun/rpc-hmac-sha1")
    .with_covers(Covers::NOTHING.with_method().with_query().with_body())
    .with_clock_window(900)
    .with_nonce()
    .with_query(QUERY)
    .with_stale_query(STALE_QUERY)
    .with_secret_query(&["Signature", "SecurityToken", "BearerToken"])
    .with_refusals(&REFUSALS);

const SCHEMES: &[&Scheme] = &[&SCHEME];

pub(crate) const ENTRY: Entry = Entry::new(SCHEMES, AccessKey::FIELDS, &[], |config| {
    Ok(Box::new(RpcHmacSha1::from_config(config)?))
})
.with_hosts(super::HOSTS);

/// Signs RPC requests to Alibaba Cloud's OpenAPI gateway in the query, by the older method.
///
/// ```text
/// canonical      = enc(name)=enc(value), joined with & and sorted: query, form, own parameters
/// string to sign = METHOD & %2F & enc(canonical)
/// signature      = base64(HMAC-SHA1(access key secret + "&", string to sign))
/// ```
///
/// **Not covered:** host, path and headers, and a body that is not a form.
///
/// **Clock:** may be off by 15 minutes. **Nonce:** new for every request.
///
/// **Errors when signing:** those of [`Signer::sign_into`];
/// [`ErrorKind::InvalidMethod`] for a lower-case letter; [`ErrorKind::InvalidUrl`] for a path other than
/// `/`; [`ErrorKind::MissingHeader`] for a body without a `content-type`;
/// [`ErrorKind::MissingPayload`] for a form that is not given as bytes;
/// [`ErrorKind::AmbiguousEncoding`] and [`ErrorKind::MalformedEscape`] for a form that is not in the form
/// of a query; [`ErrorKind::ConflictingParameter`] for a name in query and form, and for a parameter of
/// the scheme in the form; [`ErrorKind::MissingNonce`] and [`ErrorKind::InvalidNonce`].
///
/// Configuration: the credential's fields.
#[derive(Debug)]
pub struct RpcHmacSha1 {
    access_key_id: String,
    key: HmacSha1Key,
    security_token: Option<Secret>,
}

pub(super) fn key(credential: &AccessKey) -> HmacSha1Key {
    HmacSha1Key::joined(&[credential.access_key_secret.expose().as_bytes(), b"&"])
}

impl RpcHmacSha1 {
    /// Creates a signer with `credential`.
    #[must_use]
    pub fn new(credential: AccessKey) -> Self {
        Self {
            key: key(&credential),
            access_key_id: credential.access_key_id,
            security_token: credential.security_token,
        }
    }

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        Ok(Self::new(config.credential()?))
    }
}

/// Checks the path, which is signed as `%2F` whatever it is.
pub(super) fn check_path(request: &Request<'_>) -> Result<(), Error> {
    if matches!(request.path(), "" | "/") {
        return Ok(());
    }
    let advice =
        "has a path, which this scheme signs as `/`; leave it out, or use ACS3-HMAC-SHA256";
    Err(Error::new(ErrorKind::InvalidUrl, "url", advice))
}

/// Returns the form that is signed, `None` for another body.
pub(super) fn form<'a>(request: &Request<'a>) -> Result<Option<&'a str>, Error> {
    let is_empty = matches!(request.payload(), None | Some(Payload::Bytes([])));
    let Some(media_type) = request.headers().get("content-type") else {
        let advice = "has to say what the body is; set it before signing";
        let missing = Error::new(ErrorKind::MissingHeader, "content-type", advice);
        return if is_empty { Ok(None) } else { Err(missing) };
    };
    let media_type = media_type.split(|byte| *byte == b';').next().unwrap_or_default();
    if !media_type.trim_ascii().eq_ignore_ascii_case(FORM) {
        return Ok(None);
    }
    match request.covered_payload()? {
        Payload::Bytes(bytes) => read_form(bytes).map(Some),
        _ => Err(Error::new(
            ErrorKind::MissingPayload,
            "payload",
            "is a form, whose fields are signed; give it as bytes",
        )),
    }
}

fn read_form(bytes: &[u8]) -> Result<&str, Error> {
    let refused = |kind, advice| Error::new(kind, "payload", advice);
    let text = core::str::from_utf8(bytes)
        .ok()
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_graphic()));
    let text = text.ok_or_else(|| {
        let advice = "is a form with a byte that has to be escaped, such as a line end at its end";
        refused(ErrorKind::AmbiguousEncoding, advice)
    })?;
    let is_escape = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    if text.split('%').skip(1).all(is_escape) {
        Ok(text)
    } else {
        let advice = "is a form with a `%` without two hexadecimal digits; write it as %25";
        Err(refused(ErrorKind::MalformedEscape, advice))
    }
}

/// Collects the parameters of query and form.
pub(super) fn collect<'a>(
    request: &Request<'a>,
    skipped: SkippedNames,
    query: &mut CanonicalQuery<'a>,
) -> Result<(), Error> {
    query.extend(request.query().unwrap_or_default(), skipped);
    let Some(form) = form(request)? else { return Ok(()) };
    let mut fields = CanonicalQuery::new();
    fields.extend(form, SkippedNames::NONE);
    let is_in_query = |name: &polysign::custom::QueryText<'_>| {
        query.iter().any(|pair| pair.key().bytes().eq(name.bytes()))
    };
    if fields.iter().any(|pair| OWN.contains(&pair.key()) || is_in_query(&pair.key())) {
        return Err(Error::new(
            ErrorKind::ConflictingParameter,
            "payload",
            "is a form with a parameter of the query, or one of the signature's own; leave it out",
        ));
    }
    query.extend(form, SkippedNames::NONE);
    Ok(())
}

/// `METHOD & %2F & enc(canonical)`
pub(super) fn string_to_sign(method: &str, query: &CanonicalQuery<'_>, sink: &mut impl Sink) {
    sink.text(method.as_bytes());
    sink.text(b"&%2F&");
    query.write_encoded("security_token", &mut Encoded::new(sink));
}

impl Signer for RpcHmacSha1 {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        check_path(request)?;
        let method = request.covered_method()?;
        let time = Timestamp::extended(draft.time());
        let nonce = NonceText::new(draft.nonce(), |byte| !byte.is_ascii_control())?;
        let token = self.security_token.as_ref().map(|token| token.expose().as_bytes());
        let fields = [
            ("AccessKeyId", Some(self.access_key_id.as_bytes())),
            ("SecurityToken", token),
            ("SignatureMethod", Some(b"HMAC-SHA1")),
            ("SignatureNonce", Some(nonce.as_bytes())),
            ("SignatureVersion", Some(b"1.0")),
            ("Timestamp", Some(time.as_bytes())),
        ];
        let mut query = CanonicalQuery::new();
        collect(request, OWN, &mut query)?;
        for (name, value) in fields {
            let added = value.map(|value| match name {
                "SecurityToken" => Added::secret(name, value),
                _ => Added::new(name, value),
            });
            query.add(added.as_slice());
        }
        query.sort_by(Order::KeyThenValue);
        if let Some(explanation) = draft.explanation() {
            explanation.set_key_id(self.access_key_id.as_str());
            explanation.write_stage("string_to_sign", |text| string_to_sign(method, &query, text));
            let is_in_form = |name: &str| query.iter().any(|pair| pair.key().is(name));
            for name in ["Action", "Version"] {
                let is_there = has_parameter(request, name) || is_in_form(name);
                let why = "the gateway requires it in the query or the form of every request";
                explanation.require(is_there, Requirement::Parameter(name), why);
            }
            if form(request)?.is_none() {
                explanation.set_covers(SCHEME.covers().without_body());
            }
        }
        let signature = wiping_stack(|| {
            let mut mac = self.key.start();
            string_to_sign(method, &query, &mut mac);
            Base64::<28>::new(&mac.finish())
        });
        let own: usize = fields.iter().filter_map(|(_, value)| value.map(<[u8]>::len)).sum();
        draft.reserve(own + 28);
        for (name, value) in fields {
            if let Some(value) = value {
                draft.query(name, |field| match name {
                    "SignatureNonce" => field.push_nonce(value),
                    _ => field.push(value),
                });
            }
        }
        draft.query("Signature", |field| field.push_signature(signature.as_bytes()));
        Ok(())
    }
}
