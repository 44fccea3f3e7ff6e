//! The path as it stands in the URL.

use alloc::vec::Vec;

use crate::text::{Form, Sink, class, recode};

/// A path as it stands in the URL. It may be empty, and is then sent as `/`.
#[derive(Clone, Copy)]
pub(crate) struct Path<'a> {
    pub(crate) text: &'a str,
    /// The classes of its characters together.
    classes: u16,
}

impl<'a> Path<'a> {
    /// Takes the text and the classes of its characters, which reading it has shown.
    #[inline]
    pub(super) const fn new(text: &'a str, classes: u16) -> Self {
        Self { text, classes }
    }

    /// Returns whether a character is in the class.
    pub(super) const fn has(&self, class: u16) -> bool {
        self.classes & class != 0
    }

    /// Writes the path decoded once and encoded again, with its slashes, escaped or not, as `/`.
    pub(crate) fn canonical<S: Sink>(&self, sink: &mut S) {
        if self.has(class::RECODED_IN_PATH) {
            recode(self.text.as_bytes(), Form::Path, sink);
        } else {
            sink.text(self.text.as_bytes());
        }
    }

    /// Returns whether it is spelled as [`Path::canonical`] writes it.
    pub(crate) fn is_canonical(&self) -> bool {
        let mut canonical = Vec::with_capacity(self.text.len());
        self.canonical(&mut canonical);
        !self.text.is_empty() && canonical == self.text.as_bytes()
    }

    /// Returns whether the decoded path ends in `/`.
    pub(crate) fn ends_in_slash(&self) -> bool {
        matches!(self.text.as_bytes(), [.., b'/'] | [.., b'%', b'2', b'F' | b'f'])
    }

    /// Returns whether there is a segment that clients collapse: `.` and `..`, also with `%2e` for
    /// a dot. If `decoded` is set, an escaped slash separates segments, too.
    pub(crate) fn has_dot_segment(&self, decoded: bool) -> bool {
        if !self.has(class::DOT | class::PERCENT) {
            return false;
        }
        let of_wire = self.text.split('/');
        if decoded {
            of_wire
                .flat_map(|segment| segment.split("%2F"))
                .flat_map(|segment| segment.split("%2f"))
                .any(is_dots)
        } else {
            of_wire.into_iter().any(is_dots)
        }
    }
}

/// Returns whether a segment is `.` or `..`, which clients resolve.
fn is_dots(segment: &str) -> bool {
    let mut rest = segment;
    for _ in 0..2 {
        rest = match rest.as_bytes() {
            [b'.', ..] => rest.get(1..),
            [b'%', b'2', b'e' | b'E', ..] => rest.get(3..),
            _ => return false,
        }
        .unwrap_or_default();
        if rest.is_empty() {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_segments_in_all_spellings() {
        for (text, wire, decoded) in [
            ("/a/../b", true, true),
            ("/.", true, true),
            ("/a/%2e%2E", true, true),
            ("/a/.%2e/b", true, true),
            ("/a/..b", false, false),
            ("/...", false, false),
            ("/a.b/c", false, false),
            ("/a%2F..%2fb", false, true),
            ("/plain-_~/9", false, false),
        ] {
            let (text, query) =
                text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
            let path = Path::new(text, class::union(text.as_bytes()));
            assert_eq!((path.text, query), (text, None));
            assert_eq!(path.has_dot_segment(false), wire, "{text}");
            assert_eq!(path.has_dot_segment(true), decoded, "{text}");
        }
    }
}
