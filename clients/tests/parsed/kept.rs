//! URLs of the client's own type.

use http::{HeaderMap, HeaderValue};
use polysign::http::sign_headers;
use polysign::{ErrorKind, Payload, Request, Signer};

use crate::common::every_signer::{context, every_signer, signature_of, signer};

const BODY: &str = "{\"a\":1}";

/// What `reqwest` does with a URL before it sends it.
#[test]
fn a_client_that_parses_the_url_again_sends_what_was_signed() {
    let url = "https://h/it's/a?q='&r=\"<>`{}|^";
    for case in ["apaas", "huawei", "baidu in authorization", "baidu in the query"] {
        let signer = signer(case);
        let request = Request::new("GET", url).expect(case);
        let signed = signer.sign_with(&request, &context()).expect(case);
        let sent = whatwg_url::Url::parse(signed.url(&request).expect(case).expose()).expect(case);
        assert!(sent.as_str().contains("q=%27"), "{sent}");
        let received = Request::new("GET", sent.as_str()).expect(case);
        let again = signer.sign_with(&received, &context()).expect(case);
        assert_eq!(signature_of(&signed), signature_of(&again), "{case}");
    }
    // What it would collapse is not handed to it.
    let request = Request::new("GET", "https://h/a/../b").expect("a request");
    let signed = signer("baidu in the query").sign_with(&request, &context()).expect("a signature");
    assert_eq!(signed.url(&request).expect_err("dots").kind(), ErrorKind::DotSegments);
    let error = signer("huawei").sign_with(&request, &context()).map(|_| ()).expect_err("dots");
    assert_eq!(error.kind(), ErrorKind::DotSegments);
}

/// A client that keeps a parsed URL beside a map, and builds it anew from the result.
#[test]
fn a_url_of_the_client_s_own_type_and_a_map() {
    for (case, signer) in every_signer() {
        let mut url =
            whatwg_url::Url::parse("https://EXAMPLE.com:443/v1/中?q=it's&r=a,b").expect("a URL");
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("example.com"));
        for _ in 0..3 {
            let before = url.clone();
            let payload = Payload::Bytes(BODY.as_bytes());
            let signed =
                sign_headers(&signer, "POST", url.as_str(), &mut headers, payload).expect(case);
            url = whatwg_url::Url::parse(signed.expose()).expect(case);
            assert_eq!(url.as_str(), signed.expose(), "{case}: parsing changes nothing");
            assert_eq!((url.host_str(), url.path()), (before.host_str(), before.path()), "{case}");
            assert!(url.query().is_some_and(|query| query.starts_with("q=it%27s&r=a,b")), "{case}");
        }
        assert_eq!(headers.len(), headers.keys_len(), "{case}");
    }
}
