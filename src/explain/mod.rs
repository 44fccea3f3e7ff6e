//! The text that was signed, for a person to read, with secrets and tokens as named gaps.

use alloc::borrow::ToOwned;
use core::fmt;

pub use crate::sign::{Absent, Explanation, Piece, Requirement, Text};
use crate::text::write_escaped;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "scheme: {}", self.scheme().name())?;
        if let Some(id) = self.key_id() {
            f.write_str("key id: ")?;
            write_escaped(f, id.as_bytes())?;
            f.write_str("\n")?;
        }
        for (name, text) in self.stages() {
            writeln!(f, "{name}:\n{text}")?;
        }
        write_uncovered(self, f)?;
        if let Some(offset) = self.unsent_fragment() {
            writeln!(
                f,
                "not sent: the fragment of the URL, from byte {offset} on; write a `#` that belongs \
                 to the path or the query as %23"
            )?;
        }
        for absent in self.absent() {
            writeln!(f, "absent: {absent}")?;
        }
        Ok(())
    }
}

fn write_uncovered(explanation: &Explanation, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let covers = explanation.covers();
    let parts = [
        ("method", covers.method()),
        ("host", covers.host()),
        ("path", covers.path()),
        ("query", covers.query()),
        ("body", covers.body()),
    ];
    let mut names = parts
        .into_iter()
        .filter(|(_, is_covered)| !is_covered)
        .map(|(name, _)| name.to_owned())
        .chain(
            explanation
                .uncovered_headers()
                .map(|name| alloc::format!("header {name}")),
        )
        .peekable();
    f.write_str("not covered:")?;
    if names.peek().is_none() {
        f.write_str(" nothing")?;
    }
    for (at, name) in names.enumerate() {
        f.write_str(if at == 0 { " " } else { ", " })?;
        write_escaped(f, name.as_bytes())?;
    }
    f.write_str("\n")
}
