//! Writing text from elsewhere on one line.
//!
//! A header value or a server's message may have line ends and control characters in it. Written as
//! they are to a log or a terminal, they could forge lines or move the cursor.

use core::fmt;

use crate::secret::is_invisible;

/// Writes bytes on one line, with control and invisible characters escaped. A backslash is escaped,
/// too, so that escapes can be told from text.
pub(crate) fn write_escaped(f: &mut impl fmt::Write, bytes: &[u8]) -> fmt::Result {
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
