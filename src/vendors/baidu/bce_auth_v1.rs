//! `bce-auth-v1`, after the reference manual (njwvz1yfu, 3jwvz1x2e) and AIPAGE's "General
//! description".

use alloc::boxed::Box;
use alloc::string::String;

use hmac::Hmac;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::canonical_request::{CanonicalRequest, with_canonical};
use super::placement::SCHEMES;
use super::required::check_aipage;
use super::{AccessKey, Expiration, Placement, SignedHeaders};
use crate::canonical::{Added, Scratch, write_names};
use crate::canonical::{Hashing, Hex, Key, keyed};
use crate::config::{Config, Entry};
use crate::secret::{Secret, wiping_stack};
use crate::text::{Decimal, Sink, Timestamp};
use crate::{Context, Draft, Error, Explanation, Host, Request, Scheme, Signed, Signer, Value};

pub(crate) const ENTRY: Entry = Entry {
    schemes: SCHEMES,
    fields: AccessKey::FIELDS,
    options: &[
        "placement",
        "expires_in",
        "signed_headers",
        "keep_dot_segments",
    ],
    build: |config| Ok(Box::new(BceAuthV1::from_config(config)?)),
};

/// Signs requests to Baidu AI Cloud.
///
/// ```text
/// prefix           = bce-auth-v1/{access_key_id}/{timestamp}/{expiration}
/// signing key      = lower_hex(HMAC-SHA256(secret_access_key, prefix))
/// canonical request = METHOD \n CanonicalURI \n CanonicalQuery \n CanonicalHeaders
/// signature        = lower_hex(HMAC-SHA256(signing key as text, canonical request))
/// ```
///
/// **Not covered:** the body, and headers that are not in the signed set.
///
/// **Validity:** from the time that is signed for the expiration given, 1800 seconds by default.
///
/// **Errors when signing:** those of [`Signed::draft`]; [`ErrorKind::InvalidMethod`](crate::ErrorKind::InvalidMethod)
/// for a lower-case letter; [`ErrorKind::MissingHeader`](crate::ErrorKind::MissingHeader) for one of an
/// exact list; [`ErrorKind::InvalidExpiration`](crate::ErrorKind::InvalidExpiration) for never outside
/// a presigned URL.
///
/// Configuration: the credential's fields, `placement` (`header`, `x-bce-signature`, `query`),
/// `expires_in` (seconds, or -1), `signed_headers` (`default`, `document-default` or a list of
/// names), `keep_dot_segments`.
///
/// ```
/// use polysign::{Context, Request, Signer, baidu};
///
/// let signer = baidu::BceAuthV1::new(baidu::AccessKey::new("my_ak", "my_sk")?)
///     .with_placement(baidu::Placement::Query)
///     .with_expiration(baidu::Expiration::seconds(600)?);
/// let request = Request::new("GET", "https://bucket.bj.bcebos.com/object")?;
/// let url = signer.sign(&request)?.url(&request)?;
/// assert!(url.expose().contains("?authorization=bce-auth-v1%2Fmy_ak%2F"));
/// # Ok::<(), polysign::Error>(())
/// ```
pub struct BceAuthV1 {
    access_key_id: String,
    key: Key<Hmac<Sha256>>,
    session_token: Option<Secret>,
    placement: Placement,
    expiration: Expiration,
    signed_headers: SignedHeaders,
    keeps_dot_segments: bool,
}

impl BceAuthV1 {
    /// A signer with `credential`, for the `Authorization` header, with the default validity and
    /// the standard set of headers.
    #[must_use]
    pub fn new(credential: AccessKey) -> Self {
        Self {
            key: Key::of(credential.secret_access_key.expose().as_bytes()),
            access_key_id: credential.access_key_id,
            session_token: credential.session_token,
            placement: Placement::default(),
            expiration: Expiration::DEFAULT,
            signed_headers: SignedHeaders::default(),
            keeps_dot_segments: false,
        }
    }

