//! URLs and requests.

use polysign::{Request, UrlBuilder};

use crate::input::Message;

/// A request reads its parts out of the URL and changes none of them. A builder makes URLs that can
/// be read, with the pairs that it was given.
pub fn request(input: &[u8]) {
    let Some(message) = Message::read(input) else { return };
    let headers = message.borrowed();
    if let Ok(request) = Request::new(&message.method, &message.url) {
        let request = request.with_headers(&headers).with_body(&message.body);
        let _ = format!("{request:?}");
        assert_eq!(request.method(), message.method);
        assert!(message.url.contains(request.path()));
        if let Some(query) = request.query() {
            assert!(message.url.contains(query));
        }
        assert!(request.query_pairs().count() <= message.url.len());
        let _ = request.host();
    }
    let Ok(builder) = UrlBuilder::new(&message.url) else { return };
    let Ok(text) = std::str::from_utf8(&message.body) else { return };
    let before = builder.clone().build();
    let url = builder.with_segment(text).with_pair(text, text).build();
    let before = Request::new("GET", &before).map(|request| request.query_pairs().count());
    let Ok(request) = Request::new("GET", &url) else {
        // Only dot segments and sizes can be in the way.
        assert!(matches!(text, "" | "." | "..") || url.len() > 60_000 || before.is_err(), "{url}");
        return;
    };
    let added = usize::from(!text.is_empty());
    if let Ok(before) = before {
        assert!(request.query_pairs().count() >= before + added, "{url}");
    }
}
