//! The host: in the URL, in a `Host` header, in both; and clear text to it.

use polysign::{ErrorKind, Request};

use crate::common::every_signer::{every_signer, signer, signer_with};
use crate::common::refusing::{assert_refused, sign};
use crate::common::schemes::rows;

#[cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]
#[test]
fn the_host_is_written_and_signed_in_canonical_form() {
    for (url, expected, is_canonical) in [
        ("https://ex.com/p", "ex.com", true),
        ("HTTPS://EX.com:443/p", "ex.com", false),
        ("https://ex.com:/p", "ex.com", false),
        ("https://ex.com:0443/p", "ex.com", false),
        ("https://ex.com:8443/p", "ex.com:8443", true),
        ("https://ex.com:08443/p", "ex.com:8443", false),
        ("https://ex.com:80/p", "ex.com:80", true),
        ("https://ex.com:0/p", "ex.com:0", true),
        ("wss://ex.com:443/p", "ex.com", false),
        ("https://[2001:DB8::1]:8443/p", "[2001:db8::1]:8443", false),
        ("https://[2001:db8::1]:443/p", "[2001:db8::1]", false),
        ("https://1.2.3.4/p", "1.2.3.4", true),
        ("https://ex.com./p", "ex.com.", true),
    ] {
        for (case, signer) in every_signer() {
            let request = Request::new("GET", url).expect(url);
            let signed = sign(signer.as_ref(), &request).expect(case);
            let applied = signed.url(&request).expect(case);
            let scheme = url.split_once("://").expect("absolute").0;
            let front = format!("{scheme}://{expected}/p");
            assert!(applied.expose().starts_with(&front), "{case} {url}: {applied:?}");
            let host = signed.headers().find(|(name, _)| *name == "host");
            let to_set = (!is_canonical).then_some(("host", expected));
            assert_eq!(host, to_set, "{case} {url}");
        }
        assert_eq!(signed_host(url, &[]), expected, "{url}");
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
fn a_host_header_is_what_is_signed() {
    for (header, expected) in [
        ("other.com", "other.com"),
        ("Other.COM:443", "other.com"),
        (" other.com\t", "other.com"),
        ("other.com:8443", "other.com:8443"),
        ("[2001:DB8::1]", "[2001:db8::1]"),
    ] {
        assert_eq!(signed_host("https://ex.com/", &[("HOST", header)]), expected, "{header}");
        for (case, signer) in every_signer() {
            let headers = [("Host", header)];
            let request =
                Request::new("GET", "https://ex.com/").expect(case).with_headers(&headers);
            let signed = sign(signer.as_ref(), &request).expect(case);
            let to_set = signed.headers().find(|(name, _)| *name == "host");
            let differs = header.trim() != expected;
            assert_eq!(to_set, differs.then_some(("host", expected)), "{case} {header}");
            // The request still goes where the URL says.
            let url = signed.url(&request).expect(case);
            assert!(url.expose().starts_with("https://ex.com/"), "{case} {header}");
        }
    }
}

#[test]
fn a_host_header_that_is_no_host_is_refused() {
    use ErrorKind::{ConflictingHeader, InvalidUrl};
    for (values, kind, offset) in [
        (&["a.com", "b.com"][..], ConflictingHeader, None),
        (&["a.com", "a.com"], ConflictingHeader, None),
        (&[""], InvalidUrl, Some(0)),
        (&["  "], InvalidUrl, Some(0)),
        (&["a.com, b.com"], InvalidUrl, Some(5)),
        (&["a com"], InvalidUrl, Some(1)),
        (&["a.com/path"], InvalidUrl, Some(5)),
        (&["https://a.com"], InvalidUrl, Some(5)),
        (&["u@a.com"], InvalidUrl, Some(1)),
        (&["a.com:x"], InvalidUrl, Some(5)),
        (&["é.com"], InvalidUrl, Some(0)),
        (&["a.com\\"], InvalidUrl, Some(5)),
        (&["a%2ecom"], InvalidUrl, Some(1)),
    ] {
        for (case, signer) in every_signer() {
            let headers: Vec<_> =
                ["Host", "hOST"].into_iter().zip(values.iter().copied()).collect();
            let request =
                Request::new("GET", "https://ex.com/").expect(case).with_headers(&headers);
            let result = sign(signer.as_ref(), &request);
            assert_refused(result, kind, "host", offset, &format!("{case} {values:?}"));
        }
    }
}

fn signed_host(url: &str, headers: &[(&str, &str)]) -> String {
    let request = Request::new("GET", url).expect(url).with_headers(headers);
    let explanation = signer("huawei")
        .explain(&request, &crate::common::every_signer::context())
        .unwrap_or_else(|error| panic!("{url} {headers:?}: {error}"));
    let text = explanation.canonical_request().expect("huawei has one").to_string();
    let host = text.lines().find_map(|line| line.strip_prefix("host:"));
    host.expect("the host is signed").to_owned()
}

#[test]
fn clear_text_is_refused_where_nothing_is_covered() {
    let mut refused = 0;
    for (case, signer) in every_signer() {
        for url in [
            "http://ex.com/",
            "ws://ex.com/",
            "HTTP://ex.com/",
            "http://localhost.ex.com/",
            "http://notlocalhost/",
            "http://128.0.0.1/",
            "http://0.0.0.0/",
            "http://[::2]/",
            "http://10.0.0.1/",
        ] {
            let request = Request::new("GET", url).expect(url);
            let result = sign(signer.as_ref(), &request);
            match signer.scheme().covers().is_nothing() {
                true => {
                    refused += 1;
                    let case = format!("{case} {url}");
                    assert_refused(result, ErrorKind::ClearText, "url", None, &case);
                }
                false => assert!(result.is_ok(), "{case} {url}"),
            }
        }
    }
    let uncovered = ["zego/server-api-v2", "baidu/xiling", "huawei/auth-token", "iflytek/signa"];
    let uncovered = rows().filter(|row| uncovered.contains(&row.scheme));
    assert_eq!(refused, uncovered.count() * 9);
}

#[test]
fn clear_text_is_fine_for_this_machine_and_when_allowed() {
    for (case, signer) in every_signer() {
        for url in [
            "https://ex.com/", "wss://ex.com/", "http://localhost/", "ws://LOCALHOST:8080/",
            "http://127.0.0.1:8080/", "http://127.255.0.3/", "http://[::1]:80/",
        ] {
            let request = Request::new("GET", url).expect(url);
            assert!(sign(signer.as_ref(), &request).is_ok(), "{case} {url}");
        }
        let allowed = match signer.scheme().covers().is_nothing() {
            true => signer_with(case, &[("allow_clear_text", "true")]),
            // The scheme has no such option, and needs none.
            false => signer,
        };
        let request = Request::new("GET", "http://ex.com/").expect(case);
        assert!(sign(allowed.as_ref(), &request).is_ok(), "{case}");
    }
}

#[test]
fn a_host_header_does_not_make_a_machine_this_one() {
    let headers = [("Host", "localhost")];
    let request = Request::new("GET", "http://ex.com/").expect("a request").with_headers(&headers);
    for (case, signer) in every_signer().filter(|(_, signer)| signer.scheme().covers().is_nothing())
    {
        let result = sign(signer.as_ref(), &request);
        assert_refused(result, ErrorKind::ClearText, "url", None, case);
    }
}
