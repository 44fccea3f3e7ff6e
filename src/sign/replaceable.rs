//! Replacing a credential at run time, while clients keep signing.

use alloc::sync::Arc;
use core::fmt;
use std::sync::{PoisonError, RwLock};

use crate::Signer;
use crate::sign::forward;

/// A signer that can be replaced at run time, for a renewed token or a rotated key.
///
/// Clones share one signer. A client keeps one clone and signs with it; the part of the program
/// that renews credentials keeps another and calls [`Replaceable::replace`].
///
/// Each signature is made by one signer from beginning to end, so the id of one credential is never
/// sent with the signature of another. The old signer, and with it its secret, is dropped and wiped
/// when the last signature in progress is done. Signing does not wait for a signature of another
/// thread.
///
/// ```
/// # #[cfg(feature = "huawei")] {
/// use polysign::sign::Replaceable;
/// use polysign::{Signer, huawei};
///
/// let sign_by = |ak: &str, sk: &str| {
///     Ok::<_, polysign::Error>(huawei::SdkHmacSha256::new(huawei::AccessKey::new(ak, sk)?))
/// };
/// let signer = Replaceable::new(sign_by("old-key", "old-secret")?);
/// let for_a_client: Box<dyn Signer> = Box::new(signer.clone());
/// signer.replace(sign_by("new-key", "new-secret")?);
/// # }
/// # Ok::<(), polysign::Error>(())
/// ```
pub struct Replaceable<S> {
    // Held while a reference is counted, never while signing. A panic leaves what it holds whole.
    current: Arc<RwLock<Arc<S>>>,
}

impl<S: Signer> Replaceable<S> {
    /// Creates a replaceable signer that signs with `signer` at first.
    #[must_use]
    pub fn new(signer: S) -> Self {
        Self { current: Arc::new(RwLock::new(Arc::new(signer))) }
    }

    /// Replaces the signer in all clones: `signer` makes every signature that begins after this.
    pub fn replace(&self, signer: S) {
        let new = Arc::new(signer);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let old = core::mem::replace(&mut *current, new);
        // The old one is wiped after the lock is released.
        drop(current);
        drop(old);
    }

    /// Returns the signer that is in use now, also for options of its type.
    #[must_use]
    pub fn current(&self) -> Arc<S> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<S: Signer> Signer for Replaceable<S> {
    forward!(self => self.current(), and sign);
}

impl<S> Clone for Replaceable<S> {
    fn clone(&self) -> Self {
        Self { current: Arc::clone(&self.current) }
    }
}

impl<S: Signer> fmt::Debug for Replaceable<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Replaceable").field(&self.current()).finish()
    }
}
