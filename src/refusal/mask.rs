//! Taking what looks like a signature or a token out of a server's message.

use alloc::string::String;

use super::pattern::find_in_any_case;
use crate::Scheme;
use crate::redact::SECRET_WORDS;

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
