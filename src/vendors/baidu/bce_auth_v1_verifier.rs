//! Checking `bce-auth-v1` on requests that arrive.

use alloc::sync::Arc;
use alloc::vec::Vec;

use hmac::Hmac;
use sha2::Sha256;

use super::auth_string::{AuthString, Fields};
use super::bce_auth_v1::mac_of_request;
use super::canonical_request::{CanonicalRequest, compare_lines};
use super::signed_headers::Covered;
use super::{AccessKey, Expiration, Placement};
use crate::canonical::{
    self, CanonicalHeaders, CanonicalQuery, Hashing, Key, Order, Readings, SkippedNames,
};
use crate::secret::{Secret, wiping_stack};
use crate::text::{Sink, read_extended};
use crate::verify::fields::malformed;
use crate::verify::{
    Claim, Keys, Policy, Reason, Rejection, Verified, Verifier, bad_signature, check_token,
    join_names,
};
use crate::{Request, Scheme, UnixTime};

/// A secret access key that is ready to verify with, and the session token of a temporary one.
pub struct VerifyingAccessKey {
    key: Key<Hmac<Sha256>>,
    session_token: Option<Secret>,
}

impl VerifyingAccessKey {
    /// Prepares the credential that its owner signs with.
    #[must_use]
    pub fn new(credential: AccessKey) -> Self {
        Self {
            key: Key::of(credential.secret_access_key.expose().as_bytes()),
            session_token: credential.session_token,
        }
    }
}

impl core::fmt::Debug for VerifyingAccessKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("VerifyingAccessKey").finish_non_exhaustive()
    }
}

/// The query parameter in which a presigned URL has its auth string.
const AUTH_STRING: SkippedNames = SkippedNames::new(&[], &["authorization"]);

/// Verifies requests that [`BceAuthV1`](super::BceAuthV1), or an SDK of the vendor, signed.
///
/// **Demanded:** one auth string, in `Authorization`, `X-Bce-Signature` or the query parameter
/// `authorization` ([`BceAuthV1Verifier::with_placements`]); a time that is at most half an hour
/// ahead and whose lifetime of a week at most ([`Policy::with_longest_expiry`]) is not over, and the
/// same of an `x-bce-date`; `host` covered, unless [`Policy::allow_uncovered_host`]; the covered
/// headers there and not empty, their names in lower case; a token, in `x-bce-security-token`, that
/// is that of the key. A signature that never expires is accepted in the query alone, and with
/// [`Policy::allow_any_expiry`].
///
/// **The list of covered headers** may be in any order, as the vendor's SDKs write it. An empty list
/// means the default set: `host`, `content-length`, `content-md5`, `content-type` and every
/// `x-bce-*` header that arrived. The list itself is not signed, so a header that is not in it may
/// have been added on the way: see [`Verified::covers_header`] and [`Policy::with_covered_headers`].
///
/// The host may be signed as it arrived, which is how the vendor's SDKs sign it, or in canonical
/// form.
///
/// The body is not covered by this scheme, whatever the policy says.
///
/// ```
/// use std::sync::Arc;
/// use polysign::verify::{Policy, Verifier};
/// use polysign::{Context, Request, Signer, baidu};
///
/// let credential = || baidu::AccessKey::new("my_ak", "my_sk");
/// let key = Arc::new(baidu::VerifyingAccessKey::new(credential()?));
/// let lookup = move |id: &str| (id == "my_ak").then(|| Arc::clone(&key));
/// let verifier = baidu::BceAuthV1Verifier::new(lookup)
///     .with_policy(Policy::new().with_longest_expiry(3600));
///
/// # let now = polysign::UnixTime::new(1_573_789_015);
/// # let sent = Request::new("GET", "https://aipage.baidubce.com/v1/site")?;
/// # let signed = baidu::BceAuthV1::new(credential()?).sign_with(&sent, &Context::at(now))?;
/// # let headers: Vec<(&str, &str)> = signed.headers().collect();
/// // Scheme and host are the public ones; target and headers are those that came in.
/// let request = Request::from_parts("GET", "https", "aipage.baidubce.com", "/v1/site")?
///     .with_headers(&headers);
/// match verifier.verify(&request, now) {
///     Ok(verified) => assert_eq!(verified.expires_at(), Some(now.saturating_add(1800))),
///     Err(rejection) => panic!("{}: {}", rejection.reason().as_str(), rejection.detail()),
/// }
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct BceAuthV1Verifier {
    keys: Keys<VerifyingAccessKey>,
    policy: Policy,
    placements: Vec<Placement>,
}

impl BceAuthV1Verifier {
    /// A verifier with the keys that `lookup` knows by their access key id, and the standard
    /// policy.
    #[must_use]
    pub fn new(
        lookup: impl Fn(&str) -> Option<Arc<VerifyingAccessKey>> + Send + Sync + 'static,
    ) -> Self {
        let stand_in = VerifyingAccessKey {
            key: Key::of(b"stands in for keys that are not there"),
            session_token: None,
        };
        let placements =
            Vec::from([Placement::Authorization, Placement::XBceSignature, Placement::Query]);
        Self { keys: Keys::new(lookup, stand_in), policy: Policy::new(), placements }
    }

