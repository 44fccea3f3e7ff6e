//! Reading one JSON object strictly, where what is read decides what is believed.
//!
//! This is RFC 8259 and nothing else. A reader that went on after a fault could see another message
//! than the program that reads it next does.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::{Unescaped, unescape};

/// The number of arrays and objects in each other that are read.
const DEPTH: usize = 128;

/// A member of an object: its name without escapes, and its value.
pub(crate) struct Member<'t> {
    pub(crate) name: Cow<'t, str>,
    pub(crate) value: Json<'t>,
}

/// The value of a member.
#[derive(Clone, Copy)]
pub(crate) enum Json<'t> {
    /// The content of a string, with its escapes.
    Text(&'t str),
    /// A number as it was written.
    Number(&'t str),
    /// An object as it was written.
    Object(&'t str),
    /// An array, `true`, `false` or `null`.
    Other,
}

impl<'t> Json<'t> {
    /// Returns the text of a string, or the digits of a number as they were written.
    pub(crate) fn scalar(self) -> Option<Cow<'t, str>> {
        match self {
            Self::Text(raw) => plain(raw),
            Self::Number(digits) => Some(Cow::Borrowed(digits)),
            Self::Object(_) | Self::Other => None,
        }
    }
}

/// Reads a text that is one JSON object, and returns its members. `None` for any other text.
pub(crate) fn members(text: &str) -> Option<Vec<Member<'_>>> {
    let mut members = Vec::new();
    let mut reader = Reader { rest: text };
    reader.skip_blanks();
    reader.object(DEPTH, &mut |member| members.push(member))?;
    reader.rest.is_empty().then_some(members)
}

/// Returns the value of the member `name`, which has to be there once.
pub(crate) fn member<'t>(members: &[Member<'t>], name: &str) -> Option<Json<'t>> {
    let mut named = members.iter().filter(|member| member.name == name);
    let value = named.next()?.value;
    named.next().is_none().then_some(value)
}

/// Replaces the escapes of a string. `None` for half a surrogate pair, which is no character.
fn plain(raw: &str) -> Option<Cow<'_, str>> {
    let text = unescape(raw, Unescaped::json);
    let is_whole = matches!(text, Cow::Borrowed(_)) || !text.contains('\u{fffd}');
    is_whole.then_some(text)
}

/// Reads a value after the other; each step also takes the blanks that follow.
struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
    }

    /// Takes the text up to where `rest` begins.
    fn take(&mut self, rest: &'t str) -> Option<&'t str> {
        let taken = self.rest.get(..self.rest.len() - rest.len())?;
        self.rest = rest;
        self.skip_blanks();
        Some(taken)
    }

    fn mark(&mut self, mark: &str) -> Option<&'t str> {
        self.take(self.rest.strip_prefix(mark)?)
    }

    fn object(&mut self, depth: usize, each: &mut dyn FnMut(Member<'t>)) -> Option<()> {
        self.items("{", "}", depth, |reader, depth| {
            let name = plain(reader.string()?)?;
            reader.mark(":")?;
            let value = reader.value(depth)?;
            each(Member { name, value });
            Some(())
        })
    }

    /// Reads what stands between two brackets, separated by commas.
    fn items(
        &mut self,
        open: &str,
        close: &str,
        depth: usize,
        mut item: impl FnMut(&mut Self, usize) -> Option<()>,
    ) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        self.mark(open)?;
        if self.mark(close).is_some() {
            return Some(());
        }
        item(self, depth)?;
        while self.mark(",").is_some() {
            item(self, depth)?;
        }
        self.mark(close).map(drop)
    }

    fn value(&mut self, depth: usize) -> Option<Json<'t>> {
        let start = self.rest;
        match start.as_bytes().first()? {
            b'"' => self.string().map(Json::Text),
            b'{' => {
                self.object(depth, &mut |_| {})?;
                Some(Json::Object(start.get(..start.len() - self.rest.len())?))
            }
            b'[' => {
                self.items("[", "]", depth, |reader, depth| reader.value(depth).map(drop))?;
                Some(Json::Other)
            }
            b'-' | b'0'..=b'9' => self.number().map(Json::Number),
            _ => {
                let word = ["true", "false", "null"].iter().find(|word| start.starts_with(**word));
                self.mark(word?).map(|_| Json::Other)
            }
        }
    }

    fn string(&mut self) -> Option<&'t str> {
        let content = self.rest.strip_prefix('"')?;
        let mut length = 0;
        loop {
            length += match content.as_bytes().get(length..)? {
                [b'"', ..] => break,
                [b'\\', b'u', a, b, c, d, ..]
                    if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()) =>
                {
                    6
                }
                [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
                [b'\\' | ..b' ', ..] | [] => return None,
                _ => 1,
            };
        }
        self.take(content.get(length + 1..)?)?;
        content.get(..length)
    }

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
    fn number(&mut self) -> Option<&'t str> {
        let unsigned = self.rest.strip_prefix('-').unwrap_or(self.rest);
        let mut rest = match unsigned.strip_prefix('0') {
            Some(rest) => rest,
            None => after_digits(unsigned)?,
        };
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = after_digits(fraction)?;
        }
        if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
            rest = after_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))?;
        }
        let length = self.rest.len() - rest.len();
        let digits = self.rest.get(..length)?;
        self.take(rest)?;
        Some(digits)
    }
}

