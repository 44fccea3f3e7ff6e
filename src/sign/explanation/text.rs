//! Text as it was signed, with named gaps in place of secrets.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;
use core::fmt;

use crate::text::{Encoded, Sink, encode, write_escaped};

/// A text with named gaps in place of secrets and tokens.
///
/// `Display` prints `[name]` for a gap, escapes control characters and bytes that are not UTF-8, and
/// breaks lines only where the form of the scheme does. So no value can pass for a line of the text.
///
/// ```
/// use polysign::explain::Text;
///
/// let mut text = Text::new();
/// text.push("id=7\nid=8"); // a value with a line end in it
/// text.push_line_end();
/// text.push("key=");
/// text.push_gap("app_secret", false);
/// assert_eq!(text.to_string(), "id=7\\nid=8\nkey=[app_secret]");
///
/// // With the secret, it is the text that was signed.
/// let signed = text.fill(|name| (name == "app_secret").then_some("correct horse"));
/// assert_eq!(signed, b"id=7\nid=8\nkey=correct horse");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    pieces: Vec<Piece>,
}

/// A piece of a [`Text`]: bytes, a line end, or a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Piece {
    /// Bytes as they are signed.
    Bytes(Vec<u8>),
    /// A line end that belongs to the scheme's form.
    LineEnd,
    /// A secret or a token.
    Gap {
        /// Its name in the credential.
        name: &'static str,
        /// How often the text has it percent-encoded.
        encodings: u8,
    },
}

impl Text {
    /// Creates an empty text.
    #[must_use]
    pub const fn new() -> Self {
        Self { pieces: Vec::new() }
    }

    /// Appends bytes that may be shown.
    ///
    /// A line end among them belongs to a value and is shown as `\n`. For those of the scheme's form
    /// call [`Text::push_line_end`].
    pub fn push(&mut self, bytes: impl AsRef<[u8]>) {
        let bytes = bytes.as_ref();
        match self.pieces.last_mut() {
            _ if bytes.is_empty() => {}
            Some(Piece::Bytes(last)) => last.extend_from_slice(bytes),
            _ => self.pieces.push(Piece::Bytes(bytes.to_owned())),
        }
    }

    /// Appends a line end of the scheme's form.
    pub fn push_line_end(&mut self) {
        self.pieces.push(Piece::LineEnd);
    }

    /// Appends a gap for the secret that the credential calls `name`. `is_encoded` is true if the
    /// text has the secret percent-encoded.
    pub fn push_gap(&mut self, name: &'static str, is_encoded: bool) {
        self.pieces.push(Piece::Gap { name, encodings: is_encoded.into() });
    }

    /// Returns the pieces in their order.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Returns the text as bytes, with the values that `lookup` returns in the gaps.
    ///
    /// `lookup` takes the name of a gap. A gap that it does not know stays empty. With the values of
    /// the credential these are the bytes that were signed; nobody wipes them.
    pub fn fill<'a>(&self, lookup: impl Fn(&str) -> Option<&'a str>) -> Vec<u8> {
        let mut bytes = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Bytes(shown) => bytes.extend_from_slice(shown),
                Piece::LineEnd => bytes.push(b'\n'),
                Piece::Gap { name, encodings } => {
                    let value = lookup(name).unwrap_or_default().as_bytes();
                    match encodings {
                        0 => bytes.extend_from_slice(value),
                        1 => encode(value, &mut bytes),
                        _ => encode(value, &mut Encoded::new(&mut bytes)),
                    }
                }
            }
        }
        bytes
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.pieces {
            match piece {
                Piece::Bytes(bytes) => write_escaped(f, bytes)?,
                Piece::LineEnd => f.write_str("\n")?,
                Piece::Gap { name, .. } => write!(f, "[{name}]")?,
            }
        }
        Ok(())
    }
}

impl Sink for Text {
    fn text(&mut self, bytes: &[u8]) {
        self.push(bytes);
    }

    fn line_end(&mut self) {
        self.push_line_end();
    }

    fn secret(&mut self, name: &'static str, _: &[u8]) {
        self.push_gap(name, false);
    }

    fn encoded_secret(&mut self, name: &'static str, _: &[u8]) {
        self.push_gap(name, true);
    }

    fn twice_encoded_secret(&mut self, name: &'static str, _: &[u8]) {
        self.pieces.push(Piece::Gap { name, encodings: 2 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn display_cannot_be_made_to_forge_a_line() {
        let mut text = Text::new();
        text.push("a=\n\r\u{1b}[2J\u{2028}中\\".as_bytes());
        text.push(b"\xff");
        text.push_line_end();
        text.push_gap("token", true);
        assert_eq!(text.to_string(), "a=\\n\\r\\u{1b}[2J\\u{2028}中\\\\\\xff\n[token]");
        assert_eq!(
            text.fill(|name| (name == "token").then_some("t+")),
            [&b"a=\n\r\x1b[2J\xe2\x80\xa8\xe4\xb8\xad\\\xff\n"[..], b"t%2B"].concat()
        );
    }
}
