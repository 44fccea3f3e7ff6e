//! Checking `HMAC-SHA256` on requests that arrive.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::sync::Arc;

use polysign::custom::{
    BodyHash, CanonicalHeaders, CanonicalQuery, CanonicalRequest, Claim, DerivedKeys, Hex, Keys,
    ListedHeaders, Order, OwnHeaders, SkippedNames, Timestamp, authorization, bad_signature,
    check_token, headers, hex_signature, malformed, not_signed, queries, read_basic, required,
    sha256, slashed, wiping_stack,
};
use polysign::request::Host;
use polysign::verify::{Policy, Reason, Rejection, Verified, Verifier};
use polysign::{Error, Payload, Request, Scheme, Secret, UnixTime};

use super::AccessKey;
use super::canonical::{Canonical, EMPTY};
use super::hmac_sha256::{CONTENT_HASH, IN_HEADER, IN_QUERY, TOKEN, WORDS, derived};
use crate::scope::Place;

/// A secret access key that is ready to verify with, and the session token of a temporary one.
#[derive(Debug)]
pub struct VerifyingAccessKey {
    keys: DerivedKeys,
    session_token: Option<Secret>,
}

impl VerifyingAccessKey {
    /// Prepares the credential that its owner signs with.
    #[must_use]
    pub fn new(credential: AccessKey) -> Self {
        Self { keys: derived(&credential), session_token: credential.session_token }
    }
}

/// Verifies requests that [`HmacSha256`](super::HmacSha256), or an SDK of the vendor, signed.
///
/// **Demanded:** one signature, in `Authorization` or in the query, for the region and the service of
/// this verifier; `x-date`, covered and near enough; in the query a lifetime that is not over, 900
/// seconds without `X-Expires`; `host` covered, unless [`Policy::allow_uncovered_host`]; all listed
/// headers, sorted and in lower case; with a signature in the header the body. An `x-content-sha256` has
/// to be the body's digest. A token has to be that of the key. Every parameter but
/// `X-Signature` is covered, whatever `X-SignedQueries` lists.
#[derive(Debug)]
pub struct HmacSha256Verifier {
    keys: Keys<VerifyingAccessKey>,
    policy: Policy,
    place: Place,
}

/// The fields of a signature, wherever they stand.
struct Found<'a> {
    is_in_query: bool,
    credential: Cow<'a, str>,
    names: Cow<'a, str>,
    signature: [u8; 32],
    date: Cow<'a, str>,
    lifetime: u32,
    token: Option<Cow<'a, [u8]>>,
}

const PARAMETERS: [&str; 7] = [
    "X-Algorithm", "X-Credential", "X-Date", "X-Expires", "X-SignedHeaders", "X-Security-Token",
    "X-Signature",
];
const SIGNATURE: SkippedNames = SkippedNames::new(&["X-Signature"], &[]);

fn bytes(text: Cow<'_, str>) -> Cow<'_, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}