/// Returns what follows one digit or more.
fn after_digits(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    (rest.len() < text.len()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    #[test]
    fn scalars_are_read_as_they_were_written() {
        let text = r#" {"a":"x\n\u4e2d\ud83d\ude00","b\u0022":-12.50E+3 ,"c":{"a":[{},[],1]} , "d":null}
"#;
        let read: Vec<_> = members(text)
            .expect("an object")
            .into_iter()
            .map(|member| {
                let value = match member.value {
                    Json::Object(text) => Cow::Borrowed(text),
                    other => other.scalar().unwrap_or_default(),
                };
                (member.name, value)
            })
            .collect();
        let expected =
            [("a", "x\n中😀"), ("b\"", "-12.50E+3"), ("c", r#"{"a":[{},[],1]} "#), ("d", "")];
        assert!(read.iter().map(|(name, value)| (&**name, &**value)).eq(expected), "{read:?}");
        assert_eq!(members("{}").map(|members| members.len()), Some(0));
    }

    #[test]
    fn other_texts_are_no_object() {
        for text in [
            "", " ", "[]", "1", "\"a\"", "{", "}", "{}x", "{}{}", "{,}", r#"{"a"}"#, r#"{"a":}"#,
            r#"{"a":1,}"#, r#"{a:1}"#, r#"{'a':1}"#, r#"{"a":01}"#, r#"{"a":+1}"#, r#"{"a":.5}"#,
            r#"{"a":1.}"#, r#"{"a":1e}"#, r#"{"a":-}"#, r#"{"a":NaN}"#, r#"{"a":True}"#,
            r#"{"a":nulls}"#, r#"{"a":"\x41"}"#, r#"{"a":"\u12"}"#, r#"{"a":"\u{41}"}"#,
            r#"{"\ud800":1}"#, "{\"a\":\"\n\"}", "{\"a\":\"\u{1}\"}", r#"{"a":"}"#, r#"{"a":[1}}"#,
            "\u{feff}{}", "{}\u{a0}", r#"{"a":1 /* b */}"#,
        ] {
            assert!(members(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn half_a_character_is_refused_where_it_is_read() {
        let members = members(r#"{"a":"\ud800","b":"c"}"#).expect("an object");
        assert!(member(&members, "a").and_then(Json::scalar).is_none());
        assert_eq!(member(&members, "b").and_then(Json::scalar).as_deref(), Some("c"));
    }

    #[test]
    fn depth_is_limited() {
        let nested = |depth: usize| {
            let (open, close) = ("[".repeat(depth), "]".repeat(depth));
            [r#"{"a":"#, &open, &close, "}"].concat()
        };
        assert!(members(&nested(DEPTH - 1)).is_some());
        assert!(members(&nested(DEPTH)).is_none());
        assert!(members(&String::from("{\"a\":").repeat(100_000)).is_none());
    }

    #[test]
    fn a_member_is_there_once() {
        for (text, expected) in
            [(r#"{"a":1}"#, Some("1")), (r#"{"a":1,"a":1}"#, None), (r#"{"A":1}"#, None)]
        {
            let value = member(&members(text).expect("an object"), "a");
            assert_eq!(value.and_then(Json::scalar).as_deref(), expected, "{text}");
        }
    }
}
