//! Secrets: text that is never shown, and memory that is wiped.
//!
//! Secret text is kept in one of these types, and keys only in the hash states made from it. Three
//! places keep copies that a wiped `String` alone would miss, and each has its answer here:
//!
//! - a buffer that grows frees its old block with the text in it: [`WipedText`] wipes the block
//!   first;
//! - a hash function spills parts of a key to the stack: [`wiping_stack`] overwrites the frames;
//! - an error could quote what it refuses: the checks name the field and never the value.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use zeroize::{Zeroize, Zeroizing, optimization_barrier};

use crate::{Error, ErrorKind};

/// A secret or a token, which is checked when it is made and wiped when it is dropped.
///
/// Credentials of this crate keep their secrets in this type. It is public for custom schemes, and
/// for programs that load secrets before they know which scheme will use them.
///
/// `Debug` prints `[secret]`. There is no `Display`, so that a secret cannot be formatted by
/// accident; no `PartialEq`, since a comparison of secrets has to take constant time; no `Clone`,
/// so that each copy is one that somebody wrote.
///
/// ```
/// use polysign::Secret;
///
/// let secret = Secret::new("api_key", "correct horse")?;
/// assert_eq!(format!("{secret:?}"), "[secret]");
/// assert_eq!(secret.expose(), "correct horse");
///
/// // A line end that came with the value from a file is refused, and not quoted.
/// let error = Secret::new("api_key", "correct horse\n").unwrap_err();
/// assert_eq!(error.field(), "api_key");
/// assert!(!error.to_string().contains("horse"));
/// # Ok::<(), polysign::Error>(())
/// ```
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes over `text` as it is, without decoding, trimming or normalising it.
    ///
    /// `field` is the name of the setting, for the error. A `String` is taken without a copy; a
    /// `&str` is copied, and its owner has to wipe the original.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`] when the text is not one that a vendor's console shows: it
    /// is empty, has white space at an end, holds a control character or one that cannot be seen,
    /// is wrapped in quotation marks, or is a placeholder such as `${NAME}`. The text is wiped then,
    /// too.
    pub fn new(field: &'static str, text: impl Into<String>) -> Result<Self, Error> {
        let text = Zeroizing::new(text.into());
        check_text(field, &text)?;
        Ok(Self(text))
    }

    /// Takes over a token that is sent in a header, which has to be visible ASCII.
    ///
    /// # Errors
    ///
    /// The errors of [`Secret::new`], and [`ErrorKind::NonAsciiHeader`], with the offset, for a
    /// character that a header cannot hold as it is, a space among them.
    pub fn for_header(field: &'static str, text: impl Into<String>) -> Result<Self, Error> {
        let secret = Self::new(field, text)?;
        check_header_text(field, secret.expose())?;
        Ok(secret)
    }

    /// Takes over a password that a person chose, which may look like a mistake to
    /// [`Secret::new`]: in quotation marks, or as a placeholder.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`] when it is empty, has white space at an end, or holds a
    /// control character or one that cannot be seen.
    pub fn password(field: &'static str, text: impl Into<String>) -> Result<Self, Error> {
        let text = Zeroizing::new(text.into());
        check_plain(field, &text)?;
        Ok(Self(text))
    }

    /// Wraps a text that was made from checked ones, such as a key that was derived.
    pub(crate) const fn of_wiped(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    /// Returns the text itself. Who copies it has to wipe the copy.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// `Debug` of types that may hold a secret: the name alone.
macro_rules! redacted_debug {
    ($($type:ident$(<$($lifetime:lifetime),+>)?),+ $(,)?) => {$(
        impl core::fmt::Debug for $type$(<$($lifetime),+>)? {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!(stringify!($type), "([redacted])"))
            }
        }
    )+};
}
pub(crate) use redacted_debug;

/// Checks a text of a credential, secret or not, against the mistakes that people make when they
/// copy one.
///
/// Without these checks each of them ends in a refusal by the server that looks like a wrong
/// signature.
///
/// # Errors
///
/// [`ErrorKind::InvalidCredential`] as in [`Secret::new`].
pub fn check_text(field: &'static str, text: &str) -> Result<(), Error> {
    check_plain(field, text)?;
    let fault = if is_quoted(text) {
        "is wrapped in quotation marks; remove them"
    } else if is_placeholder(text) {
        "is a placeholder; put the value itself in its place"
    } else {
        return Ok(());
    };
    Err(Error::new(ErrorKind::InvalidCredential, field, fault))
}

/// Checks a text as [`check_text`] does, without a look at what it may mean.
fn check_plain(field: &'static str, text: &str) -> Result<(), Error> {
    let fault = if text.is_empty() {
        "is empty; pass the value that the vendor's console shows"
    } else if text.chars().any(char::is_control) {
        "holds a control character; copy the value again, without line ends"
    } else if text.trim().len() != text.len() {
        "has white space at an end; remove it"
    } else if text.chars().any(is_invisible) {
        "holds a character that cannot be seen, such as a zero-width space; type the value, or copy \
         it again from the vendor's console"
    } else {
        return Ok(());
    };
    Err(Error::new(ErrorKind::InvalidCredential, field, fault))
}

/// Returns whether a character cannot be seen: zero-width characters, line and paragraph
/// separators, the byte order mark, and marks that turn the direction of writing.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
    )
}

