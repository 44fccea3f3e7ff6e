//! What is signed, and what is sent.

use polysign::{Request, Signer};

use crate::common::arbitrary::is_rewritten;
use crate::common::every_signer::signature_of;
use crate::common::every_signer::{context, every_signer, signer, signer_with};

#[cfg(all(feature = "baidu", feature = "huawei"))]
#[test]
fn every_value_of_a_repeated_header_is_signed() {
    for case in
        ["huawei", "baidu in authorization", "baidu in x-bce-signature", "baidu in the query"]
    {
        let signature = |second: &str| {
            let headers = [("x-bce-a", "1"), ("x-bce-a", second)];
            let request = Request::new("GET", "https://h/").expect(case).with_headers(&headers);
            signature_of(&signer(case).sign_with(&request, &context()).expect(case))
        };
        assert_ne!(signature("2"), signature("3"), "{case}");
    }
}

#[cfg(all(feature = "baidu", feature = "huawei"))]
#[test]
fn headers_that_others_change_are_not_signed() {
    for case in
        ["huawei", "baidu in authorization", "baidu in x-bce-signature", "baidu in the query"]
    {
        let headers = [
            ("cookie", "session=1"),
            ("user-agent", "x/1"),
            ("accept-encoding", "gzip"),
            ("connection", "close"),
            ("content-length", "0"),
        ];
        let request = Request::new("GET", "https://h/").expect(case);
        let explain =
            |request: &Request<'_>| signer(case).explain(request, &context()).expect(case);
        let with = explain(&request.with_headers(&headers));
        assert_eq!(with.signed_headers(), explain(&request).signed_headers(), "{case}");
        assert_eq!(with.canonical_request(), explain(&request).canonical_request(), "{case}");
    }
}

#[cfg(all(feature = "tencent", feature = "baidu", feature = "huawei"))]
#[test]
fn a_plus_is_a_space_wherever_a_query_is_signed() {
    for case in ["apaas", "huawei", "baidu in authorization", "baidu in the query"] {
        let signature = |query: &str| {
            let url = format!("https://h/?{query}");
            let request = Request::new("GET", &url).expect(query);
            signature_of(&signer(case).sign_with(&request, &context()).expect(case))
        };
        assert_eq!(signature("q=a+b"), signature("q=a%20b"), "{case}");
        assert_ne!(signature("q=a+b"), signature("q=a%2Bb"), "{case}");
    }
}

#[test]
fn the_query_is_sent_as_it_was_written() {
    let url = "https://h/p?a=%2B%26%3d&b=x+y&c=%7e'()*!&d[]=1&=&k&&e=%C3%a9";
    let request = Request::new("GET", url).expect("a request");
    for (case, signer) in every_signer() {
        if is_rewritten(&*signer, url) {
            continue;
        }
        let signed = signer.sign_with(&request, &context()).expect(case);
        let sent = signed.url(&request).expect(case);
        assert!(sent.expose().starts_with(url), "{case}: {sent:?}");
    }
}

#[cfg(feature = "tencent")]
#[test]
fn encoding_is_by_byte() {
    let request = Request::new("GET", "https://h/").expect("a request");
    for (text, encoded) in [("é", "%C3%A9"), ("中", "%E4%B8%AD"), ("🔑", "%F0%9F%94%91")] {
        let signer = signer_with("apaas", &[("appkey", text)]);
        let signed = signer.sign_with(&request, &context()).expect(text);
        let url = signed.url(&request).expect(text);
        assert!(url.expose().contains(&format!("?appkey={encoded}&")), "{url:?}");
        let built =
            polysign::UrlBuilder::new("https://h/").expect("a base").with_pair("q", text).build();
        assert_eq!(built, format!("https://h/?q={encoded}"));
    }
}

#[cfg(all(feature = "tencent", feature = "baidu", feature = "huawei"))]
#[test]
fn pairs_are_sorted_as_pairs_where_the_scheme_sorts_pairs() {
    // By the finished text `a-b=1` comes before `a=2`; by the key it comes behind.
    let request = Request::new("GET", "https://h/?a-b=1&a=2").expect("a request");
    let query = |case: &str| {
        let explanation = signer(case).explain(&request, &context()).expect(case);
        let text = match explanation.canonical_request() {
            Some(text) => text.to_string(),
            None => explanation.string_to_sign().expect(case).to_string(),
        };
        text.lines().nth(2).map_or(text.clone(), str::to_owned)
    };
    assert_eq!(query("huawei"), "a=2&a-b=1");
    assert!(query("apaas").starts_with("a=2&a-b=1&appkey="));
    assert_eq!(query("baidu in authorization"), "a-b=1&a=2");
}
