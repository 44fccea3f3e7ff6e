//! Comparing canonical requests part by part.
//!
//! Schemes differ in how they make a canonical request, and share its form: method, path, query and
//! headers on lines, and in some schemes the list of signed headers and a digest of the body.

use super::difference::{Component, Report};

use super::headers::{HeaderLines, compare_headers, compare_list, header};
use super::reading::{Line, Lines, Reading};
use super::spelling::{first_word, is_digest, is_placeholder, is_time, last_word};
use super::values::cause_of_paths;
use super::{Cause, Ours, query};

/// A canonical request in its parts.
pub(super) struct Canonical<'a> {
    method: &'a str,
    path: &'a str,
    query: &'a str,
    headers: HeaderLines<'a>,
    /// The list of signed headers, if a hash follows it.
    names: &'a str,
    /// The digest of the body, or its placeholder.
    hash: Option<&'a str>,
}

/// The number of places in one reading at which a canonical request may begin and that are tried.
const MOST_STARTS: usize = 4;

/// Finds the place in a reading that is most like our canonical request.
pub(super) fn compare(
    ours: &Canonical<'_>,
    reading: &Reading<'_>,
    known: &Ours<'_>,
) -> Option<Report> {
    // A secret may hold what was taken for a line end: what comes after it may be a part of it.
    let names = ours.headers.names();
    let may_follow = |name: &str, previous: &str| {
        known.hides(previous).is_none() || names.contains(&name.to_ascii_lowercase())
    };
    let found = starts(reading.lines(), ours.method).filter_map(|(method, lines)| {
        let theirs = Canonical::read(method, lines, may_follow)?;
        ours.is_related(&theirs).then(|| ours.compare(&theirs, known))
    });
    found.min_by_key(Report::rank)
}

/// Returns the places where one may begin: our method or a word in capitals, and a path on the next
/// line.
fn starts<'a>(mut lines: Lines<'a>, ours: &str) -> impl Iterator<Item = (&'a str, Lines<'a>)> {
    let starts = core::iter::from_fn(move || {
        let method = method_of(lines.next()?.text, ours);
        let next = lines.clone().next();
        let is_start = !method.is_empty() && next.is_some_and(|line| line.text.starts_with('/'));
        Some(is_start.then(|| (method, lines.clone())))
    });
    starts.flatten().take(MOST_STARTS)
}

/// Returns the method at the end of a line, after whatever introduces it: ours, or a word in
/// capitals.
pub(super) fn method_of<'a>(line: &'a str, ours: &str) -> &'a str {
    if let Some(method) = last_word(line, ours) {
        return method;
    }
    let is_of_word = |letter: char| letter.is_ascii_uppercase() || matches!(letter, '-' | '_');
    let front = line.trim_end_matches(is_of_word);
    let word = line.get(front.len()..).unwrap_or_default();
    if word.len() <= 32 { word } else { "" }
}

impl<'a> Canonical<'a> {
    /// Reads our canonical request. `None` if it ends after path and query: the text of a custom
    /// scheme may only begin like one.
    pub(super) fn of_ours(mut lines: Lines<'a>) -> Option<Self> {
        let method = lines.next()?.text;
        let has_path = lines.clone().next()?.text.starts_with('/');
        let is_long = lines.clone().nth(2).is_some();
        let ours = Self::read(method, lines, |_, _| true);
        ours.filter(|_| has_path && is_long)
    }

    /// Reads the lines after the method. `may_follow` returns whether a header of the first name may
    /// come after one of the second.
    fn read(
        method: &'a str,
        mut lines: Lines<'a>,
        may_follow: impl Fn(&str, &str) -> bool,
    ) -> Option<Self> {
        let path = lines.next()?.text;
        // Empty lines get lost when texts are pasted.
        let is_query = |line: &Line<'_>| header(line.text).is_none();
        let query = lines.clone().next().filter(is_query);
        let query = query.and_then(|_| lines.next()).map_or("", |line| line.text);
        let mut headers = HeaderLines::read(&mut lines, may_follow);
        let texts = lines.map(|line| line.text);
        let mut end = texts.skip_while(|line| line.is_empty());
        let names = end.next().unwrap_or_default();
        // Another last line is one that was cut off.
        let hash = end.next().map(first_word);
        let hash = hash.filter(|hash| is_digest(hash) || is_placeholder(hash));
        if hash.is_none() {
            headers.tidy();
        }
        Some(Self { method, path, query, headers, names, hash })
    }

