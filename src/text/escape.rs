//! Text from elsewhere, shown on one line.

use core::fmt;

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

/// Line and paragraph separators and the marks that turn the direction of writing.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