impl<'a> Found<'a> {
    fn find(request: &Request<'a>) -> Result<Self, Rejection> {
        let [field, date, token] = headers(request, ["authorization", "x-date", TOKEN])?;
        let [algorithm, credential, query_date, expires, names, query_token, signature] =
            queries(request, PARAMETERS)?;
        let Some(signature) = signature else {
            let parts = ["Credential", "SignedHeaders", "Signature"];
            let [credential, names, signature] = authorization(field, WORDS.algorithm, parts)?;
            let date = polysign::custom::ascii(date, "x-date")?;
            return Ok(Self {
                is_in_query: false,
                credential: credential.into(),
                names: names.into(),
                signature: hex_signature(signature, "authorization")?,
                date: required(date, "x-date")?.into(),
                lifetime: 0,
                token: token.map(Cow::Borrowed),
            });
        };
        if field.is_some() || token.is_some() {
            return Err(malformed("authorization", "stands in the headers and in the query"));
        }
        if required(algorithm, "X-Algorithm")? != WORDS.algorithm {
            return Err(not_signed("has another `X-Algorithm` than HMAC-SHA256"));
        }
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let lifetime = match expires {
            None => Some(900),
            Some(text) => text.parse().ok().filter(|seconds| *seconds > 0 && is_plain(&text)),
        };
        Ok(Self {
            is_in_query: true,
            credential: required(credential, "X-Credential")?,
            names: required(names, "X-SignedHeaders")?,
            signature: hex_signature(&signature, "X-Signature")?,
            date: required(query_date, "X-Date")?,
            lifetime: required(lifetime, "X-Expires")?,
            token: query_token.map(bytes),
        })
    }
}

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
        let nobody = DerivedKeys::new(&[b"of nobody"]);
        let nobody = VerifyingAccessKey { keys: nobody, session_token: None };
        Ok(Self {
            keys: Keys::new(lookup, nobody),
            policy: Policy::new(),
            place: Place::new(region, service)?,
        })
    }

    /// Sets the policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Checks the times, and returns the last second in which the signature is accepted.
    fn check_times(
        &self,
        found: &Found<'_>,
        signed_at: UnixTime,
        now: UnixTime,
    ) -> Result<Option<UnixTime>, Rejection> {
        if found.is_in_query {
            self.policy.check_validity(&IN_QUERY, signed_at, Some(found.lifetime), now)
        } else {
            self.policy.check_clock(&IN_HEADER, signed_at, now)
        }
    }

    fn check_covered(
        &self,
        request: &Request<'_>,
        found: &Found<'_>,
        listed: &ListedHeaders<'_>,
    ) -> Result<(), Rejection> {
        let is_covered = |name: &str| listed.contains(name);
        let own: &[&str] = match (found.is_in_query, found.token.is_some()) {
            (true, _) => &[],
            (false, true) => &["x-date", TOKEN],
            (false, false) => &["x-date"],
        };
        self.policy.check_covered(request, self.scheme(), own, is_covered)
    }

    /// Returns the digest of the body that has to be signed. `None` for presigned URLs.
    fn body<'a>(
        &self,
        request: &Request<'a>,
        found: &Found<'_>,
    ) -> Result<Option<BodyHash<'a>>, Rejection> {
        if found.is_in_query {
            return Ok(None);
        }
        let payload = request.payload().filter(|payload| *payload != Payload::Unsigned);
        let payload = payload.ok_or_else(|| {
            Rejection::new(
                Reason::Request,
                "payload: is covered by the signature and was not given to the verifier; call \
                 `with_body`, with \"\" if there is none",
            )
        })?;
        Ok(Some(BodyHash::of(payload, "")))
    }

    fn hash(
        request: &Request<'_>,
        host: Host<'_>,
        listed: &ListedHeaders<'_>,
        payload_hash: &[u8],
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
            payload_hash,
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
        let host = request.check_headers()?;
        let found = Found::find(request)?;
        let signed_at = read_basic(found.date.as_bytes())
            .ok_or_else(|| malformed("x-date", "is not a time as in 20240619T071306Z"))?;
        let time = Timestamp::basic(signed_at);
        let scope = self.place.scope(&time, &WORDS);
        let id = slashed::<5>(&found.credential)
            .filter(|[_, parts @ ..]| scope.is_of(parts))
            .map(|[id, ..]| id)
            .ok_or_else(|| {
                malformed(
                    "Credential",
                    "is not of this date, region and service, or of another form",
                )
            })?;
        let expires_at = self.check_times(&found, signed_at, now)?;
        let listed = ListedHeaders::read(&found.names)?;
        self.check_covered(request, &found, &listed)?;
        let body = self.body(request, &found)?;
        let signed = body.as_ref().map_or(EMPTY, BodyHash::as_bytes);
        let hash = Self::hash(request, host, &listed, signed, found.is_in_query)?;
        let [declared] = headers(request, [CONTENT_HASH])?;
        let is_declared_wrong = body.is_some() && declared.is_some_and(|text| text != signed);
        let claim = Claim::new(id, &found.signature)
            .with_times(signed_at, expires_at)
            .with_body(body.is_some());
        self.keys.check(&self.policy, &claim, now, |key| {
            if !scope.is_signed(&key.keys, &hash, &found.signature) {
                return Err(bad_signature());
            }
            check_token(key.session_token.as_ref(), found.token.as_deref())?;
            if !is_declared_wrong {
                return Ok(());
            }
            Err(Rejection::new(
                Reason::BodyMismatch,
                "x-content-sha256: is not the digest of the body that arrived",
            ))
        })
    }
}
