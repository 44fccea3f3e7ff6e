//! Names and values of headers as text.

use core::cmp::Ordering;

use super::Found;

/// Compares two names in lower case, byte by byte.
pub(crate) fn compare_names(a: &str, b: &str) -> Ordering {
    let lower = |byte: u8| byte.to_ascii_lowercase();
    a.bytes().map(lower).cmp(b.bytes().map(lower))
}

/// Returns whether `name`, in any case, is `own`. Most names arrive in lower case.
#[inline]
pub(crate) fn is_same_name(own: &str, name: &str) -> bool {
    own.len() == name.len() && (own == name || own.eq_ignore_ascii_case(name))
}

/// Passes on a text in lower case, in pieces.
pub(crate) fn lower_case(text: &[u8], mut piece: impl FnMut(&[u8])) {
    if !text.iter().any(u8::is_ascii_uppercase) {
        return piece(text);
    }
    let (chunks, rest) = text.as_chunks::<16>();
    for chunk in chunks {
        piece(&chunk.to_ascii_lowercase());
    }
    for byte in rest {
        piece(&[byte.to_ascii_lowercase()]);
    }
}

/// Returns a header value without spaces and TABs at its ends.
pub(crate) fn trim(value: &[u8]) -> &[u8] {
    let is_inner = |byte: &u8| !matches!(byte, b' ' | b'\t');
    match (value.iter().position(is_inner), value.iter().rposition(is_inner)) {
        (Some(first), Some(last)) => value.found(first..=last),
        _ => &[],
    }
}

/// Finds the first character in a value that cannot be sent: DEL, or a control character other than
/// TAB.
///
/// The first pass compares and looks nothing up, which lets it run over many bytes at once.
pub(crate) fn find_forbidden(value: &[u8]) -> Option<usize> {
    let is_control = |any, byte: &u8| any | (*byte < b' ') | (*byte == 0x7f);
    let is_forbidden = |byte: &u8| (*byte < b' ' && *byte != b'\t') || *byte == 0x7f;
    if value.iter().fold(false, is_control) { value.iter().position(is_forbidden) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_keeps_inner_blanks() {
        for (value, expected) in [("", ""), (" \t ", ""), ("a", "a"), ("  a   b\tc \t", "a   b\tc")]
        {
            assert_eq!(trim(value.as_bytes()), expected.as_bytes(), "{value:?}");
        }
    }

    #[test]
    fn names_are_ordered_in_lower_case() {
        assert_eq!(compare_names("X-B", "x-a"), Ordering::Greater);
        assert_eq!(compare_names("X-Date", "x-date"), Ordering::Equal);
        assert_eq!(compare_names("x-bce-a", "x-bce-a-b"), Ordering::Less);
    }
}
