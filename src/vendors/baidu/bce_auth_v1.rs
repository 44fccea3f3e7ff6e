//! `bce-auth-v1`, after the reference manual (njwvz1yfu, 3jwvz1x2e) and AIPAGE's "General
//! description".

use alloc::boxed::Box;
use alloc::string::String;

use hmac::Hmac;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::canonical_request::{CanonicalRequest, compare_lines};
use super::placement::SCHEMES;
use super::required::check_aipage;
use super::{AccessKey, Expiration, Placement, SignedHeaders};
use crate::canonical::{
    self, Added, AroundHost, CanonicalHeaders, CanonicalQuery, Hashing, Header, Hex, Key, Order,
    OwnHeaders, keyed,
};
use crate::config::{Config, Credential, Entry};
use crate::secret::{Secret, wiping_stack};
use crate::sign::{Draft, FieldValue};
use crate::text::{Decimal, Sink, Timestamp};
use crate::{Error, Explanation, Request, Scheme, Signer};

pub(crate) const ENTRY: Entry = Entry {
    schemes: SCHEMES,
    fields: AccessKey::FIELDS,
    options: &["placement", "expires_in", "signed_headers", "keep_dot_segments"],
    hosts: &["*.baidubce.com", "*.bcebos.com"],
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
/// **Errors when signing:** those of [`Signer::sign_into`](crate::Signer::sign_into);
/// [`ErrorKind::InvalidMethod`](crate::ErrorKind::InvalidMethod) for a lower-case letter;
/// [`ErrorKind::MissingHeader`](crate::ErrorKind::MissingHeader) for one of an exact list;
/// [`ErrorKind::InvalidExpiration`](crate::ErrorKind::InvalidExpiration) for never outside a
/// presigned URL.
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
#[derive(Debug)]
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
    /// Creates a signer with `credential`, for the `Authorization` header, with the vendor's default
    /// validity of half an hour and the standard set of headers.
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

    /// Sets the placement.
    #[must_use]
    pub const fn with_placement(mut self, placement: Placement) -> Self {
        self.placement = placement;
        self
    }

    /// Sets the validity.
    #[must_use]
    pub const fn with_expiration(mut self, expiration: Expiration) -> Self {
        self.expiration = expiration;
        self
    }

    /// Sets which headers are signed.
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
        let mut signer = Self::new(config.credential()?);
        signer.placement = config.choice("placement")?;
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

    fn check_expiration(&self) -> Result<(), Error> {
        if self.expiration == Expiration::Never && self.placement != Placement::Query {
            return Err(Expiration::refused(
                "is never, which only presigned URLs can be; give seconds, or use `Placement::Query`",
            ));
        }
        Ok(())
    }

    #[inline]
    fn collect_query<'a>(&'a self, request: &Request<'a>, query: &mut CanonicalQuery<'a>) {
        let token = self.session_token.as_ref().map(Secret::expose);
        let added = token
            .filter(|_| self.placement == Placement::Query)
            .map(|token| Added::secret("x-bce-security-token", token.as_bytes()));
        let skipped = self.scheme().skipped_query();
        query.collect(request.query(), skipped, added.as_slice(), Order::EncodedPair);
    }

    /// Returns the headers that this signer sets besides the auth string.
    fn own_headers<'a>(&'a self, timestamp: &'a Timestamp<20>) -> OwnHeaders<'a> {
        let mut own = OwnHeaders::default();
        if self.placement != Placement::Query {
            let token = self.session_token.as_ref().map(Secret::expose);
            own.set("x-bce-date", Some(timestamp.as_bytes()));
            own.set("x-bce-security-token", token.map(str::as_bytes));
        }
        own
    }

    fn explain_stages(
        &self,
        request: &Request<'_>,
        canonical: &CanonicalRequest<'_, '_>,
        timestamp: &Timestamp<20>,
        explanation: &mut Explanation,
    ) {
        explanation.set_key_id(self.access_key_id.as_str());
        explanation.write_stage("auth_string_prefix", |text| {
            self.auth_string_prefix(timestamp, text);
        });
        explanation.write_stage("canonical_request", |text| canonical.write(text));
        check_aipage(request, canonical.parts.host, explanation);
    }

    /// `{prefix}/{signed headers}/{signature}`
    fn write_fields(
        &self,
        draft: &mut Draft<'_, '_>,
        own: &OwnHeaders<'_>,
        headers: &CanonicalHeaders<'_>,
        timestamp: &Timestamp<20>,
        signature: &[u8],
    ) {
        let auth_string = |value: &mut FieldValue<'_>| {
            self.auth_string_prefix(timestamp, value);
            value.push("/");
            headers.write_names(value);
            value.push("/");
            value.push_signature(signature);
        };
        match self.placement {
            Placement::Authorization => draft.header("authorization", auth_string),
            Placement::XBceSignature => draft.header("x-bce-signature", auth_string),
            Placement::Query => {
                if let Some(token) = &self.session_token {
                    draft.query("x-bce-security-token", |value| value.push(token.expose()));
                }
                draft.query("authorization", auth_string);
            }
        }
        draft.own_headers(own);
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

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let timestamp = Timestamp::extended(draft.time());
        let own = self.own_headers(&timestamp);
        self.check_expiration()?;
        let is_kept = |name: &str| !self.scheme().is_stale_header(name);
        let mut headers = CanonicalHeaders::new();
        self.signed_headers.collect(request.headers(), &own, is_kept, &mut headers)?;
        if let Some(explanation) = draft.explanation() {
            explanation.list_headers(&headers);
        }
        headers.sort_by(compare_lines);
        let mut query = CanonicalQuery::new();
        self.collect_query(request, &mut query);
        let parts = canonical::CanonicalRequest::new(request, draft.host(), &query, &headers)?;
        let canonical = CanonicalRequest { parts, has_token: self.session_token.is_some() };
        if let Some(explanation) = draft.explanation() {
            self.explain_stages(request, &canonical, &timestamp, explanation);
        }
        let signature = wiping_stack(|| {
            let prefix = |sink: &mut _| self.auth_string_prefix(&timestamp, sink);
            let mut mac = mac_of_request(&self.key, prefix);
            canonical.write(&mut mac);
            Hex::<64>::new(&mac.finish().0)
        });
        headers.sort_by(Header::compare);

        let prefix = "bce-auth-v1//2015-04-27T08:23:49Z/4294967295//".len();
        let token = self.session_token.as_ref().map_or(0, |token| token.expose().len());
        let names = headers.names_length();
        draft.reserve(prefix + self.access_key_id.len() + names + 64 + 20 + token);
        self.write_fields(draft, &own, &headers, &timestamp, signature.as_bytes());
        draft.set_expires_at(match self.expiration {
            Expiration::Seconds(seconds) => Some(draft.time().saturating_add(seconds.get().into())),
            Expiration::Never => None,
        });
        if self.keeps_dot_segments {
            draft.keep_dot_segments();
        }
        Ok(())
    }
}
