//! Canonical headers with all values of one name on one line.

use polysign::custom::{CanonicalHeaders, CanonicalRequest, Sink};

/// Writes `name:value,value` and a line end for each name, in the order of the headers. `write` writes a
/// value; `token` is the header whose value an explanation must not show, and `shown_as` its name there.
pub(crate) fn write_joined<S: Sink>(
    parts: &CanonicalRequest<'_, '_>,
    headers: &CanonicalHeaders<'_>,
    token: Option<(&str, &'static str)>,
    write: impl Fn(&[u8], &mut S),
    sink: &mut S,
) {
    let mut last = None;
    for header in headers.iter() {
        if last.is_some_and(|last| header.compare_name(last).is_eq()) {
            sink.text(b",");
        } else {
            if last.is_some() {
                sink.line_end();
            }
            header.write_name(sink);
            sink.text(b":");
        }
        match token {
            _ if header.name() == "host" => {
                parts.host().write(|piece| sink.text(piece.as_bytes()));
            }
            Some((name, shown_as)) if header.name() == name => {
                sink.secret(shown_as, header.value());
            }
            _ => write(header.value(), sink),
        }
        last = Some(header);
    }
    if last.is_some() {
        sink.line_end();
    }
}