    /// Sets the placements that are accepted, which are all three otherwise.
    ///
    /// A signature does not say where it was placed: who reads a request can send it as a presigned
    /// URL until it expires, to be opened by others. A server that gives out no such URLs leaves
    /// [`Placement::Query`] out.
    #[must_use]
    pub fn with_placements(mut self, placements: impl IntoIterator<Item = Placement>) -> Self {
        self.placements = placements.into_iter().collect();
        self
    }

    /// Sets the policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Checks the time of the auth string, and that of `x-bce-date` by the same rule. Gives the
    /// end of the validity.
    fn check_times(
        &self,
        x_bce_date: Option<&[u8]>,
        auth: &AuthString<'_>,
        now: UnixTime,
    ) -> Result<Option<UnixTime>, Rejection> {
        let valid_for = match auth.expiration {
            Expiration::Seconds(seconds) => Some(seconds.get()),
            Expiration::Never => None,
        };
        let check = |time| self.policy.check_validity(self.scheme(), time, valid_for, now);
        if let Some(date) = x_bce_date
            && date != auth.timestamp.as_bytes()
        {
            let time = read_extended(date).ok_or_else(|| {
                malformed("x-bce-date", "is not a time as in 2015-04-27T08:23:49Z")
            })?;
            check(time)?;
        }
        check(auth.signed_at)
    }

    /// Reads all but the key. The headers that are signed and the query are collected where they
    /// stay.
    fn head<'f, 'a>(
        &self,
        request: &Request<'a>,
        fields: &'f Fields<'a>,
        now: UnixTime,
        signed: &mut CanonicalHeaders<'a>,
        query: &mut CanonicalQuery<'a>,
    ) -> Result<Head<'f>, Rejection> {
        if !self.placements.contains(&fields.placement) {
            return Err(Rejection::new(Reason::Placement, "is not signed in an accepted place"));
        }
        let auth = AuthString::read(&fields.auth_string, fields.placement)?;
        let expires_at = self.check_times(fields.x_bce_date, &auth, now)?;
        let covered = Covered::read(auth.signed_headers)?;
        let is_covered = |name: &str| covered.contains(name);
        self.policy.check_covered(request, self.scheme(), &[], is_covered)?;
        self.policy.check_target(request, false)?;
        covered.collect(request.headers(), signed)?;
        self.policy.check_values(request, signed, is_covered)?;
        query.collect(request.query(), AUTH_STRING, &[], Order::EncodedPair);
        self.policy.check_parameters(query, Order::EncodedPair)?;
        Ok(Head { auth, expires_at })
    }
}

/// What is read before a key is looked up.
struct Head<'f> {
    auth: AuthString<'f>,
    expires_at: Option<UnixTime>,
}

fn check_signature(
    auth: &AuthString<'_>,
    canonical: &CanonicalRequest<'_, '_>,
    key: &VerifyingAccessKey,
) -> Result<(), Rejection> {
    let is_signed = wiping_stack(|| {
        let prefix = |sink: &mut Hashing<_>| sink.text(auth.prefix.as_bytes());
        let mac = mac_of_request(&key.key, prefix);
        let mut mac = Readings::of(mac, canonical.parts.host.is_canonical());
        canonical.write(&mut mac);
        mac.is(&auth.signature)
    });
    is_signed.then_some(()).ok_or_else(bad_signature)
}

impl Verifier for BceAuthV1Verifier {
    fn scheme(&self) -> &'static Scheme {
        Placement::Authorization.scheme()
    }

    fn check_head(&self, request: &Request<'_>, now: UnixTime) -> Result<(), Rejection> {
        request.check_headers()?;
        let fields = Fields::find(request)?;
        let mut signed = CanonicalHeaders::new();
        let mut query = CanonicalQuery::new();
        self.head(request, &fields, now, &mut signed, &mut query).map(drop)
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        let host = request.check_headers()?;
        let fields = Fields::find(request)?;
        let mut signed = CanonicalHeaders::new();
        let mut query = CanonicalQuery::new();
        let head = self.head(request, &fields, now, &mut signed, &mut query)?;
        let auth = &head.auth;
        let names = join_names(signed.names().map(|header| header.name));
        signed.sort_by(compare_lines);
        let parts = canonical::CanonicalRequest::new(request, host, &query, &signed)?;
        let canonical = CanonicalRequest { parts, has_token: false };
        let claim = Claim {
            key_id: auth.access_key_id,
            signed_at: Some(auth.signed_at),
            expires_at: head.expires_at,
            covers_body: false,
            replay_key: &auth.signature,
        };
        let verified = self.keys.check(&self.policy, &claim, now, |key| {
            check_signature(auth, &canonical, key)?;
            check_token(key.session_token.as_ref(), fields.token.as_deref())
        })?;
        Ok(Verified { covered_headers: names, ..verified })
    }
}
