//! The canonical request of Signature Version 4, after "Create a signed AWS API request", task 1.

use core::cmp::Ordering;

use polysign::custom::{
    CanonicalHeaders, CanonicalQuery, CanonicalRequest, Form, Header, Order, Sink, encode, recode,
};
use polysign::{Error, ErrorKind, Request};
use smallvec::SmallVec;

use crate::lines::write_joined;

pub(super) const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// The ways in which services read a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rules {
    /// S3: the path is decoded and encoded once, and nothing is removed from it.
    pub(super) is_s3: bool,
    /// Empty, `.` and `..` segments are removed.
    pub(super) normalizes: bool,
    /// The path is encoded as it stands in the URL, so that `%` becomes `%25`.
    pub(super) encodes_twice: bool,
}

impl Rules {
    pub(super) const S3: Self = Self { is_s3: true, normalizes: false, encodes_twice: false };
    pub(super) const SERVICE: Self = Self { is_s3: false, normalizes: true, encodes_twice: true };

    pub(super) fn of_service(service: &str) -> Self {
        match service {
            "s3" | "s3-outposts" | "s3-object-lambda" => Self::S3,
            _ => Self::SERVICE,
        }
    }

    /// Checks what clients and servers would read in different ways.
    pub(super) fn check_path(self, path: &str) -> Result<(), Error> {
        let has = |byte: u8| path.bytes().any(|other| other == byte);
        if has(b'%') && path.split('/').any(|segment| segment.contains('%') && is_dots(segment)) {
            return Err(Error::new(
                ErrorKind::DotSegments,
                "url",
                "has an escaped `.` or `..` segment, which clients collapse and AWS does not; \
                 remove it",
            ));
        }
        if !self.is_s3 || !has(b'+') {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::AmbiguousEncoding,
            "url",
            "has a `+` in its path, which some stores read as a space; write %2B or %20",
        ))
    }

    /// Returns whether a client that collapses dot segments sends a path that is signed alike.
    pub(super) fn outlives_collapse(self, path: &str) -> bool {
        let is_last_dots = path.rsplit('/').next().is_some_and(is_dots);
        self.normalizes && !is_last_dots && !path.contains("//")
    }

    fn write_path(self, path: &str, sink: &mut impl Sink) {
        if is_plain(path) {
            return sink.text(path.as_bytes());
        }
        let write = |segment: &str, sink: &mut _| match self.encodes_twice {
            true => encode(segment.as_bytes(), sink),
            false => recode(segment.as_bytes(), Form::Path, sink),
        };
        let mut kept: SmallVec<[&str; 32]> = SmallVec::new();
        for segment in path.split('/').skip(1) {
            match segment {
                "" | "." if self.normalizes => {}
                ".." if self.normalizes => drop(kept.pop()),
                _ => kept.push(segment),
            }
        }
        for segment in &kept {
            sink.text(b"/");
            write(segment, sink);
        }
        if kept.is_empty() || (self.normalizes && path.ends_with('/')) {
            sink.text(b"/");
        }
    }
}

/// Returns whether a path is the same by all rules: it has no empty segment, no dot and no character that
/// is encoded.
fn is_plain(path: &str) -> bool {
    let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~');
    let mut last = b'x';
    let is_next = |byte: u8| {
        let before = core::mem::replace(&mut last, byte);
        is_fit(byte) || (byte == b'/' && before != b'/')
    };
    !path.is_empty() && path.bytes().all(is_next)
}

/// Returns whether a segment is `.` or `..`, escaped or not.
fn is_dots(segment: &str) -> bool {
    let rest = |text: &str| {
        let escaped = text.get(..3).filter(|front| front.eq_ignore_ascii_case("%2e"));
        if text.starts_with('.') { Some(1) } else { escaped.map(|_| 3) }
    };
    let Some(first) = rest(segment) else { return false };
    match segment.get(first..) {
        Some("") => true,
        Some(second) => rest(second) == Some(second.len()),
        None => false,
    }
}

/// The parts of a canonical request.
pub(super) struct Canonical<'s, 'a> {
    pub(super) parts: CanonicalRequest<'s, 'a>,
    pub(super) path: &'a str,
    pub(super) query: &'s CanonicalQuery<'a>,
    /// Sorted by [`order`].
    pub(super) headers: &'s CanonicalHeaders<'a>,
    /// The digest of the body, or what stands in its place.
    pub(super) body: &'s [u8],
    pub(super) has_token: bool,
    pub(super) rules: Rules,
}

