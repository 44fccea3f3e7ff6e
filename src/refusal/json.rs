//! Fields of a JSON text, whole or cut off.

use super::value::{Path, Spelling, Value};

/// Whether a text that begins with a bracket goes on as JSON does: those of logs and of Python do not.
pub(super) fn may_be(body: &[u8]) -> bool {
    let Some((bracket, inside)) = body.split_first() else {
        return false;
    };
    matches!(
        (bracket, inside.trim_ascii_start().first()),
        (_, None | Some(b'"')) | (b'{', Some(b'}')) | (b'[', Some(b'{' | b'[' | b']'))
    )
}

/// Hands every string, number and word of a JSON text to `each`, with the names above it, up to the
/// end of the text or of its first value.
pub(super) fn each_value<'a>(body: &'a [u8], mut each: impl FnMut(&Path<'a>, Value<'a>)) {
    let mut path = Path::default();
    let mut rest = body;
    while let [first, tail @ ..] = rest {
        rest = match first {
            b'{' => {
                path.enter(Some(b""));
                tail
            }
            b'[' => {
                path.enter(None);
                tail
            }
            b'}' | b']' => {
                path.leave();
                if path.is_empty() {
                    return;
                }
                tail
            }
            b'"' => string(tail, &mut path, &mut each),
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => tail,
            _ => word(rest, &path, &mut each),
        };
    }
}

/// Reads on behind an opening quote: the name of a field, or a value.
fn string<'a>(
    text: &'a [u8],
    path: &mut Path<'a>,
    each: &mut impl FnMut(&Path<'a>, Value<'a>),
) -> &'a [u8] {
    let mut is_escaped = false;
    let end = text.iter().position(|byte| {
        let is_end = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        is_end
    });
    let (raw, behind) = match end.and_then(|end| text.split_at_checked(end)) {
        Some((raw, [_, behind @ ..])) => (raw, behind),
        _ => (text, &[][..]),
    };
    let is_name = behind.trim_ascii_start().starts_with(b":");
    match path.last() {
        // A list has no names.
        Some(Some(name)) if is_name => *name = raw,
        _ => each(
            path,
            Value {
                raw,
                spelling: Spelling::Json,
                is_whole: end.is_some(),
            },
        ),
    }
    behind
}

/// Reads a number, or `true` and the like, which stands for no text.
fn word<'a>(
    text: &'a [u8],
    path: &Path<'a>,
    each: &mut impl FnMut(&Path<'a>, Value<'a>),
) -> &'a [u8] {
    let is_end = |byte: &u8| b"{}[]\",: \t\r\n".contains(byte);
    let end = text.iter().position(is_end);
    let (raw, behind) = end
        .and_then(|end| text.split_at_checked(end))
        .unwrap_or((text, &[]));
    if raw.first().is_some_and(u8::is_ascii_digit) || raw.starts_with(b"-") {
        each(
            path,
            Value {
                raw,
                spelling: Spelling::Plain,
                is_whole: end.is_some(),
            },
        );
    }
    behind
}
