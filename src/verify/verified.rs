//! What is known of a request whose signature holds.

use alloc::string::String;

/// A request's signature holds.
///
/// **What that is worth the scheme says** ([`Scheme::covers`](crate::Scheme::covers) of the
/// [`Verifier`](super::Verifier)). Where it covers nothing of the request
/// ([`Covers::is_nothing`](crate::Covers::is_nothing)), someone with the key signed *some* request
/// at that time, and whoever read it on the way can have sent this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub(crate) key_id: String,
    pub(crate) signed_at: Option<i64>,
    pub(crate) expires_at: Option<i64>,
    pub(crate) covers_body: bool,
}

impl Verified {
    /// For a verifier of one's own: the id of the key, when the request was signed, until when it
    /// is accepted, and whether its body is covered.
    #[must_use]
    pub fn new(
        key_id: impl Into<String>,
        signed_at: Option<i64>,
        expires_at: Option<i64>,
        covers_body: bool,
    ) -> Self {
        Self {
            key_id: key_id.into(),
            signed_at,
            expires_at,
            covers_body,
        }
    }

    /// The id of the key that signed, as the lookup was asked for it.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// When it was signed, in unix seconds, where the signature says so.
    #[must_use]
    pub fn signed_at(&self) -> Option<i64> {
        self.signed_at
    }

    /// Until when this signature is accepted, in unix seconds; `None` if for ever.
    #[must_use]
    pub fn expires_at(&self) -> Option<i64> {
        self.expires_at
    }

    /// Whether the body is what was signed.
    #[must_use]
    pub fn covers_body(&self) -> bool {
        self.covers_body
    }
}
