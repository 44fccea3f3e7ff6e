//! URLs that cannot be sent as they are, and those that can be read in two ways.

use polysign::{ErrorKind, Request};

use crate::common::every_signer::{every_signer, signer};
use crate::common::refusing::{assert_refused, sign};

#[test]
fn a_url_that_clients_send_differently_is_refused_with_its_offset() {
    use ErrorKind::{InvalidUrl, MalformedEscape};
    for (url, kind, offset) in [
        ("https://h/a\rb", InvalidUrl, Some(11)),
        ("https://h/a\nb", InvalidUrl, Some(11)),
        ("https://h/a\0b", InvalidUrl, Some(11)),
        ("https://h/a\tb", InvalidUrl, Some(11)),
        ("https://h/a\x7fb", InvalidUrl, Some(11)),
        ("https://h/?q=a\r\nX-Evil: 1", InvalidUrl, Some(14)),
        ("https://h/?q=\0", InvalidUrl, Some(13)),
        ("https://h/a b", InvalidUrl, Some(11)),
        ("https://h/a\\b", InvalidUrl, Some(11)),
        ("https://h/?q=é", InvalidUrl, Some(13)),
        ("https://h/\u{2028}", InvalidUrl, Some(10)),
        ("https://h/a#\n", InvalidUrl, Some(12)),
        ("https://h.com\\@evil.com", InvalidUrl, Some(13)),
        ("https://é.com/", InvalidUrl, Some(8)),
        ("https://h com/", InvalidUrl, Some(9)),
        ("https://h\r\n/", InvalidUrl, Some(9)),
        ("https://u:p@h/", InvalidUrl, Some(11)),
        ("https://u@h/", InvalidUrl, Some(9)),
        ("https://@h/", InvalidUrl, Some(8)),
        ("https:///p", InvalidUrl, Some(8)),
        ("https://?q=1", InvalidUrl, Some(8)),
        ("https://:443/", InvalidUrl, Some(8)),
        ("https://h:99999/", InvalidUrl, Some(10)),
        ("https://h:4x/", InvalidUrl, Some(9)),
        ("https://[::1/", InvalidUrl, Some(8)),
        ("https://[::1]x/", InvalidUrl, Some(13)),
        ("https://[fe80::1%25eth0]/", InvalidUrl, Some(9)),
        ("https://h%2ecom/", InvalidUrl, Some(9)),
        ("https://0x7f000001/", InvalidUrl, Some(8)),
        ("https://127.1/", InvalidUrl, Some(8)),
        ("ftp://h/", InvalidUrl, None),
        ("file:///etc/passwd", InvalidUrl, None),
        ("ht\ntps://h/", InvalidUrl, Some(2)),
        (" https://h/", InvalidUrl, Some(0)),
        ("/relative?q=1", InvalidUrl, None),
        ("//h/p", InvalidUrl, None),
        ("https:/h/", InvalidUrl, None),
        ("", InvalidUrl, None),
        ("https://h/a%zzb", MalformedEscape, Some(11)),
        ("https://h/100%", MalformedEscape, Some(13)),
        ("https://h/%4", MalformedEscape, Some(10)),
        ("https://h/?q=%4", MalformedEscape, Some(13)),
        ("https://h/?q=%%41", MalformedEscape, Some(13)),
        ("https://h/?q=%u0041", MalformedEscape, Some(13)),
        ("https://h/?q=%-1", MalformedEscape, Some(13)),
    ] {
        assert_refused(Request::new("GET", url), kind, "url", offset, url);
    }
}

#[test]
fn parts_are_checked_like_a_url() {
    use ErrorKind::{InvalidUrl, MalformedEscape};
    for (scheme, authority, target, kind, field, offset) in [
        ("https", "h", "a", InvalidUrl, "target", None),
        ("https", "h", "*", InvalidUrl, "target", None),
        ("https", "h", "https://other/", InvalidUrl, "target", None),
        ("https", "h", "/a b", InvalidUrl, "target", Some(2)),
        ("https", "h", "/%", MalformedEscape, "target", Some(1)),
        ("https", "h/../x", "/", InvalidUrl, "authority", Some(1)),
        ("https", "h?q", "/", InvalidUrl, "authority", Some(1)),
        ("https", "h#f", "/", InvalidUrl, "authority", Some(1)),
        ("https", "u:p@h", "/", InvalidUrl, "authority", Some(3)),
        ("https", "", "/", InvalidUrl, "authority", Some(0)),
        ("https://", "h", "/", InvalidUrl, "url", None),
        ("gopher", "h", "/", InvalidUrl, "url", None),
    ] {
        let request = Request::from_parts("GET", scheme, authority, target);
        assert_refused(request, kind, field, offset, &format!("{scheme} {authority} {target}"));
    }
}

#[test]
fn user_information_is_in_no_message() {
    for url in ["https://joe:hunter2@h/", "https://h@joe:hunter2/", "https://joe%40:hunter2@h/"] {
        let error = Request::new("GET", url).expect_err(url);
        for text in [error.to_string(), format!("{error:?}")] {
            assert!(!text.contains("joe") && !text.contains("hunter2"), "{text}");
        }
    }
}

