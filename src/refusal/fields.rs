//! Names of fields: which of an answer's are looked for.

use super::{Rules, words};

/// Says what a field is looked for as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Code,
    Message,
    Id,
    /// A status of HTTP, or a flag of success.
    Status,
}

impl Rules {
    /// Returns the paths of the fields of a kind.
    const fn fields(&self, kind: Kind) -> &'static [&'static str] {
        match kind {
            Kind::Code => self.code_fields,
            Kind::Message => self.message_fields,
            Kind::Id => self.request_id_fields,
            Kind::Status => words::STATUS_FIELDS,
        }
    }

    /// Returns what a field of that name is; in a dotted name the last part counts.
    pub(super) fn kind(&self, name: &str) -> Option<Kind> {
        let kinds = [Kind::Code, Kind::Message, Kind::Id, Kind::Status];
        let name = last_of(name);
        kinds.into_iter().find(|kind| {
            let fields = self.fields(*kind);
            fields.iter().any(|path| is_same(last_of(path), name))
        })
    }

    /// Returns the first path in which names end, from the outermost on, and its place in the list.
    pub(super) fn path(&self, kind: Kind, names: &[&str]) -> Option<(usize, &'static str)> {
        let paths = self.fields(kind).iter().copied().enumerate();
        let mut paths = paths.filter(|(_, path)| {
            let mut names = names.iter().rev();
            let mut parts = path.rsplit('.');
            parts.all(|part| names.next().is_some_and(|name| is_same(part, name)))
        });
        paths.next()
    }
}

/// Returns the last name of a path.
fn last_of(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// Returns whether a field has a name: in any case, with or without `_`, `-` and blanks in it. One
/// of Chinese may have words before it.
pub(super) fn is_same(field: &str, name: &str) -> bool {
    if field.is_ascii() { letters(field).eq(letters(name)) } else { name.ends_with(field) }
}

/// Iterates over the bytes that tell a name from others, in lower case.
fn letters(text: &str) -> impl Iterator<Item = u8> {
    let letters = text.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b' '));
    letters.map(|byte| byte.to_ascii_lowercase())
}
