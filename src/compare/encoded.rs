//! Comparing texts that end in a query which is encoded once more: `GET&%2F&a%3D1%26b%3D2`.

use super::canonical::method_of;
use super::difference::{Component, Report};
use super::spelling::decoded;
use super::{Cause, Ours, query};

/// Returns whether a text is of this form: method, path and query, joined with `&`.
pub(super) fn is_encoded(text: &str) -> bool {
    text.contains("%3D") && text.split('&').count() == 3
}

/// Compares our text with a line of the server's text that has one of its form at its end.
pub(super) fn compare(ours: &Ours<'_>, line: &str) -> Option<Report> {
    let (front, query) = ours.text.rsplit_once('&')?;
    let (method, path) = front.split_once('&')?;
    let (their_front, theirs) = line.rsplit_once('&')?;
    let their_front = their_front.strip_suffix(path)?.strip_suffix('&')?;
    let their_method = method_of(their_front, method);
    let theirs = theirs.split(['<', '"', ' ']).next()?;
    let [query, theirs] = [query, theirs].map(|text| decoded(text).decode_utf8_lossy());
    let inner = Ours { text: query.into_owned(), gaps: ours.gaps.clone(), ..*ours };
    let mut report = query::compare_line(&inner, &theirs)?;
    if method != their_method {
        report.add_texts(Component::Method, Some(Cause::MethodChanged), method, their_method);
    }
    Some(report)
}
