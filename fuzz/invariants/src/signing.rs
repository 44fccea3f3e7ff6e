//! Every signer on every request.

use std::sync::OnceLock;

use polysign::{Request, Signed, Signer};

use crate::input::{Message, context, request};
use crate::schemes::{Row, rows};

/// A signature and an explanation agree, down to the error. Signing what is signed changes nothing.
pub fn signing(input: &[u8]) {
    let Some(message) = Message::read(input) else { return };
    agrees(&message, signer(message.number));
}

/// Checks a signer on a request.
pub(crate) fn agrees(message: &Message, signer: &dyn Signer) {
    let headers = message.borrowed();
    let Some(request) = request(message, &headers) else { return };
    let signed = signer.sign_with(&request, &context());
    let explained = signer.explain(&request, &context());
    let signed = match (signed, explained) {
        (Ok(signed), Ok(explained)) => {
            assert_eq!(explained.scheme().name(), signer.scheme().name());
            let _ = format!("{explained}{explained:?}{signed:?}");
            signed
        }
        (Err(one), Err(other)) => return assert_eq!(one, other),
        (one, other) => panic!("{one:?}\n{other:?}"),
    };
    let Some(once) = applied(message, &request, &signed) else { return };
    assert_eq!(once, signed_again(signer, &once), "signing again");
}

/// The signer of a row of the table, which is made once.
pub(crate) fn signer(number: usize) -> &'static dyn Signer {
    static SIGNERS: OnceLock<Vec<Box<dyn Signer>>> = OnceLock::new();
    let signer =
        |row: &Row| row.signer(&[]).unwrap_or_else(|error| panic!("{}: {error}", row.name));
    let signers = SIGNERS.get_or_init(|| rows().map(signer).collect());
    &*signers[number % signers.len()]
}

/// The message with what was signed. `None` where a URL cannot be applied, which is an error.
pub(crate) fn applied(
    message: &Message,
    request: &Request<'_>,
    signed: &Signed,
) -> Option<Message> {
    let url = signed.url(request).ok()?.into_exposed();
    let set = signed.headers().map(|(name, _)| name);
    let gone: Vec<&str> = set.chain(signed.removed_headers()).collect();
    let mut headers = message.headers.clone();
    headers.retain(|(name, _)| !gone.iter().any(|gone| gone.eq_ignore_ascii_case(name)));
    let set = signed.headers().map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()));
    headers.extend(set);
    headers.sort_by_key(|(name, _)| name.to_ascii_lowercase());
    Some(Message { url, headers, ..message.clone() })
}

fn signed_again(signer: &dyn Signer, message: &Message) -> Message {
    let headers = message.borrowed();
    let request = request(message, &headers).expect("what was applied is a request");
    let signed = signer.sign_with(&request, &context()).expect("what was signed can be signed");
    applied(message, &request, &signed).expect("what was applied can be applied")
}
