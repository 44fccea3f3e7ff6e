//! Targets of canonical text: a hash when signing, a list of pieces when explaining.

use alloc::vec::Vec;

use super::encode;

/// Takes the bytes of a canonical form in order. The walk that feeds it is the same for all sinks.
pub(crate) trait Sink {
    /// Text that may be shown.
    fn text(&mut self, bytes: &[u8]);

    /// The end of a line of the form itself, as opposed to a line end within the data.
    fn line_end(&mut self) {
        self.text(b"\n");
    }

    /// A secret or a token, by the name under which an explanation shows it.
    fn secret(&mut self, name: &'static str, bytes: &[u8]);

    /// A token that stands percent-encoded in the text.
    fn encoded_secret(&mut self, name: &'static str, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn text(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    fn secret(&mut self, _: &'static str, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    fn encoded_secret(&mut self, _: &'static str, bytes: &[u8]) {
        encode(bytes, self);
    }
}
