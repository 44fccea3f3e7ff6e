//! Input that is huge: it works, in time that grows with the input and not with its square.

use polysign::Request;

use crate::common::arbitrary::{is_rewritten, signs_query_as_sent};
use crate::common::every_signer::{context, every_signer, signer, signer_with};
use crate::common::refusing::sign;

/// The signers whose work grows with the number of query pairs or of headers.
const SORTING: [&str; 5] =
    ["apaas", "baidu in authorization", "baidu in x-bce-signature", "baidu in the query", "huawei"];

#[test]
fn ten_thousand_query_pairs() {
    // Escaped, so that no comparison is a plain one, and in the worst of orders.
    let spelled: Vec<String> =
        (0..10_000).rev().map(|n| format!("%6bey+{n:05}=v%C3%A9{}", n % 7)).collect();
    let url = format!("https://h/p?{}", spelled.join("&"));
    let sorted: Vec<String> =
        (0..10_000).map(|n| format!("key%20{n:05}=v%C3%A9{}", n % 7)).collect();
    let sorted = sorted.join("&");
    let request = Request::new("GET", &url).expect("a request");
    for (case, signer) in every_signer() {
        if is_rewritten(&*signer, &url) {
            continue;
        }
        let signed = sign(signer.as_ref(), &request).expect(case);
        let applied = signed.url(&request).expect(case);
        assert!(applied.expose().starts_with(&url), "{case}");
        let explanation = signer.explain(&request, &context()).expect(case);
        if let Some(canonical) = explanation.canonical_request() {
            let expected = match signs_query_as_sent(signer.scheme().name()) {
                true => spelled.join("&"),
                false => sorted.clone(),
            };
            assert!(canonical.to_string().contains(&expected), "{case}");
        }
    }
}

#[test]
fn ten_thousand_stale_parameters() {
    for (case, signer) in every_signer() {
        let names: Vec<_> = signer.scheme().stale_query().collect();
        let stale = names.iter().cycle().take(10_000 * names.len().min(1));
        let query: Vec<_> = stale.map(|name| format!("{name}=x")).collect();
        let url = format!("https://h/p?x=1&{}", query.join("&"));
        let request = Request::new("GET", &url).expect(case);
        let applied = sign(signer.as_ref(), &request).expect(case).url(&request).expect(case);
        let added = signer.scheme().query().len();
        assert!(applied.expose().matches('&').count() <= added + 1, "{case}");
    }
}

#[test]
fn a_uri_of_64_000_bytes() {
    let path = "/%e4%b8%ad".repeat(3_200);
    let url = format!("https://h{path}?q={}", "%2b+".repeat(8_000));
    assert!(url.len() >= 64_000);
    let request = Request::new("GET", &url).expect("a request");
    for (case, signer) in every_signer() {
        if is_rewritten(&*signer, &url) {
            continue;
        }
        let signed = sign(signer.as_ref(), &request).expect(case);
        assert!(signed.url(&request).expect(case).expose().starts_with(&url), "{case}");
    }
}

#[test]
fn a_header_of_one_mebibyte() {
    let value = "é ".repeat(350_000);
    let headers = [("x-bce-a", value.as_str())];
    let request = Request::new("GET", "https://h/").expect("a request").with_headers(&headers);
    for (case, signer) in every_signer() {
        assert!(sign(signer.as_ref(), &request).is_ok(), "{case}");
        let explanation = signer.explain(&request, &context()).expect(case);
        let signs_it = explanation.signed_headers().iter().any(|name| name == "x-bce-a");
        if let Some(canonical) = explanation.canonical_request().filter(|_| signs_it) {
            assert!(canonical.to_string().len() > value.len(), "{case}");
        }
    }
}

#[test]
fn many_headers_with_one_name_and_many_names() {
    let names: Vec<_> = (0..10_000).rev().map(|n| format!("X-Bce-{n:05}")).collect();
    let mut headers: Vec<_> = names.iter().map(|name| (name.as_str(), "v")).collect();
    headers.extend((0..10_000).map(|_| ("x-bce-one", "v")));
    let request = Request::new("GET", "https://h/").expect("a request").with_headers(&headers);
    for (case, signer) in every_signer() {
        assert!(sign(signer.as_ref(), &request).is_ok(), "{case}");
    }
}

#[cfg(all(feature = "baidu", feature = "huawei"))]
#[test]
fn a_long_list_of_headers_to_sign() {
    let names: Vec<_> = (0..1_000).map(|n| format!("x-bce-{n:05}")).collect();
    let headers: Vec<_> = names.iter().rev().map(|name| (name.as_str(), "v")).collect();
    let request = Request::new("GET", "https://h/").expect("a request").with_headers(&headers);
    let list = format!("host;x-sdk-date;x-bce-date;{}", names.join(";"));
    for (case, list) in [
        ("huawei", list.replace("x-bce-date;", "")),
        ("baidu in authorization", list.replace("x-sdk-date;", "")),
    ] {
        let signer = signer_with(case, &[("signed_headers", &list)]);
        let signed = sign(signer.as_ref(), &request).expect(case);
        let authorization = signed.headers().find(|(name, _)| *name == "authorization");
        let (_, authorization) = authorization.expect(case);
        assert!(authorization.contains(";x-bce-00999"), "{case}");
    }
}

#[cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]
#[test]
fn many_query_pairs_out_of_order_are_sorted() {
    for case in SORTING {
        let signer = signer(case);
        let count = 10_000;
        let pairs: Vec<_> = (0..count).rev().map(|n| format!("%6bey+{n:05}=v")).collect();
        let url = format!("https://h/?{}", pairs.join("&"));
        let request = Request::new("GET", &url).expect(case);
        let signed = signer.sign_with(&request, &context()).expect(case);
        signed.url(&request).expect(case);
    }
}

#[cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]
#[test]
fn many_headers_out_of_order_are_sorted() {
    for case in SORTING {
        let signer = signer(case);
        let count = 10_000;
        let names: Vec<_> = (0..count).rev().map(|n| format!("X-Bce-{n:05}")).collect();
        let headers: Vec<_> = names.iter().map(|name| (name.as_str(), "v")).collect();
        let request = Request::new("GET", "https://h/").expect(case).with_headers(&headers);
        signer.sign_with(&request, &context()).expect(case);
    }
}