impl Canonical<'_, '_> {
    /// `METHOD \n CanonicalURI \n CanonicalQuery \n headers, each with \n \n names \n payload hash`
    pub(super) fn write(&self, sink: &mut impl Sink) {
        sink.text(self.parts.method().as_bytes());
        sink.line_end();
        self.rules.write_path(self.path, sink);
        sink.line_end();
        self.query.write_encoded("session_token", sink);
        sink.line_end();
        let token = self.has_token.then_some(("x-amz-security-token", "session_token"));
        write_joined(&self.parts, self.headers, token, write_folded, sink);
        sink.line_end();
        self.headers.write_names(sink);
        sink.line_end();
        sink.text(self.body);
    }
}

/// Returns whether a header is one of those that S3 wants to be signed.
pub(super) fn is_amz(name: &str) -> bool {
    name.get(..6).is_some_and(|front| front.eq_ignore_ascii_case("x-amz-"))
}

/// The order of the headers.
pub(super) fn order(a: &Header<'_>, b: &Header<'_>) -> Ordering {
    a.compare_in_order(b)
}

/// Writes a value with each run of spaces and TABs as one space.
fn write_folded(value: &[u8], sink: &mut impl Sink) {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let mut pairs = value.iter().zip(value.iter().skip(1));
    if !pairs.any(|(a, b)| *a == b'\t' || (is_blank(a) && is_blank(b))) {
        return sink.text(value);
    }
    let words = value.split(is_blank).filter(|word| !word.is_empty());
    for (at, word) in words.enumerate() {
        if at > 0 {
            sink.text(b" ");
        }
        sink.text(word);
    }
}

/// Checks a sorted query: S3 and the programs that sign for it differ on names that repeat, and on names
/// whose order changes when they are encoded.
pub(super) fn check_s3_query(query: &CanonicalQuery<'_>) -> Result<(), Error> {
    let mut pairs = query.iter().zip(query.iter().skip(1));
    if pairs.any(|(a, b)| a.key().bytes().eq(b.key().bytes())) {
        return Err(Error::new(
            ErrorKind::ConflictingParameter,
            "url",
            "has a parameter twice, of which S3 takes one; remove the other",
        ));
    }
    if query.is_sorted_by(Order::KeyThenValue) {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::AmbiguousEncoding,
        "url",
        "has parameters whose order changes when their names are encoded; rename one",
    ))
}

/// The caller's body is not framed in chunks here.
pub(super) fn refuse_streaming(request: &Request<'_>) -> Result<(), Error> {
    let hash = request.headers().get("x-amz-content-sha256").unwrap_or_default();
    if !hash.trim_ascii().starts_with(b"STREAMING-") {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::ConflictingHeader,
        "x-amz-content-sha256",
        "asks for a body in signed chunks, which this signer does not make; remove the header",
    ))
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;

    fn path(rules: Rules, path: &str) -> String {
        let mut text = Vec::new();
        rules.write_path(path, &mut text);
        String::from_utf8(text).expect("ASCII")
    }

    #[test]
    fn paths_of_the_specification() {
        for (wire, expected) in [
            ("", "/"),
            ("/", "/"),
            ("/a/../b", "/b"),
            ("/../a", "/a"),
            ("/a/b/..", "/a"),
            ("//a///b//", "/a/b/"),
            ("/a%20b", "/a%2520b"),
            ("/a:b@c", "/a%3Ab%40c"),
            ("/%7E", "/%257E"),
        ] {
            assert_eq!(path(Rules::SERVICE, wire), expected, "{wire}");
        }
        for (wire, expected) in [
            ("", "/"),
            ("/", "/"),
            ("/a//b", "/a//b"),
            ("//a/", "//a/"),
            ("/a/../b", "/a/../b"),
            ("/a%20b", "/a%20b"),
            ("/a(b)", "/a%28b%29"),
            ("/a%2Fb", "/a/b"),
            ("/%e4%b8%ad", "/%E4%B8%AD"),
        ] {
            assert_eq!(path(Rules::S3, wire), expected, "{wire}");
        }
        for wire in ["/a/%2e%2e/b", "/.%2E", "/%2e"] {
            assert!(
                Rules::SERVICE.check_path(wire).is_err() && Rules::S3.check_path(wire).is_err()
            );
        }
        assert!(Rules::S3.check_path("/a+b").is_err() && Rules::SERVICE.check_path("/a+b").is_ok());
        assert!(Rules::S3.check_path("/a/../%2e%2e%2e/.a").is_ok());
    }

    #[test]
    fn blanks_inside_of_a_value_become_one() {
        for (value, expected) in [("a   b \t c", "a b c"), ("a\tb", "a b"), ("", ""), ("ab", "ab")]
        {
            let mut text = Vec::new();
            write_folded(value.as_bytes(), &mut text);
            assert_eq!(text, expected.as_bytes(), "{value:?}");
        }
    }
}
