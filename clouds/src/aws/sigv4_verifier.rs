//! Checking Signature Version 4 on requests that arrive.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::sync::Arc;

use polysign::custom::{
    BodyHash, CanonicalHeaders, CanonicalQuery, CanonicalRequest, Claim, DerivedKeys, Hex, Keys,
    ListedHeaders, Order, OwnHeaders, SkippedNames, Timestamp, authorization, bad_signature,
    check_token, headers, hex_signature, malformed, not_signed, queries_by_case, read_basic,
    required, sha256, slashed, wiping_stack,
};
use polysign::request::Host;
use polysign::verify::{Policy, Reason, Rejection, Verified, Verifier};
use polysign::{Error, Payload, Request, Scheme, Secret, UnixTime};

use super::AccessKey;
use super::canonical::{self, Canonical, Rules, UNSIGNED};
use super::sigv4::{
    CONTENT_HASH, IN_HEADER, IN_QUERY, S3_IN_HEADER, S3_IN_QUERY, TOKEN, WORDS, derived,
};
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
    keys: Keys<VerifyingAccessKey>,
    policy: Policy,
    place: Place,
    rules: Rules,
}

/// The fields of a signature, wherever they stand.
struct Found<'a> {
    is_in_query: bool,
    credential: Cow<'a, str>,
    names: Cow<'a, str>,
    signature: [u8; 32],
    date: Cow<'a, [u8]>,
    lifetime: Option<u32>,
    token: Option<Cow<'a, [u8]>>,
}

const PARAMETERS: [(&str, bool); 7] = [
    ("X-Amz-Algorithm", true),
    ("X-Amz-Credential", true),
    ("X-Amz-Date", true),
    ("X-Amz-Expires", true),
    ("X-Amz-SignedHeaders", true),
    ("X-Amz-Security-Token", true),
    ("X-Amz-Signature", true),
];
const SIGNATURE: SkippedNames = SkippedNames::new(&[], &["X-Amz-Signature"]);

fn bytes(text: Cow<'_, str>) -> Cow<'_, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}

impl<'a> Found<'a> {
    fn find(request: &Request<'a>) -> Result<Self, Rejection> {
        let [field, date, token] = headers(request, ["authorization", "x-amz-date", TOKEN])?;
        let [algorithm, credential, query_date, expires, names, query_token, signature] =
            queries_by_case(request, PARAMETERS)?;
        let Some(algorithm) = algorithm.or(signature.is_some().then_some(Cow::Borrowed(""))) else {
            let parts = ["Credential", "SignedHeaders", "Signature"];
            let [credential, names, signature] = authorization(field, WORDS.algorithm, parts)?;
            return Ok(Self {
                is_in_query: false,
                credential: credential.into(),
                names: names.into(),
                signature: hex_signature(signature, "authorization")?,
                date: required(date, "x-amz-date")?.into(),
                lifetime: None,
                token: token.map(Cow::Borrowed),
            });
        };
        if field.is_some() || token.is_some() {
            return Err(malformed("authorization", "stands in the headers and in the query"));
        }
        if algorithm != WORDS.algorithm {
            return Err(not_signed("has another `X-Amz-Algorithm` than AWS4-HMAC-SHA256"));
        }
        let expires = required(expires, "X-Amz-Expires")?;
        let seconds = expires.parse().ok().filter(|seconds| (1..=604_800).contains(seconds));
        let is_plain = expires.bytes().all(|byte| byte.is_ascii_digit());
        let lifetime = seconds.filter(|_| is_plain);
        Ok(Self {
            is_in_query: true,
            credential: required(credential, "X-Amz-Credential")?,
            names: required(names, "X-Amz-SignedHeaders")?,
            signature: hex_signature(&required(signature, "X-Amz-Signature")?, "X-Amz-Signature")?,
            date: bytes(required(query_date, "X-Amz-Date")?),
            lifetime: Some(required(lifetime, "X-Amz-Expires")?),
            token: query_token.map(bytes),
        })
    }
}

