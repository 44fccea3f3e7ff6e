//! Checking `bce-auth-v1` on requests that arrive.

use alloc::sync::Arc;
use alloc::vec::Vec;

use hmac::Hmac;
use sha2::Sha256;

use super::auth_string::{AuthString, Fields};
use super::bce_auth_v1::mac_of_request;
use super::canonical_request::{CanonicalRequest, compare_lines};
use super::signed_headers::Covered;
use super::{AccessKey, Placement};
use crate::UnixTime;
use crate::canonical::{
    self, CanonicalHeaders, CanonicalQuery, Order, SkippedNames, holds_in_a_reading, is_same,
};
use crate::secret::wiping_stack;
use crate::text::{Sink, read_extended};
use crate::verify::checks::{Arrived, Checks, Depth, check_signature, verifier, verifying_key};
use crate::verify::fields::malformed;
use crate::verify::{Claim, Reason, Rejection, Verifier, check_token};

verifying_key! {
    /// A secret access key that is ready to verify with, and the session token of a temporary one.
    VerifyingAccessKey(Hmac<Sha256>), |credential: AccessKey| credential.secret_access_key,
    credential.session_token
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
///
/// [`Policy::with_longest_expiry`]: crate::verify::Policy::with_longest_expiry
/// [`Policy::allow_uncovered_host`]: crate::verify::Policy::allow_uncovered_host
/// [`Policy::allow_any_expiry`]: crate::verify::Policy::allow_any_expiry
/// [`Verified::covers_header`]: crate::verify::Verified::covers_header
/// [`Policy::with_covered_headers`]: crate::verify::Policy::with_covered_headers
#[derive(Debug)]
pub struct BceAuthV1Verifier {
    checks: Checks<VerifyingAccessKey>,
    placements: Vec<Placement>,
}

impl BceAuthV1Verifier {
    /// Creates a verifier with the keys that `lookup` knows by their access key id, and the standard
    /// policy.
    #[must_use]
    pub fn new(
        lookup: impl Fn(&str) -> Option<Arc<VerifyingAccessKey>> + Send + Sync + 'static,
    ) -> Self {
        let all = [Placement::Authorization, Placement::XBceSignature, Placement::Query];
        Self { checks: Checks::new(lookup), placements: all.into() }
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

    /// Checks the time of the auth string, and that of `x-bce-date` by the same rule. Gives the
    /// end of the validity.
    fn check_times(
        &self,
        x_bce_date: Option<&[u8]>,
        auth: &AuthString<'_>,
        now: UnixTime,
    ) -> Result<Option<UnixTime>, Rejection> {
        let valid_for = auth.expiration.as_seconds();
        let check = |time| self.checks.policy.check_validity(self.scheme(), time, valid_for, now);
        if let Some(date) = x_bce_date.filter(|date| *date != auth.timestamp.as_bytes()) {
            check(read_extended(date).ok_or_else(|| {
                malformed("x-bce-date", "is not a time as in 2015-04-27T08:23:49Z")
            })?)?;
        }
        check(auth.signed_at)
    }

    fn check<D: Depth>(&self, arrived: Arrived<'_, D>) -> Result<D::Found, Rejection> {
        let Arrived { request, host, now, .. } = arrived;
        let policy = &self.checks.policy;
        let fields = Fields::find(request)?;
        if !self.placements.contains(&fields.placement) {
            return Err(Rejection::new(Reason::Placement, "is not signed in an accepted place"));
        }
        let auth = AuthString::read(&fields.auth_string, fields.placement)?;
        let until = self.check_times(fields.x_bce_date, &auth, now)?;
        let covered = Covered::read(auth.signed_headers)?;
        let is_covered = |name: &str| covered.contains(name);
        policy.check_covered(request, self.scheme(), &[], is_covered)?;
        policy.check_target(request, false)?;
        let mut signed = CanonicalHeaders::new();
        covered.collect(request.headers(), &mut signed)?;
        policy.check_values(request, &signed, is_covered)?;
        let names = covered.names(auth.signed_headers, &signed);
        let mut query = CanonicalQuery::new();
        query.collect(request.query(), AUTH_STRING, &[], Order::EncodedPair);
        policy.check_parameters(&query, Order::EncodedPair)?;
        signed.sort_by(compare_lines);
        let parts = canonical::CanonicalRequest::new(request, host, &query, &signed)?;
        let canonical = CanonicalRequest { parts, has_token: false };
        let claim = Claim::new(auth.access_key_id, &auth.signature)
            .with_times(auth.signed_at, until)
            .with_covered_headers(&names);
        arrived.finish(&self.checks, &claim, |key| {
            check_signature(is_signed(&auth, &canonical, key))?;
            check_token(key.token.as_ref(), fields.token.as_deref())
        })
    }
}

verifier!(BceAuthV1Verifier, |_this| Placement::Authorization.scheme());

fn is_signed(
    auth: &AuthString<'_>,
    canonical: &CanonicalRequest<'_, '_>,
    key: &VerifyingAccessKey,
) -> bool {
    wiping_stack(|| {
        let mac = mac_of_request(&key.key, |sink| sink.text(auth.prefix.as_bytes()));
        holds_in_a_reading(mac, canonical, |mac| is_same(mac, &auth.signature))
    })
}
