//! The steps that all verifiers share: look up, compute, compare, remember.

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;

use super::{Policy, Reason, Rejection, Verified};
#[cfg(feature = "_digest")]
use crate::canonical::is_same;
#[cfg(feature = "_digest")]
use crate::secret::{Secret, wiping_stack};
use crate::text::UnixTime;

crate::secret::redacted_debug!(Claim<'_>);

/// The fields of a signature, read and in their form, and not yet believed.
pub struct Claim<'a> {
    pub(crate) key_id: &'a str,
    pub(crate) signed_at: Option<UnixTime>,
    /// The last second in which the signature is accepted: what [`Policy::check_clock`] gave, or
    /// its own expiry.
    pub(crate) expires_at: Option<UnixTime>,
    pub(crate) covers_body: bool,
    /// The nonce, or the raw bytes of the signature, for the replay cache.
    pub(crate) replay_key: &'a [u8],
    /// Whether another key has the same secret, and could send the same once more.
    pub(crate) shares_replays: bool,
    /// The names of the headers that are covered, in lower case, joined with `;`.
    pub(crate) covered_headers: &'a str,
}

impl<'a> Claim<'a> {
    /// Creates a claim of the key `key_id` that has no times and leaves the body out. `replay_key` is
    /// the nonce, or the raw bytes of the signature, for the replay cache.
    #[must_use]
    pub const fn new(key_id: &'a str, replay_key: &'a [u8]) -> Self {
        Self {
            key_id,
            signed_at: None,
            expires_at: None,
            covers_body: false,
            replay_key,
            shares_replays: false,
            covered_headers: "",
        }
    }

    /// Sets the time that was signed, and the last second in which the signature is accepted: what
    /// [`Policy::check_clock`] or [`Policy::check_validity`] returned.
    #[must_use]
    pub const fn with_times(mut self, signed_at: UnixTime, expires_at: Option<UnixTime>) -> Self {
        self.signed_at = Some(signed_at);
        self.expires_at = expires_at;
        self
    }

    /// Sets the last second in which a signature is accepted that does not say when it was made.
    pub(crate) const fn with_expiry(mut self, expires_at: UnixTime) -> Self {
        self.expires_at = Some(expires_at);
        self
    }

    /// Makes the replay cache remember the replay key without the id of the key.
    pub(crate) const fn for_all_keys_alike(mut self) -> Self {
        self.shares_replays = true;
        self
    }

    /// Sets whether the body is covered.
    #[must_use]
    pub const fn with_body(mut self, is_covered: bool) -> Self {
        self.covers_body = is_covered;
        self
    }

    /// Sets the names of the headers that are covered: in lower case, joined with `;`.
    pub(crate) const fn with_covered_headers(mut self, names: &'a str) -> Self {
        self.covered_headers = names;
        self
    }
}

/// Prepared keys by id, and a dummy that is computed with where the lookup has none.
pub struct Keys<K> {
    lookup: Box<Lookup<K>>,
    stand_in: Arc<K>,
}

type Lookup<K> = dyn Fn(&str) -> Option<Arc<K>> + Send + Sync;

impl<K> Keys<K> {
    /// Takes what finds a key by its id, byte for byte. `stand_in` is a dummy of the same kind, of
    /// whatever secret. No signature is accepted for it.
    pub fn new(
        lookup: impl Fn(&str) -> Option<Arc<K>> + Send + Sync + 'static,
        stand_in: K,
    ) -> Self {
        Self { lookup: Box::new(lookup), stand_in: Arc::new(stand_in) }
    }

    /// Checks whether a claim holds, and asks the replay cache of `policy` last. `holds` computes
    /// and compares with the key that it is given: the dummy for an unknown id, so that the time does
    /// not tell it from a bad signature.
    ///
    /// Everything that needs no key has to be checked before: the form of the claim, then its times,
    /// then what it covers.
    ///
    /// # Errors
    ///
    /// [`Reason::UnknownKey`], that of `holds`, and those of [`Policy::check_replay`].
    pub fn check(
        &self,
        policy: &Policy,
        claim: &Claim<'_>,
        now: UnixTime,
        holds: impl FnOnce(&K) -> Result<(), Rejection>,
    ) -> Result<Verified, Rejection> {
        let found = (self.lookup)(claim.key_id);
        let is_known = found.is_some();
        // Shared as the others are, so that even the counting is the same.
        let key = found.unwrap_or_else(|| Arc::clone(&self.stand_in));
        let result = holds(&key);
        if !is_known {
            return Err(Rejection::new(
                Reason::UnknownKey,
                "names a key that the lookup does not have",
            ));
        }
        result?;
        let owner = if claim.shares_replays { "" } else { claim.key_id };
        policy.check_replay(owner, claim.replay_key, claim.expires_at, now)?;
        Ok(Verified::of(claim))
    }
}

impl<K> fmt::Debug for Keys<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

/// Returns the rejection for a wrong signature, for `holds` of [`Keys::check`].
#[must_use]
pub fn bad_signature() -> Rejection {
    Rejection::new(
        Reason::BadSignature,
        "the signature is not that of this request, or was made with another secret",
    )
}

/// Checks that the token that came with a signature is that of the key, or that there is none of
/// either. It is for `holds` of [`Keys::check`], after the signature.
///
/// # Errors
///
/// [`Reason::WrongToken`].
#[cfg(feature = "_digest")]
pub fn check_token(expected: Option<&Secret>, received: Option<&[u8]>) -> Result<(), Rejection> {
    let is_right = match (expected, received) {
        (Some(token), Some(received)) => {
            wiping_stack(|| is_same(token.expose().as_bytes(), received))
        }
        (None, None) => true,
        _ => false,
    };
    if is_right {
        Ok(())
    } else {
        Err(Rejection::new(
            Reason::WrongToken,
            "the signature holds, and the token that came with it is not that of the key",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn claim(key_id: &str) -> Claim<'_> {
        let [signed_at, expires_at] = [1, 2].map(UnixTime::new);
        Claim::new(key_id, b"nonce").with_times(signed_at, Some(expires_at)).with_body(true)
    }

    #[test]
    fn unknown_keys_are_computed_with_too_and_never_accepted() {
        let keys = Keys::new(|id: &str| (id == "known").then(|| Arc::new(7)), 0);
        let mut used = Vec::new();
        for (id, holds, expected) in [
            ("known", true, None),
            ("known", false, Some(Reason::BadSignature)),
            ("unknown", true, Some(Reason::UnknownKey)),
            ("unknown", false, Some(Reason::UnknownKey)),
        ] {
            let result = keys.check(&Policy::new(), &claim(id), UnixTime::new(1), |key| {
                used.push(*key);
                holds.then_some(()).ok_or_else(bad_signature)
            });
            assert_eq!(result.err().map(|rejection| rejection.reason()), expected);
        }
        assert_eq!(used, [7, 7, 0, 0]);
    }

    #[test]
    fn what_was_claimed_is_what_is_known_then() {
        let keys = Keys::new(|_: &str| Some(Arc::new(())), ());
        let [now, end] = [1, 2].map(UnixTime::new);
        let verified = keys.check(&Policy::new(), &claim("known"), now, |()| Ok(()));
        let expected = Verified::new("known", Some(now), Some(end), true);
        assert_eq!(verified.ok(), Some(expected));
    }
}
