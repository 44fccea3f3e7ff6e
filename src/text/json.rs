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
pub(crate) enum Json<'t> {
    /// A string without its escapes.
    Text(Cow<'t, str>),
    /// A number as it was written.
    Number(&'t str),
    /// An object, an array, `true`, `false` or `null`.
    Other,
}

impl<'t> Json<'t> {
    /// Returns the text of a string, or the digits of a number as they were written.
    pub(crate) fn into_scalar(self) -> Option<Cow<'t, str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(digits) => Some(Cow::Borrowed(digits)),
            Self::Other => None,
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
            let name = reader.string()?;
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
            b'{' => self.object(depth, &mut |_| {}).map(|()| Json::Other),
            b'[' => {
                let items = |reader: &mut Self, depth| reader.value(depth).map(drop);
                self.items("[", "]", depth, items).map(|()| Json::Other)
            }
            b'-' | b'0'..=b'9' => self.number().map(Json::Number),
            _ => {
                let word = ["true", "false", "null"].iter().find(|word| start.starts_with(**word));
                self.mark(word?).map(|_| Json::Other)
            }
        }
    }

    fn string(&mut self) -> Option<Cow<'t, str>> {
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
        let text = unescape(content.get(..length)?, Unescaped::json);
        // Half a surrogate pair is no character.
        let is_whole = matches!(text, Cow::Borrowed(_)) || !text.contains('\u{fffd}');
        is_whole.then_some(text)
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
            .map(|member| (member.name, member.value.into_scalar().unwrap_or_default()))
            .collect();
        let expected = [("a", "x\n中😀"), ("b\"", "-12.50E+3"), ("c", ""), ("d", "")];
        assert!(read.iter().map(|(name, value)| (&**name, &**value)).eq(expected), "{read:?}");
        assert_eq!(members("{}").map(|members| members.len()), Some(0));
    }

    #[test]
    fn other_texts_are_no_object() {
        for text in [
            "",
            " ",
            "[]",
            "1",
            "\"a\"",
            "{",
            "}",
            "{}x",
            "{}{}",
            "{,}",
            r#"{"a"}"#,
            r#"{"a":}"#,
            r#"{"a":1,}"#,
            r#"{a:1}"#,
            r#"{'a':1}"#,
            r#"{"a":01}"#,
            r#"{"a":+1}"#,
            r#"{"a":.5}"#,
            r#"{"a":1.}"#,
            r#"{"a":1e}"#,
            r#"{"a":-}"#,
            r#"{"a":NaN}"#,
            r#"{"a":True}"#,
            r#"{"a":nulls}"#,
            r#"{"a":"\x41"}"#,
            r#"{"a":"\u12"}"#,
            r#"{"a":"\u{41}"}"#,
            r#"{"a":"\ud800"}"#,
            "{\"a\":\"\n\"}",
            "{\"a\":\"\u{1}\"}",
            r#"{"a":"}"#,
            r#"{"a":[1}}"#,
            "\u{feff}{}",
            "{}\u{a0}",
            r#"{"a":1 /* b */}"#,
        ] {
            assert!(members(text).is_none(), "{text:?}");
        }
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
}
