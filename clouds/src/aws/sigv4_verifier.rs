//! Checking Signature Version 4 on requests that arrive.

use alloc::string::String;
use alloc::sync::Arc;

use polysign::custom::{
    CanonicalHeaders, CanonicalQuery, CanonicalRequest, Hex, ListedHeaders, Order, OwnHeaders,
    SkippedNames, sha256, wiping_stack,
};
use polysign::request::Host;
use polysign::verify::{Policy, Reason, Rejection, Verified, Verifier};
use polysign::{Error, Request, Scheme, UnixTime};

use super::VerifyingAccessKey;
use super::canonical::{self, Canonical, Rules, UNSIGNED};
use super::sigv4::{IN_HEADER, IN_QUERY, NAMES, S3_IN_HEADER, S3_IN_QUERY};
use crate::scope::{self, Found, Frame, Names, ScopedVerifier};

const SIGNATURE: SkippedNames = SkippedNames::new(&[], &["X-Amz-Signature"]);

/// Verifies requests that [`SigV4`](super::SigV4), or an SDK of the vendor, signed.
///
/// **Demanded:** one signature, in `Authorization` or in the query, for the region and the service of
/// this verifier; `x-amz-date`, covered and near enough; in the query a lifetime of at most a week that
/// is not over; `host` covered, unless [`Policy::allow_uncovered_host`]; all listed headers, sorted and
/// in lower case; the body, or [`Policy::allow_unsigned_body`] and a request that declares
/// `UNSIGNED-PAYLOAD`. An `x-amz-content-sha256` has to be the body's digest. By the rules of S3 every
/// `x-amz-*` header has to be covered, and presigned URLs leave the body out. A token has to be that of
/// the key, and signed.
#[derive(Debug)]
pub struct SigV4Verifier {
    frame: Frame,
    rules: Rules,
}

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
        let frame = Frame::new(region, service, &NAMES, lookup)?;
        Ok(Self { rules: Rules::of_service(&frame.place.service), frame })
    }

    /// Sets the policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.frame.policy = policy;
        self
    }

    /// Sets whether paths and payloads follow the rules of S3, where the service does not say it.
    #[must_use]
    pub fn with_s3(mut self, is_s3: bool) -> Self {
        self.rules = if is_s3 { Rules::S3 } else { Rules::SERVICE };
        self
    }
}

impl ScopedVerifier for SigV4Verifier {
    const NAMES: &'static Names = &NAMES;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn facts(&self, is_in_query: bool) -> &'static Scheme {
        match (self.rules.is_s3, is_in_query) {
            (false, false) => &IN_HEADER,
            (false, true) => &IN_QUERY,
            (true, false) => &S3_IN_HEADER,
            (true, true) => &S3_IN_QUERY,
        }
    }

    fn demands(&self, name: &str) -> bool {
        self.rules.is_s3 && canonical::is_amz(name)
    }

    fn left_out(&self, found: &Found<'_>) -> Result<Option<&'static str>, Rejection> {
        if self.rules.is_s3 && found.is_in_query {
            return Ok(Some(UNSIGNED));
        }
        if found.content_hash != Some(UNSIGNED.as_bytes()) {
            return Ok(None);
        }
        if self.frame.policy.allows_unsigned_body() {
            return Ok(Some(UNSIGNED));
        }
        Err(Rejection::new(
            Reason::UnsignedBody,
            "says that its body is not covered, which the policy does not allow",
        ))
    }

    fn hash(
        &self,
        request: &Request<'_>,
        host: Host<'_>,
        listed: &ListedHeaders<'_>,
        body: &[u8],
        _: bool,
    ) -> Result<Hex<64>, Rejection> {
        canonical::refuse_streaming(request)?;
        self.rules.check_path(request.path())?;
        let mut headers = CanonicalHeaders::new();
        let is_listed = |name: &str| listed.contains(name);
        headers.collect(request.headers(), &OwnHeaders::default(), is_listed, |_| true);
        listed.check_present(&headers)?;
        headers.sort_by(canonical::order);
        let mut query = CanonicalQuery::new();
        query.collect(request.query(), SIGNATURE, &[], Order::EncodedKeyThenValue);
        if self.rules.is_s3 {
            canonical::check_s3_query(&query)?;
        }
        let canonical = Canonical {
            parts: CanonicalRequest::new(request, host, &query, &headers)?,
            path: request.path(),
            query: &query,
            headers: &headers,
            body,
            has_token: false,
            rules: self.rules,
        };
        Ok(wiping_stack(|| sha256(|sink| canonical.write(sink))))
    }
}

impl Verifier for SigV4Verifier {
    fn scheme(&self) -> &'static Scheme {
        self.facts(false)
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        scope::verify(self, request, now)
    }
}
