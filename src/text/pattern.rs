//! Finding documented texts in the messages of servers.

/// Returns the place where a pattern begins in a text.
///
/// ASCII letters match in any case. A pattern does not begin or end within a word. A `*` matches what
/// a server inserts, within [`INSERTED`] bytes; at an end of the pattern it says nothing.
pub(crate) fn find_pattern(text: &str, pattern: &str) -> Option<usize> {
    let pattern = pattern.trim_matches('*');
    let first = pattern.split('*').next()?;
    let mut from = 0;
    loop {
        let at = from + find_in_any_case(text.get(from..)?.as_bytes(), first)?;
        if is_apart(text, at) && fits(text.get(at..)?, pattern) {
            return Some(at);
        }
        from = at + text.get(at..)?.chars().next()?.len_utf8();
    }
}

/// The number of bytes that a server may insert at a `*`.
const INSERTED: usize = 160;

/// Returns whether a text begins with a pattern.
fn fits(text: &str, pattern: &str) -> bool {
    let mut rest = text;
    let mut reach = 0;
    let is_there = pattern.split('*').all(|part| {
        let window = rest.as_bytes().get(..reach + part.len()).unwrap_or(rest.as_bytes());
        reach = INSERTED;
        let place = find_in_any_case(window, part);
        rest = place.and_then(|place| rest.get(place + part.len()..)).unwrap_or_default();
        place.is_some()
    });
    let goes_on = pattern.ends_with(|letter: char| letter.is_ascii_alphanumeric())
        && rest.starts_with(|letter: char| letter.is_ascii_alphanumeric());
    is_there && !goes_on
}

/// Returns whether no word goes on across a place in a text.
fn is_apart(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let first = text.get(at..).and_then(|text| text.chars().next());
    let is_letter =
        |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    !(is_letter(before) && is_letter(first))
}

/// Returns the first place of `part`, which is not empty, in any case of ASCII letters.
fn find_in_any_case(text: &[u8], part: &str) -> Option<usize> {
    let is_at = |at: &usize| {
        let here = text.get(*at..at + part.len());
        here.is_some_and(|here| !here.is_empty() && here.eq_ignore_ascii_case(part.as_bytes()))
    };
    (0..text.len()).find(is_at)
}

/// Returns the words of a text. They may have dots, hyphens and underscores in them, as codes have.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_between = |letter: char| !(letter.is_alphanumeric() || "._-".contains(letter));
    let words = text.split(is_between).map(|word| word.trim_matches(['.', '-']));
    words.filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::find_pattern;

    #[test]
    fn a_star_stands_for_what_a_server_inserts() {
        let text = "code 7: Key abc is not KNOWN here";
        assert_eq!(find_pattern(text, "key*known"), Some(8));
        assert_eq!(find_pattern(text, "*key*not known*"), Some(8));
        assert_eq!(find_pattern(text, "*is not*"), Some(16));
        assert_eq!(find_pattern(text, "key*unknown"), None);
        assert_eq!(find_pattern(text, "key*kno"), None);
        assert_eq!(find_pattern(text, "*"), None);
    }
}
