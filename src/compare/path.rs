//! Comparing paths.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Cause, escapes};
use crate::request::Path;

/// Returns the usual cause of a difference between paths. `None` if they are the same.
pub(super) fn cause(ours: &str, theirs: &str) -> Option<Cause> {
    if ours == theirs {
        return None;
    }
    let (our_front, their_front) = (without_last_slash(ours), without_last_slash(theirs));
    if our_front == their_front {
        return Some(Cause::TrailingSlash);
    }
    // A slash at the end that only one side has may come on top of another difference.
    escapes::cause(ours, theirs)
        .or_else(|| escapes::cause(our_front, their_front))
        .or_else(|| (before_query(theirs)? == our_front).then_some(Cause::QueryInPath))
        .or_else(|| (merged(ours) == merged(theirs)).then_some(Cause::MergedSlashes))
        .or_else(|| (resolved(ours) == resolved(theirs)).then_some(Cause::DotSegments))
        .or_else(|| is_prefixed(our_front, their_front).then_some(Cause::PathPrefix))
        .or(Some(Cause::OtherPath))
}

fn without_last_slash(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}

/// Returns the text before a `?`, plain or escaped.
fn before_query(path: &str) -> Option<&str> {
    let front = match Path::read(path) {
        (front, Some(_)) => front.text,
        (whole, None) => {
            let escaped = whole.text.split_once("%3F");
            escaped.or_else(|| whole.text.split_once("%3f"))?.0
        }
    };
    Some(without_last_slash(front))
}

fn merged(path: &str) -> String {
    let mut last = ' ';
    let is_kept = |letter: &char| core::mem::replace(&mut last, *letter) != '/' || *letter != '/';
    path.chars().filter(is_kept).collect()
}

/// Returns the segments of a path, with `.` and `..` resolved as clients do.
fn resolved(path: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    segments
}

/// Returns whether one path is the other with more segments in front.
fn is_prefixed(ours: &str, theirs: &str) -> bool {
    let is_end = |short: &str, long: &str| short.len() > 1 && long.ends_with(short);
    is_end(ours, theirs) || is_end(theirs, ours)
}
