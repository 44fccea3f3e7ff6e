//! Requests of the `http` crate.

use http::{Request as HttpRequest, Uri};
use polysign::Request;
use polysign::http::Signing;

use crate::input::{Message, context};
use crate::signing::signer;

/// The adapter sets what the signer says, or leaves the request as it was.
pub fn http_signing(input: &[u8]) {
    let Some(message) = Message::read(input) else { return };
    let signer = signer(message.number);
    let Ok(uri) = message.url.parse::<Uri>() else { return };
    let mut builder = HttpRequest::builder().method(message.method.as_str()).uri(uri);
    for (name, value) in &message.headers {
        builder = builder.header(name.as_str(), value.as_slice());
    }
    let Ok(before) = builder.body(message.body.clone()) else { return };
    let mut after = before.clone();
    let result = Signing::new(signer).with_context(context()).request(&mut after);
    if let Err(error) = result {
        assert!(!error.to_string().is_empty());
        assert_eq!(before.uri(), after.uri());
        assert_eq!(before.headers(), after.headers());
        return;
    }
    let url = before.uri().to_string();
    let request = Request::new(before.method().as_str(), &url).expect("it was signed");
    let request = request.with_headers(before.headers()).with_body(before.body());
    let signed = signer.sign_with(&request, &context()).expect("it was signed");
    // The canonical host is in the URI.
    for (name, value) in signed.headers().filter(|(name, _)| *name != "host") {
        let values: Vec<_> = after.headers().get_all(name).iter().collect();
        assert_eq!(values, [value], "{name}");
    }
    for name in signed.removed_headers() {
        assert!(!after.headers().contains_key(name), "{name}");
    }
    let url = signed.url(&request).expect("it was applied").into_exposed();
    assert_eq!(after.uri().to_string(), url);
}
