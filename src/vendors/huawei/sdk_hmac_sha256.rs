//! `SDK-HMAC-SHA256`, after the "API Request Signing Guide" (api-sign-algorithm-001 to -005).

use alloc::boxed::Box;
use alloc::string::String;

use hmac::Hmac;
use sha2::Sha256;

use super::canonical_request::{CanonicalRequest, collect_query};
use super::payload_hash::{CONTENT_HASH, UNSIGNED, UNSIGNED_BODY, payload_hash};
use super::refusal::OF_AKSK;
use super::required::check_meta_studio;
use super::token::Lifetime;
use super::{AccessKey, STALE_HEADERS, SignedHeaders};
use crate::canonical::{
    self, AroundHost, CanonicalHeaders, CanonicalQuery, Hex, Key, OwnHeaders, sha256,
};
use crate::config::{Credential, Entry};
use crate::secret::{Secret, wiping_stack};
use crate::sign::{Covers, Draft};
use crate::text::{Sink, Timestamp};
use crate::{Error, Explanation, Request, Scheme, Signer};

pub(super) static SCHEME: Scheme = Scheme::new("huawei/sdk-hmac-sha256")
    .with_covers(Covers::ALL)
    .with_clock_window(900)
    .with_headers(&[
        "authorization", "x-sdk-date", "x-security-token", "x-project-id", "x-domain-id",
        CONTENT_HASH,
    ])
    .with_stale_headers(STALE_HEADERS)
    .with_secret_headers(&["authorization", "x-security-token"])
    .with_refusals(&OF_AKSK);

pub(super) const ALGORITHM: &str = "SDK-HMAC-SHA256";

pub(crate) const ENTRY: Entry = Entry {
    schemes: &[&SCHEME],
    fields: AccessKey::FIELDS,
    options: &["signed_headers", "add_signed_headers", "leave_out_signed_headers"],
    hosts: super::HOSTS,
    build: |config| {
        let signer = SdkHmacSha256::new(config.credential()?);
        Ok(Box::new(signer.with_signed_headers(SignedHeaders::from_config(config)?)))
    },
};

/// Signs requests with an access key for Huawei Cloud's API gateway.
///
/// ```text
/// canonical request = METHOD \n CanonicalUri \n CanonicalQuery \n
///                     name:value\n ... \n names \n lower_hex(SHA-256(body))
/// string to sign    = SDK-HMAC-SHA256 \n YYYYMMDDTHHMMSSZ \n lower_hex(SHA-256(canonical request))
/// signature         = lower_hex(HMAC-SHA256(secret_key, string to sign))
/// ```
///
/// **Not covered:** headers that are not in the signed set, and the body when the payload is
/// [`Payload::Unsigned`](crate::Payload::Unsigned) or a caller's `X-Sdk-Content-Sha256` is not its
/// digest.
///
/// **Clock:** may be off by 15 minutes.
///
/// The body has to be stated for POST, PUT and PATCH, and can be 12 MiB at most; larger ones go
/// with [`AuthToken`](super::AuthToken). A caller's `X-Sdk-Content-Sha256` stands for the digest of
/// [`Payload::Bytes`](crate::Payload::Bytes), unless it is empty. `UNSIGNED-PAYLOAD`
/// there needs `Payload::Unsigned`. Paths with `.` and `..` segments are refused.
///
/// **Errors when signing:** those of [`Signer::sign_into`](crate::Signer::sign_into);
/// [`ErrorKind::InvalidMethod`](crate::ErrorKind::InvalidMethod) for a lower-case letter;
/// [`ErrorKind::DotSegments`](crate::ErrorKind::DotSegments);
/// [`ErrorKind::MissingPayload`](crate::ErrorKind::MissingPayload) and
/// [`ErrorKind::BodyTooLarge`](crate::ErrorKind::BodyTooLarge);
/// [`ErrorKind::MissingHeader`](crate::ErrorKind::MissingHeader) for one of an exact list;
/// [`ErrorKind::ConflictingHeader`](crate::ErrorKind::ConflictingHeader) for two digests of the
/// body; [`ErrorKind::CredentialExpired`](crate::ErrorKind::CredentialExpired) for a temporary key.
///
/// Configuration: the credential's fields; `signed_headers` (`default` or a list of names),
/// `add_signed_headers` and `leave_out_signed_headers` (lists of names, with the default).
///
/// ```
/// use polysign::{Context, Request, Signer, huawei};
///
/// let signer = huawei::SdkHmacSha256::new(huawei::AccessKey::new("AccessKey", "SecretKey")?);
/// let request = Request::new("GET", "https://example.com")?;
/// let signed = signer.sign_with(&request, &Context::at(1_573_789_015))?;
/// assert_eq!(
///     signed.signature(),
///     Some("919ad8b75d4ad49da0d377e63ee21c4a7a54b752f6bf2878b4adbe9c19927da6"),
/// );
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct SdkHmacSha256 {
    access_key: String,
    key: Key<Hmac<Sha256>>,
    security_token: Option<Secret>,
    project_id: Option<String>,
    domain_id: Option<String>,
    lifetime: Lifetime,
    signed_headers: SignedHeaders,
}

