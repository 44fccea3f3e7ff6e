//! What is sent: URLs, headers and bodies that clients are known to rewrite.

use std::time::Duration;

/// One request of a user's.
pub struct Case {
    pub name: &'static str,
    pub method: &'static str,
    /// With the port of the server in the place of `PORT`.
    pub url: &'static str,
    pub headers: &'static [(&'static str, &'static str)],
    pub body: Body,
    pub way: Way,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Body {
    None,
    Bytes(&'static [u8]),
    /// The client's own multipart body where it has one, which picks its boundary itself.
    Multipart(Stated),
    /// In pieces of an unknown length, sent with `Transfer-Encoding: chunked`.
    Streamed(&'static [u8], Stated),
}

/// What the signature is told of a body that is not at hand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    Digest,
    Unsigned,
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Plain,
    /// A client that adds headers of its own to each request, below the signature.
    DefaultHeaders,
    /// Signed, then cloned, and the clone signed again at a later time.
    SignedAgain,
    /// With `Signing::allow_other_host`.
    OtherHost,
}

impl Way {
    /// How long ago the first of two signatures was made.
    pub const EARLIER: Duration = Duration::from_secs(120);
}

impl Case {
    const fn get(name: &'static str, url: &'static str) -> Self {
        Self { name, method: "GET", url, headers: &[], body: Body::None, way: Way::Plain }
    }

    const fn post(name: &'static str, body: Body) -> Self {
        let url = "http://127.0.0.1:PORT/v1/tasks?lang=zh";
        Self { name, method: "POST", url, headers: &[], body, way: Way::Plain }
    }

    const fn headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    const fn way(self, way: Way) -> Self {
        Self { way, ..self }
    }

    pub fn has_body(&self) -> bool {
        self.body != Body::None
    }
}

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];
const TEXT: &[u8] = "{\"text\":\"你好\"}".as_bytes();
const PLAIN: &str = "http://127.0.0.1:PORT/v1/tasks?lang=zh";

pub const CASES: &[Case] = &[
    Case::get("plain", PLAIN),
    Case::get("upper-case host", "http://LOCALHOST:PORT/v1"),
    Case::get("upper-case scheme", "HTTP://127.0.0.1:PORT/v1"),
    Case::get("default port", "http://wire.localhost:80/v1"),
    Case::get("default port, upper case", "http://Wire.LocalHost:080/v1"),
    Case::get("empty port", "http://wire.localhost:/v1"),
    Case::get("host with a final dot", "http://wire.localhost.:PORT/v1"),
    Case::get("no path", "http://127.0.0.1:PORT"),
    Case::get("no path, query", "http://127.0.0.1:PORT?x=1"),
    Case::get("apostrophe", "http://127.0.0.1:PORT/it's?q=it's"),
    Case::get("brackets", "http://127.0.0.1:PORT/a[1]?b[]=2&b[0]=1"),
    Case::get("semicolon", "http://127.0.0.1:PORT/a;v=1/b;?x=1;y=2"),
    Case::get("double slash", "http://127.0.0.1:PORT//a//b//?x=//y"),
    Case::get("dot segments", "http://127.0.0.1:PORT/a/../b"),
    Case::get("single dot", "http://127.0.0.1:PORT/./b/."),
    Case::get("escaped dots", "http://127.0.0.1:PORT/a/%2e%2E/b"),
    Case::get("dots behind an escaped slash", "http://127.0.0.1:PORT/a%2F../b"),
    Case::get("three dots", "http://127.0.0.1:PORT/a/.../b..c/..d?x=../y"),
    Case::get("trailing ?", "http://127.0.0.1:PORT/v1?"),
    Case::get("trailing &", "http://127.0.0.1:PORT/v1?b=2&a=1&"),
    Case::get("empty pieces", "http://127.0.0.1:PORT/v1?&&b=2&&a&=v&"),
    Case::get(
        "CJK",
        "http://127.0.0.1:PORT/%E6%95%B0%E5%AD%97/%e4%ba%ba?q=%E4%BD%A0%e5%a5%bd&%E9%94%AE=",
    ),
    Case::get("escapes", "http://127.0.0.1:PORT/%7e%2F%41+b?a=%7E%2b+%20%3d%26&%41=%61"),
    Case::get("not UTF-8", "http://127.0.0.1:PORT/%ff%FE?a=%80"),
    Case::get("escaped controls", "http://127.0.0.1:PORT/%0D%0A%00?a=%0d%0a%00"),
    Case::get("reserved", "http://127.0.0.1:PORT/!$&'()*+,=:@?q=!$'()*+,=:@/?"),
    Case::get("braces", "http://127.0.0.1:PORT/{a}?q={\"b\"}"),
    Case::get("bars", "http://127.0.0.1:PORT/a|b^c?q=|^"),
    Case::get("backquote", "http://127.0.0.1:PORT/a?q=`"),
    Case::get("angles", "http://127.0.0.1:PORT/a?q=<b>"),
    Case::get("repeated keys", "http://127.0.0.1:PORT/v1?b=2&b=10&a=1&B=3&b=1"),
    Case::get("fragment", "http://127.0.0.1:PORT/v1?x=1#part"),
    Case::get(
        "signed URL",
        "http://127.0.0.1:PORT/v1?x=1&authorization=old&signature=old&Signature=old&signa=old&ts=1&timestamp=1",
    ),
    Case::get("extra headers", PLAIN).headers(&[
        ("x-title", "a  b"),
        ("X-List", "2"),
        ("x-list", "1"),
        ("x-under_score", "1"),
        ("x-empty", ""),
        ("x-bce-meta", "a/b c"),
        ("content-type", "text/plain; charset=utf-8"),
    ]),
    Case::get("blanks around a value", PLAIN)
        .headers(&[("x-title", " \t a "), ("x-bce-meta", " b ")]),
    Case::get("non-ASCII value", PLAIN).headers(&[("x-title", "数字人"), ("x-bce-meta", "数字人")]),
    Case::get("own Host", PLAIN).headers(&[("host", "127.0.0.1:PORT")]),
    Case::get("own Host, upper case", "http://localhost:PORT/v1")
        .headers(&[("Host", "LocalHost:PORT")]),
    Case::get("own Host, default port", "http://wire.localhost/v1")
        .headers(&[("host", "wire.localhost:80")]),
    Case::get("other Host", PLAIN).headers(&[("host", "other.localhost")]),
    Case::get("other Host, allowed", PLAIN)
        .headers(&[("host", "Other.localhost:80")])
        .way(Way::OtherHost),
    Case::get("own default headers", PLAIN).headers(&[
        ("user-agent", "a/1"),
        ("accept", "*/*"),
        ("accept-encoding", "identity"),
        ("connection", "keep-alive"),
    ]),
    Case::get("default headers", PLAIN).way(Way::DefaultHeaders),
    Case::get("signed again", PLAIN).way(Way::SignedAgain),
    Case::post("signed again, body", Body::Bytes(TEXT)).headers(JSON).way(Way::SignedAgain),
    Case::post("body", Body::Bytes(TEXT)).headers(JSON),
    Case::post("own Content-Length", Body::Bytes(TEXT)).headers(&[("content-length", "17")]),
    Case::post("body without a type", Body::Bytes(TEXT)),
    Case::post("empty body", Body::Bytes(b"")),
    Case::post("default headers, body", Body::Bytes(TEXT)).way(Way::DefaultHeaders),
    Case { method: "DELETE", ..Case::get("DELETE", PLAIN) },
    Case { method: "PUT", ..Case::post("PUT", Body::Bytes(TEXT)) },
    Case { method: "PATCH", ..Case::post("PATCH", Body::Bytes(b"\r\n\x00\xff")) },
    Case::post("multipart, unsigned", Body::Multipart(Stated::Unsigned)),
    Case::post("multipart, not stated", Body::Multipart(Stated::Nothing)),
    Case::post("stream, digest", Body::Streamed(TEXT, Stated::Digest)),
    Case::post("stream, unsigned", Body::Streamed(TEXT, Stated::Unsigned)),
    Case::post("stream, not stated", Body::Streamed(TEXT, Stated::Nothing)),
    Case::post("stream, signed again", Body::Streamed(TEXT, Stated::Unsigned))
        .way(Way::SignedAgain),
];
