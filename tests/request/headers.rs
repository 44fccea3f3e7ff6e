//! Header names and values.

use polysign::request::Headers;
use polysign::{ErrorKind, Request};

use crate::common::every_signer::{context, every_signer, signer, signer_with};
use crate::common::refusing::{assert_refused, sign};

#[test]
fn a_name_that_is_no_token_is_refused_by_every_signer() {
    for name in [
        "", " ", "x a", "x:a", "x-a\r\nx-b", "x\n", "x\0", "x\x7f", "x-é", "x;y", "x,y", "x/y",
        "host ", "(x)", "x\u{2028}",
    ] {
        for (case, signer) in every_signer() {
            let headers = [(name, "v")];
            let request = Request::new("GET", "https://h/").expect(case).with_headers(&headers);
            let result = sign(signer.as_ref(), &request);
            let case = format!("{case} {name:?}");
            assert_refused(result, ErrorKind::InvalidHeader, "header name", None, &case);
        }
    }
}

#[test]
fn a_control_character_in_a_value_is_refused_by_every_signer() {
    for (value, offset) in [
        ("a\r\nX-Evil: 1", 1),
        ("a\n", 1),
        ("\r", 0),
        ("\0", 0),
        ("ab\x7f", 2),
        ("\x1b[2J", 0),
        ("\x0b", 0),
    ] {
        for (case, signer) in every_signer() {
            // Also in headers that are not signed: they are on the same wire.
            for (name, field) in
                [("X-Bce-A", "x-bce-a"), ("Cookie", "cookie"), ("X-Sdk-Date", "x-sdk-date")]
            {
                let headers = [("accept", "*/*"), (name, value)];
                let request = Request::new("GET", "https://h/").expect(case).with_headers(&headers);
                let result = sign(signer.as_ref(), &request);
                let case = format!("{case} {name} {value:?}");
                assert_refused(result, ErrorKind::InvalidHeader, field, Some(offset), &case);
            }
        }
    }
}

#[cfg(all(feature = "baidu", feature = "huawei"))]
#[test]
fn values_are_trimmed_of_space_and_tab_alone() {
    for (value, huawei, baidu) in [
        ("  a   b ", "a   b", "a%20%20%20b"),
        ("\ta\tb\t", "a\tb", "a%09b"),
        (" \t \t ", "", ""),
        ("\u{a0}a\u{a0}", "\u{a0}a\u{a0}", "%C2%A0a%C2%A0"),
        ("\u{3000}a", "\u{3000}a", "%E3%80%80a"),
        ("é", "é", "%C3%A9"),
    ] {
        let headers = [("x-bce-a", value)];
        let line = signed_line("huawei", (&headers).into());
        assert_eq!(line, format!("x-bce-a:{huawei}"), "{value:?}");
        let line = signed_line("baidu in authorization", (&headers).into());
        let expected = match baidu {
            // The vendor's rule for an empty value.
            "" => String::new(),
            _ => format!("x-bce-a:{baidu}"),
        };
        assert_eq!(line, expected, "{value:?}");
    }
}

#[cfg(all(feature = "baidu", feature = "huawei"))]
#[test]
fn a_value_is_signed_as_the_bytes_that_are_sent() {
    let latin_1: [(&str, &[u8]); 1] = [("x-bce-a", b"caf\xe9\xff")];
    let line = signed_line("huawei", (&latin_1).into());
    assert_eq!(line.as_bytes(), b"x-bce-a:caf\xef\xbf\xbd\xef\xbf\xbd", "lossily shown here");
    let line = signed_line("baidu in authorization", (&latin_1).into());
    assert_eq!(line, "x-bce-a:caf%E9%FF");
    let utf_8 = [("x-bce-a", "café")];
    let of = |headers: Headers<'_>| {
        let request = Request::new("GET", "https://h/").expect("a request").with_headers(headers);
        let signed = sign(signer("huawei").as_ref(), &request).expect("a signature");
        signed.signature().expect("a signature").to_owned()
    };
    let other_bytes: [(&str, &[u8]); 1] = [("x-bce-a", b"caf\xe9")];
    assert_ne!(of((&utf_8).into()), of((&other_bytes).into()));
}

