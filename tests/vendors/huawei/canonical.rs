//! The tables "Canonical paths" and "Canonical queries", with their errors, and the host.

use polysign::{Context, ErrorKind, Request, UrlBuilder};

use super::{HOST, SDK_KEY, TIME, request, signer};
use crate::common::stages::{fault, refused, sign};

/// A line of the canonical request, counted from 0.
fn line(url: &str, at: usize) -> String {
    let stages = sign(&signer(SDK_KEY), &request("GET", url), TIME, &[]);
    let line = stages.canonical_request.split('\n').nth(at);
    line.expect("a line").to_owned()
}

#[track_caller]
fn path(wire: &str, expected: &str) {
    let url = format!("{HOST}{wire}");
    assert_eq!(line(&url, 1), expected, "{wire}");
    let stages = sign(&signer(SDK_KEY), &request("GET", &url), TIME, &[]);
    let sent = if wire.is_empty() { "/" } else { wire };
    assert_eq!(stages.url(), format!("{HOST}{sent}"), "the wire keeps its form");
}

#[track_caller]
fn query(wire: &str, expected: &str) {
    let url = format!("{HOST}/?{wire}");
    assert_eq!(line(&url, 2), expected, "{wire}");
    let stages = sign(&signer(SDK_KEY), &request("GET", &url), TIME, &[]);
    assert_eq!(stages.url(), url, "the wire keeps its form");
}

#[test]
fn canonical_paths() {
    path("", "/");
    path("/", "/");
    path("/a", "/a/");
    path("/a/", "/a/");
    path("/a//b", "/a//b/");
    path("/a//", "/a//");
    path("//a", "//a/");
    path("/a%20b", "/a%20b/");
    path("/a+b", "/a%2Bb/");
    path("/a%2fb", "/a/b/");
    path("/a%252Fb", "/a%252Fb/");
    path("/%e4%b8%ad", "/%E4%B8%AD/");
    path("/~%7e-_.", "/~~-_./");
}

#[test]
fn canonical_path_errors() {
    for wire in ["/a/../b", "/a/%2E%2e/b", "/.", "/a/.", "/a/%2e/b", "/a%2F..%2Fb"] {
        let url = format!("{HOST}{wire}");
        let error = refused(&signer(SDK_KEY), &request("GET", &url), &Context::at(TIME));
        assert_eq!(fault(&error), (ErrorKind::DotSegments, "url"), "{wire}");
    }
    for (wire, offset) in [("/100%", 4), ("/a%zzb", 2), ("/?q=%4", 4)] {
        let url = format!("{HOST}{wire}");
        let error = Request::new("GET", &url).expect_err(wire);
        assert_eq!(fault(&error), (ErrorKind::MalformedEscape, "url"), "{wire}");
        assert_eq!(error.offset(), Some(HOST.len() + offset), "{wire}");
    }
}

#[test]
fn canonical_queries() {
    query("b=2&a=1", "a=1&b=2");
    query("a=2&a=1&a=10", "a=1&a=10&a=2");
    query("a&b=", "a=&b=");
    query("q=x+y", "q=x%20y");
    query("q=x%2by", "q=x%2By");
    query("a=b=c", "a=b%3Dc");
    query("F=1&b=2&a=3&B=4", "B=4&F=1&a=3&b=2");
    query("k=~-._!'()*", "k=~-._%21%27%28%29%2A");
    query("k=a%2520b", "k=a%2520b");
    query("&&a=1&", "a=1");
    query("=v&a=1", "=v&a=1");
    query("", "");
    // No parameter is skipped.
    query("X-Sdk-Date=1&authorization=2", "X-Sdk-Date=1&authorization=2");
}

#[test]
fn canonical_query_after_the_go_and_python_unit_tests() {
    let url = UrlBuilder::new(HOST)
        .expect("a base")
        .with_pair("limit", "1")
        .with_pair("enable", "true")
        .with_pair("test", "一 (&=?!#%.*)")
        .with_pair("path", "/v1/123")
        .pairs([("multi", "3"), ("multi", "1"), ("multi", "2")])
        .build();
    assert_eq!(
        line(&url, 2),
        "enable=true&limit=1&multi=1&multi=2&multi=3&path=%2Fv1%2F123\
         &test=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29"
    );
}

/// What is signed as the host, and the URL that is sent.
#[track_caller]
fn host(url: &str, signed: &str, sent: &str) {
    assert_eq!(line(url, 3), format!("host:{signed}"), "{url}");
    let stages = sign(&signer(SDK_KEY), &request("GET", url), TIME, &[]);
    assert_eq!(stages.url(), sent);
}

#[test]
fn host_is_signed_as_it_is_sent() {
    host("https://EX.com:443/", "ex.com", "https://ex.com/");
    host("http://ex.com:80/", "ex.com", "http://ex.com/");
    host("https://ex.com:80/", "ex.com:80", "https://ex.com:80/");
    host("https://ex.com:8443/", "ex.com:8443", "https://ex.com:8443/");
    host("https://[2001:DB8::1]:8443/", "[2001:db8::1]:8443", "https://[2001:db8::1]:8443/");
    host("wss://ex.com:443/ws", "ex.com", "wss://ex.com/ws");
}

#[test]
fn host_header_is_what_is_sent() {
    let headers = [("Host", "Other.example.com:443")];
    let request = request("GET", "https://10.0.0.1/").with_headers(&headers);
    let stages = sign(&signer(SDK_KEY), &request, TIME, &[]);
    let host = stages.canonical_request.split('\n').nth(3);
    assert_eq!(host, Some("host:other.example.com"));
    assert_eq!(stages.header("host"), "other.example.com", "the text was not canonical");
}

#[test]
fn method_in_lower_case_is_refused() {
    let error = refused(&signer(SDK_KEY), &request("get", HOST), &Context::at(TIME));
    assert_eq!(fault(&error), (ErrorKind::InvalidMethod, "method"));
}

#[test]
fn time_is_seconds_of_the_years_1970_to_9999() {
    for (time, date) in [(0, "19700101T000000Z"), (253402300799, "99991231T235959Z")] {
        let stages = sign(&signer(SDK_KEY), &request("GET", HOST), time, &[]);
        assert_eq!(stages.header("x-sdk-date"), date);
    }
    for time in [-1, 253402300800, 1573789015000, i64::MIN, i64::MAX] {
        let error = refused(&signer(SDK_KEY), &request("GET", HOST), &Context::at(time));
        assert_eq!(fault(&error), (ErrorKind::TimeOutOfRange, "time"), "{time}");
    }
}
