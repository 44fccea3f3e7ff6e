//! Words of a server that cannot be a secret.

/// The longest code, and the longest text of words, in bytes.
const LONGEST_CODE: usize = 48;
const LONGEST_TEXT: usize = 400;

/// Returns whether a text is made of words and short numbers alone, so that no part of it can be a
/// secret.
pub(super) fn is_plain(text: &str) -> bool {
    let ends = |letter: char| ".,:;!?()'\"".contains(letter);
    let mut words = text.split_whitespace().map(|word| word.trim_matches(ends));
    text.len() <= LONGEST_TEXT && words.all(is_code)
}

/// Returns whether a text has the form of a code: words of English, capitals and numbers, apart
/// from another.
pub(super) fn is_code(text: &str) -> bool {
    let mut parts = text.split(['.', '_', '-']);
    text.len() <= LONGEST_CODE
        && parts.all(|part| is_number(part) || is_name(part) || is_words(part))
}

fn is_number(part: &str) -> bool {
    part.len() <= 10 && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns whether it is a name such as `APIG` or `HTTP`.
fn is_name(part: &str) -> bool {
    part.len() <= 5 && part.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Returns whether it is of words, as `RequestTimeTooSkewed` and `denied` are: each word is of two
/// lower-case letters or more after its first, with a vowel among them, as in no run of random
/// letters.
fn is_words(part: &str) -> bool {
    let mut rest = part;
    while let Some(first) = rest.chars().next().filter(char::is_ascii_alphabetic) {
        let word = rest.get(1..).unwrap_or_default();
        let next = word.trim_start_matches(|letter: char| letter.is_ascii_lowercase());
        let length = word.len() - next.len();
        let lower = word.get(..length).unwrap_or_default();
        let is_word = length >= 2 && lower.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        let is_short = part.len() <= 3;
        if !(is_word || is_short || "aeiou".contains(first) && length > 0) || length > 16 {
            return false;
        }
        rest = next;
    }
    rest.is_empty()
}