    /// With another placement.
    #[must_use]
    pub const fn with_placement(mut self, placement: Placement) -> Self {
        self.placement = placement;
        self
    }

    /// With another validity.
    #[must_use]
    pub const fn with_expiration(mut self, expiration: Expiration) -> Self {
        self.expiration = expiration;
        self
    }

    /// With another set of signed headers.
    #[must_use]
    pub fn with_signed_headers(mut self, signed_headers: SignedHeaders) -> Self {
        self.signed_headers = signed_headers;
        self
    }

    /// Lets signatures for paths with `.` and `..` segments be applied. Most clients collapse such
    /// segments after signing; use it with one that does not.
    #[must_use]
    pub const fn keep_dot_segments(mut self) -> Self {
        self.keeps_dot_segments = true;
        self
    }

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let mut signer = Self::new(config.credential(AccessKey::from_config, AccessKey::read)?);
        signer.placement = Placement::from_config(config)?;
        if let Some(text) = config.optional("expires_in") {
            signer.expiration = Expiration::read(&text)?;
        }
        signer.signed_headers = SignedHeaders::from_config(config)?;
        signer.keeps_dot_segments = config.flag("keep_dot_segments")?;
        Ok(signer)
    }

    /// `bce-auth-v1/{ak}/{timestamp}/{expiration}`
    fn auth_string_prefix(&self, timestamp: &Timestamp<20>, sink: &mut impl Sink) {
        sink.text(b"bce-auth-v1/");
        sink.text(self.access_key_id.as_bytes());
        sink.text(b"/");
        sink.text(timestamp.as_bytes());
        sink.text(b"/");
        match self.expiration {
            Expiration::Seconds(seconds) => {
                sink.text(Decimal::new(seconds.get().into()).as_bytes());
            }
            Expiration::Never => sink.text(b"-1"),
        }
    }

    /// Checks what this scheme covers and calls `then` with the canonical request's parts.
    fn prepare<R>(
        &self,
        request: &Request<'_>,
        host: Host<'_>,
        timestamp: &Timestamp<20>,
        scratch: &mut Scratch,
        then: impl FnOnce(CanonicalRequest<'_, '_>) -> R,
    ) -> Result<R, Error> {
        if self.expiration == Expiration::Never && self.placement != Placement::Query {
            return Err(Expiration::refused(
                "is never, which only presigned URLs can be; give seconds, or use `Placement::Query`",
            ));
        }
        let token = self.session_token.as_ref().map(Secret::expose);
        let in_query = self.placement == Placement::Query;
        let token_in_query = token.filter(|_| in_query);
        let added_token =
            token_in_query.map(|token| Added::secret("x-bce-security-token", token.as_bytes()));
        let added = [
            ("x-bce-date", (!in_query).then_some(timestamp.as_bytes())),
            (
                "x-bce-security-token",
                token.filter(|_| !in_query).map(str::as_bytes),
            ),
        ];
        let scheme = self.scheme();
        with_canonical(
            request,
            (host, token.is_some()),
            (scheme, added_token.as_slice()),
            scratch,
            |slots| self.signed_headers.select(scheme, request, added, slots),
            then,
        )
    }

    fn write_fields(
        &self,
        draft: &mut Draft<'_, '_>,
        canonical: &CanonicalRequest<'_, '_>,
        timestamp: &Timestamp<20>,
        signature: &[u8],
    ) {
        let token = self.session_token.as_ref().map(Secret::expose);
        let names: usize = canonical
            .headers
            .iter()
            .map(|header| header.name.len() + 1)
            .sum();
        let prefix =
            "bce-auth-v1//2015-04-27T08:23:49Z/4294967295//".len() + self.access_key_id.len();
        draft.reserve(prefix + names + 64 + 20 + token.map_or(0, str::len));

        let auth_string = |value: &mut Value<'_>| {
            self.auth_string_prefix(timestamp, value);
            value.push("/");
            write_names(canonical.headers, value);
            value.push("/");
            value.push_signature(signature);
        };
        match self.placement {
            Placement::Authorization => draft.header("authorization", auth_string),
            Placement::XBceSignature => draft.header("x-bce-signature", auth_string),
            Placement::Query => {
                if let Some(token) = token {
                    draft.query("x-bce-security-token", |value| value.push(token));
                }
                return draft.query("authorization", auth_string);
            }
        }
        draft.header("x-bce-date", |value| value.push(timestamp.as_bytes()));
        if let Some(token) = token {
            draft.header("x-bce-security-token", |value| value.push(token));
        }
    }
}

