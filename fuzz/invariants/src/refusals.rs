//! Answers of servers.

use std::str::from_utf8;

use polysign::refusal::Response;

/// Whatever a server answers is read without a panic, and says no more than the answer did.
pub fn refusals(input: &[u8]) {
    let Some((status, body)) = input.split_first() else { return };
    let status = 100 + 2 * u16::from(*status);
    for scheme in polysign::schemes() {
        let response = Response::new(body).with_status(status);
        let Some(refusal) = scheme.read_refusal(&response) else { continue };
        let _ = format!("{refusal}{refusal:?}");
        assert!(!refusal.refused().as_str().is_empty());
        let Ok(text) = from_utf8(body) else { continue };
        if !text.contains(['\\', '&', '%']) {
            for part in [refusal.code(), refusal.request_id()].into_iter().flatten() {
                assert!(text.contains(part), "{part:?} is not in {text:?}");
            }
        }
    }
}
