//! The headers that `HMAC-SHA256` signs.

use polysign::custom::DefaultHeaders;

use crate::signed_headers::signed_headers;

pub(super) static IN_HEADER: DefaultHeaders =
    DefaultHeaders::new(&["host", "content-type", "content-md5"])
        .with_prefixes(&["x-"])
        .without_multipart()
        .without_underscores();
pub(super) static IN_QUERY: DefaultHeaders = DefaultHeaders::new(&["host"]).without_underscores();

signed_headers! {
    /// The choice of headers that are signed. By default `host` and, with a signature in the header,
    /// every `x-*` header that is present, `content-md5`, and `content-type` unless it is `multipart/*`.
    ///
    /// An exact list may be empty in the query. `x-content-sha256` is sent exactly when it is signed.
    in_header: &IN_HEADER,
    in_query: &IN_QUERY,
}
