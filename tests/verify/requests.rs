//! Requests of all shapes, to be changed in every byte.

use polysign::Context;

use super::wire::Wire;

/// 2019-11-15T03:36:55Z
pub(crate) const TIME: i64 = 1_573_789_015;

pub(crate) fn context() -> Context<'static> {
    Context::at(TIME).with_nonce("4fd24687296dd9f3")
}

type Sample = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static str);

const JSON: (&str, &str) = ("Content-Type", "application/json");

/// Method, URL, headers, body.
#[rustfmt::skip]
const SAMPLES: &[Sample] = &[
    ("GET", "https://example.com", &[], ""),
    ("GET", "https://example.com/", &[("Accept", "*/*")], ""),
    ("HEAD", "https://example.com?x=1", &[], ""),
    ("GET", "https://service.example.com/v1/tasks?limit=2&marker=13551d6b", &[JSON], ""),
    ("POST", "https://service.example.com/v1/tasks", &[JSON], r#"{"a":1}"#),
    ("PUT", "https://example.com/v1/a%20b?x=%7Ey", &[("content-type", "text/plain")], "text"),
    ("DELETE", "https://example.com/v1/%e4%b8%ad", &[], ""),
    ("GET", "https://example.com/q?q=a+b%2Bc%25d%20e", &[], ""),
    ("GET", "https://example.com/q?a&b=&c=d", &[], ""),
    ("GET", "https://example.com/q?&&a=1&", &[], ""),
    ("GET", "https://example.com/q?a=2&a=1&a=10&a-b=3", &[], ""),
    ("GET", "https://example.com//a//b/", &[], ""),
    ("GET", "https://example.com/a%2Fb%252F", &[], ""),
    ("GET", "https://example.com/a:b@c!$&'()*,;=", &[], ""),
    ("POST", "https://example.com/v1", &[("X-Tag", "b"), ("x-tag", "a"), JSON], "x"),
    ("GET", "https://example.com/v1", &[("x-padded", "  a   b\t"), ("x-bce-meta-key1", " c  d ")], ""),
    ("GET", "https://example.com/v1", &[("X-Empty", ""), ("x-bce-b", "1"), ("X-Bce-B-C", "2")], ""),
    ("GET", "https://internal/v1", &[("Host", "Example.com:443")], ""),
    ("GET", "https://example.com:8443/v1?k=v=w", &[], ""),
    ("POST", "https://example.com/v1", &[("x-sdk-content-sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")], "abc"),
    ("POST", "https://example.com/v1/ttsc/audition", &[JSON], "{\"text\":\"数字人\"}"),
    ("GET", "https://example.com/v1", &[("x-name", "数字人"), ("x-bce-name", "é")], ""),
    ("PATCH", "https://[2001:db8::1]/v1?=v&%5B0%5D=x", &[], "\0\u{1}"),
    ("GET", "https://example.com/%2B+%20?%2B=+", &[("user-agent", "test/1.0")], ""),
];

pub(crate) fn samples() -> impl Iterator<Item = Wire> {
    SAMPLES
        .iter()
        .map(|(method, url, headers, body)| Wire::new(method, url, headers, body.as_bytes()))
}
