//! The steps that the verifiers of these schemes share.

use alloc::string::String;
use alloc::sync::Arc;

use polysign::custom::{
    BodyHash, Claim, DerivedKeys, Hex, Keys, ListedHeaders, Timestamp, bad_signature, check_token,
    malformed, read_basic, slashed,
};
use polysign::request::Host;
use polysign::verify::{Policy, Reason, Rejection, Verified};
use polysign::{Error, Payload, Request, Scheme, Secret, UnixTime};

use super::{Found, Names, Place};

/// A secret access key that is ready to verify with, and the session token of a temporary one.
#[derive(Debug)]
pub struct VerifyingAccessKey {
    keys: DerivedKeys,
    session_token: Option<Secret>,
}

impl VerifyingAccessKey {
    /// Prepares the credential that its owner signs with, the `AccessKey` of the vendor.
    #[must_use]
    pub fn new(credential: impl Into<Self>) -> Self {
        credential.into()
    }

    pub(crate) const fn of(keys: DerivedKeys, session_token: Option<Secret>) -> Self {
        Self { keys, session_token }
    }
}

/// What every verifier of these schemes has.
#[derive(Debug)]
pub(crate) struct Frame {
    keys: Keys<VerifyingAccessKey>,
    pub(crate) policy: Policy,
    pub(crate) place: Place,
}

impl Frame {
    pub(crate) fn new(
        region: impl Into<String>,
        service: impl Into<String>,
        names: &'static Names,
        lookup: impl Fn(&str) -> Option<Arc<VerifyingAccessKey>> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let nobody = VerifyingAccessKey::of(DerivedKeys::new(&[b"of nobody"]), None);
        let place = Place::new(region, service, names)?;
        Ok(Self { keys: Keys::new(lookup, nobody), policy: Policy::new(), place })
    }
}

/// What sets one verifier apart.
pub(crate) trait ScopedVerifier {
    const NAMES: &'static Names;

    fn frame(&self) -> &Frame;

    /// Returns the facts of the scheme in a placement.
    fn facts(&self, is_in_query: bool) -> &'static Scheme;

    /// Returns whether a header of that name has to be covered, besides host and time.
    fn demands(&self, name: &str) -> bool;

    /// Returns the text that stands for a body that is left out. `None` where it is covered.
    fn left_out(&self, found: &Found<'_>) -> Result<Option<&'static str>, Rejection>;

    /// Returns the digest of the canonical request.
    fn hash(
        &self,
        request: &Request<'_>,
        host: Host<'_>,
        listed: &ListedHeaders<'_>,
        body: &[u8],
        is_in_query: bool,
    ) -> Result<Hex<64>, Rejection>;
}

/// Verifies a request.
pub(crate) fn verify<V: ScopedVerifier>(
    verifier: &V,
    request: &Request<'_>,
    now: UnixTime,
) -> Result<Verified, Rejection> {
    let Frame { keys, policy, place } = verifier.frame();
    let host = request.check_headers()?;
    let found = Found::find(request, V::NAMES)?;
    let signed_at = read_basic(&found.date)
        .ok_or_else(|| malformed(V::NAMES.date, "is not a time as in 20150830T123600Z"))?;
    let time = Timestamp::basic(signed_at);
    let scope = place.scope(&time);
    let id = slashed::<5>(&found.credential)
        .filter(|[_, parts @ ..]| scope.is_of(parts))
        .map(|[id, ..]| id)
        .ok_or_else(|| {
            malformed("Credential", "is not of this date, region and service, or of another form")
        })?;
    let facts = verifier.facts(found.is_in_query);
    let expires_at = match found.lifetime {
        Some(seconds) => policy.check_validity(facts, signed_at, Some(seconds), now)?,
        None => policy.check_clock(facts, signed_at, now)?,
    };
    let listed = ListedHeaders::read(&found.signed_headers)?;
    check_covered(verifier, request, &found, &listed)?;
    let left_out = verifier.left_out(&found)?;
    let arrived = match left_out {
        Some(text) => BodyHash::Text(text.as_bytes()),
        None => body_of(request)?,
    };
    let declared = found.content_hash.filter(|_| left_out.is_none());
    let signed = declared.unwrap_or(arrived.as_bytes());
    let hash = verifier.hash(request, host, &listed, signed, found.is_in_query)?;
    let claim = Claim::new(id, &found.signature)
        .with_times(signed_at, expires_at)
        .with_body(left_out.is_none());
    keys.check(policy, &claim, now, |key| {
        if !scope.is_signed(&key.keys, &hash, &found.signature) {
            return Err(bad_signature());
        }
        check_token(key.session_token.as_ref(), found.token.as_deref())?;
        if signed == arrived.as_bytes() {
            return Ok(());
        }
        Err(Rejection::new(
            Reason::BodyMismatch,
            alloc::format!("{}: is not the digest of the body that arrived", V::NAMES.content_hash),
        ))
    })
}

fn check_covered<V: ScopedVerifier>(
    verifier: &V,
    request: &Request<'_>,
    found: &Found<'_>,
    listed: &ListedHeaders<'_>,
) -> Result<(), Rejection> {
    let own: &[&str] = if found.is_in_query { &[] } else { &[V::NAMES.date] };
    let facts = verifier.facts(found.is_in_query);
    verifier.frame().policy.check_covered(request, facts, own, |name| listed.contains(name))?;
    let is_token = |name: &str| !found.is_in_query && name.eq_ignore_ascii_case(V::NAMES.token);
    let mut names = request.headers().into_iter().map(|(name, _)| name);
    let demands = |name: &str| is_token(name) || verifier.demands(name);
    match names.find(|name| demands(name) && !listed.contains(name)) {
        None => Ok(()),
        Some(name) => Err(Rejection::new(
            Reason::HeaderNotCovered,
            alloc::format!("{}: has to be covered and is not", name.to_ascii_lowercase()),
        )),
    }
}

fn body_of<'a>(request: &Request<'a>) -> Result<BodyHash<'a>, Rejection> {
    match request.payload() {
        Some(payload) if payload != Payload::Unsigned => Ok(BodyHash::of(payload, "")),
        _ => Err(Rejection::new(
            Reason::Request,
            "payload: is covered by the signature and was not given to the verifier; call \
             `with_body`, with \"\" if there is none",
        )),
    }
}
