//! Hashes and keyed hashes as sinks, under names of this crate.

use crate::canonical::{Hashing, Hex, Key, joined};
use crate::secret::redacted_debug;
use crate::text::{Sink, secrets_as_text};

macro_rules! sink {
    ($($(#[$attribute:meta])* $name:ident($state:ty);)+) => {$(
        $(#[$attribute])*
        pub struct $name(Hashing<$state>);

        impl Sink for $name {
            #[inline]
            fn text(&mut self, bytes: &[u8]) {
                self.0.text(bytes);
            }

            secrets_as_text!();
        }

        redacted_debug!($name);
    )+};
}

macro_rules! mac {
    ($Key:ident, $Mac:ident, $state:ty, $length:literal, $name:literal) => {
        sink! {
            #[doc = concat!("A signature by ", $name, " in the making, as a sink of the text to sign.")]
            $Mac($state);
        }

        impl $Mac {
            /// Returns the signature in raw bytes.
            #[must_use]
            pub fn finish(self) -> [u8; $length] {
                self.0.finish().0
            }

            /// Returns whether `received`, in raw bytes, is the signature. It takes the same time for
            /// every wrong value.
            #[must_use]
            pub fn is(self, received: &[u8]) -> bool {
                self.0.is(received)
            }
        }

        #[doc = concat!("A key of ", $name, ", which is hashed once and not for each signature.")]
        ///
        /// It is as secret as its text, and wiped on drop.
        pub struct $Key(Key<$state>);

        impl $Key {
            /// Takes a secret of any length.
            #[must_use]
            pub fn new(secret: &[u8]) -> Self {
                Self(Key::of(secret))
            }

            /// Takes a secret in pieces, which are joined.
            #[must_use]
            pub fn joined(secret: &[&[u8]]) -> Self {
                Self(Key::of(&joined(secret)))
            }

            /// Starts a signature. Call it in [`wiping_stack`](super::wiping_stack), as everything
            /// that hashes a secret.
            #[must_use]
            pub fn start(&self) -> $Mac {
                $Mac(self.0.start())
            }
        }

        redacted_debug!($Key);
    };
}

sink! {
    /// SHA-256 as a sink, which [`sha256`] gives to the function that writes.
    Sha256(sha2::Sha256);
}

/// Returns the SHA-256 digest, in lower-case hexadecimal, of what `write` writes.
pub fn sha256(write: impl FnOnce(&mut Sha256)) -> Hex<64> {
    let mut sink = Sha256(Hashing::new());
    write(&mut sink);
    Hex::new(&sink.0.finish().0)
}

mac!(HmacSha256Key, HmacSha256, hmac::Hmac<sha2::Sha256>, 32, "HMAC-SHA256");

mac!(HmacSha1Key, HmacSha1, hmac::Hmac<sha1::Sha1>, 20, "HMAC-SHA1");

/// A secret, and the keys that are derived from it with HMAC-SHA256, part by part of a scope.
///
/// With `std` the key of a scope, such as one day in one region, is kept from the first signature on.
pub struct DerivedKeys(crate::canonical::DerivedKeys<hmac::Hmac<sha2::Sha256>>);

impl DerivedKeys {
    /// Takes a secret in pieces, which are joined: the prefix of the scheme, for example, and the
    /// secret key.
    #[must_use]
    pub fn new(secret: &[&[u8]]) -> Self {
        Self(crate::canonical::DerivedKeys::new(secret))
    }

    /// Starts a signature with the key of a scope, `HMAC(HMAC(HMAC(secret, part 1), part 2), ..)`. No
    /// part has a `/`. Call it in [`wiping_stack`](super::wiping_stack).
    #[must_use]
    pub fn start(&self, scope: &[&[u8]]) -> HmacSha256 {
        HmacSha256(self.0.start(scope))
    }
}

redacted_debug!(DerivedKeys);
