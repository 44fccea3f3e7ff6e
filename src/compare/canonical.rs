//! The form that canonical requests share: method, path, query, headers, and with some vendors the
//! list of signed headers and a digest of the body.

use super::difference::{Part, Report, Sides};
use super::headers::{Headers, compare_headers, compare_list};
use super::line::{Line, Span};
use super::lines::first_word;
use super::reading::Reading;
use super::spelling::{is_digest, is_time};
use super::{Cause, Hidden, path, query};

/// A canonical request in its parts.
pub(super) struct Canonical<'a> {
    method: &'a [u8],
    path: &'a [u8],
    query: Span<'a>,
    headers: Headers<'a>,
    /// The list of signed headers and the digest of the body.
    end: Option<(&'a [u8], &'a [u8])>,
}

/// How many beginnings of a canonical request are tried in one reading.
const MOST_STARTS: usize = 4;

/// All places in a reading where one may begin: a word in capitals, and a path on the next line.
pub(super) fn find<'a>(
    reading: &'a Reading,
    ours: &Canonical<'_>,
    hidden: &Hidden<'_>,
) -> impl Iterator<Item = Canonical<'a>> {
    // A secret may hold what was taken for a line end: what comes behind it may be a part of it.
    let known = ours.headers.names();
    let may_follow = move |name: &[u8], previous: &[u8]| {
        hidden.gap_of(previous).is_none() || known.contains(&name.to_ascii_lowercase())
    };
    let starts = reading.lines.iter().zip(reading.lines.iter().skip(1));
    starts
        .enumerate()
        .filter_map(|(at, (first, second))| {
            let method = last_word(first.span().bytes);
            let is_start = !method.is_empty() && second.span().bytes.starts_with(b"/");
            is_start.then_some((at, method))
        })
        .take(MOST_STARTS)
        .filter_map(move |(at, method)| {
            let lines = reading.lines.get(at + 1..)?;
            Canonical::read(method, lines, &may_follow)
        })
}

/// The word in capitals at the end: a method, behind whatever introduces it.
fn last_word(line: &[u8]) -> &[u8] {
    let is_of_word = |byte: &u8| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'_');
    let before = line.iter().rposition(|byte| !is_of_word(byte));
    let word = line
        .get(before.map_or(0, |at| at + 1)..)
        .unwrap_or_default();
    if word.len() <= 32 { word } else { &[] }
}

impl<'a> Canonical<'a> {
    /// Ours, if it goes on behind path and query: the text of a scheme of someone's own may only
    /// begin like one.
    pub(super) fn of_lines(lines: &'a [Line]) -> Option<Self> {
        let (method, rest) = lines.split_first().filter(|(_, rest)| rest.len() > 2)?;
        Self::read(method.span().bytes, rest, &|_, _| true)
    }

    /// `may_follow`: whether a header of the first name may stand behind one of the second.
    fn read(
        method: &'a [u8],
        lines: &'a [Line],
        may_follow: &dyn Fn(&[u8], &[u8]) -> bool,
    ) -> Option<Self> {
        let (path, rest) = lines.split_first()?;
        let (query, rest) = match rest.split_first() {
            // Empty lines get lost when texts are pasted.
            Some((line, _)) if Headers::is_header(line.span()) => (None, rest),
            Some((line, rest)) => (Some(line.span()), rest),
            None => (None, rest),
        };
        let (headers, rest) = Headers::read(rest, may_follow);
        let mut behind = rest
            .iter()
            .map(|line| line.span().bytes)
            .skip_while(|line| line.is_empty());
        let end = behind.next().zip(behind.next().map(first_word));
        Some(Self {
            method,
            path: path.span().bytes,
            query: query.unwrap_or_default(),
            headers,
            // Another last line is one that was cut off.
            end: end.filter(|(_, hash)| is_digest(hash) || *hash == UNSIGNED),
        })
    }

    /// Whether `theirs` can be of the same request: of the same second, or of the same place.
    pub(super) fn is_related(&self, theirs: &Canonical<'_>) -> bool {
        // One that ends too early was cut off, which says nothing of what is missing.
        let is_cut_off = match (self.end, theirs.end) {
            (Some((_, hash)), Some((_, front))) => hash != front && hash.starts_with(front),
            (ours, theirs) => ours.is_some() && theirs.is_none(),
        };
        if is_cut_off {
            return false;
        }
        let same_host = match (self.host_name(), theirs.host_name()) {
            (Some(ours), Some(theirs)) => ours.eq_ignore_ascii_case(theirs),
            _ => true,
        };
        let same_path = path::cause(self.path, theirs.path) != Some(Cause::OtherPath);
        let is_telling = self.path.len() > 1;
        match self.same_time(theirs) {
            Some(true) => true,
            Some(false) => same_path && (same_host || is_telling),
            None => (same_path && is_telling) || same_host,
        }
    }

    /// Without a port.
    fn host_name(&self) -> Option<&'a [u8]> {
        self.headers.first(b"host").map(host_name)
    }

    /// `None` if no time is signed in a header.
    fn same_time(&self, theirs: &Canonical<'_>) -> Option<bool> {
        let times = self.headers.iter().filter(|(_, value)| is_time(value));
        times
            .map(|(name, time)| theirs.headers.first(name) == Some(time))
            .reduce(|same, other| same || other)
    }

    pub(super) fn compare(&self, theirs: &Canonical<'_>, hidden: &Hidden<'_>) -> Report {
        let mut report = Report::default();
        if self.method != theirs.method {
            let sides = Sides::of(Some(self.method), Some(theirs.method));
            report.add(Part::Method, sides, Cause::MethodChanged);
        }
        if let Some(cause) = path::cause(self.path, theirs.path) {
            let sides = Sides::of(Some(self.path), Some(theirs.path));
            report.add(Part::Path, sides, cause);
        }
        // What was taken for a part of the path need not be missed in the query, too.
        if !report.causes.contains(&Cause::QueryInPath) {
            query::compare(self.query, theirs.query, hidden, &mut report);
        }
        let headers_differ = compare_headers(&self.headers, &theirs.headers, hidden, &mut report);
        if let (Some((names, hash)), Some((their_names, their_hash))) = (self.end, theirs.end) {
            compare_list(
                names,
                their_names,
                &theirs.headers,
                headers_differ,
                &mut report,
            );
            if let Some(cause) = cause_of_hashes(hash, their_hash) {
                let sides = Sides::of(Some(hash), Some(their_hash));
                report.add(Part::BodyHash, sides, cause);
            }
        }
        report
    }
}

/// Without a port, which may be escaped.
fn host_name(host: &[u8]) -> &[u8] {
    let end = host.iter().position(|byte| matches!(byte, b':' | b'%'));
    end.and_then(|end| host.get(..end)).unwrap_or(host)
}

const UNSIGNED: &[u8] = b"UNSIGNED-PAYLOAD";
/// SHA-256 of nothing.
const OF_NOTHING: &[u8] = b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// SHA-256 of `{}`.
const OF_EMPTY_OBJECT: &[u8] = b"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

fn cause_of_hashes(ours: &[u8], theirs: &[u8]) -> Option<Cause> {
    if ours.eq_ignore_ascii_case(theirs) {
        return None;
    }
    Some(match (ours, theirs) {
        (UNSIGNED, _) | (_, UNSIGNED) => Cause::UnsignedPayload,
        (_, OF_NOTHING) => Cause::EmptyBody,
        (_, OF_EMPTY_OBJECT) => Cause::EmptyObject,
        (OF_NOTHING, _) => Cause::BodyNotSigned,
        _ => Cause::OtherBody,
    })
}
