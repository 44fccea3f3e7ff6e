//! Fields of an XML text, whole or cut off.

use super::value::{Path, Spelling, Value};

/// Whether a text that begins with `<` goes on as XML and HTML do: `<Response [403]>` and `< HTTP/1.1`
/// do not.
pub(super) fn may_be(body: &[u8]) -> bool {
    let tag = body.get(1..).unwrap_or_default();
    let name = tag.split(|byte| b" \t\r\n>/".contains(byte)).next();
    let is_name = name.is_some_and(|name| name.first().is_some_and(|byte| !byte.is_ascii_digit()));
    let attributes = tag.split(|byte| *byte == b'>').next().unwrap_or_default();
    is_name && !attributes.contains(&b'[') || tag.starts_with(b"![CDATA[")
}

/// Hands the text of every element that has no others in it to `each`, with the names from the
/// root down to it.
pub(super) fn each_element<'a>(body: &'a [u8], mut each: impl FnMut(&Path<'a>, Value<'a>)) {
    let mut path = Path::default();
    let mut rest = body;
    // The text behind an opening tag, until another tag opens.
    let mut text: Option<Value<'a>> = None;
    while let Some((before, tag)) = split_at(rest, b"<") {
        text = text.map(|text| text.or(before));
        let (tag, behind) = Tag::read(tag);
        rest = behind;
        match tag {
            Tag::Opening(name) => {
                path.enter(name);
                text = Some(value(b"", Spelling::Xml));
            }
            Tag::Data(data) => text = text.map(|_| value(data, Spelling::Plain)),
            Tag::Closing => {
                if let Some(text) = text.take() {
                    each(&path, text);
                }
                path.leave();
                if path.is_empty() {
                    return;
                }
            }
            Tag::Other => {}
        }
    }
    if let Some(text) = text {
        let is_whole = false;
        each(
            &path,
            Value {
                is_whole,
                ..text.or(rest)
            },
        );
    }
}

/// What stands behind a `<`.
enum Tag<'a> {
    Opening(Option<&'a [u8]>),
    Closing,
    /// Text without entities.
    Data(&'a [u8]),
    /// A comment, a declaration, or an element without a text.
    Other,
}

impl<'a> Tag<'a> {
    /// The tag, and what is behind it.
    fn read(tag: &'a [u8]) -> (Self, &'a [u8]) {
        match tag {
            [b'!', b'-', b'-', comment @ ..] => (Self::Other, behind(comment, b"-->")),
            [b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', data @ ..] => {
                let (data, behind) = split_at(data, b"]]>").unwrap_or((data, &[]));
                (Self::Data(data), behind)
            }
            [b'!' | b'?', declaration @ ..] => (Self::Other, behind(declaration, b">")),
            [b'/', name @ ..] => (Self::Closing, behind(name, b">")),
            _ => {
                let (inside, behind) = split_at(tag, b">").unwrap_or((tag, &[]));
                let name = inside.split(u8::is_ascii_whitespace).next();
                match inside.ends_with(b"/") {
                    true => (Self::Other, behind),
                    false => (Self::Opening(name), behind),
                }
            }
        }
    }
}

impl<'a> Value<'a> {
    /// This text, or the one that follows where there was none yet.
    fn or(self, next: &'a [u8]) -> Self {
        match self.raw {
            b"" => value(next, Spelling::Xml),
            _ => self,
        }
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
