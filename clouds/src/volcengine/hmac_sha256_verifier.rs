//! Checking `HMAC-SHA256` on requests that arrive.

use alloc::string::String;
use alloc::sync::Arc;

use polysign::verify::{Policy, Rejection, Verified, Verifier};
use polysign::{Error, Request, Scheme, UnixTime};

use super::VerifyingAccessKey;
use super::dialect::Gateway;
use super::hmac_sha256::NAMES;
use crate::scope::{Place, Verifying};

/// Verifies requests that [`HmacSha256`](super::HmacSha256), or an SDK of the vendor, signed.
///
/// **Demanded:** one signature, in `Authorization` or in the query, for the region and the service of
/// this verifier; `x-date`, covered and near enough; in the query a lifetime that is not over, 900
/// seconds without `X-Expires`; `host` covered, unless [`Policy::allow_uncovered_host`]; all listed
/// headers, sorted and in lower case; with a signature in the header the body. An `x-content-sha256` has
/// to be the body's digest. A token has to be that of the key. Every parameter but
/// `X-Signature` is covered, whatever `X-SignedQueries` lists.
#[derive(Debug)]
pub struct HmacSha256Verifier(Verifying<Gateway>);

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
        let place = Place::new(region, service, &NAMES)?;
        Ok(Self(Verifying::new(place, Gateway, lookup)))
    }

    /// Sets the policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.0.policy = policy;
        self
    }
}

impl Verifier for HmacSha256Verifier {
    fn scheme(&self) -> &'static Scheme {
        self.0.scheme()
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        self.0.verify(request, now)
    }
}
