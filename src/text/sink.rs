//! Targets of canonical text: a hash when signing, a list of pieces when explaining.
//!
//! Canonical text is never put together in memory to be hashed. The walk over the request passes each
//! piece to a sink. With a hash as the sink, signing copies nothing; with a
//! [`Text`](crate::sign::Text), the walk is an explanation.

use alloc::vec::Vec;

use super::encode;

/// A target that takes the bytes of a canonical form in order.
///
/// Secrets are passed apart from other text, so that a sink that shows text can leave them out.
pub trait Sink {
    /// Takes text that may be shown.
    fn text(&mut self, bytes: &[u8]);

    /// Takes the end of a line of the form itself, as opposed to a line end within a value.
    fn line_end(&mut self) {
        self.text(b"\n");
    }

    /// Takes a secret or a token, and the name under which an explanation shows it.
    fn secret(&mut self, name: &'static str, bytes: &[u8]);

    /// Takes a token, not encoded, that the text has percent-encoded.
    fn encoded_secret(&mut self, name: &'static str, bytes: &[u8]);

    /// Takes a token, not encoded, that the text has percent-encoded twice.
    fn twice_encoded_secret(&mut self, _: &'static str, bytes: &[u8]) {
        encode(bytes, &mut Encoded(self));
    }
}

/// The functions of a sink that shows nothing, to which secrets are text as any other.
macro_rules! secrets_as_text {
    () => {
        fn secret(&mut self, _: &'static str, bytes: &[u8]) {
            self.text(bytes);
        }

        fn encoded_secret(&mut self, _: &'static str, bytes: &[u8]) {
            $crate::text::encode(bytes, self);
        }
    };
}
pub(crate) use secrets_as_text;

/// A sink that percent-encodes all that it takes, once more, and passes it on.
pub struct Encoded<'s, S: ?Sized>(&'s mut S);

impl<'s, S: Sink + ?Sized> Encoded<'s, S> {
    /// Takes the sink that gets the encoded text.
    pub fn new(sink: &'s mut S) -> Self {
        Self(sink)
    }
}

impl<S: Sink + ?Sized> Sink for Encoded<'_, S> {
    fn text(&mut self, bytes: &[u8]) {
        encode(bytes, self.0);
    }

    fn secret(&mut self, name: &'static str, bytes: &[u8]) {
        self.0.encoded_secret(name, bytes);
    }

    fn encoded_secret(&mut self, name: &'static str, bytes: &[u8]) {
        self.0.twice_encoded_secret(name, bytes);
    }
}

impl<S: ?Sized> core::fmt::Debug for Encoded<'_, S> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Encoded")
    }
}

impl Sink for Vec<u8> {
    fn text(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    secrets_as_text!();
}
