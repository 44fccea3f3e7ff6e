//! Checking `bce-auth-v1` on requests that arrive.

use alloc::sync::Arc;

use hmac::Hmac;
use sha2::Sha256;

use super::auth_string::{AuthString, Fields};
use super::bce_auth_v1::mac_of_request;
use super::canonical_request::{CanonicalRequest, compare_lines};
use super::signed_headers::without_line;
use super::{AccessKey, Expiration, Placement};
use crate::canonical::{
    self, CanonicalHeaders, CanonicalQuery, Hashing, Key, Order, OwnHeaders, SkippedNames,
};
use crate::request::Host;
use crate::secret::{Secret, wiping_stack};
use crate::text::{Sink, read_extended};
use crate::verify::fields::{header_missing, malformed};
use crate::verify::{
    Claim, Keys, ListedHeaders, Policy, Rejection, Verified, Verifier, bad_signature, check_token,
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
const AUTH_STRING: SkippedNames = SkippedNames { exact: &[], any_case: &["authorization"] };

/// Verifies requests that [`BceAuthV1`](super::BceAuthV1), or an SDK of the vendor, signed.
///
/// **Demanded:** one auth string, in `Authorization`, `X-Bce-Signature` or the query parameter
/// `authorization`; a time that is at most half an hour ahead and whose validity is not over, and
/// the same of an `x-bce-date`; `host` covered, unless [`Policy::allow_uncovered_host`]; the list
/// of
/// covered headers written out, sorted and in lower case, each of them there and not empty; a
/// token, in `x-bce-security-token`, that is that of the key. A validity without end is accepted
/// in the query alone; [`Policy::with_longest_expiry`] refuses it there, too.
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
        Self { keys: Keys::new(lookup, stand_in), policy: Policy::new() }
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

    fn check_signature(
        request: &Request<'_>,
        host: Host<'_>,
        auth: &AuthString<'_>,
        listed: &ListedHeaders<'_>,
        key: &VerifyingAccessKey,
    ) -> Result<(), Rejection> {
        let own = OwnHeaders::default();
        let is_listed = |name: &str| listed.contains(name);
        let mut headers = CanonicalHeaders::new();
        headers.collect(request.headers(), &own, is_listed, |_| true);
        // An empty header has no line: nothing would show that it was added to another of its name.
        if let Some(name) = without_line(&headers) {
            return Err(header_missing(&name));
        }
        listed.check_present(&headers)?;
        let mut query = CanonicalQuery::new();
        query.collect(request.query(), AUTH_STRING, &[], Order::EncodedPair);
        headers.sort_by(compare_lines);
        let parts = canonical::CanonicalRequest::new(request, host, &query, &headers)?;
        let canonical = CanonicalRequest { parts, has_token: false };
        let is_signed = wiping_stack(|| {
            let prefix = |sink: &mut Hashing<_>| sink.text(auth.prefix.as_bytes());
            let mut mac = mac_of_request(&key.key, prefix);
            canonical.write(&mut mac);
            mac.is(&auth.signature)
        });
        is_signed.then_some(()).ok_or_else(bad_signature)
    }
}

impl Verifier for BceAuthV1Verifier {
    fn scheme(&self) -> &'static Scheme {
        Placement::Authorization.scheme()
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        let host = request.check_headers()?;
        let fields = Fields::find(request)?;
        let auth = AuthString::read(&fields.auth_string, fields.placement)?;
        let expires_at = self.check_times(fields.x_bce_date, &auth, now)?;
        let listed = ListedHeaders::read(auth.signed_headers)?;
        let is_covered = |name: &str| listed.contains(name);
        self.policy.check_covered(request, self.scheme(), &[], is_covered)?;
        let claim = Claim {
            key_id: auth.access_key_id,
            signed_at: Some(auth.signed_at),
            expires_at,
            covers_body: false,
            replay_key: &auth.signature,
        };
        self.keys.check(&self.policy, &claim, now, |key| {
            Self::check_signature(request, host, &auth, &listed, key)?;
            check_token(key.session_token.as_ref(), fields.token.as_deref())
        })
    }
}
