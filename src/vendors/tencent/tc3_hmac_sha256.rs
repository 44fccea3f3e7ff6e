//! `TC3-HMAC-SHA256`, after "Signature Method v3" (213/30654, 1427/56189).

use alloc::boxed::Box;
use alloc::string::String;

use hmac::Hmac;
use sha2::Sha256;

use super::ApiKey;
use super::refusal::OF_TC3;
use super::tc3_canonical_request::{
    ALGORITHM, CONTENT_HASH, CanonicalRequest, TOKEN, UNSIGNED, UNSIGNED_BODY, payload_hash,
};
use crate::canonical::{
    CanonicalHeaders, DefaultHeaders, DerivedKeys, Hashing, HeaderChoice, Hex, OwnHeaders,
};
use crate::config::{Config, Credential, Entry};
use crate::secret::{Secret, wiping_stack};
use crate::sign::{Covers, Draft, Requirement};
use crate::text::{Decimal, Sink, Timestamp};
use crate::{Error, ErrorKind, Explanation, Request, Scheme, Signer};

pub(super) static SCHEME: Scheme = Scheme::new("tencent/tc3-hmac-sha256")
    .with_covers(Covers::ALL)
    .with_clock_window(300)
    .with_headers(&["authorization", "x-tc-timestamp", TOKEN, CONTENT_HASH])
    .with_stale_headers(&["authorization", "x-tc-timestamp", TOKEN])
    .with_secret_headers(&["authorization", TOKEN])
    .with_refusals(&OF_TC3);

static HEADERS: DefaultHeaders = DefaultHeaders::new(&["content-type", "host", "x-tc-action"])
    .with_required(&["content-type", "host"]);

pub(super) const TERMINATOR: &str = "tc3_request";

pub(crate) const ENTRY: Entry = Entry {
    schemes: &[&SCHEME],
    fields: ApiKey::FIELDS,
    options: &["service", "signed_headers"],
    hosts: &["*.tencentcloudapi.com"],
    build: |config| Ok(Box::new(Tc3HmacSha256::from_config(config)?)),
};

/// Signs requests to Tencent's cloud API, `*.tencentcloudapi.com`.
///
/// ```text
/// canonical request = METHOD \n URI \n QUERY \n
///                     name:value\n ... \n names \n lower_hex(SHA-256(body))
/// string to sign    = TC3-HMAC-SHA256 \n seconds \n YYYY-MM-DD/service/tc3_request \n
///                     lower_hex(SHA-256(canonical request))
/// key               = HMAC(HMAC(HMAC("TC3" SecretKey, YYYY-MM-DD), service), "tc3_request")
/// signature         = lower_hex(HMAC-SHA256(key, string to sign))
/// ```
///
/// URI and QUERY are signed as they stand in the URL; QUERY is empty with POST. The values of
/// headers are in lower case. The day is that of UTC. With `std` the key of a day is kept until the
/// signer is dropped.
///
/// **Not covered:** the query with POST; headers that are not in the signed set; the body when the
/// payload is [`Payload::Unsigned`](crate::Payload::Unsigned) or the caller's
/// `X-TC-Content-SHA256` is `UNSIGNED-PAYLOAD`.
///
/// **Clock:** may be off by 5 minutes.
///
/// A temporary key's token is sent as `X-TC-Token`, and not signed unless an exact list names it.
///
/// The caller sets `Content-Type`, `X-TC-Action`, `X-TC-Version` and, for most products,
/// `X-TC-Region`. The body has to be stated for POST, PUT and PATCH.
///
/// **Errors when signing:** those of [`Signer::sign_into`]; [`ErrorKind::InvalidMethod`] for a
/// lower-case letter; [`ErrorKind::DotSegments`], and [`ErrorKind::InvalidUrl`] for a character in
/// path or query that some clients percent-encode; [`ErrorKind::MissingPayload`];
/// [`ErrorKind::MissingHeader`] for `Content-Type`, or one of an exact list;
/// [`ErrorKind::ConflictingHeader`] for a signed header that is there twice, or another value of
/// `X-TC-Content-SHA256`.
///
/// Configuration: the credential's fields, of which `app_id` is not needed; `service`;
/// `signed_headers` (`default` or a list of names).
///
/// ```
/// use polysign::{Context, Request, Signer, tencent};
///
/// let key = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";
/// let credential = tencent::ApiKey::new("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", key)?;
/// let signer = tencent::Tc3HmacSha256::new(credential, "cvm")?
///     .with_signed_headers(["content-type", "host"])?;
/// let headers = [
///     ("Content-Type", "application/json; charset=utf-8"),
///     ("X-TC-Action", "DescribeInstances"),
///     ("X-TC-Version", "2017-03-12"),
///     ("X-TC-Region", "ap-guangzhou"),
/// ];
/// let body = r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#;
/// let request = Request::new("POST", "https://cvm.tencentcloudapi.com/")?
///     .with_headers(&headers)
///     .with_body(body);
/// let signed = signer.sign_with(&request, &Context::at(1_551_113_065))?;
/// assert_eq!(
///     signed.signature(),
///     Some("72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"),
/// );
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct Tc3HmacSha256 {
    secret_id: String,
    keys: DerivedKeys<Hmac<Sha256>>,
    token: Option<Secret>,
    service: String,
    signed_headers: HeaderChoice,
}

