//! Removing secrets from a server's message, which may hold a signature that the server computed.

use alloc::string::String;

use super::secrets::Secrets;
use super::{MASK, SecretNames};

/// The length of the shortest signature of all schemes, in base64 and without padding. No word is so
/// long.
const SHORTEST: usize = 27;

/// Removes the values of secrets, and every run of hexadecimal or base64 that is long enough for a
/// signature, percent-encoded or not.
pub(crate) fn redact_message(message: &str, names: SecretNames) -> String {
    let mut redacted = String::with_capacity(message.len());
    let mut end = 0;
    for secret in Secrets::of(message, names) {
        push_without_runs(&mut redacted, message, end, secret.name_end);
        redacted.push(secret.separator);
        redacted.push_str(MASK);
        end = secret.value.end;
    }
    push_without_runs(&mut redacted, message, end, message.len());
    redacted
}

fn push_without_runs(redacted: &mut String, message: &str, start: usize, end: usize) {
    let text = message.get(start..end).unwrap_or_default();
    for run in text.split_inclusive(|letter| !is_of_signature(letter)) {
        // The run, and the letter that ends it.
        let letters = run.trim_end_matches(|letter| !is_of_signature(letter));
        if letters.len() < SHORTEST {
            redacted.push_str(run);
        } else {
            redacted.push_str(MASK);
            redacted.push_str(run.get(letters.len()..).unwrap_or_default());
        }
    }
}

fn is_of_signature(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/' | '=' | '_' | '%')
}
