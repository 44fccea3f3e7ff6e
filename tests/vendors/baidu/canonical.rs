//! The tables "Canonical paths" and "Canonical queries", with their errors.

use polysign::{Context, ErrorKind, Request, Signer};

use super::{TIME, request, signer};
use crate::common::stages::{fault, refused, sign};

const BASE: &str = "https://bj.bcebos.com";

/// A line of the canonical request, counted from 0.
fn line(url: &str, at: usize) -> String {
    let stages = sign(&signer(), &request("GET", url), TIME, &[]);
    let line = stages.canonical_request.split('\n').nth(at);
    line.expect("a line").to_owned()
}

#[track_caller]
fn path(wire: &str, expected: &str) {
    let url = format!("{BASE}{wire}");
    assert_eq!(line(&url, 1), expected, "{wire}");
    // A client that keeps the path as it is gets it as it is.
    let stages = sign(&signer().keep_dot_segments(), &request("GET", &url), TIME, &[]);
    let sent = if wire.is_empty() { "/" } else { wire };
    assert_eq!(stages.url(), format!("{BASE}{sent}"));
}

#[track_caller]
fn query(wire: &str, expected: &str) {
    assert_eq!(line(&format!("{BASE}/?{wire}"), 2), expected, "{wire}");
}

#[test]
fn canonical_paths() {
    path("", "/");
    path("/a", "/a");
    path("/a/", "/a/");
    path("/a//b", "/a//b");
    path("/a/../b", "/a/../b");
    path("/a/./b", "/a/./b");
    path("/a+b", "/a%2Bb");
    path("/%e4%b8%ad", "/%E4%B8%AD");
    path("/a%252Fb", "/a%252Fb");
    path("/a%2Fb", "/a/b");
    path("/~%7e-_.", "/~~-_.");
}

#[test]
fn dot_segments_are_signed_and_not_applied() {
    for wire in ["/a/../b", "/.", "/a/%2e%2E"] {
        let url = format!("{BASE}{wire}");
        let request = request("GET", &url);
        let signed = signer().sign_with(&request, &Context::at(TIME)).expect("signed");
        let error = signed.url(&request).expect_err("clients collapse it");
        assert_eq!(fault(&error), (ErrorKind::DotSegments, "url"), "{wire}");
    }
}

#[test]
fn canonical_path_errors() {
    for (wire, offset) in [("/100%", 4), ("/a%zzb", 2), ("/?q=%4", 4)] {
        let url = format!("{BASE}{wire}");
        let error = Request::new("GET", &url).expect_err(wire);
        assert_eq!(fault(&error), (ErrorKind::MalformedEscape, "url"), "{wire}");
        assert_eq!(error.offset(), Some(BASE.len() + offset), "{wire}");
    }
}

#[test]
fn canonical_queries() {
    query("b=2&a=1", "a=1&b=2");
    query("acl", "acl=");
    query("q=x+y", "q=x%20y");
    query("q=%2B", "q=%2B");
    query("a=1&Authorization=zz&authorization=q", "a=1");
    query("AUTHORIZATION&a=1&%61uthorization=q", "a=1");
    query("a%5B0%5D=x&aB=y&a=z", "a%5B0%5D=x&a=z&aB=y");
    query("", "");
    query("&&a=1&", "a=1");
    query("a=2&a=10&a=1", "a=1&a=10&a=2");
    query("=v&a", "=v&a=");
    query("k=~%7e-_.", "k=~~-_.");
}

#[test]
fn method_in_lower_case_and_time_out_of_range() {
    let error = refused(&signer(), &request("get", BASE), &Context::at(TIME));
    assert_eq!(fault(&error), (ErrorKind::InvalidMethod, "method"));
    for time in [-1, 253402300800, 1430123029000] {
        let error = refused(&signer(), &request("GET", BASE), &Context::at(time));
        assert_eq!(fault(&error), (ErrorKind::TimeOutOfRange, "time"));
    }
    for (time, date) in [(0, "1970-01-01T00:00:00Z"), (253402300799, "9999-12-31T23:59:59Z")] {
        let stages = sign(&signer(), &request("GET", BASE), time, &[]);
        assert_eq!(stages.header("x-bce-date"), date);
    }
}