impl Tc3HmacSha256 {
    /// Creates a signer with `credential` for one product, with the default set of signed headers:
    /// `content-type`, `host`, and `x-tc-action` where it is on the request.
    ///
    /// `service` is the first label of the product's host, such as `hunyuan`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidOption`] for a service that is empty or has other characters than letters,
    /// digits and `-_.`.
    pub fn new(credential: ApiKey, service: impl Into<String>) -> Result<Self, Error> {
        let service = service.into();
        check_service(&service)?;
        Ok(Self {
            keys: derived_keys(credential.secret_key.expose()),
            secret_id: credential.secret_id,
            token: credential.token,
            service,
            signed_headers: HeaderChoice::standard(&HEADERS),
        })
    }

    /// Signs exactly these headers, in any case and order. All have to be on the request when it is
    /// signed. The vendor's SDKs sign `content-type` and `host`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingHeader`] without `content-type` or `host`; [`ErrorKind::InvalidHeader`]
    /// for a name that is not a token.
    pub fn with_signed_headers<N: AsRef<str>>(
        mut self,
        names: impl IntoIterator<Item = N>,
    ) -> Result<Self, Error> {
        self.signed_headers = HeaderChoice::exact(&HEADERS, names)?;
        Ok(self)
    }

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let credential = config.credential()?;
        let signer = Self::new(credential, config.required("service")?)?;
        match config.names("signed_headers") {
            None => Ok(signer),
            Some(names) if names == ["default"] => Ok(signer),
            Some(names) => signer.with_signed_headers(names),
        }
    }

    /// Returns the headers that this signer sets besides `Authorization`.
    fn own_headers<'a>(&'a self, timestamp: &'a Decimal, is_unsigned: bool) -> OwnHeaders<'a> {
        let token = self.token.as_ref().map(Secret::expose);
        let mut own = OwnHeaders::default();
        own.set("x-tc-timestamp", Some(timestamp.as_bytes()));
        own.set(TOKEN, token.map(str::as_bytes));
        own.set(CONTENT_HASH, is_unsigned.then_some(UNSIGNED.as_bytes()));
        own
    }

    /// Collects the headers that are signed, less those of a former signature.
    #[inline]
    fn collect_headers<'a>(
        &self,
        request: &Request<'a>,
        own: &OwnHeaders<'a>,
        has_leftover: bool,
        headers: &mut CanonicalHeaders<'a>,
    ) -> Result<(), Error> {
        let is_kept = |name: &str| {
            let is_leftover = has_leftover && name.eq_ignore_ascii_case(CONTENT_HASH);
            !(SCHEME.is_stale_header(name) || own.contains(name) || is_leftover)
        };
        self.signed_headers.collect(request.headers(), own, is_kept, headers)?;
        if headers.iter().any(|header| header.name.eq_ignore_ascii_case("content-type")) {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::MissingHeader,
            "content-type",
            "has to be signed and is not on the request; set it, also on one without a body",
        ))
    }

    /// `TC3-HMAC-SHA256 Credential=<id>/<scope>, SignedHeaders=<names>, Signature=<hex>`
    fn authorization(
        &self,
        draft: &mut Draft<'_, '_>,
        day: &Timestamp<10>,
        headers: &CanonicalHeaders<'_>,
        signature: &[u8],
    ) {
        draft.header("authorization", |value| {
            value.push(ALGORITHM);
            value.push(" Credential=");
            value.push(&self.secret_id);
            value.push("/");
            scope(day, &self.service, value);
            value.push(", SignedHeaders=");
            headers.write_names(value);
            value.push(", Signature=");
            value.push_signature(signature);
        });
    }
}