/// The text that is signed in place of the body, and whether it covers it.
struct Body<'a> {
    signed: BodyHash<'a>,
    covers: bool,
    is_declared_wrong: bool,
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
        let place = Place::new(region, service)?;
        let nobody = DerivedKeys::new(&[b"of nobody"]);
        Ok(Self {
            keys: Keys::new(lookup, VerifyingAccessKey { keys: nobody, session_token: None }),
            policy: Policy::new(),
            rules: Rules::of_service(&place.service),
            place,
        })
    }

    /// Sets the policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets whether paths and payloads follow the rules of S3, where the service does not say it.
    #[must_use]
    pub fn with_s3(mut self, is_s3: bool) -> Self {
        self.rules = if is_s3 { Rules::S3 } else { Rules::SERVICE };
        self
    }

    fn facts(&self, is_in_query: bool) -> &'static Scheme {
        match (self.rules.is_s3, is_in_query) {
            (false, false) => &IN_HEADER,
            (false, true) => &IN_QUERY,
            (true, false) => &S3_IN_HEADER,
            (true, true) => &S3_IN_QUERY,
        }
    }

    /// Checks the times, and returns the last second in which the signature is accepted.
    fn check_times(
        &self,
        found: &Found<'_>,
        signed_at: UnixTime,
        now: UnixTime,
    ) -> Result<Option<UnixTime>, Rejection> {
        let facts = self.facts(found.is_in_query);
        match found.lifetime {
            Some(seconds) => self.policy.check_validity(facts, signed_at, Some(seconds), now),
            None => self.policy.check_clock(facts, signed_at, now),
        }
    }

    /// Checks that everything is covered that has to be.
    fn check_covered(
        &self,
        request: &Request<'_>,
        found: &Found<'_>,
        listed: &ListedHeaders<'_>,
    ) -> Result<(), Rejection> {
        let own: &[&str] = if found.is_in_query { &[] } else { &["x-amz-date"] };
        let is_covered = |name: &str| listed.contains(name);
        self.policy.check_covered(request, self.facts(found.is_in_query), own, is_covered)?;
        let is_amz = |name: &str| name.get(..6).is_some_and(|f| f.eq_ignore_ascii_case("x-amz-"));
        let mut names = request.headers().into_iter().map(|(name, _)| name);
        let demands = |name: &str| {
            let is_token = !found.is_in_query && name.eq_ignore_ascii_case(TOKEN);
            is_token || (self.rules.is_s3 && is_amz(name))
        };
        match names.find(|name| demands(name) && !listed.contains(name)) {
            None => Ok(()),
            Some(name) => Err(Rejection::new(
                Reason::HeaderNotCovered,
                alloc::format!("{}: has to be covered and is not", name.to_ascii_lowercase()),
            )),
        }
    }

    fn body<'a>(&self, request: &Request<'a>, found: &Found<'_>) -> Result<Body<'a>, Rejection> {
        canonical::refuse_streaming(request)?;
        let [declared] = headers(request, [CONTENT_HASH])?;
        let unsigned = BodyHash::of(Payload::Unsigned, UNSIGNED);
        let is_left_out = declared == Some(UNSIGNED.as_bytes());
        let is_presigned_s3 = self.rules.is_s3 && found.is_in_query;
        if is_left_out && !is_presigned_s3 && !self.policy.allows_unsigned_body() {
            return Err(Rejection::new(
                Reason::UnsignedBody,
                "says that its body is not covered, which the policy does not allow",
            ));
        }
        if is_left_out || is_presigned_s3 {
            return Ok(Body { signed: unsigned, covers: false, is_declared_wrong: false });
        }
        let payload = request.payload().filter(|payload| *payload != Payload::Unsigned);
        let payload = payload.ok_or_else(|| {
            Rejection::new(
                Reason::Request,
                "payload: is covered by the signature and was not given to the verifier; call \
                 `with_body`, with \"\" if there is none",
            )
        })?;
        let hash = BodyHash::of(payload, UNSIGNED);
        Ok(match declared.filter(|declared| *declared != hash.as_bytes()) {
            None => Body { signed: hash, covers: true, is_declared_wrong: false },
            Some(text) => {
                Body { signed: BodyHash::Text(text), covers: true, is_declared_wrong: true }
            }
        })
    }

    fn hash(
        &self,
        request: &Request<'_>,
        host: Host<'_>,
        listed: &ListedHeaders<'_>,
        body: &Body<'_>,
    ) -> Result<Hex<64>, Rejection> {
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
            body: body.signed.as_bytes(),
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
        let host = request.check_headers()?;
        let found = Found::find(request)?;
        let signed_at = read_basic(&found.date)
            .ok_or_else(|| malformed("x-amz-date", "is not a time as in 20150830T123600Z"))?;
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
        let hash = self.hash(request, host, &listed, &body)?;
        let claim = Claim::new(id, &found.signature)
            .with_times(signed_at, expires_at)
            .with_body(body.covers);
        self.keys.check(&self.policy, &claim, now, |key| {
            if !scope.is_signed(&key.keys, &hash, &found.signature) {
                return Err(bad_signature());
            }
            check_token(key.session_token.as_ref(), found.token.as_deref())?;
            if !body.is_declared_wrong {
                return Ok(());
            }
            Err(Rejection::new(
                Reason::BodyMismatch,
                "x-amz-content-sha256: is signed, and is not the digest of the body that arrived",
            ))
        })
    }
}
