//! The rules of Signature Version 4, after "Create a signed AWS API request", and those of S3.

use polysign::custom::{
    BodyHash, CanonicalQuery, CanonicalRequest, DefaultHeaders, Form as PathForm, HeaderChoice,
    Order, Sink, encode, recode,
};
use polysign::verify::{Policy, Reason, Rejection};
use polysign::{Error, ErrorKind, Explanation, Request, Scheme};
use smallvec::SmallVec;

use super::signed_headers;
use super::sigv4::{CONTENT_HASH, IN_HEADER, IN_QUERY, NAMES, S3_IN_HEADER, S3_IN_QUERY, TOKEN};
use crate::canonical::{Canonical, Form, ambiguous, conflicting, has_repeated_key, write_folded};
use crate::scope::{Dialect, Found, Names, Placed};

const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// The ways in which services read a request.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rules {
    /// S3: the path is decoded and encoded once, and nothing is removed from it.
    pub(super) is_s3: bool,
    /// Empty, `.` and `..` segments are removed.
    pub(super) normalizes: bool,
    /// The path is encoded as it stands in the URL, so that `%` becomes `%25`.
    pub(super) encodes_twice: bool,
    pub(super) sends_hash: bool,
    pub(super) keeps_dots: bool,
}

impl Rules {
    pub(super) fn of_service(service: &str) -> Self {
        let is_s3 = matches!(service, "s3" | "s3-outposts" | "s3-object-lambda");
        Self::default().with_s3(is_s3)
    }

    pub(super) const fn with_s3(self, is_s3: bool) -> Self {
        Self { is_s3, normalizes: !is_s3, encodes_twice: !is_s3, ..self }
    }

    fn write(self, path: &str, sink: &mut impl Sink) {
        if is_plain(path) {
            return sink.text(path.as_bytes());
        }
        let write = |segment: &str, sink: &mut _| match self.encodes_twice {
            true => encode(segment.as_bytes(), sink),
            false => recode(segment.as_bytes(), PathForm::Path, sink),
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

    /// Checks what clients and servers would read in different ways.
    fn check_path(self, path: &str) -> Result<(), Error> {
        let has = |byte| path.as_bytes().contains(&byte);
        let is_escaped_dots = |segment: &str| segment.contains('%') && is_dots(segment);
        if has(b'%') && path.split('/').any(is_escaped_dots) {
            let advice = "has an escaped `.` or `..` segment, which clients collapse; remove it";
            return Err(Error::new(ErrorKind::DotSegments, "url", advice));
        }
        if self.encodes_twice && path.bytes().any(is_rewritten) {
            let advice = "has a character that clients escape, one of \"<>^`{|}; percent-encode it";
            return Err(ambiguous(advice));
        }
        if self.is_s3 && has(b'+') {
            let advice = "has a `+` in its path, a space to some stores; write %2B or %20";
            return Err(ambiguous(advice));
        }
        Ok(())
    }
}

impl Form for Rules {
    const TOKEN: (&'static str, &'static str) = (TOKEN, "session_token");
    const ORDER: Order = Order::EncodedKeyThenValue;

    fn write_path<S: Sink>(self, parts: &CanonicalRequest<'_, '_>, sink: &mut S) {
        self.write(parts.path(), sink);
    }

    fn write_value<S: Sink>(value: &[u8], sink: &mut S) {
        write_folded(value, sink);
    }

    fn check_target_arrived(self, policy: &Policy, request: &Request<'_>) -> Result<(), Rejection> {
        if self.is_s3 {
            return policy.check_target(request, false);
        }
        policy.check_removed_segments(request)?;
        policy.check_query(request)
    }

    fn check(
        self,
        request: &Request<'_>,
        parts: &CanonicalRequest<'_, '_>,
        _: bool,
    ) -> Result<(), Error> {
        refuse_streaming(request)?;
        self.check_path(parts.path())?;
        if self.is_s3 { check_s3_query(parts.query()) } else { Ok(()) }
    }
}

impl Dialect for Rules {
    const NAMES: &'static Names = &NAMES;
    const HEADERS: [&'static DefaultHeaders; 2] =
        [&signed_headers::IN_HEADER, &signed_headers::IN_QUERY];

    fn facts(self, placed: Placed) -> &'static Scheme {
        match (self.is_s3, placed) {
            (false, Placed::InHeader) => &IN_HEADER,
            (false, Placed::InQuery(_)) => &IN_QUERY,
            (true, Placed::InHeader) => &S3_IN_HEADER,
            (true, Placed::InQuery(_)) => &S3_IN_QUERY,
        }
    }

    /// A presigned URL of S3 never covers the body.
    fn body<'a>(self, request: &Request<'a>, is_in_query: bool) -> Result<BodyHash<'a>, Error> {
        if self.is_s3 && is_in_query {
            return Ok(BodyHash::Text(UNSIGNED.as_bytes()));
        }
        request.covered_payload().map(|payload| BodyHash::of(payload, UNSIGNED))
    }

