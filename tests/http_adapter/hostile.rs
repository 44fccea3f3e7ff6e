//! The adapter for the types of the `http` crate: whatever is refused, the request is as it was.

use http::{HeaderMap, HeaderName, HeaderValue, Request as HttpRequest, Uri};
use polysign::http::{Signing, sign_headers, sign_parts};
use polysign::{ErrorKind, Payload, Signer};

use crate::common::every_signer::{context, every_signer, signer};
use crate::common::refusing::assert_refused;

const BODY: Payload<'static> = Payload::Bytes(b"{}");

/// Signs by all three ways and compares what was to be changed with what was there before.
#[track_caller]
fn assert_unchanged(
    signer: &dyn Signer,
    build: &dyn Fn() -> HttpRequest<&'static str>,
    kind: ErrorKind,
    field: &str,
    offset: Option<usize>,
    case: &str,
) {
    let signing = Signing::new(signer).with_context(context());
    let before = build();
    let mut request = build();
    assert_refused(signing.request(&mut request), kind, field, offset, case);
    assert_same(&before, &request, case);

    let (mut parts, body) = build().into_parts();
    let result = signing.parts(&mut parts, Payload::Bytes(body.as_bytes()));
    assert_refused(result, kind, field, offset, case);
    assert_same(&before, &HttpRequest::from_parts(parts, body), case);
}

#[track_caller]
fn assert_same(before: &HttpRequest<&str>, after: &HttpRequest<&str>, case: &str) {
    assert_eq!(before.method(), after.method(), "{case}");
    assert_eq!(before.uri(), after.uri(), "{case}");
    assert_same_headers(before.headers(), after.headers(), case);
    assert_eq!(before.body(), after.body(), "{case}");
}

#[track_caller]
fn assert_same_headers(before: &HeaderMap, after: &HeaderMap, case: &str) {
    // In order, too, and with the marks of what is sensitive.
    let list = |map: &HeaderMap| {
        let all = map.iter();
        all.map(|(name, value)| (name.clone(), value.clone(), value.is_sensitive()))
            .collect::<Vec<_>>()
    };
    assert!(list(before) == list(after), "{case}: headers changed");
}

fn request(uri: &str, headers: &[(&str, &str)]) -> HttpRequest<&'static str> {
    let mut request = HttpRequest::post(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body("{}").expect("a request")
}

#[test]
fn what_a_signer_refuses_changes_nothing() {
    // Each with something stale that signing would have taken out.
    let stale = [("authorization", "old"), ("x-app-key", "old"), ("cookie", "c")];
    for (case, signer) in every_signer() {
        let build = || request("https://h/?x=1", &[&stale[..], &[("host", "other")]].concat());
        let field = "host";
        assert_unchanged(signer.as_ref(), &build, ErrorKind::ConflictingHeader, field, None, case);
        let build =
            || request("https://h/?x=1", &[&stale[..], &[("host", "h"), ("host", "h")]].concat());
        assert_unchanged(signer.as_ref(), &build, ErrorKind::ConflictingHeader, field, None, case);
        let build = || request("https://h/?x=1", &[&stale[..], &[("host", "h h")]].concat());
        assert_unchanged(signer.as_ref(), &build, ErrorKind::InvalidUrl, field, Some(1), case);
        let build = || request("/relative?x=1", &stale);
        assert_unchanged(signer.as_ref(), &build, ErrorKind::InvalidUrl, "uri", None, case);
        let build = || request("h:443", &stale);
        assert_unchanged(signer.as_ref(), &build, ErrorKind::InvalidUrl, "uri", None, case);
        let build = || request("*", &stale);
        assert_unchanged(signer.as_ref(), &build, ErrorKind::InvalidUrl, "uri", None, case);
        let build = || request("ftp://h/", &stale);
        assert_unchanged(signer.as_ref(), &build, ErrorKind::InvalidUrl, "url", None, case);
        let build = || request("https://u:p@h/", &stale);
        let field = "authority";
        assert_unchanged(signer.as_ref(), &build, ErrorKind::InvalidUrl, field, Some(3), case);
        let build = || request("https://h/%zz", &stale);
        assert_unchanged(
            signer.as_ref(),
            &build,
            ErrorKind::MalformedEscape,
            "target",
            Some(1),
            case,
        );
    }
    let build = || request("https://h/a/../b", &stale);
    for case in
        ["huawei", "baidu in authorization", "baidu in x-bce-signature", "baidu in the query"]
    {
        let signer = signer(case);
        assert_unchanged(signer.as_ref(), &build, ErrorKind::DotSegments, "url", None, case);
    }
    let build = || request("http://h/", &stale);
    for (case, signer) in every_signer().filter(|(_, signer)| signer.scheme().covers().is_nothing())
    {
        assert_unchanged(signer.as_ref(), &build, ErrorKind::ClearText, "url", None, case);
    }
}