/// Takes the secret key with the word that the scheme has in front of it.
pub(super) fn derived_keys(secret_key: &str) -> DerivedKeys<Hmac<Sha256>> {
    DerivedKeys::new(&[b"TC3", secret_key.as_bytes()])
}

fn check_service(service: &str) -> Result<(), Error> {
    let is_of_label = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if !service.is_empty() && service.bytes().all(is_of_label) {
        return Ok(());
    }
    let advice = "has to be the first label of the product's host, for example hunyuan";
    Err(Error::new(ErrorKind::InvalidOption, "service", advice))
}

/// `YYYY-MM-DD/service/tc3_request`
fn scope(day: &Timestamp<10>, service: &str, sink: &mut impl Sink) {
    sink.text(day.as_bytes());
    sink.text(b"/");
    sink.text(service.as_bytes());
    sink.text(b"/");
    sink.text(TERMINATOR.as_bytes());
}

/// What is signed: algorithm, time, scope, and the digest of the canonical request.
pub(super) struct StringToSign<'a> {
    pub(super) timestamp: &'a Decimal,
    pub(super) day: &'a Timestamp<10>,
    pub(super) service: &'a str,
    pub(super) canonical_hash: Hex<64>,
}

impl StringToSign<'_> {
    fn write(&self, sink: &mut impl Sink) {
        sink.text(ALGORITHM.as_bytes());
        sink.line_end();
        sink.text(self.timestamp.as_bytes());
        sink.line_end();
        scope(self.day, self.service, sink);
        sink.line_end();
        sink.text(self.canonical_hash.as_bytes());
    }

    /// Starts and ends the MAC with the key of the scope. Call it in [`wiping_stack`].
    pub(super) fn mac(&self, keys: &DerivedKeys<Hmac<Sha256>>) -> Hashing<Hmac<Sha256>> {
        let scope = [self.day.as_bytes(), self.service.as_bytes(), TERMINATOR.as_bytes()];
        let mut mac = keys.start(&scope);
        self.write(&mut mac);
        mac
    }
}

/// Notes what "Common Parameters" requires besides a signature.
fn check_required(request: &Request<'_>, explanation: &mut Explanation) {
    for name in ["x-tc-action", "x-tc-version"] {
        explanation.require(
            request.headers().get(name).is_some(),
            Requirement::Header(name),
            "the cloud API requires the name of the operation, and the version of the product's API",
        );
    }
    explanation.require(
        matches!(request.method(), "GET" | "POST"),
        Requirement::Method,
        "the cloud API takes GET and POST only, and answers UnsupportedProtocol to others",
    );
}

impl Signer for Tc3HmacSha256 {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let (timestamp, day) = (Decimal::of_time(draft.time()), Timestamp::day(draft.time()));
        let has_leftover = UNSIGNED_BODY.is_leftover(request);
        let own = self.own_headers(&timestamp, UNSIGNED_BODY.is_to_set(request, has_leftover));
        let mut headers = CanonicalHeaders::new();
        self.collect_headers(request, &own, has_leftover, &mut headers)?;
        let payload_hash = payload_hash(request, has_leftover)?;
        let canonical = CanonicalRequest::new(request, draft.host(), &headers)?;
        let string_to_sign = || StringToSign {
            timestamp: &timestamp,
            day: &day,
            service: &self.service,
            canonical_hash: canonical.hash(&payload_hash),
        };
        if let Some(explanation) = draft.explanation() {
            explanation.set_key_id(self.secret_id.as_str());
            canonical.explain(&payload_hash, SCHEME.covers(), explanation);
            let string_to_sign = wiping_stack(string_to_sign);
            explanation.write_stage("string_to_sign", |text| string_to_sign.write(text));
            check_required(request, explanation);
        }
        let signature =
            wiping_stack(|| Hex::<64>::new(&string_to_sign().mac(&self.keys).finish().0));
        let written = self.secret_id.len() + self.service.len() + headers.names_length();
        draft.reserve(90 + written + 64 + own.length());
        self.authorization(draft, &day, &headers, signature.as_bytes());
        draft.own_headers(&own);
        if has_leftover {
            draft.remove_headers(&[CONTENT_HASH]);
        }
        Ok(())
    }
}
