//! `SDK-HMAC-SHA256`, after the "API Request Signing Guide" (api-sign-algorithm-001 to -005).

use alloc::boxed::Box;
use alloc::string::String;

use hmac::Hmac;
use sha2::Sha256;

use super::canonical_request::{CanonicalRequest, Unsorted};
use super::payload_hash::{
    CONTENT_HASH, UNSIGNED, covers_body, has_stale_unsigned, is_unsigned, payload_hash, sha256,
};
use super::refusal::OF_AKSK;
use super::{AccessKey, STALE_HEADERS, SignedHeaders};
use crate::canonical::{Hex, Key};
use crate::canonical::{Scratch, write_names};
use crate::config::Entry;
use crate::secret::{Secret, wiping_stack};
use crate::text::{Sink, Timestamp};
use crate::{Context, Covers, Draft, Error, Explanation, Host, Request, Scheme, Signed, Signer};

pub(super) static SCHEME: Scheme = Scheme::new("huawei/sdk-hmac-sha256")
    .with_covers(Covers {
        method: true,
        host: true,
        path: true,
        query: true,
        headers: true,
        body: true,
    })
    .with_clock_window(900)
    .with_headers(&[
        "authorization",
        "x-sdk-date",
        "x-security-token",
        "x-project-id",
        "x-domain-id",
        CONTENT_HASH,
    ])
    .with_stale_headers(STALE_HEADERS)
    .with_secret_headers(&["authorization", "x-security-token"])
    .with_refusals(&OF_AKSK);

pub(super) const ALGORITHM: &str = "SDK-HMAC-SHA256";

