//! Remembering what was accepted, so that it is not accepted again.

use core::fmt::Debug;

use crate::UnixTime;

/// Remembers nonces and signatures until they are no longer accepted anyway.
///
/// A verifier asks it only for requests whose signature holds, so nobody without a key can fill it.
/// `MemoryReplayCache`, with feature `std`, is one for a single process.
pub trait ReplayCache: Debug + Send + Sync {
    /// Remembers `replay_key` of the key `key_id` until the second `until` is over, unless it is
    /// remembered already. `now` is the time of the verifier.
    ///
    /// `replay_key` is the nonce, or the raw bytes of the signature. `until` is `None` for a
    /// signature that never expires.
    fn remember(
        &self,
        key_id: &str,
        replay_key: &[u8],
        until: Option<UnixTime>,
        now: UnixTime,
    ) -> Seen;
}

/// Tells what a [`ReplayCache`] knows of a replay key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Seen {
    /// It was not there, and is now.
    New,
    /// It was there.
    Before,
    /// It was not there, and there is no room to remember it.
    Full,
}
