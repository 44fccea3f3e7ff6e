//! Answers of servers.

use std::str::from_utf8;

use polysign::refusal::Response;

/// Whatever a server answers is read without a panic, and says no more than the answer did.
///
/// An input is a byte for the status, one for the scheme, and the body.
pub fn refusals(input: &[u8]) {
    let [status, scheme, body @ ..] = input else { return };
    let scheme = usize::from(*scheme) % polysign::schemes().count();
    let scheme = polysign::schemes().nth(scheme).expect("a scheme");
    let response = Response::new(body).with_status(100 + 2 * u16::from(*status));
    let Some(refusal) = scheme.read_refusal(&response) else { return };
    let _ = format!("{refusal}{refusal:?}");
    assert!(!refusal.refused().as_str().is_empty());
    let Ok(text) = from_utf8(body) else { return };
    // What is escaped, or in UTF-16, is read before it is looked through.
    if text.contains(['\\', '&', '%', '\0']) {
        return;
    }
    let text = straight(text);
    for part in [refusal.code(), refusal.request_id()].into_iter().flatten() {
        assert!(text.contains(&straight(part)), "{part:?} is not in {text:?}");
    }
}

/// A text with plain marks for typographic ones, as an answer is read that has them around names.
fn straight(text: &str) -> String {
    let plain = |letter| match letter {
        '\u{201c}'..='\u{201f}' => '"',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{ff1a}' => ':',
        '\u{ff0c}' => ',',
        _ => letter,
    };
    text.chars().map(plain).collect()
}