#[cfg(feature = "huawei")]
#[test]
fn escaped_control_characters_stay_escaped() {
    for (case, signer) in every_signer() {
        let request = Request::new("GET", "https://h/a%0D%0A%00b?q=%0d%0a%00X").expect(case);
        let signed = sign(signer.as_ref(), &request).expect(case);
        let url = signed.url(&request).expect(case);
        assert!(url.expose().starts_with("https://h/a%0D%0A%00b?q=%0d%0a%00X"), "{case}");
        let shown = signer.explain(&request, &crate::common::every_signer::context()).expect(case);
        for (stage, text) in shown.stages() {
            let ends =
                text.pieces().iter().filter(|piece| **piece == polysign::explain::Piece::LineEnd);
            let shown = text.to_string();
            assert_eq!(shown.matches('\n').count(), ends.count(), "{case} {stage}: {shown}");
            assert!(!shown.contains(['\r', '\0']), "{case} {stage}: {shown}");
        }
    }
    let canonical = canonical("huawei", "https://h/a%0D%0A%00b?q=%0d%0a%00X");
    assert!(canonical.starts_with("GET\n/a%0D%0A%00b/\nq=%0D%0A%00X\n"), "{canonical}");
}

/// Canonical path and query on one line, as both schemes that have them sign them.
#[cfg(all(feature = "baidu", feature = "huawei"))]
#[test]
fn paths_and_queries_have_one_reading() {
    for (target, huawei, baidu) in [
        ("", "/ ", "/ "),
        ("?x=1", "/ x=1", "/ x=1"),
        ("/", "/ ", "/ "),
        ("//", "// ", "// "),
        ("//a//", "//a// ", "//a// "),
        ("/a/", "/a/ ", "/a/ "),
        ("/a", "/a/ ", "/a "),
        ("/a;b", "/a%3Bb/ ", "/a%3Bb "),
        ("/a%2Fb", "/a/b/ ", "/a/b "),
        ("/a%2f", "/a/ ", "/a/ "),
        ("/a%252Fb", "/a%252Fb/ ", "/a%252Fb "),
        ("/a+b", "/a%2Bb/ ", "/a%2Bb "),
        ("/%7e", "/~/ ", "/~ "),
        ("/%ff", "/%FF/ ", "/%FF "),
        ("/#frag?x=1", "/ ", "/ "),
        ("/?x=1#frag&y=2", "/ x=1", "/ x=1"),
        ("/?x=1?y=2", "/ x=1%3Fy%3D2", "/ x=1%3Fy%3D2"),
        ("/?", "/ ", "/ "),
        ("/?&&a=1&", "/ a=1", "/ a=1"),
        ("/?k", "/ k=", "/ k="),
        ("/?k=", "/ k=", "/ k="),
        ("/?=v", "/ =v", "/ =v"),
        ("/?=", "/ =", "/ ="),
        ("/?a=2&a=10&a=1", "/ a=1&a=10&a=2", "/ a=1&a=10&a=2"),
        ("/?a-b=1&a=2", "/ a=2&a-b=1", "/ a-b=1&a=2"),
        ("/?q=a+b", "/ q=a%20b", "/ q=a%20b"),
        ("/?q=a%20b", "/ q=a%20b", "/ q=a%20b"),
        ("/?q=a%2Bb", "/ q=a%2Bb", "/ q=a%2Bb"),
        ("/?q=%7e", "/ q=~", "/ q=~"),
        ("/?q=a=b", "/ q=a%3Db", "/ q=a%3Db"),
        ("/?q=a%26b%3D1", "/ q=a%26b%3D1", "/ q=a%26b%3D1"),
    ] {
        let url = format!("https://h{target}");
        for (case, expected) in [("huawei", huawei), ("baidu in authorization", baidu)] {
            let canonical = canonical(case, &url);
            let lines: Vec<_> = canonical.lines().collect();
            assert_eq!(format!("{} {}", lines[1], lines[2]), expected, "{case} {url}");
        }
    }
}

#[cfg(feature = "huawei")]
#[test]
fn dot_segments_are_refused_where_the_gateway_wants_them_gone() {
    for path in [
        "/.", "/..", "/a/../b", "/a/./b", "/a/.", "/%2e", "/%2e%2E/b", "/a/.%2e/b", "/a/%2E./b",
        "/a%2F..%2fb", "/a%2f.",
    ] {
        let url = format!("https://h{path}");
        let request = Request::new("GET", &url).expect(path);
        let result = sign(signer("huawei").as_ref(), &request);
        assert_refused(result, ErrorKind::DotSegments, "url", None, path);
    }
    for path in ["/...", "/a..b", "/..a", "/.a", "/a.", "/%2e%2e%2e", "/a%252e%252e"] {
        let url = format!("https://h{path}");
        let request = Request::new("GET", &url).expect(path);
        assert!(sign(signer("huawei").as_ref(), &request).is_ok(), "{path}");
    }
}

#[cfg(feature = "baidu")]
#[test]
fn dot_segments_are_signed_as_written_by_the_object_store() {
    for (path, expected) in
        [("/a/../b", "/a/../b"), ("/.", "/."), ("/%2e%2E", "/.."), ("/a%2F..%2Fb", "/a/../b")]
    {
        let canonical = canonical("baidu in the query", &format!("https://h{path}"));
        assert_eq!(canonical.lines().nth(1), Some(expected), "{path}");
    }
}

fn canonical(case: &str, url: &str) -> String {
    let request = Request::new("GET", url).expect(url);
    let explanation = signer(case)
        .explain(&request, &crate::common::every_signer::context())
        .unwrap_or_else(|error| panic!("{case} {url}: {error}"));
    explanation.canonical_request().expect(case).to_string()
}
