//! Taking what looks like a signature or a token out of a server's message.

use alloc::string::String;

use crate::Scheme;
use crate::redact::SECRET_WORDS;
use crate::text::find_in_any_case;

const MASK: &str = "[redacted]";

/// The shortest signature of all schemes, in base64, has 27 letters before its padding; so has no
/// word.
const SHORTEST: usize = 27;

/// `message` without the values of secret parameters and headers, of the scheme's and of what is
/// called so, and without any long run of the letters of hexadecimal and base64, escaped or not: a
/// server may say what it computed.
pub(super) fn mask(scheme: &Scheme, message: &str) -> String {
    let mut masked = scheme.redact(message).into_owned();
    for name in scheme.secret_headers().iter().chain(&SECRET_WORDS) {
        masked = mask_values_of(name, &masked);
    }
    mask_runs(&masked)
}

/// `name: value` up to the end of what may be the header, as in an echoed canonical request, and
/// `name=value` up to the end of the parameter; with whatever stands before the name.
fn mask_values_of(name: &str, text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((front, tail)) = split_behind(rest, name) {
        masked.push_str(front);
        let value = tail.trim_start_matches(['"', '\'', '\\', ' ']);
        rest = match value.chars().next() {
            Some(sign @ (':' | '=')) => {
                masked.push(sign);
                masked.push_str(MASK);
                let value = value.trim_start_matches([sign, ' ', '"', '\'', '\\']);
                let is_end = |letter| "|\n\r\"\\'".contains(letter) || (sign, letter) == ('=', '&');
                let end = value.find(is_end);
                end.and_then(|end| value.get(end..)).unwrap_or_default()
            }
            _ => tail,
        };
    }
    masked.push_str(rest);
    masked
}

fn split_behind<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let place = find_in_any_case(text.as_bytes(), name)?;
    text.split_at_checked(place + name.len())
}

fn mask_runs(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for run in text.split_inclusive(|letter| !is_of_signature(letter)) {
        // The run, and the letter that ends it.
        let letters = run.trim_end_matches(|letter| !is_of_signature(letter));
        match letters.len() < SHORTEST {
            true => masked.push_str(run),
            false => {
                masked.push_str(MASK);
                masked.push_str(run.get(letters.len()..).unwrap_or_default());
            }
        }
    }
    masked
}

fn is_of_signature(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/' | '=' | '_' | '%')
}

/// The longest code, and the longest text of words, in bytes.
const LONGEST_CODE: usize = 48;
const LONGEST_TEXT: usize = 400;

/// Returns whether a text is made of words and short numbers alone, so that no part of it can be a secret.
pub(super) fn is_plain(text: &str) -> bool {
    let ends = |letter: char| ".,:;!?()'\"".contains(letter);
    let mut words = text.split_whitespace().map(|word| word.trim_matches(ends));
    text.len() <= LONGEST_TEXT && words.all(is_code)
}

/// Returns whether a text has the form of a code: words of English, capitals and numbers, apart from another.
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

/// Returns whether it is of words, as `RequestTimeTooSkewed` and `denied` are: each word is of two lower-case letters or more after its first,
/// with a vowel among them, as in no run of random letters.
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
