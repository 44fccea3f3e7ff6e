//! Paths that differ.

use alloc::vec::Vec;

use super::Cause;
use super::spelling;

/// What usually makes one path the other; `None` if they are the same.
pub(super) fn cause(ours: &[u8], theirs: &[u8]) -> Option<Cause> {
    if ours == theirs {
        return None;
    }
    if without_last_slash(ours) == without_last_slash(theirs) {
        return Some(Cause::TrailingSlash);
    }
    let spelled = spelling::cause(ours, theirs).or_else(|| {
        // A slash at the end that only one side has may come on top.
        spelling::cause(without_last_slash(ours), without_last_slash(theirs))
    });
    if let Some(cause) = spelled {
        return Some(cause);
    }
    if has_query(theirs) && front_of_query(theirs) == without_last_slash(ours) {
        return Some(Cause::QueryInPath);
    }
    if merged(ours) == merged(theirs) {
        return Some(Cause::MergedSlashes);
    }
    if resolved(ours) == resolved(theirs) {
        return Some(Cause::DotSegments);
    }
    Some(match is_end_of(ours, theirs) || is_end_of(theirs, ours) {
        true => Cause::PathPrefix,
        false => Cause::OtherPath,
    })
}

fn without_last_slash(path: &[u8]) -> &[u8] {
    path.strip_suffix(b"/").unwrap_or(path)
}

fn has_query(path: &[u8]) -> bool {
    front_of_query(path).len() < path.len()
}

/// What stands before a `?`, plain or escaped.
fn front_of_query(path: &[u8]) -> &[u8] {
    let plain = path.iter().position(|byte| *byte == b'?');
    let escaped = || spelling::find(path, b"%3F").or_else(|| spelling::find(path, b"%3f"));
    let end = plain.or_else(escaped).unwrap_or(path.len());
    without_last_slash(path.get(..end).unwrap_or(path))
}

fn merged(path: &[u8]) -> Vec<u8> {
    let mut path = path.to_vec();
    path.dedup_by(|a, b| *a == b'/' && *b == b'/');
    path
}

/// The segments with `.` and `..` resolved, as clients do.
fn resolved(path: &[u8]) -> Vec<&[u8]> {
    let mut segments = Vec::new();
    for segment in path.split(|byte| *byte == b'/') {
        match segment {
            b"." => {}
            b".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    segments
}

/// Whether `long` is `short` with more segments in front.
fn is_end_of(short: &[u8], long: &[u8]) -> bool {
    let (short, long) = (without_last_slash(short), without_last_slash(long));
    short.len() > 1 && short.len() < long.len() && long.ends_with(short)
}
