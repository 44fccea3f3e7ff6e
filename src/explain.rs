//! What was signed, for a person to read, with secrets and tokens as named gaps.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::Scheme;
use crate::canonical::{Header, Sink, each_name};

/// The derivation of a signature up to, and without, the signature.
///
/// It comes from the same walk that signs, and holds none of the credential's secrets, tokens and
/// keys. The caller's own headers and query stand in it where they are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    scheme: &'static Scheme,
    stages: Vec<(&'static str, Text)>,
    signed_headers: Vec<String>,
}

impl Explanation {
    /// An explanation without stages, for signers to complete.
    #[must_use]
    pub const fn new(scheme: &'static Scheme) -> Self {
        Self {
            scheme,
            stages: Vec::new(),
            signed_headers: Vec::new(),
        }
    }

    /// Adds a stage under the vendor's own name for it, `canonical_request` for example.
    pub fn add_stage(&mut self, name: &'static str, text: Text) {
        self.stages.push((name, text));
    }

    /// Adds a stage by the walk that signs.
    pub(crate) fn write_stage(&mut self, name: &'static str, write: impl FnOnce(&mut Text)) {
        let mut text = Text::new();
        write(&mut text);
        self.add_stage(name, text);
    }

    /// Lists the headers that are signed, which are sorted by name.
    pub(crate) fn list_headers(&mut self, headers: &[Header<'_>]) {
        each_name(headers, |header| {
            self.add_signed_header(header.name.to_ascii_lowercase());
        });
    }

    /// Adds the name of a header that is signed.
    pub fn add_signed_header(&mut self, name: impl Into<String>) {
        self.signed_headers.push(name.into());
    }

    /// The scheme.
    #[must_use]
    pub fn scheme(&self) -> &'static Scheme {
        self.scheme
    }

    /// All stages with their names, in the order in which they are computed.
    pub fn stages(&self) -> impl Iterator<Item = (&'static str, &Text)> {
        self.stages.iter().map(|(name, text)| (*name, text))
    }

    /// One stage.
    #[must_use]
    pub fn stage(&self, name: &str) -> Option<&Text> {
        self.stages()
            .find(|(other, _)| *other == name)
            .map(|(_, text)| text)
    }

    /// The canonical request, where the scheme has one.
    #[must_use]
    pub fn canonical_request(&self) -> Option<&Text> {
        self.stage("canonical_request")
    }

    /// The text that is signed, where it is another than the canonical request.
    #[must_use]
    pub fn string_to_sign(&self) -> Option<&Text> {
        self.stage("string_to_sign")
    }

    /// The headers that are signed: lower case, in the order of the scheme.
    #[must_use]
    pub fn signed_headers(&self) -> &[String] {
        &self.signed_headers
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "scheme: {}", self.scheme.name())?;
        for (name, text) in self.stages() {
            writeln!(f, "{name}:\n{text}")?;
        }
        Ok(())
    }
}

/// A text with gaps where secrets and tokens stand.
///
/// Its `Display` prints `[name]` for a gap, escapes control characters and bytes that are not
/// UTF-8, and breaks lines only where the scheme's own form does, so that no value can pass for a
/// line of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    pieces: Vec<Piece>,
}

/// A piece of a [`Text`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Piece {
    /// Bytes as they are signed.
    Bytes(Vec<u8>),
    /// A line end that belongs to the scheme's form.
    LineEnd,
    /// A secret or a token.
    Gap {
        /// What it is, as in the credential.
        name: &'static str,
        /// Whether it stands percent-encoded in the text.
        is_encoded: bool,
    },
}

impl Text {
    /// An empty text.
    #[must_use]
    pub const fn new() -> Self {
        Self { pieces: Vec::new() }
    }

    /// Appends bytes that may be shown.
    pub fn push(&mut self, bytes: &[u8]) {
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

    /// Appends a gap.
    pub fn push_gap(&mut self, name: &'static str, is_encoded: bool) {
        self.pieces.push(Piece::Gap { name, is_encoded });
    }

    /// The pieces in their order.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The text as bytes, with what `lookup` knows in the gaps and nothing in the others.
    ///
    /// With the credential's own values these are the bytes that were signed, and are not wiped.
    pub fn fill<'a>(&self, lookup: impl Fn(&str) -> Option<&'a str>) -> Vec<u8> {
        let mut bytes = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Bytes(shown) => bytes.extend_from_slice(shown),
                Piece::LineEnd => bytes.push(b'\n'),
                Piece::Gap { name, is_encoded } => {
                    let value = lookup(name).unwrap_or_default();
                    match is_encoded {
                        false => bytes.extend_from_slice(value.as_bytes()),
                        true => bytes.extend(
                            percent_encoding::utf8_percent_encode(value, STRICT)
                                .flat_map(str::bytes),
                        ),
                    }
                }
            }
        }
        bytes
    }
}

/// All but the unreserved characters of RFC 3986.
pub(crate) const STRICT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

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

/// A backslash is escaped too, so that what is shown can be told from what was escaped.
fn write_escaped(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            match letter {
                '\\' => f.write_str("\\\\")?,
                _ if letter.is_control() || is_invisible(letter) => {
                    write!(f, "{}", letter.escape_default())?;
                }
                _ => write!(f, "{letter}")?,
            }
        }
        for byte in chunk.invalid() {
            write!(f, "\\x{byte:02x}")?;
        }
    }
    Ok(())
}

/// Line and paragraph separators and the marks that turn the direction of writing.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
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
        assert_eq!(
            text.to_string(),
            "a=\\n\\r\\u{1b}[2J\\u{2028}中\\\\\\xff\n[token]"
        );
        assert_eq!(
            text.fill(|name| (name == "token").then_some("t+")),
            [&b"a=\n\r\x1b[2J\xe2\x80\xa8\xe4\xb8\xad\\\xff\n"[..], b"t%2B"].concat()
        );
    }
}