impl SdkHmacSha256 {
    /// Creates a signer with `credential` and the standard set of signed headers.
    #[must_use]
    pub fn new(credential: AccessKey) -> Self {
        Self {
            key: Key::of(credential.secret_key.expose().as_bytes()),
            access_key: credential.access_key,
            security_token: credential.security_token,
            project_id: credential.project_id,
            domain_id: credential.domain_id,
            lifetime: credential.lifetime,
            signed_headers: SignedHeaders::standard(),
        }
    }

    /// Sets which headers are signed.
    #[must_use]
    pub fn with_signed_headers(mut self, signed_headers: SignedHeaders) -> Self {
        self.signed_headers = signed_headers;
        self
    }

    /// Returns the headers that this signer sets besides `Authorization`.
    fn own_headers<'a>(
        &'a self,
        date: &'a Timestamp<16>,
        declares_unsigned: bool,
    ) -> OwnHeaders<'a> {
        let token = self.security_token.as_ref().map(Secret::expose);
        let mut own = OwnHeaders::default();
        own.set("x-sdk-date", Some(date.as_bytes()));
        own.set("x-security-token", token.map(str::as_bytes));
        own.set("x-project-id", self.project_id.as_deref().map(str::as_bytes));
        own.set("x-domain-id", self.domain_id.as_deref().map(str::as_bytes));
        own.set(CONTENT_HASH, declares_unsigned.then_some(UNSIGNED.as_bytes()));
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
        self.signed_headers.0.collect(request.headers(), own, is_kept, headers)
    }

    fn explain_stages(
        &self,
        request: &Request<'_>,
        canonical: &CanonicalRequest<'_, '_>,
        date: &Timestamp<16>,
        explanation: &mut Explanation,
    ) {
        explanation.set_key_id(self.access_key.as_str());
        explanation.write_stage("canonical_request", |text| canonical.write(text));
        let canonical_hash = wiping_stack(|| sha256(|sink| canonical.write(sink)));
        explanation.write_stage("string_to_sign", |text| {
            string_to_sign(date.as_bytes(), canonical_hash.as_bytes(), text);
        });
        explanation.list_headers(canonical.parts.headers);
        let has_project = self.project_id.is_some();
        check_meta_studio(request, canonical.parts.host, has_project, explanation);
        explanation.set_covers(canonical.covers(&SCHEME, request));
    }

    /// `SDK-HMAC-SHA256 Access=<ak>, SignedHeaders=<names>, Signature=<hex>`
    fn authorization(
        &self,
        draft: &mut Draft<'_, '_>,
        headers: &CanonicalHeaders<'_>,
        signature: &[u8],
    ) {
        draft.header("authorization", |value| {
            value.push(ALGORITHM);
            value.push(" Access=");
            value.push(&self.access_key);
            value.push(", SignedHeaders=");
            headers.write_names(value);
            value.push(", Signature=");
            value.push_signature(signature);
        });
    }
}

pub(super) fn string_to_sign(date: &[u8], canonical_hash: &[u8], sink: &mut impl Sink) {
    sink.text(ALGORITHM.as_bytes());
    sink.line_end();
    sink.text(date);
    sink.line_end();
    sink.text(canonical_hash);
}

impl Signer for SdkHmacSha256 {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        self.lifetime.check("access_key", draft.time())?;
        let date = Timestamp::basic(draft.time());
        let has_leftover = UNSIGNED_BODY.is_leftover(request);
        let own = self.own_headers(&date, UNSIGNED_BODY.is_to_set(request, has_leftover));
        let mut headers = CanonicalHeaders::new();
        self.collect_headers(request, &own, has_leftover, &mut headers)?;
        let mut query = CanonicalQuery::new();
        collect_query(request, &mut query);
        let payload_hash = payload_hash(request, has_leftover)?;
        let has_token = self.security_token.is_some();
        let parts = canonical::CanonicalRequest::new(request, draft.host(), &query, &headers)?;
        let canonical = CanonicalRequest::new(parts, payload_hash, has_token)?;
        if let Some(explanation) = draft.explanation() {
            self.explain_stages(request, &canonical, &date, explanation);
        }
        let signature = wiping_stack(|| {
            // The security token is in it.
            let canonical_hash = sha256(|sink| canonical.write(sink));
            let mut mac = self.key.start();
            string_to_sign(date.as_bytes(), canonical_hash.as_bytes(), &mut mac);
            Hex::<64>::new(&mac.finish().0)
        });
        let names = canonical.parts.headers.names_length();
        draft.reserve(60 + self.access_key.len() + names + 64 + own.length());
        self.authorization(draft, canonical.parts.headers, signature.as_bytes());
        draft.own_headers(&own);
        if has_leftover {
            draft.remove_headers(&[CONTENT_HASH]);
        }
        Ok(())
    }
}
