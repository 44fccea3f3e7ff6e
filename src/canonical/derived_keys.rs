//! Keys that are derived from a secret for a scope, such as one day in one region.

use alloc::boxed::Box;
use alloc::vec::Vec;
#[cfg(feature = "std")]
use std::sync::{OnceLock, PoisonError, RwLock};

use digest::{FixedOutput, KeyInit, Update};
use zeroize::Zeroizing;

use super::{Hashing, Key, keyed};
use crate::secret::{wipe, wiping_stack};
use crate::text::Sink;

/// A secret, and the keys that were derived from it.
///
/// A derived key is as secret as the secret itself while its scope lasts, and is wiped on drop.
/// Deriving takes several times as long as signing. So with `std` the key of a scope is kept from the
/// first signature on: threads that sign read it, and write nothing that they share.
pub(crate) struct DerivedKeys<M> {
    secret: Key<M>,
    #[cfg(feature = "std")]
    kept: Kept<M>,
}

impl<M> core::fmt::Debug for DerivedKeys<M> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("DerivedKeys([redacted])")
    }
}

impl<M: KeyInit + Update + FixedOutput + Clone> DerivedKeys<M> {
    /// Takes a secret in pieces, with the prefix of the scheme for example.
    pub(crate) fn new(secret: &[&[u8]]) -> Self {
        Self {
            secret: Key::of(&joined(secret)),
            #[cfg(feature = "std")]
            kept: Kept::new(),
        }
    }

    /// Starts a signature with the key of a scope: `HMAC(HMAC(HMAC(secret, scope 1), scope 2),
    /// ..)`. Call it in [`wiping_stack`].
    ///
    /// No part of the scope has a `/`.
    pub(crate) fn start(&self, scope: &[&[u8]]) -> Hashing<M> {
        self.start_by(scope, |secret| chain(secret, scope))
    }

    /// Starts a signature with the key that `derive` derives for the scope from the secret.
    pub(crate) fn start_by(
        &self,
        scope: &[&[u8]],
        derive: impl FnOnce(&Key<M>) -> Key<M>,
    ) -> Hashing<M> {
        let derive = || wiping_stack(|| derive(&self.secret));
        #[cfg(feature = "std")]
        return self.kept.start(scope, derive);
        #[cfg(not(feature = "std"))]
        {
            let _ = scope;
            derive().start()
        }
    }
}

/// Joins the pieces of a secret in memory that is wiped.
pub(crate) fn joined(secret: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let mut whole = Zeroizing::new(Vec::with_capacity(secret.iter().map(|part| part.len()).sum()));
    for part in secret {
        whole.extend_from_slice(part);
    }
    whole
}

/// Derives a key step by step, each step keyed with the result of the last.
fn chain<M: KeyInit + Update + FixedOutput + Clone>(secret: &Key<M>, scope: &[&[u8]]) -> Key<M> {
    let mut mac = secret.start();
    for part in scope {
        mac.text(part);
        let mut key = mac.finish();
        mac = Hashing::of(keyed(&key));
        wipe(&mut key);
    }
    Key::of_state(mac)
}

/// The keys of the scopes that were used first, and of the last one of those that came later.
#[cfg(feature = "std")]
struct Kept<M> {
    first: [OnceLock<Scoped<M>>; 8],
    last: RwLock<Option<Scoped<M>>>,
}

#[cfg(feature = "std")]
impl<M: KeyInit + Clone> Kept<M> {
    const fn new() -> Self {
        Self { first: [const { OnceLock::new() }; 8], last: RwLock::new(None) }
    }

    fn start(&self, scope: &[&[u8]], derive: impl FnOnce() -> Key<M>) -> Hashing<M> {
        for slot in &self.first {
            match slot.get() {
                Some(scoped) if scoped.is_of(scope) => return scoped.key.start(),
                Some(_) => {}
                None => {
                    let scoped = Scoped::new(scope, derive());
                    let mac = scoped.key.start();
                    // Another thread may have been first. Its key stays, and this one is wiped.
                    let _ = slot.set(scoped);
                    return mac;
                }
            }
        }
        self.start_late(scope, derive)
    }

    /// Starts a signature where all slots are taken, in a process that signs for more than a week.
    fn start_late(&self, scope: &[&[u8]], derive: impl FnOnce() -> Key<M>) -> Hashing<M> {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(scoped) = last.as_ref().filter(|scoped| scoped.is_of(scope)) {
            return scoped.key.start();
        }
        drop(last);
        let scoped = Scoped::new(scope, derive());
        let mac = scoped.key.start();
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = Some(scoped);
        mac
    }
}

/// A key and its scope.
#[cfg(feature = "std")]
struct Scoped<M> {
    /// The parts, joined with `/`.
    scope: Box<[u8]>,
    key: Key<M>,
}

#[cfg(feature = "std")]
impl<M> Scoped<M> {
    fn new(scope: &[&[u8]], key: Key<M>) -> Self {
        Self { scope: scope.join(&b'/').into(), key }
    }

    fn is_of(&self, scope: &[&[u8]]) -> bool {
        let mut rest = &*self.scope;
        for (at, part) in scope.iter().enumerate() {
            let front = if at > 0 { rest.strip_prefix(b"/") } else { Some(rest) };
            match front.and_then(|text| text.strip_prefix(*part)) {
                Some(text) => rest = text,
                None => return false,
            }
        }
        rest.is_empty()
    }
}

#[cfg(all(test, feature = "_sha2", feature = "_hex"))]
mod tests {
    use super::*;
    use crate::canonical::Hex;
    use hmac::Hmac;
    use sha2::Sha256;

    fn keys() -> DerivedKeys<Hmac<Sha256>> {
        DerivedKeys::new(&[b"TC3", b"Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"])
    }

    fn mac(keys: &DerivedKeys<Hmac<Sha256>>, scope: &[&str]) -> Hex<64> {
        let scope: Vec<&[u8]> = scope.iter().map(|part| part.as_bytes()).collect();
        let mut mac = keys.start(&scope);
        mac.text(b"text");
        Hex::new(&mac.finish().0)
    }

    #[test]
    fn a_chain_is_that_of_the_published_example() {
        let of = |scope: &[&[u8]]| {
            let key: Hashing<Hmac<Sha256>> =
                Hashing::of(keyed(b"TC3Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"));
            let (last, front) = scope.split_last().expect("a part");
            let mut key = Key::of_state(key);
            for part in front {
                key = chain(&key, &[part]);
            }
            let mut mac = key.start();
            mac.text(last);
            Hex::<64>::new(&mac.finish().0)
        };
        let date = of(&[b"2019-02-25"]);
        assert_eq!(
            date.as_str(),
            "d1308c81fe71cfd4e06437bbc067b2b8a3d2d8c0e375d547f15c41d5214b395a"
        );
        let signing = of(&[b"2019-02-25", b"cvm", b"tc3_request"]);
        assert_eq!(
            signing.as_str(),
            "ac658d5dde49e9bfdd14e04e062f66b05d9f637d44b8a8d845327d4a77f666b1"
        );
    }

    #[test]
    fn kept_keys_are_those_of_their_scope() {
        let kept = keys();
        let days = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "1"];
        for _ in 0..3 {
            for day in days {
                for region in ["a", "b"] {
                    let scope = [day, region, "request"];
                    assert_eq!(mac(&kept, &scope).as_str(), mac(&keys(), &scope).as_str());
                }
            }
        }
        assert_ne!(mac(&kept, &["01", "a"]).as_str(), mac(&kept, &["01", "a", "request"]).as_str());
    }
}
