//! Fields of an XML text, whole or cut off.

use super::value::{Path, Spelling, Value};

/// Hands the text of every element that has no others in it to `each`, with the names from the
/// root down to it.
pub(super) fn each_element<'a>(body: &'a [u8], mut each: impl FnMut(&Path<'a>, Value<'a>)) {
    let mut path = Path::default();
    let mut rest = body;
    // The text behind an opening tag, until another tag opens.
    let mut text = None;
    while let Some((before, tag)) = split_at(rest, b"<") {
        if let Some(Value { raw: b"", .. }) = text {
            text = Some(value(before, Spelling::Xml));
        }
        rest = match tag {
            [b'!', b'-', b'-', comment @ ..] => behind(comment, b"-->"),
            [b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', data @ ..] => {
                let (data, behind) = split_at(data, b"]]>").unwrap_or((data, &[]));
                text = text.map(|_| value(data, Spelling::Plain));
                behind
            }
            [b'!' | b'?', declaration @ ..] => behind(declaration, b">"),
            [b'/', name @ ..] => {
                if let Some(text) = text.take() {
                    each(&path, text);
                }
                path.leave();
                if path.is_empty() {
                    return;
                }
                behind(name, b">")
            }
            _ => {
                let (inside, behind) = split_at(tag, b">").unwrap_or((tag, &[]));
                if !inside.ends_with(b"/") {
                    let name = inside.split(u8::is_ascii_whitespace).next();
                    path.enter(name);
                    text = Some(value(b"", Spelling::Xml));
                }
                behind
            }
        };
    }
    if let Some(Value { raw: b"", .. }) = text {
        let cut_off = Value {
            is_whole: false,
            ..value(rest, Spelling::Xml)
        };
        each(&path, cut_off);
    }
}

fn value(raw: &[u8], spelling: Spelling) -> Value<'_> {
    Value {
        raw,
        spelling,
        is_whole: true,
    }
}

/// What is before and behind the first `mark`.
fn split_at<'a>(text: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let first = mark.first()?;
    let mut from = 0;
    loop {
        let tail = text.get(from..)?;
        let at = from + tail.iter().position(|byte| byte == first)?;
        if text.get(at..)?.starts_with(mark) {
            return Some((text.get(..at)?, text.get(at + mark.len()..)?));
        }
        from = at + 1;
    }
}

fn behind<'a>(text: &'a [u8], mark: &[u8]) -> &'a [u8] {
    split_at(text, mark).map_or(&[], |(_, behind)| behind)
}