pub(crate) const ENTRY: Entry = Entry {
    schemes: &[&SCHEME],
    fields: AccessKey::FIELDS,
    options: &[
        "signed_headers",
        "add_signed_headers",
        "leave_out_signed_headers",
    ],
    build: |config| {
        let signer =
            SdkHmacSha256::new(config.credential(AccessKey::from_config, AccessKey::read)?);
        Ok(Box::new(
            signer.with_signed_headers(SignedHeaders::from_config(config)?),
        ))
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
/// [`Payload::Bytes`](crate::Payload::Bytes), unless it is empty. Paths with `.` and `..` segments are refused.
///
/// **Errors when signing:** those of [`Signed::draft`];
/// [`ErrorKind::InvalidMethod`](crate::ErrorKind::InvalidMethod) for a lower-case letter;
/// [`ErrorKind::DotSegments`](crate::ErrorKind::DotSegments);
/// [`ErrorKind::MissingPayload`](crate::ErrorKind::MissingPayload) and
/// [`ErrorKind::BodyTooLarge`](crate::ErrorKind::BodyTooLarge);
/// [`ErrorKind::MissingHeader`](crate::ErrorKind::MissingHeader) for one of an exact list;
/// [`ErrorKind::ConflictingHeader`](crate::ErrorKind::ConflictingHeader) for two digests of the body.
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
pub struct SdkHmacSha256 {
    access_key: String,
    key: Key<Hmac<Sha256>>,
    security_token: Option<Secret>,
    project_id: Option<String>,
    domain_id: Option<String>,
    signed_headers: SignedHeaders,
}

impl SdkHmacSha256 {
    /// A signer with `credential` and the standard set of signed headers.
    #[must_use]
    pub fn new(credential: AccessKey) -> Self {
        Self {
            key: Key::of(credential.secret_key.expose().as_bytes()),
            access_key: credential.access_key,
            security_token: credential.security_token,
            project_id: credential.project_id,
            domain_id: credential.domain_id,
            signed_headers: SignedHeaders::standard(),
        }
    }

    /// With another set of signed headers.
    #[must_use]
    pub fn with_signed_headers(mut self, signed_headers: SignedHeaders) -> Self {
        self.signed_headers = signed_headers;
        self
    }

    /// The headers that this signer sets beside `Authorization`.
    fn identity<'a>(
        &'a self,
        date: &'a Timestamp<16>,
        is_unsigned: bool,
    ) -> [(&'static str, Option<&'a [u8]>); 5] {
        [
            ("x-sdk-date", Some(date.as_bytes())),
            (
                "x-security-token",
                self.security_token
                    .as_ref()
                    .map(|token| token.expose().as_bytes()),
            ),
            (
                "x-project-id",
                self.project_id.as_deref().map(str::as_bytes),
            ),
            ("x-domain-id", self.domain_id.as_deref().map(str::as_bytes)),
            (CONTENT_HASH, is_unsigned.then_some(UNSIGNED.as_bytes())),
        ]
    }

    /// Checks what this scheme covers and calls `then` with the canonical request's parts.
    fn prepare<R>(
        &self,
        request: &Request<'_>,
        host: Host<'_>,
        date: &Timestamp<16>,
        has_leftover: bool,
        scratch: &mut Scratch,
        then: impl FnOnce(&CanonicalRequest<'_>) -> R,
    ) -> Result<R, Error> {
        let unsorted = Unsorted::of(request)?;
        let payload_hash = payload_hash(request, has_leftover)?;
        let added = self.identity(date, is_unsigned(request));
        let is_added = |name: &str| {
            added
                .iter()
                .any(|(own, value)| value.is_some() && own.eq_ignore_ascii_case(name))
        };
        let kept = |name: &str| {
            !(SCHEME.is_stale_header(name)
                || is_added(name)
                || (has_leftover && name.eq_ignore_ascii_case(CONTENT_HASH)))
        };
        unsorted.sorted(
            &SCHEME,
            (host, self.security_token.is_some()),
            payload_hash.as_bytes(),
            scratch,
            |slots| {
                let headers = request.headers();
                self.signed_headers.select(headers, kept, &added, slots)
            },
            then,
        )
    }

    fn write_fields(
        &self,
        draft: &mut Draft<'_, '_>,
        canonical: &CanonicalRequest<'_>,
        added: [(&'static str, Option<&[u8]>); 5],
        signature: &[u8],
    ) {
        let names: usize = canonical
            .headers
            .iter()
            .map(|header| header.name.len() + 1)
            .sum();
        let values: usize = added
            .iter()
            .filter_map(|(_, value)| *value)
            .map(<[u8]>::len)
            .sum();
        draft.reserve(60 + self.access_key.len() + names + 64 + values);
        draft.header("authorization", |value| {
            value.push(ALGORITHM);
            value.push(" Access=");
            value.push(&self.access_key);
            value.push(", SignedHeaders=");
            write_names(canonical.headers, value);
            value.push(", Signature=");
            value.push_signature(signature);
        });
        for (name, text) in added {
            if let Some(text) = text {
                draft.header(name, |value| value.push(text));
            }
        }
    }
}

pub(super) fn string_to_sign(date: &Timestamp<16>, canonical_hash: &[u8], sink: &mut impl Sink) {
    sink.text(ALGORITHM.as_bytes());
    sink.line_end();
    sink.text(date.as_bytes());
    sink.line_end();
    sink.text(canonical_hash);
}

impl Signer for SdkHmacSha256 {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn sign_into(
        &self,
        request: &Request<'_>,
        context: &Context<'_>,
        signed: &mut Signed,
    ) -> Result<(), Error> {
        let mut draft = signed.draft(&SCHEME, request, context)?;
        let date = Timestamp::basic(draft.unix_seconds());
        let host = draft.host();
        let has_leftover = has_stale_unsigned(request, ALGORITHM);
        let mut scratch = draft.take_scratch();
        let sorted = &mut scratch;
        let result = self.prepare(request, host, &date, has_leftover, sorted, |canonical| {
            let signature = wiping_stack(|| {
                // The security token is in it.
                let canonical_hash = sha256(|sink| canonical.write(sink));
                let mut mac = self.key.start();
                string_to_sign(&date, canonical_hash.as_bytes(), &mut mac);
                Hex::<64>::new(&mac.finish().0)
            });
            let added = self.identity(&date, is_unsigned(request));
            self.write_fields(&mut draft, canonical, added, signature.as_bytes());
        });
        draft.give_back(scratch);
        result?;
        if has_leftover {
            draft.remove_headers(&[CONTENT_HASH]);
        }
        draft.finish_unchecked();
        Ok(())
    }

    fn explain(&self, request: &Request<'_>, context: &Context<'_>) -> Result<Explanation, Error> {
        let date = Timestamp::basic(context.checked_time()?);
        let host = request.check_headers()?;
        let mut explanation = Explanation::new(&SCHEME, request);
        explanation.set_key_id(self.access_key.as_str());
        let has_leftover = has_stale_unsigned(request, ALGORITHM);
        if has_leftover {
            explanation.remove_sent_header(CONTENT_HASH);
        }
        let added = self.identity(&date, is_unsigned(request));
        for (name, _) in added.iter().filter(|(_, value)| value.is_some()) {
            explanation.add_sent_header(*name);
        }
        let scratch = &mut Scratch::default();
        self.prepare(request, host, &date, has_leftover, scratch, |canonical| {
            explanation.write_stage("canonical_request", |text| canonical.write(text));
            let canonical_hash = wiping_stack(|| sha256(|sink| canonical.write(sink)));
            explanation.write_stage("string_to_sign", |text| {
                string_to_sign(&date, canonical_hash.as_bytes(), text);
            });
            explanation.list_headers(canonical.headers);
            let covers_body = covers_body(request, canonical.payload_hash);
            explanation.set_covers(canonical.covers(&SCHEME, covers_body));
        })?;
        Ok(explanation)
    }
}

impl core::fmt::Debug for SdkHmacSha256 {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SdkHmacSha256")
            .field("access_key", &self.access_key)
            .field("security_token", &self.security_token)
            .field("project_id", &self.project_id)
            .field("domain_id", &self.domain_id)
            .field("signed_headers", &self.signed_headers)
            .finish_non_exhaustive()
    }
}
