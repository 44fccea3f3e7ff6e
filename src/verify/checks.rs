//! What the verifiers of the schemes share: their keys and policy, and the order of the last steps.

use super::{Claim, Keys, Policy, Rejection, Verified};
use crate::UnixTime;
#[cfg(feature = "_digest")]
use crate::canonical::{Hashing, Key};
#[cfg(feature = "_digest")]
use crate::secret::wiping_stack;

/// A secret that takes the place of one that is not there.
pub(crate) const NOBODYS: &str = "stands in for keys that are not there";

/// A key of a verifier, which is prepared once.
pub(crate) trait Prepared {
    /// Returns a key that takes the place of one that is not there.
    fn of_nobody() -> Self;
}

/// The keys and the policy of a verifier.
#[derive(Debug)]
pub(crate) struct Checks<K> {
    pub(crate) keys: Keys<K>,
    pub(crate) policy: Policy,
}

impl<K: Prepared> Checks<K> {
    /// Takes what finds a key by its id, and the standard policy.
    pub(crate) fn new(
        lookup: impl Fn(&str) -> Option<alloc::sync::Arc<K>> + Send + Sync + 'static,
    ) -> Self {
        Self { keys: Keys::new(lookup, K::of_nobody()), policy: Policy::new() }
    }
}

/// How far a request is checked: its head alone, or all of it.
pub(crate) trait Depth {
    /// The result of a check that finds no fault.
    type Found;

    /// Ends the check of a claim whose head has no fault. `holds` reads the body, computes and
    /// compares, as for [`Keys::check`].
    fn finish<K>(
        self,
        checks: &Checks<K>,
        claim: &Claim<'_>,
        now: UnixTime,
        holds: impl FnOnce(&K) -> Result<(), Rejection>,
    ) -> Result<Self::Found, Rejection>;
}

/// The head alone.
pub(crate) struct Head;

impl Depth for Head {
    type Found = ();

    fn finish<K>(
        self,
        _: &Checks<K>,
        _: &Claim<'_>,
        _: UnixTime,
        _: impl FnOnce(&K) -> Result<(), Rejection>,
    ) -> Result<(), Rejection> {
        Ok(())
    }
}

/// All of the request.
pub(crate) struct Whole;

impl Depth for Whole {
    type Found = Verified;

    fn finish<K>(
        self,
        checks: &Checks<K>,
        claim: &Claim<'_>,
        now: UnixTime,
        holds: impl FnOnce(&K) -> Result<(), Rejection>,
    ) -> Result<Verified, Rejection> {
        checks.keys.check(&checks.policy, claim, now, holds)
    }
}

/// Implements [`Verifier`](super::Verifier) for a type with `checks` and a method `check`, which
/// reads a request up to a [`Depth`]; and the setter of its policy.
macro_rules! verifier {
    ($verifier:ident, |$this:ident| $scheme:expr) => {
        impl $verifier {
            /// Sets the policy.
            #[must_use]
            pub fn with_policy(mut self, policy: $crate::verify::Policy) -> Self {
                self.checks.policy = policy;
                self
            }
        }

        impl $crate::verify::Verifier for $verifier {
            fn scheme(&self) -> &'static $crate::Scheme {
                let $this = self;
                $scheme
            }

            fn check_head(
                &self,
                request: &$crate::Request<'_>,
                now: $crate::UnixTime,
            ) -> Result<(), $crate::verify::Rejection> {
                self.check(request, now, $crate::verify::checks::Head)
            }

            fn verify(
                &self,
                request: &$crate::Request<'_>,
                now: $crate::UnixTime,
            ) -> Result<$crate::verify::Verified, $crate::verify::Rejection> {
                self.check(request, now, $crate::verify::checks::Whole)
            }
        }
    };
}
pub(crate) use verifier;

/// Declares a key that is ready to verify with, made from a credential with a secret and, for some, a
/// token.
macro_rules! verifying_key {
    ($(#[$attribute:meta])* $name:ident($mac:ty), |$credential:ident: $type:ty| $secret:expr, $token:expr) => {
        $(#[$attribute])*
        pub struct $name {
            key: $crate::canonical::Key<$mac>,
            #[allow(dead_code, reason = "not every scheme has temporary keys")]
            token: Option<$crate::Secret>,
        }

        impl $name {
            /// Prepares the credential that its owner signs with.
            #[must_use]
            pub fn new($credential: $type) -> Self {
                Self { key: $crate::canonical::Key::of($secret.expose().as_bytes()), token: $token }
            }
        }

        impl $crate::verify::checks::Prepared for $name {
            fn of_nobody() -> Self {
                let key = $crate::canonical::Key::of($crate::verify::checks::NOBODYS.as_bytes());
                Self { key, token: None }
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}
pub(crate) use verifying_key;

/// Checks that `signature` is that of what `write` writes, with `key`.
///
/// # Errors
///
/// [`Reason::BadSignature`](super::Reason::BadSignature).
#[cfg(feature = "_digest")]
pub(crate) fn check_mac<M>(
    key: &Key<M>,
    signature: &[u8],
    write: impl FnOnce(&mut Hashing<M>),
) -> Result<(), Rejection>
where
    M: digest::KeyInit + digest::Update + digest::FixedOutput + Clone,
{
    check_signature(wiping_stack(|| {
        let mut mac = key.start();
        write(&mut mac);
        mac.is(signature)
    }))
}

/// Checks what a comparison in constant time has shown.
///
/// # Errors
///
/// [`Reason::BadSignature`](super::Reason::BadSignature).
pub(crate) fn check_signature(is_signed: bool) -> Result<(), Rejection> {
    if is_signed { Ok(()) } else { Err(super::bad_signature()) }
}
