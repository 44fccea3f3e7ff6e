//! What a server says that it signed.

use polysign::compare::Verdict;

use crate::input::{Message, context, request};
use crate::signing::signer;

/// Any text is compared without a panic, and shown in bounded size. What was signed compares as the
/// same, unless the request itself has the marks by which a line ends in a server's answer.
pub fn comparison(input: &[u8]) {
    let Some(message) = Message::read(input) else { return };
    let signer = signer(message.number);
    let headers = message.borrowed();
    let Some(request) = request(&message, &headers) else { return };
    let Ok(explanation) = signer.explain(&request, &context()) else { return };
    let compared = explanation.compare(&message.body);
    let shown = format!("{compared}{compared:?}");
    assert!(shown.len() < 64 * (message.body.len() + input.len()) + 65_536, "{}", shown.len());
    if !is_plain(&message) {
        return;
    }
    for (name, text) in explanation.stages() {
        let own = explanation.compare(text.fill(|_| Some("a+token")));
        assert!(
            !matches!(own.verdict(), Verdict::Different),
            "{name} of {request:?} differs from itself: {own}"
        );
    }
}

/// Whether nothing in the request is read as a line end or an escape in a quotation.
fn is_plain(message: &Message) -> bool {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && !b"|\\".contains(&byte);
    let values = message.headers.iter().flat_map(|(_, value)| value.iter().copied());
    let Some(url) = message.url.strip_prefix("https://") else { return false };
    message.method.bytes().chain(url.bytes()).chain(values).all(is_plain)
}
