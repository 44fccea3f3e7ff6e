//! Values that differ: of a path, and of one header.

use alloc::string::String;
use alloc::vec::Vec;

use super::Cause;
use super::named::NamedValue;
use super::spelling::{self, cause_of_times, decoded};

/// Returns the usual cause of a difference between paths. `None` if they are the same.
pub(super) fn cause_of_paths(ours: &str, theirs: &str) -> Option<Cause> {
    if ours == theirs {
        return None;
    }
    let (our_front, their_front) = (without_last_slash(ours), without_last_slash(theirs));
    if our_front == their_front {
        return Some(Cause::TrailingSlash);
    }
    let is_prefixed = |short: &str, long: &str| short.len() > 1 && long.ends_with(short);
    // A slash at the end that only one side has may come on top of another difference.
    let escapes = spelling::cause(ours, theirs).or_else(|| spelling::cause(our_front, their_front));
    Some(if let Some(cause) = escapes {
        cause
    } else if before_query(theirs) == Some(our_front) {
        Cause::QueryInPath
    } else if segments(ours).eq(segments(theirs)) {
        Cause::MergedSlashes
    } else if resolved(ours) == resolved(theirs) {
        Cause::DotSegments
    } else if is_prefixed(our_front, their_front) || is_prefixed(their_front, our_front) {
        Cause::PathPrefix
    } else {
        Cause::OtherPath
    })
}

/// Returns a path without a `/` at its end.
fn without_last_slash(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}

/// Returns the text before a `?`, plain or escaped.
fn before_query(path: &str) -> Option<&str> {
    let (front, _) = ["?", "%3F", "%3f"].iter().find_map(|mark| path.split_once(mark))?;
    Some(without_last_slash(front))
}

/// Returns the segments that are not empty.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// Returns the segments of a path, with `.` and `..` resolved as clients do.
fn resolved(path: &str) -> Vec<&str> {
    let mut resolved = Vec::new();
    for segment in path.split('/').filter(|segment| *segment != ".") {
        if segment == ".." {
            resolved.pop();
        } else {
            resolved.push(segment);
        }
    }
    resolved
}

/// Returns the usual cause of a difference between the values of one header.
pub(super) fn cause_of_headers(ours: &[NamedValue<'_>], theirs: &[NamedValue<'_>]) -> Cause {
    let ([our_header], [their_header]) = (ours, theirs) else {
        return cause_of_several(ours, theirs);
    };
    let (ours, theirs) = (our_header.text(), their_header.text());
    match our_header.name.to_ascii_lowercase().as_str() {
        "host" => cause_of_hosts(ours, theirs),
        "content-type" => cause_of_content_types(ours, theirs),
        _ => cause_of_times(ours, theirs)
            .or_else(|| cause_of_texts(ours, theirs))
            .unwrap_or(Cause::HeaderChanged),
    }
}

/// Returns the cause where a side has several headers of one name.
fn cause_of_several(ours: &[NamedValue<'_>], theirs: &[NamedValue<'_>]) -> Cause {
    let [mut ours, mut theirs] =
        [ours, theirs].map(|side| side.iter().map(NamedValue::text).collect::<Vec<_>>());
    let [our_line, their_line] =
        [&ours, &theirs].map(|side| tight(&side.join(",")).replace("%2C", ","));
    ours.sort_unstable();
    theirs.sort_unstable();
    if ours == theirs {
        Cause::SortOrder
    } else if our_line == their_line {
        Cause::HeadersMerged
    } else {
        Cause::HeaderChanged
    }
}

/// Returns the cause of a difference between hosts, which may be escaped.
fn cause_of_hosts(ours: &str, theirs: &str) -> Cause {
    let plain = |host: &str| host.to_ascii_lowercase().replace("%3a", ":");
    let (our_host, their_host) = (plain(ours), plain(theirs));
    if our_host == their_host {
        spelling::cause(ours, theirs).unwrap_or(Cause::HostCase)
    } else if without_port(&our_host) == without_port(&their_host) {
        Cause::HostPort
    } else {
        Cause::OtherHost
    }
}

/// Returns a host without its port, if it has one.
fn without_port(host: &str) -> &str {
    let front = host.trim_end_matches(|letter: char| letter.is_ascii_digit());
    front.strip_suffix(':').unwrap_or(host)
}

/// Returns the cause of a difference between content types: of the type itself, or of a
/// parameter.
fn cause_of_content_types(ours: &str, theirs: &str) -> Cause {
    let plain = |value| decoded(value).decode_utf8_lossy().replace(' ', "").to_ascii_lowercase();
    let media_type = |value: &str| value.split(';').next().map(String::from);
    let (our_plain, their_plain) = (plain(ours), plain(theirs));
    if our_plain == their_plain {
        cause_of_texts(ours, theirs).unwrap_or(Cause::ContentTypeChanged)
    } else if media_type(&our_plain) != media_type(&their_plain) {
        Cause::ContentTypeChanged
    } else if our_plain.starts_with("multipart/") {
        Cause::MultipartBoundary
    } else {
        Cause::Charset
    }
}

/// Returns the cause if two values differ in escapes or white space only.
fn cause_of_texts(ours: &str, theirs: &str) -> Option<Cause> {
    let has_same_letters = || tight(ours) == tight(theirs);
    spelling::cause(ours, theirs).or_else(|| has_same_letters().then_some(Cause::HeaderSpacing))
}

/// Returns a value without white space, escaped or not.
fn tight(value: &str) -> String {
    value.replace([' ', '\t'], "").replace("%20", "").replace("%09", "")
}
