//! The result for a request whose signature holds.

use alloc::string::String;

use crate::UnixTime;

/// Tells what is known of a request whose signature holds.
///
/// **What that is worth the scheme says** ([`Scheme::covers`](crate::Scheme::covers) of the
/// [`Verifier`](super::Verifier)). Where it covers nothing of the request
/// ([`Covers::is_nothing`](crate::sign::Covers::is_nothing)), someone with the key signed *some* request
/// at that time, and whoever read it on the way can have sent this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub(crate) key_id: String,
    pub(crate) signed_at: Option<UnixTime>,
    pub(crate) expires_at: Option<UnixTime>,
    pub(crate) covers_body: bool,
}

impl Verified {
    /// Creates the result of a custom verifier: the id of the key, the time that was signed, the last
    /// second in which the signature is accepted, and whether it covers the body.
    #[must_use]
    pub fn new(
        key_id: impl Into<String>,
        signed_at: Option<UnixTime>,
        expires_at: Option<UnixTime>,
        covers_body: bool,
    ) -> Self {
        Self { key_id: key_id.into(), signed_at, expires_at, covers_body }
    }

    /// Returns the id of the key that signed, as the lookup was asked for it.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Returns the time that was signed, where the signature has one.
    #[must_use]
    pub fn signed_at(&self) -> Option<UnixTime> {
        self.signed_at
    }

    /// Returns the last second in which this signature is accepted; `None` if it never expires.
    #[must_use]
    pub fn expires_at(&self) -> Option<UnixTime> {
        self.expires_at
    }

    /// Returns whether the body is what was signed.
    #[must_use]
    pub fn covers_body(&self) -> bool {
        self.covers_body
    }
}
