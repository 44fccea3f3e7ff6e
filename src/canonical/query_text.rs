//! The name or the value of a query parameter, with what reading it has shown.

use core::cmp::Ordering;

use crate::text::{
    Decoded, Form, Found, Sink, class, decode, encode, encoded_byte, is_canonical_in_query, recode,
};

crate::secret::redacted_debug!(QueryText<'_>);

/// The name or the value of a query parameter: as it stands in the URL, or not encoded.
#[derive(Clone, Copy, Default)]
pub struct QueryText<'a> {
    pub(crate) text: &'a [u8],
    pub(super) form: TextForm,
}

/// The form in which a [`QueryText`] is written.
#[derive(Clone, Copy, Default)]
pub(super) struct TextForm(u8);

impl TextForm {
    /// It does not come from the URL: nothing in it is escaped.
    const NOT_ENCODED: u8 = 1;
    /// It holds other characters than unreserved ones. Without them, the text is the same
    /// decoded and encoded.
    const SPECIAL: u8 = 2;
    /// It is not in canonical form, in which only what has to be escaped is, in upper case.
    const NOT_CANONICAL: u8 = 4;

    /// Says of a text that it is not encoded. It is examined when it is encoded.
    pub(super) const RAW: Self = Self(Self::NOT_ENCODED | Self::SPECIAL | Self::NOT_CANONICAL);

    fn has(self, what: u8) -> bool {
        self.0 & what != 0
    }

    pub(super) fn is_raw(self) -> bool {
        self.has(Self::NOT_ENCODED)
    }

    /// Returns whether the text is its own canonical form.
    pub(super) fn is_canonical(self) -> bool {
        !self.has(Self::NOT_CANONICAL)
    }

    /// Returns whether the text is its own decoded form.
    pub(super) fn is_decoded(self) -> bool {
        self.is_raw() || !self.has(Self::SPECIAL)
    }
}

impl<'a> QueryText<'a> {
    /// Reads up to `&` or `end`, and returns what is left.
    #[inline]
    pub(super) fn read(query: &'a [u8], end: u8) -> (Self, &'a [u8]) {
        let mut form = TextForm::default();
        let mut rest = query;
        loop {
            let is_special = |byte: &u8| !class::is(*byte, class::UNRESERVED);
            let run = rest.iter().position(is_special).unwrap_or(rest.len());
            rest = rest.found(run..);
            rest = match rest {
                [byte, ..] if *byte == b'&' || *byte == end => break,
                [_, _, _, after @ ..] if is_canonical_in_query(rest) => {
                    form.0 |= TextForm::SPECIAL;
                    after
                }
                [_, after @ ..] => {
                    form.0 |= TextForm::SPECIAL | TextForm::NOT_CANONICAL;
                    after
                }
                [] => break,
            };
        }
        let text = query.found(..query.len() - rest.len());
        (Self { text, form }, rest)
    }

    /// Returns the form of the text, once one that is not encoded was examined: most have nothing that
    /// has to be.
    pub(super) fn examined(&self) -> TextForm {
        if self.form.is_raw() && class::has_all(self.text, class::UNRESERVED) {
            TextForm(TextForm::NOT_ENCODED)
        } else {
            self.form
        }
    }

    /// Takes a name alone, as it stands in a URL.
    pub fn of_url(name: &'a str) -> Self {
        let is_plain = class::has_all(name.as_bytes(), class::UNRESERVED);
        let special = TextForm(TextForm::SPECIAL | TextForm::NOT_CANONICAL);
        Self { text: name.as_bytes(), form: if is_plain { TextForm::default() } else { special } }
    }

    /// Returns the encoded text, if the text is in that form already.
    pub(super) fn if_canonical(&self) -> Option<&'a [u8]> {
        self.form.is_canonical().then_some(self.text)
    }

    /// Returns the decoded text, if the text is in that form already.
    pub(crate) fn if_decoded(&self) -> Option<&'a [u8]> {
        self.form.is_decoded().then_some(self.text)
    }

    /// Writes the text percent-encoded, in canonical form.
    pub fn write_encoded<S: Sink>(&self, sink: &mut S) {
        match self.if_canonical() {
            Some(text) => sink.text(text),
            None if self.form.is_raw() => encode(self.text, sink),
            None => recode(self.text, Form::Query, sink),
        }
    }

    /// Writes the text decoded.
    pub fn write_decoded<S: Sink>(&self, sink: &mut S) {
        match self.if_decoded() {
            Some(text) => sink.text(text),
            None => decode(self.text, Form::Query, sink),
        }
    }

    /// Compares the decoded bytes.
    #[inline]
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        match (self.if_decoded(), other.if_decoded()) {
            (Some(text), Some(other)) => compare(text, other),
            _ => self.compare_decoded(other),
        }
    }

    #[cold]
    fn compare_decoded(&self, other: &Self) -> Ordering {
        self.decoded_bytes().cmp(other.decoded_bytes())
    }

    /// Compares the encoded texts.
    pub(super) fn compare_encoded(&self, other: &Self) -> Ordering {
        match (self.if_canonical(), other.if_canonical()) {
            (Some(text), Some(other)) => compare(text, other),
            _ => self.encoded_bytes().cmp(other.encoded_bytes()),
        }
    }

    /// Returns whether the decoded text is `text`.
    #[inline]
    pub fn is(&self, text: &str) -> bool {
        match self.if_decoded() {
            Some(decoded) => decoded == text.as_bytes(),
            None => self.decoded_bytes().eq(text.bytes()),
        }
    }

    /// Returns whether the decoded text is `text` in any case.
    #[inline]
    pub fn is_in_any_case(&self, text: &str) -> bool {
        let lower = |byte: u8| byte.to_ascii_lowercase();
        match self.if_decoded() {
            Some(decoded) => decoded.eq_ignore_ascii_case(text.as_bytes()),
            None => self.decoded_bytes().map(lower).eq(text.bytes().map(lower)),
        }
    }

    /// Returns whether the decoded text has one of `bytes`, which are reserved characters.
    pub fn has_reserved(&self, bytes: &[u8]) -> bool {
        self.form.has(TextForm::SPECIAL) && self.has(|byte| bytes.contains(&byte))
    }

    /// Returns whether `is` accepts one of the decoded bytes.
    #[inline]
    pub(crate) fn has(&self, is: impl Fn(u8) -> bool) -> bool {
        match self.if_decoded() {
            Some(text) => text.iter().any(|byte| is(*byte)),
            None => self.decoded_bytes().any(is),
        }
    }

    /// Returns the bytes of the decoded text.
    pub fn bytes(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.decoded_bytes()
    }

    /// Returns the text as it stands in the URL.
    #[must_use]
    pub const fn as_written(&self) -> &'a [u8] {
        self.text
    }

    pub(crate) fn decoded_bytes(&self) -> Decoded<'a> {
        if self.form.is_raw() {
            Decoded::raw(self.text)
        } else {
            Decoded::new(self.text, Form::Query)
        }
    }

    pub(super) fn encoded_bytes(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.decoded_bytes().flat_map(encoded_byte)
    }
}

/// Compares two texts. Most differ in their first byte, which costs less than a call to find out.
#[inline]
pub(super) fn compare(text: &[u8], other: &[u8]) -> Ordering {
    match (text, other) {
        ([a, ..], [b, ..]) if a != b => a.cmp(b),
        _ => text.cmp(other),
    }
}