    /// Returns whether `theirs` can belong to this request: by the same second, or the same place.
    fn is_related(&self, theirs: &Canonical<'_>) -> bool {
        if self.is_cut_off(theirs) {
            return false;
        }
        let hosts = self.host_name().zip(theirs.host_name());
        let same_host = hosts.is_none_or(|(ours, theirs)| ours.eq_ignore_ascii_case(theirs));
        let same_path = cause_of_paths(self.path, theirs.path) != Some(Cause::OtherPath);
        let is_telling = self.path.len() > 1;
        match self.same_time(theirs) {
            Some(true) => true,
            Some(false) => same_path && (same_host || is_telling),
            None => (same_path && is_telling) || same_host,
        }
    }

    /// Returns whether `theirs` was cut off, which says nothing about the missing part.
    fn is_cut_off(&self, theirs: &Canonical<'_>) -> bool {
        match (self.hash, theirs.hash) {
            (Some(ours), Some(theirs)) => ours != theirs && ours.starts_with(theirs),
            (ours, theirs) => ours.is_some() && theirs.is_none(),
        }
    }

    /// Returns the host without its port, whose colon may be escaped.
    fn host_name(&self) -> Option<&'a str> {
        self.headers.first("host")?.split([':', '%']).next()
    }

    /// Returns whether a time in the headers is the same. `None` if no header has a time.
    fn same_time(&self, theirs: &Canonical<'_>) -> Option<bool> {
        let times = self.headers.iter().filter(|header| is_time(header.text()));
        times
            .map(|header| theirs.headers.first(header.name) == header.value)
            .reduce(|same, other| same || other)
    }

    /// Reports each part that differs, in the order of the text.
    fn compare(&self, theirs: &Canonical<'_>, known: &Ours<'_>) -> Report {
        let mut report = Report::default();
        let method = (self.method != theirs.method).then_some(Cause::MethodChanged);
        report.add_texts(Component::Method, method, self.method, theirs.method);
        let path = cause_of_paths(self.path, theirs.path);
        report.add_texts(Component::Path, path, self.path, theirs.path);
        // What was taken for a part of the path need not be missed in the query, too.
        if path != Some(Cause::QueryInPath) {
            query::compare(self.query, theirs.query, known, &mut report);
        }
        let headers_differ = compare_headers(&self.headers, &theirs.headers, known, &mut report);
        if let Some((our_hash, their_hash)) = self.hash.zip(theirs.hash) {
            let list = (!headers_differ).then_some(Cause::SignedHeaderList);
            compare_list(self.names, theirs.names, &theirs.headers, list, &mut report);
            let body = cause_of_hashes(our_hash, their_hash);
            report.add_texts(Component::BodyHash, body, our_hash, their_hash);
        }
        report
    }
}

/// SHA-256 of nothing.
const OF_NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// SHA-256 of `{}`.
const OF_EMPTY_OBJECT: &str = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

/// Returns the cause of a difference between digests of the body. `None` if they are the same.
fn cause_of_hashes(ours: &str, theirs: &str) -> Option<Cause> {
    if ours.eq_ignore_ascii_case(theirs) {
        return None;
    }
    Some(match (ours, theirs) {
        _ if is_placeholder(ours) || is_placeholder(theirs) => Cause::UnsignedPayload,
        (_, OF_NOTHING) => Cause::EmptyBody,
        (_, OF_EMPTY_OBJECT) => Cause::EmptyObject,
        (OF_NOTHING, _) => Cause::BodyNotSigned,
        _ => Cause::OtherBody,
    })
}
