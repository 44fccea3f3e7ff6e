//! The API key of an account, ready to verify with.

use hmac::Hmac;
use sha1::Sha1;
use sha2::Sha256;

use super::ApiKey;
use super::tc3_hmac_sha256::derived_keys;
use crate::canonical::{DerivedKeys, Key};
use crate::secret::Secret;
use crate::verify::checks::{DUMMY_SECRET, Prepared};

/// A secret key that is ready to verify with, and the token of a temporary one.
pub struct VerifyingApiKey {
    pub(super) cloud: DerivedKeys<Hmac<Sha256>>,
    pub(super) speech: Key<Hmac<Sha1>>,
    pub(super) token: Option<Secret>,
}

impl VerifyingApiKey {
    /// Prepares the credential that its owner signs with. Its app id is not looked at.
    #[must_use]
    pub fn new(credential: ApiKey) -> Self {
        Self { token: credential.token, ..Self::of(credential.secret_key.expose()) }
    }

    fn of(secret_key: &str) -> Self {
        Self {
            cloud: derived_keys(secret_key),
            speech: Key::of(secret_key.as_bytes()),
            token: None,
        }
    }
}

impl Prepared for VerifyingApiKey {
    fn dummy() -> Self {
        Self::of(DUMMY_SECRET)
    }
}

impl core::fmt::Debug for VerifyingApiKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("VerifyingApiKey").finish_non_exhaustive()
    }
}
