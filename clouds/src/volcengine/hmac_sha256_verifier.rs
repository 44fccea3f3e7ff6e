//! Checking `HMAC-SHA256` on requests that arrive.

use alloc::string::String;
use alloc::sync::Arc;

use polysign::custom::{
    CanonicalHeaders, CanonicalQuery, CanonicalRequest, Hex, ListedHeaders, Order, OwnHeaders,
    SkippedNames, sha256, wiping_stack,
};
use polysign::request::Host;
use polysign::verify::{Policy, Rejection, Verified, Verifier};
use polysign::{Error, Request, Scheme, UnixTime};

use super::VerifyingAccessKey;
use super::canonical::{Canonical, EMPTY};
use super::hmac_sha256::{IN_HEADER, IN_QUERY, NAMES};
use crate::scope::{self, Found, Frame, Names, ScopedVerifier};

const SIGNATURE: SkippedNames = SkippedNames::new(&["X-Signature"], &[]);

/// Verifies requests that [`HmacSha256`](super::HmacSha256), or an SDK of the vendor, signed.
///
/// **Demanded:** one signature, in `Authorization` or in the query, for the region and the service of
/// this verifier; `x-date`, covered and near enough; in the query a lifetime that is not over, 900
/// seconds without `X-Expires`; `host` covered, unless [`Policy::allow_uncovered_host`]; all listed
/// headers, sorted and in lower case; with a signature in the header the body. An `x-content-sha256` has
/// to be the body's digest. A token has to be that of the key. Every parameter but
/// `X-Signature` is covered, whatever `X-SignedQueries` lists.
#[derive(Debug)]
pub struct HmacSha256Verifier(Frame);

impl HmacSha256Verifier {
    /// Creates a verifier of one region and one service, with the keys that `lookup` knows by their
    /// access key id, and the standard policy.
    ///
    /// # Errors
    ///
    /// As [`HmacSha256::new`](super::HmacSha256::new).
    pub fn new(
        region: impl Into<String>,
        service: impl Into<String>,
        lookup: impl Fn(&str) -> Option<Arc<VerifyingAccessKey>> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        Frame::new(region, service, &NAMES, lookup).map(Self)
    }

    /// Sets the policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.0.policy = policy;
        self
    }
}

impl ScopedVerifier for HmacSha256Verifier {
    const NAMES: &'static Names = &NAMES;

    fn frame(&self) -> &Frame {
        &self.0
    }

    fn facts(&self, is_in_query: bool) -> &'static Scheme {
        if is_in_query { &IN_QUERY } else { &IN_HEADER }
    }

    fn demands(&self, _: &str) -> bool {
        false
    }

    fn left_out(&self, found: &Found<'_>) -> Result<Option<&'static str>, Rejection> {
        Ok(found.is_in_query.then_some(EMPTY))
    }

    fn hash(
        &self,
        request: &Request<'_>,
        host: Host<'_>,
        listed: &ListedHeaders<'_>,
        body: &[u8],
        is_in_query: bool,
    ) -> Result<Hex<64>, Rejection> {
        let mut headers = CanonicalHeaders::new();
        let is_listed = |name: &str| listed.contains(name);
        headers.collect(request.headers(), &OwnHeaders::default(), is_listed, |_| true);
        listed.check_present(&headers)?;
        let mut query = CanonicalQuery::new();
        let skipped = if is_in_query { SIGNATURE } else { SkippedNames::NONE };
        query.collect(request.query(), skipped, &[], Order::KeyThenPlace);
        let canonical = Canonical {
            parts: CanonicalRequest::new(request, host, &query, &headers)?,
            query: &query,
            headers: &headers,
            payload_hash: body,
            has_token: false,
        };
        canonical.check(request.path())?;
        if is_in_query {
            canonical.check_listed()?;
        }
        Ok(wiping_stack(|| sha256(|sink| canonical.write(sink))))
    }
}

impl Verifier for HmacSha256Verifier {
    fn scheme(&self) -> &'static Scheme {
        &IN_HEADER
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        scope::verify(self, request, now)
    }
}