#[test]
fn a_uri_over_the_limit_of_its_type_changes_nothing() {
    for (case, signer) in every_signer() {
        let long = |length: usize| {
            let front = "https://h/?q=";
            format!("{front}{}", "x".repeat(length - front.len()))
        };
        let in_query = signer.scheme().query().iter().next().is_some();
        // The longest that the type takes, with room for a signature, and without.
        let mut fits = request(&long(65_534 - 1_000), &[]);
        let signing = Signing::new(signer.as_ref()).with_context(context());
        signing.request(&mut fits).expect(case);
        assert!(fits.uri().to_string().starts_with(&long(65_534 - 1_000)), "{case}");

        let full = long(65_534);
        match in_query {
            true => {
                let build = || request(&full, &[("cookie", "c"), ("authorization", "old")]);
                assert_unchanged(signer.as_ref(), &build, ErrorKind::TooLarge, "uri", None, case);
            }
            false => {
                let mut headers_alone = request(&full, &[]);
                signing.request(&mut headers_alone).expect(case);
                assert_eq!(headers_alone.uri().to_string(), full, "{case}");
            }
        }
    }
}

#[test]
fn a_uri_that_just_fits_after_signing() {
    let signer = signer("zego");
    let signing = Signing::new(signer.as_ref()).with_context(context());
    let of = |length: usize| request(&format!("https://h/?{}", "x".repeat(length)), &[]);
    let mut short = of(1);
    signing.request(&mut short).expect("a signature");
    let room = 65_534 - short.uri().to_string().len() + 1;
    let mut longest = of(room);
    signing.request(&mut longest).expect("a signature");
    assert_eq!(longest.uri().to_string().len(), 65_534);
    let build = || of(room + 1);
    assert_unchanged(signer.as_ref(), &build, ErrorKind::TooLarge, "uri", None, "one byte more");
}

fn map_of(count: usize) -> HeaderMap {
    let mut map = HeaderMap::new();
    for n in 0..count {
        let name = HeaderName::from_bytes(format!("y-{n}").as_bytes()).expect("a name");
        map.append(name, HeaderValue::from_static("v"));
    }
    map
}

#[test]
fn a_map_over_the_limit_of_its_type_changes_nothing() {
    // 24,576 names are the most that a map takes.
    let full = map_of(24_576);
    for (case, signer) in every_signer() {
        let count = signer.scheme().headers().len();
        let mut map = full.clone();
        let result = sign_headers(signer.as_ref(), "POST", "https://h/", &mut map, BODY);
        match count {
            0 => {
                assert!(result.is_ok(), "{case}");
            }
            _ => assert_refused(result, ErrorKind::TooLarge, "headers", None, case),
        }
        assert_same_headers(&full, &map, case);

        let request = HttpRequest::post("https://h/").body(()).expect("a request");
        let (mut parts, ()) = request.into_parts();
        parts.headers = full.clone();
        let result = sign_parts(signer.as_ref(), &mut parts, BODY);
        if count > 0 {
            assert_refused(result, ErrorKind::TooLarge, "headers", None, case);
            assert_eq!(parts.uri, Uri::from_static("https://h/"), "{case}");
        }
        assert_same_headers(&full, &parts.headers, case);
    }
}

#[test]
fn a_map_that_is_full_with_its_signature_can_be_signed_again() {
    for (case, signer) in every_signer() {
        let signing = Signing::new(signer.as_ref()).with_context(context());
        let mut small = HeaderMap::new();
        signing.headers("POST", "https://h/", &mut small, BODY).expect(case);
        let mut map = map_of(24_576 - small.keys_len());
        signing.headers("POST", "https://h/", &mut map, BODY).expect(case);
        assert_eq!(map.keys_len(), 24_576, "{case}");
        let once = map.clone();
        let again = signing.headers("POST", "https://h/", &mut map, BODY);
        assert!(again.is_ok(), "{case}: {again:?}");
        assert!(once == map, "{case}");
    }
}

#[test]
fn large_requests_within_the_limits_are_signed() {
    let value = HeaderValue::from_str(&"v".repeat(1 << 20)).expect("a value");
    let query: Vec<_> = (0..10_000).map(|n| format!("{n}=")).collect();
    let uri = format!("https://h/?{}", query.join("&"));
    for (case, signer) in every_signer() {
        let mut request = request(&uri, &[]);
        request.headers_mut().insert("x-bce-a", value.clone());
        let signing = Signing::new(signer.as_ref()).with_context(context());
        signing.request(&mut request).expect(case);
        assert!(request.uri().to_string().starts_with(&uri), "{case}");
        assert_eq!(request.headers().get("x-bce-a"), Some(&value), "{case}");
    }
}

#[test]
fn a_url_that_is_no_url_changes_no_headers() {
    for (case, signer) in every_signer() {
        let before = map_of(3);
        for (method, url, kind) in [
            ("POST", "https://h/%zz", ErrorKind::MalformedEscape),
            ("POST", "https://h/a b", ErrorKind::InvalidUrl),
            ("P OST", "https://h/", ErrorKind::InvalidMethod),
        ] {
            let mut map = before.clone();
            let result = sign_headers(signer.as_ref(), method, url, &mut map, BODY);
            assert_eq!(result.expect_err(case).kind(), kind, "{case} {url}");
            assert_same_headers(&before, &map, case);
        }
    }
}
