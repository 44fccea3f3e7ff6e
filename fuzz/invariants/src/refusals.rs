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
    if text.contains(['\\', '&', '%']) {
        return;
    }
    for part in [refusal.code(), refusal.request_id()].into_iter().flatten() {
        assert!(text.contains(part), "{part:?} is not in {text:?}");
    }
}
