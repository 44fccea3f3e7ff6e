//! Patterns of hosts, such as `*.example.com`.

/// Ranks patterns of one host: a name comes before a pattern, and of two patterns the one that spells
/// out more.
pub(crate) type Closeness = (bool, usize);

/// The longest name that DNS knows.
const LONGEST_NAME: usize = 253;

/// Returns how closely `pattern` describes `host`, and `None` if it does not.
pub(super) fn closeness(pattern: &str, host: &str) -> Option<Closeness> {
    let is_match = host.len() <= LONGEST_NAME && matches(pattern.as_bytes(), host.as_bytes());
    let spelt_out = pattern.bytes().filter(|byte| *byte != b'*').count();
    is_match.then_some((spelt_out == pattern.len(), spelt_out))
}

/// Returns whether all of `host`, in any case, is what `pattern` describes.
fn matches(pattern: &[u8], host: &[u8]) -> bool {
    let (Some((first, rest)), Some((byte, after))) = (pattern.split_first(), host.split_first())
    else {
        return pattern.is_empty() && host.is_empty();
    };
    if *first == b'*' {
        return matches(rest, after) || matches(pattern, after);
    }
    first.eq_ignore_ascii_case(byte) && matches(rest, after)
}
