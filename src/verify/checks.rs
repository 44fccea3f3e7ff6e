//! What the verifiers of the schemes share: their keys and policy, and the order of the last steps.

use super::{Claim, Keys, Policy, Rejection, Verified};
#[cfg(feature = "_digest")]
use crate::canonical::{Hashing, Key};
use crate::request::Host;
#[cfg(feature = "_digest")]
use crate::secret::wiping_stack;
use crate::{Request, UnixTime};

/// The secret of the key that is computed with where the lookup has none, so that an unknown key takes
/// as long as a wrong signature.
pub(crate) const DUMMY_SECRET: &str = "the secret of no key";

/// A key of a verifier, which is prepared once.
pub(crate) trait Prepared {
    /// Returns the key that is computed with where the lookup has none.
    fn dummy() -> Self;
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
        Self { keys: Keys::new(lookup, K::dummy()), policy: Policy::new() }
    }
}

/// A request that arrived, with the host and the headers of one that can be sent.
pub(crate) struct Arrived<'a, D> {
    pub(crate) request: &'a Request<'a>,
    pub(crate) host: Host<'a>,
    pub(crate) now: UnixTime,
    depth: D,
}

impl<'a, D: Depth> Arrived<'a, D> {
    /// Takes a request, which is checked at the time `now`, up to `depth`.
    ///
    /// # Errors
    ///
    /// Those of [`Request::check_headers`].
    pub(crate) fn new(
        request: &'a Request<'a>,
        now: UnixTime,
        depth: D,
    ) -> Result<Self, Rejection> {
        Ok(Self { request, host: request.check_headers()?, now, depth })
    }

    /// Ends the check of a claim whose head has no fault. `holds` reads the body, computes and
    /// compares, as for [`Keys::check`].
    pub(crate) fn finish<K>(
        self,
        checks: &Checks<K>,
        claim: &Claim<'_>,
        holds: impl FnOnce(&K) -> Result<(), Rejection>,
    ) -> Result<D::Found, Rejection> {
        self.depth.finish(|| checks.keys.check(&checks.policy, claim, self.now, holds))
    }
}

/// How far a request is checked: its head alone, or all of it.
pub(crate) trait Depth {
    /// The result of a check that finds no fault.
    type Found;

    /// Ends a check whose head has no fault. `rest` checks what is not the head.
    fn finish(
        self,
        rest: impl FnOnce() -> Result<Verified, Rejection>,
    ) -> Result<Self::Found, Rejection>;
}

/// The head alone.
pub(crate) struct Head;

impl Depth for Head {
    type Found = ();

    fn finish(self, _: impl FnOnce() -> Result<Verified, Rejection>) -> Result<(), Rejection> {
        Ok(())
    }
}

/// All of the request.
pub(crate) struct Whole;

impl Depth for Whole {
    type Found = Verified;

    fn finish(
        self,
        rest: impl FnOnce() -> Result<Verified, Rejection>,
    ) -> Result<Verified, Rejection> {
        rest()
    }
}

/// Implements [`Verifier`](super::Verifier) for a type with `checks` and a method `check` of an
/// [`Arrived`] request; and the setter of its policy.
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
                use $crate::verify::checks::{Arrived, Head};
                self.check(Arrived::new(request, now, Head)?)
            }

            fn verify(
                &self,
                request: &$crate::Request<'_>,
                now: $crate::UnixTime,
            ) -> Result<$crate::verify::Verified, $crate::verify::Rejection> {
                use $crate::verify::checks::{Arrived, Whole};
                self.check(Arrived::new(request, now, Whole)?)
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
            fn dummy() -> Self {
                let key = $crate::canonical::Key::of($crate::verify::checks::DUMMY_SECRET.as_bytes());
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
