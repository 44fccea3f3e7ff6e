//! The ways in which the server's words can be read as lines.
//!
//! An error body quotes a canonical form as JSON does (`\n`, `\"`), with `|` for a line end, or as it
//! is; a person pastes it with another system's line ends, or in quotes.

use alloc::vec::Vec;

use super::line::{Line, Start};

/// What is longer is not read to its end.
const LONGEST: usize = 1 << 20;

/// One way of reading.
pub(super) struct Reading {
    pub(super) lines: Vec<Line>,
    /// Whether `|` was taken for a line end. It may still have been part of a value.
    pub(super) has_bars: bool,
}

/// All ways, the most literal first.
pub(super) fn readings(text: &[u8]) -> Vec<Reading> {
    let text = text.get(..LONGEST).unwrap_or(text);
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut all = Vec::new();
    all.extend(dedented(text));
    let text = trimmed(text);
    add(text, Start::LineEnd, &mut all);
    let mut escaped = text.to_vec();
    // Twice for JSON within JSON.
    for _ in 0..2 {
        if !escaped.contains(&b'\\') && !escaped.contains(&b'"') {
            break;
        }
        escaped = unescaped(&escaped);
        add(&escaped, Start::Escape, &mut all);
    }
    all
}

/// A text that is indented as a whole.
fn dedented(text: &[u8]) -> Option<Reading> {
    let lines = lines(text, Start::LineEnd, false);
    let indent = lines.iter().filter_map(Line::indent).min()?;
    (indent > 0).then(|| Reading {
        lines: lines.iter().map(|line| line.dedented(indent)).collect(),
        has_bars: false,
    })
}

/// Adds the lines as they are, split at bars, and both without what prose puts behind a line.
fn add(text: &[u8], start: Start, all: &mut Vec<Reading>) {
    for has_bars in [false, true] {
        if has_bars && !text.contains(&b'|') {
            continue;
        }
        let lines = lines(text, start, has_bars);
        let tidied: Vec<_> = lines.iter().map(Line::tidied).collect();
        if tidied != lines {
            all.push(Reading {
                lines: tidied,
                has_bars,
            });
        }
        all.push(Reading { lines, has_bars });
    }
}

fn lines(text: &[u8], start: Start, at_bars: bool) -> Vec<Line> {
    let rows = text.split(|byte| *byte == b'\n');
    let rows = rows.map(|row| row.strip_suffix(b"\r").unwrap_or(row));
    rows.flat_map(|row| {
        let parts = row.split(move |byte| at_bars && *byte == b'|');
        let starts = core::iter::once(start).chain(core::iter::repeat(Start::Bar));
        parts
            .zip(starts)
            .map(|(part, start)| Line::new(part, start))
    })
    .collect()
}

/// Without white space and quotes around it.
pub(super) fn trimmed(text: &[u8]) -> &[u8] {
    let is_inner = |byte: &u8| !(byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`'));
    match (
        text.iter().position(is_inner),
        text.iter().rposition(is_inner),
    ) {
        (Some(first), Some(last)) => text.get(first..=last).unwrap_or_default(),
        _ => &[],
    }
}

/// With JSON's escapes read, and each quote, where a string begins or ends, made a line end.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = match (byte, tail) {
            (b'\\', [b'u', a, b, c, d, tail @ ..]) => {
                push_unit([*a, *b, *c, *d], &mut plain);
                tail
            }
            (b'\\', [escape, tail @ ..]) => {
                plain.push(match escape {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    other => *other,
                });
                tail
            }
            (b'"', tail) => {
                plain.push(b'\n');
                tail
            }
            (other, tail) => {
                plain.push(other);
                tail
            }
        };
    }
    plain
}

/// The character of `\uXXXX`. Halves of a pair stay unreadable: canonical forms have none.
fn push_unit(digits: [u8; 4], plain: &mut Vec<u8>) {
    let text = core::str::from_utf8(&digits).unwrap_or_default();
    let unit = u32::from_str_radix(text, 16).ok().and_then(char::from_u32);
    let mut bytes = [0; 4];
    let letter = unit.unwrap_or(char::REPLACEMENT_CHARACTER);
    plain.extend_from_slice(letter.encode_utf8(&mut bytes).as_bytes());
}