    fn sends_hash(self, body: &[u8], _: &HeaderChoice) -> bool {
        self.is_s3 || self.sends_hash || body == UNSIGNED.as_bytes()
    }

    /// S3 wants all its own headers to be signed.
    fn demands(self, name: &str) -> bool {
        let front = name.get(..6).filter(|_| self.is_s3);
        front.is_some_and(|front| front.eq_ignore_ascii_case("x-amz-"))
    }

    /// A path that is normalised is signed as it was before a client removes segments, but for the last
    /// and for empty ones.
    fn keeps_dots(self, parts: &CanonicalRequest<'_, '_>) -> bool {
        let is_last_dots = || parts.path().rsplit('/').next().is_some_and(is_dots);
        let survives = || self.normalizes && !is_last_dots() && !parts.path().contains("//");
        parts.has_dot_segment(false) && (self.keeps_dots || survives())
    }

    fn explain(
        self,
        _: &Request<'_>,
        canonical: &Canonical<'_, '_, Self>,
        explanation: &mut Explanation,
    ) {
        if canonical.body == UNSIGNED.as_bytes() {
            explanation.set_covers(IN_HEADER.covers().without_body());
        }
    }

    fn left_out(
        self,
        found: &Found<'_>,
        policy: &Policy,
    ) -> Result<Option<&'static str>, Rejection> {
        if self.is_s3 && found.is_in_query {
            return Ok(Some(UNSIGNED));
        }
        if found.content_hash != Some(UNSIGNED.as_bytes()) {
            return Ok(None);
        }
        if policy.allows_unsigned_body() {
            return Ok(Some(UNSIGNED));
        }
        let detail = "says that its body is not covered, which the policy does not allow";
        Err(Rejection::new(Reason::UnsignedBody, detail))
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

/// Returns whether clients percent-encode a byte in a path. Encoded as it stands, it would be signed in
/// another way than it is sent.
fn is_rewritten(byte: u8) -> bool {
    matches!(byte, b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'|' | b'}')
}

/// Returns whether a segment is `.` or `..`, escaped or not.
fn is_dots(segment: &str) -> bool {
    let forms = [".", "..", "%2e", "%2e%2e", ".%2e", "%2e."];
    forms.iter().any(|dots| dots.eq_ignore_ascii_case(segment))
}

/// Checks a sorted query: S3 and the programs that sign for it differ on names that repeat, and on names
/// whose order changes when they are encoded.
fn check_s3_query(query: &CanonicalQuery<'_>) -> Result<(), Error> {
    if has_repeated_key(query) {
        let advice = "has a parameter twice, of which S3 takes one; remove the other";
        return Err(conflicting(advice));
    }
    if query.is_sorted_by(Order::KeyThenValue) {
        return Ok(());
    }
    Err(ambiguous("has parameters whose order changes when their names are encoded; rename one"))
}

/// The caller's body is not framed in chunks here.
fn refuse_streaming(request: &Request<'_>) -> Result<(), Error> {
    let hash = request.headers().get(CONTENT_HASH);
    if !hash.is_some_and(|hash| hash.trim_ascii().starts_with(b"STREAMING-")) {
        return Ok(());
    }
    let advice = "asks for a body in signed chunks, which are not made here; remove the header";
    Err(Error::new(ErrorKind::ConflictingHeader, CONTENT_HASH, advice))
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;

    const SERVICE: Rules = Rules {
        is_s3: false,
        normalizes: true,
        encodes_twice: true,
        sends_hash: false,
        keeps_dots: false,
    };
    const S3: Rules = SERVICE.with_s3(true);

    fn path(rules: Rules, path: &str) -> String {
        let mut text = Vec::new();
        rules.write(path, &mut text);
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
            assert_eq!(path(SERVICE, wire), expected, "{wire}");
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
            assert_eq!(path(S3, wire), expected, "{wire}");
        }
        for wire in ["/a/%2e%2e/b", "/.%2E", "/%2e"] {
            assert!(SERVICE.check_path(wire).is_err() && S3.check_path(wire).is_err());
        }
        assert!(SERVICE.check_path("/a{b").is_err() && S3.check_path("/a{b").is_ok());
        assert!(S3.check_path("/a+b").is_err() && SERVICE.check_path("/a+b").is_ok());
        assert!(S3.check_path("/a/../%2e%2e%2e/.a").is_ok());
    }
}