/// The MAC of the canonical request, keyed with the signing key:
/// `lower_hex(HMAC-SHA256(secret_access_key, prefix))`
pub(super) fn mac_of_request(
    key: &Key<Hmac<Sha256>>,
    prefix: impl FnOnce(&mut Hashing<Hmac<Sha256>>),
) -> Hashing<Hmac<Sha256>> {
    let mut mac = key.start();
    prefix(&mut mac);
    let signing_key = Zeroizing::new(Hex::<64>::new(&mac.finish().0));
    Hashing::of(keyed(signing_key.as_bytes()))
}

impl Signer for BceAuthV1 {
    fn scheme(&self) -> &'static Scheme {
        self.placement.scheme()
    }

    fn sign_into(
        &self,
        request: &Request<'_>,
        context: &Context<'_>,
        signed: &mut Signed,
    ) -> Result<(), Error> {
        let mut draft = signed.draft(self.scheme(), request, context)?;
        let timestamp = Timestamp::extended(draft.unix_seconds());
        let mut scratch = draft.take_scratch();
        let host = draft.host();
        let result = self.prepare(request, host, &timestamp, &mut scratch, |mut canonical| {
            let signature = wiping_stack(|| {
                let prefix = |sink: &mut _| self.auth_string_prefix(&timestamp, sink);
                let mut mac = mac_of_request(&self.key, prefix);
                canonical.write(&mut mac);
                Hex::<64>::new(&mac.finish().0)
            });
            canonical.sort_by_name();
            self.write_fields(&mut draft, &canonical, &timestamp, signature.as_bytes());
        });
        draft.give_back(scratch);
        result?;
        draft.expires_at(match self.expiration {
            Expiration::Seconds(seconds) => {
                Some(draft.unix_seconds().saturating_add(seconds.get().into()))
            }
            Expiration::Never => None,
        });
        if self.keeps_dot_segments {
            draft.keep_dot_segments();
        }
        draft.finish_unchecked();
        Ok(())
    }

    fn explain(&self, request: &Request<'_>, context: &Context<'_>) -> Result<Explanation, Error> {
        let timestamp = Timestamp::extended(context.checked_time()?);
        let host = request.check_headers()?;
        let mut explanation = Explanation::new(self.scheme(), request);
        explanation.set_key_id(self.access_key_id.as_str());
        explanation.write_stage("auth_string_prefix", |text| {
            self.auth_string_prefix(&timestamp, text);
        });
        let scratch = &mut Scratch::default();
        self.prepare(request, host, &timestamp, scratch, |mut canonical| {
            explanation.write_stage("canonical_request", |text| canonical.write(text));
            canonical.sort_by_name();
            explanation.list_headers(canonical.headers);
        })?;
        if self.placement != Placement::Query {
            explanation.add_sent_header("x-bce-date");
            if self.session_token.is_some() {
                explanation.add_sent_header("x-bce-security-token");
            }
        }
        check_aipage(request, host, &mut explanation);
        Ok(explanation)
    }
}

impl core::fmt::Debug for BceAuthV1 {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("BceAuthV1")
            .field("access_key_id", &self.access_key_id)
            .field("session_token", &self.session_token)
            .field("placement", &self.placement)
            .field("expiration", &self.expiration)
            .field("signed_headers", &self.signed_headers)
            .finish_non_exhaustive()
    }
}
