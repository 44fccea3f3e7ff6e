//! The steps that the verifiers of these schemes share.

use alloc::sync::Arc;

use polysign::custom::{
    BodyHash, Claim, DerivedKeys, Keys, ListedHeaders, Timestamp, bad_signature, check_token,
    malformed, read_basic, slashed, wiping_stack,
};
use polysign::verify::{Policy, Rejection, Verified};
use polysign::{Request, Scheme, Secret, UnixTime};

use super::{Dialect, Found, Names, Place, Placed, Scope};
use crate::access_key::Parts;
use crate::arrived::{body_of, check_body, check_demanded};
use crate::canonical::hash_arrived;

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

    pub(crate) fn of(names: &Names, credential: impl Parts) -> Self {
        let (_, secret, session_token) = credential.into_parts();
        Self { keys: names.keys(&secret), session_token }
    }
}

/// What every verifier of these schemes has.
#[derive(Debug)]
pub(crate) struct Verifying<D> {
    keys: Keys<VerifyingAccessKey>,
    place: Place,
    pub(crate) policy: Policy,
    pub(crate) dialect: D,
}

impl<D: Dialect> Verifying<D> {
    pub(crate) fn new(
        place: Place,
        dialect: D,
        lookup: impl Fn(&str) -> Option<Arc<VerifyingAccessKey>> + Send + Sync + 'static,
    ) -> Self {
        let keys = DerivedKeys::new(&[b"of nobody"]);
        let nobody = VerifyingAccessKey { keys, session_token: None };
        Self { keys: Keys::new(lookup, nobody), policy: Policy::new(), place, dialect }
    }

    pub(crate) fn scheme(&self) -> &'static Scheme {
        self.dialect.facts(Placed::InHeader)
    }

    /// Verifies a request.
    pub(crate) fn verify(
        &self,
        request: &Request<'_>,
        now: UnixTime,
    ) -> Result<Verified, Rejection> {
        let host = request.check_headers()?;
        let found = Found::find(request, D::NAMES)?;
        let signed_at = read_basic(&found.date)
            .ok_or_else(|| malformed(D::NAMES.date, "is not a time as in 20150830T123600Z"))?;
        let time = Timestamp::basic(signed_at);
        let scope = self.place.scope(&time);
        let id = key_id_in(&found.credential, &scope)?;
        let facts = self.dialect.facts(found.placed());
        let expires_at = match found.lifetime {
            Some(seconds) => self.policy.check_validity(facts, signed_at, Some(seconds), now)?,
            None => self.policy.check_clock(facts, signed_at, now)?,
        };
        let listed = ListedHeaders::read(&found.signed_headers)?;
        self.check_covered(request, &found, &listed)?;
        let left_out = self.dialect.left_out(&found, &self.policy)?;
        let arrived = match left_out {
            Some(text) => BodyHash::Text(text.as_bytes()),
            None => body_of(request)?,
        };
        let declared = found.content_hash.filter(|_| left_out.is_none());
        let signed = declared.unwrap_or(arrived.as_bytes());
        let skipped = found.is_in_query.then_some(D::NAMES.skipped);
        let hash =
            hash_arrived(self.dialect, &self.policy, request, host, &listed, signed, skipped)?;
        let claim = Claim::new(id, &found.signature)
            .with_times(signed_at, expires_at)
            .with_body(left_out.is_none());
        self.keys.check(&self.policy, &claim, now, |key| {
            if !wiping_stack(|| scope.is_signed(&key.keys, &hash, &found.signature)) {
                return Err(bad_signature());
            }
            check_token(key.session_token.as_ref(), found.token.as_deref())?;
            check_body(signed, arrived.as_bytes(), D::NAMES.content_hash)
        })
    }

    fn check_covered(
        &self,
        request: &Request<'_>,
        found: &Found<'_>,
        listed: &ListedHeaders<'_>,
    ) -> Result<(), Rejection> {
        let own: &[&str] = if found.is_in_query { &[] } else { &[D::NAMES.date] };
        let facts = self.dialect.facts(found.placed());
        self.policy.check_covered(request, facts, own, |name| listed.contains(name))?;
        check_demanded(request, listed, |name| {
            let is_token = !found.is_in_query && name.eq_ignore_ascii_case(D::NAMES.token);
            is_token || self.dialect.demands(name)
        })
    }
}

fn key_id_in<'a>(credential: &'a str, scope: &Scope<'_>) -> Result<&'a str, Rejection> {
    slashed::<5>(credential)
        .filter(|[_, parts @ ..]| scope.is_of(parts))
        .map(|[id, ..]| id)
        .ok_or_else(|| {
            malformed("Credential", "is not of this date, region and service, or of another form")
        })
}