/// Returns whether a text begins and ends with quotation marks that belong together.
fn is_quoted(text: &str) -> bool {
    const MARKS: [(char, char); 7] =
        [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’'), ('«', '»'), ('「', '」')];
    is_wrapped(text, &MARKS)
}

/// Returns whether a text is the name of a value: `${NAME}`, `{{NAME}}` or `<name>`.
fn is_placeholder(text: &str) -> bool {
    let is_variable = text.starts_with("${") && text.ends_with('}');
    let is_template = text.starts_with("{{") && text.ends_with("}}");
    is_variable || is_template || is_wrapped(text, &[('<', '>')])
}

fn is_wrapped(text: &str, marks: &[(char, char)]) -> bool {
    let mut letters = text.chars();
    let ends = letters.next().zip(letters.next_back());
    ends.is_some_and(|ends| marks.contains(&ends))
}

/// Checks an id or a token that is written into a header.
///
/// # Errors
///
/// [`ErrorKind::NonAsciiHeader`], with the offset, for a character that is not visible ASCII.
pub fn check_header_text(field: &'static str, text: &str) -> Result<(), Error> {
    match text.bytes().position(|byte| !byte.is_ascii_graphic()) {
        None => Ok(()),
        Some(offset) => Err(Error::new(
            ErrorKind::NonAsciiHeader,
            field,
            "goes into a header and has to be visible ASCII",
        )
        .with_offset(offset)),
    }
}

/// Checks an id that is written into a header, as [`check_text`] and [`check_header_text`] do, and
/// returns it.
pub(crate) fn checked_id(field: &'static str, id: impl Into<String>) -> Result<String, Error> {
    let id = id.into();
    check_text(field, &id)?;
    check_header_text(field, &id)?;
    Ok(id)
}

/// A text buffer that leaves no copy of its content when it is dropped, cleared, or grown.
#[derive(Default)]
pub(crate) struct WipedText(Vec<u8>);

impl WipedText {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn bytes(&self, start: usize, end: usize) -> Option<&[u8]> {
        self.0.get(start..end)
    }

    /// Returns the text from `start` to `end`. `None` if it is not UTF-8: a custom signer may push
    /// bytes that are not.
    pub(crate) fn get(&self, start: usize, end: usize) -> Option<&str> {
        core::str::from_utf8(self.bytes(start, end)?).ok()
    }

    pub(crate) fn is_printable_ascii(&self) -> bool {
        let suspicious = |any, byte: &u8| any | (*byte < b' ') | (*byte > b'~');
        !self.0.iter().fold(false, suspicious)
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.push_bytes(text.as_bytes());
    }

    /// Appends part of a text, which need not end with a whole character.
    #[inline]
    pub(crate) fn push_bytes(&mut self, bytes: &[u8]) {
        if self.0.capacity() - self.0.len() < bytes.len() {
            self.reserve(bytes.len());
        }
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn clear(&mut self) {
        wipe(&mut self.0);
        self.0.clear();
    }

    /// Makes room for `more` bytes. A `Vec` that grew by itself would free the old block with the
    /// text still in it.
    pub(crate) fn reserve(&mut self, more: usize) {
        if self.0.capacity() - self.0.len() < more {
            let mut grown = Vec::with_capacity((self.0.len() + more).max(2 * self.0.capacity()));
            grown.extend_from_slice(&self.0);
            wipe(&mut self.0);
            self.0 = grown;
        }
    }

    /// Turns the buffer into a string, without a copy.
    #[allow(
        clippy::expect_used,
        reason = "an empty URL would be sent to another place, or nowhere"
    )]
    pub(crate) fn into_string(mut self) -> Zeroizing<String> {
        let text = String::from_utf8(core::mem::take(&mut self.0));
        // Wiped, and not in the message.
        let text = text.map_err(|error| error.into_bytes().zeroize());
        Zeroizing::new(text.expect("values are checked to be text before they are written"))
    }
}

impl Drop for WipedText {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// Overwrites the bytes that are in use. The rest of the block never held anything: buffers are
/// wiped before they are shortened.
///
/// A block fill and a barrier, which the compiler cannot remove, take a fraction of the time of
/// `Zeroize`, which writes byte by byte.
pub(crate) fn wipe(bytes: &mut [u8]) {
    // Filling nothing is not free: where an empty buffer points to is not mapped, and a masked
    // store to it takes longer than half a signature.
    if !bytes.is_empty() {
        bytes.fill(0);
        optimization_barrier(bytes);
    }
}

/// The number of bytes of the stack that are overwritten: more than the hash functions and their
/// callers use. Without optimisation each step has a large frame of its own.
const STACK: usize = if cfg!(debug_assertions) { 32 << 10 } else { 2 << 10 };

/// Calls `compute` in a separate stack frame, and overwrites that frame and those below it.
///
/// Everything that hashes a secret does so in here, and returns nothing that is as good as the
/// secret. Hash functions wipe the states that they own. This wipes the copies: of values that were
/// moved, and of what a compression function spilled to the stack.
#[inline(always)]
pub fn wiping_stack<R>(compute: impl FnOnce() -> R) -> R {
    #[inline(never)]
    fn apart<R>(compute: impl FnOnce() -> R) -> R {
        compute()
    }
    let result = apart(compute);
    overwrite_stack();
    result
}

#[inline(never)]
fn overwrite_stack() {
    let mut frames = [0_u8; STACK];
    core::hint::black_box(&mut frames);
}
