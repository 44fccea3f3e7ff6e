//! Remembering what was accepted, so that it is not accepted again.

use core::fmt::Debug;

/// Remembers nonces and signatures until they are no longer accepted anyway.
///
/// It is asked only for requests whose signature holds, so that nobody without a key can fill it.
pub trait Replay: Debug + Send + Sync {
    /// Remembers `token` of the key `key_id` until `until` (in unix seconds, as `now`), unless it is
    /// remembered already.
    ///
    /// `until` is `None` for a signature that never expires.
    fn remember(&self, key_id: &str, token: &[u8], until: Option<i64>, now: i64) -> Seen;
}

/// What a [`Replay`] has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It was not there, and is now.
    New,
    /// It was there.
    Before,
    /// It was not there, and there is no room to remember it.
    Full,
}
