//! The host of the URI and the `Host` header.

use http::{HeaderMap, HeaderValue};
use polysign::http::{Signing, sign};
use polysign::{ErrorKind, Request};

use super::{BODY, post};
use crate::common::every_signer::{context, every_signer};

#[test]
fn a_host_header_is_rewritten_and_none_is_made() {
    for (uri, header, expected_uri, expected_header) in [
        ("https://h/", None, "https://h/", None),
        ("https://H:443/", None, "https://h/", None),
        ("https://h/", Some("h"), "https://h/", Some("h")),
        ("https://h/", Some("H:443"), "https://h/", Some("h")),
        ("https://H:443/", Some("h"), "https://h/", Some("h")),
        ("https://h:8443/", Some("H:08443"), "https://h:8443/", Some("h:8443")),
        ("https://h?x=1", Some("h"), "https://h/?x=1", Some("h")),
    ] {
        for (case, signer) in every_signer() {
            let mut request = post(uri);
            if let Some(header) = header {
                request.headers_mut().insert("host", HeaderValue::from_static(header));
            }
            let request = sign(&signer, request).expect(case);
            let sent = request.uri().to_string();
            assert!(sent.starts_with(expected_uri), "{case} {uri}: {sent}");
            let host = request.headers().get("host").map(HeaderValue::as_bytes);
            assert_eq!(host, expected_header.map(str::as_bytes), "{case} {uri} {header:?}");
        }
    }
}

#[test]
fn another_host_has_to_be_allowed() {
    for (case, signer) in every_signer() {
        let with_host = || {
            let mut request = post("https://10.0.0.1/?x=1");
            request.headers_mut().insert("host", HeaderValue::from_static("Api.example.com:443"));
            request
        };
        let signing = Signing::new(signer.as_ref()).with_context(context());
        let error = signing.request(&mut with_host()).expect_err(case);
        assert_eq!((error.kind(), error.field()), (ErrorKind::ConflictingHeader, "host"), "{case}");
        let mut request = with_host();
        let signing = signing.allow_other_host();
        let mut of_http2 = with_host();
        *of_http2.version_mut() = http::Version::HTTP_2;
        let error = signing.request(&mut of_http2).expect_err(case);
        assert_eq!(error.kind(), ErrorKind::ConflictingHeader, "{case}: HTTP/2");
        signing.request(&mut request).expect(case);
        assert_eq!(request.headers()["host"], "api.example.com", "{case}");
        assert_eq!(request.uri().host(), Some("10.0.0.1"), "{case}");
        if signer.scheme().covers().host() {
            let named = Request::new("POST", "https://api.example.com/?x=1").expect(case);
            let headers = [("content-type", "application/json")];
            let named = named.with_headers(&headers).with_body(BODY);
            let signed = signer.sign_with(&named, &context()).expect(case);
            // iFlytek's URL has it in base64 with the key.
            let authorization =
                signed.query().find(|_| signer.scheme().name() == "iflytek/hmac-url");
            let signature = signed.signature().expect(case);
            let signature = authorization.map_or(signature, |(_, value)| value);
            let text = format!("{} {:?}", request.uri(), Exposed(request.headers()));
            let encoded = signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
            let is_there = text.contains(signature) || text.contains(&encoded);
            assert!(is_there, "{case}: the header's host is what is signed");
        }
    }
}

/// Header values in clear, sensitive or not.
struct Exposed<'a>(&'a HeaderMap);

impl std::fmt::Debug for Exposed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let values = self.0.values().map(|value| String::from_utf8_lossy(value.as_bytes()));
        f.debug_list().entries(values).finish()
    }
}
