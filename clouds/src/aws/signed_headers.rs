//! The headers that Signature Version 4 signs.

use polysign::custom::DefaultHeaders;

use crate::signed_headers::signed_headers;

pub(super) static IN_HEADER: DefaultHeaders = of_scheme(&["host", "content-type", "content-md5"]);
/// Whoever uses a presigned URL has to send what is signed.
pub(super) static IN_QUERY: DefaultHeaders = of_scheme(&["host"]);

const fn of_scheme(names: &'static [&'static str]) -> DefaultHeaders {
    DefaultHeaders::new(names)
        .with_prefixes(&["x-amz-"])
        .with_required(&["host"])
        .without_multipart()
        .without_underscores()
}

signed_headers! {
    /// The choice of headers that are signed. By default `host` and every `x-amz-*` header that is
    /// present; with a signature in the header also `content-type`, unless it is `multipart/*`, and
    /// `content-md5` where present.
    in_header: &IN_HEADER,
    in_query: &IN_QUERY,
}
