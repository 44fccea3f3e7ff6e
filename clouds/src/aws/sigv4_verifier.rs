//! Checking Signature Version 4 on requests that arrive.

use alloc::string::String;
use alloc::sync::Arc;

use polysign::verify::{Policy, Rejection, Verified, Verifier};
use polysign::{Error, Request, Scheme, UnixTime};

use super::VerifyingAccessKey;
use super::dialect::Rules;
use super::sigv4::NAMES;
use crate::scope::{Place, Verifying};

/// Verifies requests that [`SigV4`](super::SigV4), or an SDK of the vendor, signed.
///
/// **Demanded:** one signature, in `Authorization` or in the query, for the region and the service of
/// this verifier; `x-amz-date`, covered and near enough; in the query a lifetime of at most a week that
/// is not over; `host` covered, unless [`Policy::allow_uncovered_host`]; all listed headers, sorted and
/// in lower case; the body, or [`Policy::allow_unsigned_body`] and a request that declares
/// `UNSIGNED-PAYLOAD`. An `x-amz-content-sha256` has to be the body's digest. By the rules of S3 every
/// `x-amz-*` header has to be covered, and presigned URLs leave the body out. A token has to be that of
/// the key, and signed.
///
/// Rejected, unless the policy allows it: a path with segments that are signed as if they were not there
/// ([`Policy::allow_removed_segments`]), by the rules of S3 one with `%2F`
/// ([`Policy::allow_escaped_slashes`]), and parameters of one name in another order than that of their
/// values ([`Policy::allow_any_order`]).
#[derive(Debug)]
pub struct SigV4Verifier(Verifying<Rules>);

impl SigV4Verifier {
    /// Creates a verifier of one region and one service, with the keys that `lookup` knows by their
    /// access key id, and the standard policy.
    ///
    /// # Errors
    ///
    /// As [`SigV4::new`](super::SigV4::new).
    pub fn new(
        region: impl Into<String>,
        service: impl Into<String>,
        lookup: impl Fn(&str) -> Option<Arc<VerifyingAccessKey>> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let place = Place::new(region, service, &NAMES)?;
        let rules = Rules::of_service(&place.service);
        Ok(Self(Verifying::new(place, rules, lookup)))
    }

    /// Sets the policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.0.policy = policy;
        self
    }

    /// Sets whether paths and payloads follow the rules of S3, where the service does not say it.
    #[must_use]
    pub fn with_s3(mut self, is_s3: bool) -> Self {
        self.0.dialect = self.0.dialect.with_s3(is_s3);
        self
    }
}

impl Verifier for SigV4Verifier {
    fn scheme(&self) -> &'static Scheme {
        self.0.scheme()
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        self.0.verify(request, now)
    }
}
