//! Signing requests of the `http` crate: what is set, replaced, removed, and left alone.
#![cfg(feature = "http")]

mod again;
mod explained;
mod host;
#[cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]
mod hostile;

use crate::common::every_signer::{context, every_signer, signer};
use http::{HeaderValue, Request as HttpRequest, Version};
use polysign::http::{Signing, sign, sign_parts};
use polysign::{ErrorKind, Payload, Request};

const BODY: &str = "{\"a\":1}";

fn post(uri: &str) -> HttpRequest<String> {
    let request = HttpRequest::post(uri).header("content-type", "application/json");
    request.body(BODY.to_owned()).expect("a request")
}

#[test]
fn the_three_ways_and_plain_strings_agree() {
    let uri = "https://Example.com:443/v1/tasks?lang=zh&q=a%2Bb";
    for (case, signer) in every_signer() {
        let signing = Signing::new(signer.as_ref()).with_context(context());
        let mut request = post(uri);
        signing.request(&mut request).expect(case);
        let (mut parts, ()) = post(uri).map(|_| ()).into_parts();
        signing.parts(&mut parts, Payload::Bytes(BODY.as_bytes())).expect(case);
        let mut headers = post(uri).headers().clone();
        let payload = Payload::Bytes(BODY.as_bytes());
        let url = signing.headers("POST", uri, &mut headers, payload).expect(case);

        assert_eq!(request.uri(), &parts.uri, "{case}");
        assert_eq!(request.uri().to_string(), url.expose(), "{case}");
        assert_eq!(request.headers(), &parts.headers, "{case}");
        assert_eq!(request.headers(), &headers, "{case}");

        let pairs = [("content-type", "application/json")];
        let plain = Request::new("POST", uri).expect(case).with_headers(&pairs).with_body(BODY);
        let signed = signer.sign_with(&plain, &context()).expect(case);
        assert_eq!(signed.url(&plain).expect(case).expose(), url.expose(), "{case}");
        for (name, value) in signed.headers().filter(|(name, _)| *name != "host") {
            assert_eq!(request.headers()[name], value, "{case}");
        }
    }
}

#[test]
fn what_is_no_part_of_a_signature_stays() {
    for (case, signer) in every_signer() {
        let mut request = post("https://h/?x=1");
        *request.version_mut() = Version::HTTP_2;
        request.extensions_mut().insert(77_u8);
        request.headers_mut().append("accept", HeaderValue::from_static("a"));
        request.headers_mut().append("accept", HeaderValue::from_static("b"));
        let mut cookie = HeaderValue::from_static("c");
        cookie.set_sensitive(true);
        request.headers_mut().insert("cookie", cookie);
        let request = sign(&signer, request).expect(case);
        assert_eq!(request.version(), Version::HTTP_2, "{case}");
        assert_eq!(request.extensions().get::<u8>(), Some(&77), "{case}");
        assert_eq!(request.method(), "POST", "{case}");
        assert_eq!(request.body(), BODY, "{case}");
        let accepted: Vec<_> = request.headers().get_all("accept").iter().collect();
        assert_eq!(accepted, ["a", "b"], "{case}");
        assert!(request.headers()["cookie"].is_sensitive(), "{case}");
        assert!(!request.headers().contains_key("host"), "{case}");
    }
}

#[cfg(all(feature = "baidu", feature = "huawei", feature = "iflytek"))]
#[test]
fn what_proves_who_sends_is_marked_sensitive() {
    for (case, secret, open) in [
        (
            "baidu in authorization",
            &["authorization", "x-bce-security-token"][..],
            &["x-bce-date"][..],
        ),
        ("baidu in x-bce-signature", &["x-bce-signature"], &["x-bce-date"]),
        ("huawei", &["authorization", "x-security-token"], &["x-sdk-date"]),
        ("huawei token", &["x-auth-token"], &[]),
        ("abcpen in headers", &["x-app-signature"], &["x-app-key", "x-timestamp"]),
        ("aippt", &["signature"], &["appid", "timestamp"]),
    ] {
        let request = sign(&signer(case), post("https://h/")).expect(case);
        for (names, expected) in [(secret, true), (open, false)] {
            for name in names {
                assert_eq!(request.headers()[*name].is_sensitive(), expected, "{case} {name}");
            }
        }
        // Content type and these are all: nothing else was written.
        assert_eq!(request.headers().len(), 1 + secret.len() + open.len(), "{case}");
    }
}

#[test]
fn a_body_that_is_elsewhere_has_to_be_described_where_it_is_covered() {
    for (case, signer) in every_signer() {
        let (mut parts, _) = post("https://h/").into_parts();
        let before = parts.headers.clone();
        let result = sign_parts(signer.as_ref(), &mut parts, None);
        match signer.scheme().covers().body() {
            true => {
                assert_eq!(result.expect_err(case).kind(), ErrorKind::MissingPayload, "{case}");
                assert_eq!(parts.headers, before, "{case}");
                assert_eq!(parts.uri, "https://h/", "{case}");
            }
            false => assert!(result.is_ok(), "{case}"),
        }
    }
}

#[cfg(feature = "huawei")]
#[test]
fn every_kind_of_body_is_taken() {
    let huawei = signer("huawei");
    let signature = |request: HttpRequest<()>| {
        String::from_utf8_lossy(request.headers()["authorization"].as_bytes()).into_owned()
    };
    let signing = Signing::new(huawei.as_ref()).with_context(context());
    let mut all = Vec::new();
    macro_rules! sign_body {
        ($($body:expr),*) => {$(
            let mut request = HttpRequest::post("https://h/").body($body).expect("a request");
            signing.request(&mut request).expect("a signature");
            all.push(signature(request.map(|_| ())));
        )*};
    }
    sign_body!(
        BODY,
        BODY.to_owned(),
        BODY.as_bytes().to_vec(),
        BODY.as_bytes(),
        Box::<[u8]>::from(BODY.as_bytes())
    );
    all.dedup();
    assert_eq!(all.len(), 1);
    sign_body!("");
    assert_eq!(all.len(), 2);
    assert_ne!(all[0], all[1]);
}
