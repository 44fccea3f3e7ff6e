//! Text from elsewhere, shown on one line.

use core::fmt;

use crate::secret::is_invisible;

/// Writes bytes on one line. A backslash is escaped too, so that what is shown can be told from what was escaped.
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