/// The line of `x-bce-a` in the canonical request.
fn signed_line(case: &str, headers: Headers<'_>) -> String {
    let request = Request::new("GET", "https://h/").expect("a request").with_headers(headers);
    let explanation = signer(case).explain(&request, &context()).expect(case);
    let text = explanation.canonical_request().expect(case).fill(|_| None);
    let text = String::from_utf8_lossy(&text);
    let mut lines = text.split('\n').filter(|line| line.starts_with("x-bce-a:"));
    lines.next().unwrap_or_default().to_owned()
}

#[cfg(all(feature = "baidu", feature = "huawei"))]
#[test]
fn a_repeated_header_is_signed_whole_and_listed_once() {
    let canonical = |case: &str, values: [&str; 3]| {
        let headers = values.map(|value| ("X-Bce-A", value));
        let request = Request::new("GET", "https://h/").expect("a request").with_headers(&headers);
        let explanation = signer(case).explain(&request, &context()).expect(case);
        let names = explanation.signed_headers().to_vec();
        (explanation.canonical_request().expect(case).to_string(), names)
    };
    for case in
        ["huawei", "baidu in authorization", "baidu in x-bce-signature", "baidu in the query"]
    {
        let (text, names) = canonical(case, ["c", "a", "b"]);
        assert!(text.contains("x-bce-a:a\nx-bce-a:b\nx-bce-a:c"), "{case}: {text}");
        assert_eq!(names.iter().filter(|name| *name == "x-bce-a").count(), 1, "{case}");
        assert_ne!(canonical(case, ["c", "a", "a"]).0, text, "{case}");
    }
}

#[cfg(feature = "huawei")]
#[test]
fn a_value_cannot_pass_for_another_header() {
    // Without a line end in a value there is no second line, whatever else it holds.
    let one = [("x-a", "1"), ("x-b", "2")];
    let other = [("x-a", "1 x-b:2")];
    let of = |headers: Headers<'_>| {
        let request = Request::new("GET", "https://h/").expect("a request").with_headers(headers);
        let explanation = signer("huawei").explain(&request, &context()).expect("an explanation");
        explanation.canonical_request().expect("huawei has one").to_string()
    };
    assert!(of((&one).into()).contains("\nx-a:1\nx-b:2\n"));
    assert!(of((&other).into()).contains("\nx-a:1 x-b:2\nx-sdk-date"));
}

#[cfg(all(feature = "baidu", feature = "huawei"))]
#[test]
fn headers_that_have_to_be_signed_have_to_be_there() {
    let request = Request::new("GET", "https://h/").expect("a request");
    for (case, list) in [
        ("huawei", "host;x-sdk-date;x-absent"),
        ("baidu in authorization", "host;x-absent"),
        ("baidu in x-bce-signature", "host;x-absent"),
        ("baidu in the query", "host;x-absent"),
    ] {
        let signer = signer_with(case, &[("signed_headers", list)]);
        let result = sign(signer.as_ref(), &request);
        assert_refused(result, ErrorKind::MissingHeader, "x-absent", None, case);
    }
    // A former signature's header will be gone and cannot be what is meant.
    let headers = [("authorization", "Bearer x")];
    let stale = Request::new("GET", "https://h/").expect("a request").with_headers(&headers);
    for (case, list) in [
        ("huawei", "host;x-sdk-date;authorization"),
        ("baidu in authorization", "host;authorization"),
    ] {
        let signer = signer_with(case, &[("signed_headers", list)]);
        let result = sign(signer.as_ref(), &stale);
        assert_refused(result, ErrorKind::MissingHeader, "authorization", None, case);
    }
}
