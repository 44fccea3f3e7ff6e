//! Checking signatures of requests that arrive: for gateways, callbacks and mocks.
//!
//! Each scheme has a verifier in its vendor's module, made from a lookup that returns a prepared
//! key by its id, and from a [`Policy`]. It reads the request as it came in
//! ([`Request::from_parts`]), by the canonicalisation that signs.
//!
//! # Which host
//!
//! As when signing, a `Host` header is the host that was signed, and the authority that is given
//! counts only where there is none. What was signed for another host that knows the key verifies,
//! therefore, with that host's `Host`: who answers for some hosts alone refuses all others first, as
//! `tower::VerifyLayer` does.
//!
//! # Which key
//!
//! A lookup has to compare ids byte by byte. One that takes `AK` and `ak` for the same, as some
//! databases do, lets what was accepted be sent again under the other id where the signature
//! does not cover the id, as with Huawei: a replay cache keeps keys apart by their ids.

mod authorization;
pub(crate) mod fields;
mod keys;
mod listed;
#[cfg(feature = "std")]
mod memory_replay_cache;
mod policy;
mod rejection;
mod replay_cache;
mod verified;

#[cfg(feature = "std")]
pub use memory_replay_cache::MemoryReplayCache;
pub use policy::Policy;
pub use rejection::{Reason, Rejection};
pub use replay_cache::{ReplayCache, Seen};
pub use verified::Verified;

pub(crate) use authorization::authorization;
#[allow(unused_imports, reason = "schemes with derived keys use it")]
pub(crate) use authorization::slashed;
#[cfg(feature = "_digest")]
pub(crate) use keys::check_token;
pub(crate) use keys::{Claim, Keys, bad_signature};
pub(crate) use listed::ListedHeaders;

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt::Debug;

use crate::{Request, Scheme, UnixTime};

/// Checks requests that are signed by one scheme.
///
/// The trait is open and object-safe, as [`Signer`](crate::Signer) is. A custom verifier reads
/// the fields of the signature, asks [`Policy::check_clock`], compares in constant time, with an
/// unknown key too, and asks [`Policy::check_replay`] last.
pub trait Verifier: Debug + Send + Sync {
    /// Returns the facts of the scheme.
    fn scheme(&self) -> &'static Scheme;

    /// Checks the signature of `request` at the time `now`.
    ///
    /// The request has to have all headers that came in, and its payload where the scheme covers it.
    ///
    /// # Errors
    ///
    /// A [`Rejection`]: one text for the client, the [`Reason`] for the operator.
    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection>;
}

macro_rules! forward {
    ($($pointer:ty),*) => {$(
        impl<V: Verifier + ?Sized> Verifier for $pointer {
            fn scheme(&self) -> &'static Scheme {
                (**self).scheme()
            }

            fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
                (**self).verify(request, now)
            }
        }
    )*};
}

forward!(&V, Box<V>, Arc<V>);
