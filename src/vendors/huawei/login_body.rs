//! Writing the JSON of requests for tokens and temporary access keys.

use super::{IamName, TokenScope};
use crate::secret::{Secret, WipedText};
use crate::text::Decimal;
use crate::{Error, ErrorKind};

/// A JSON body in the making, which leaves no copy of a password.
pub(super) struct Body(WipedText);

impl Body {
    pub(super) fn of_methods(methods: &str) -> Self {
        let mut body = Self(WipedText::new());
        body.push(r#"{"auth":{"identity":{"methods":"#);
        body.push(methods);
        body
    }

    pub(super) fn push(&mut self, json: &str) {
        self.0.push(json);
    }

    /// Writes a string with JSON's escapes. It has no control characters: the checks refuse them.
    pub(super) fn text(&mut self, text: &str) {
        self.push("\"");
        for piece in text.split_inclusive(['"', '\\']) {
            match piece.strip_suffix(['"', '\\']) {
                None => self.push(piece),
                Some(front) => {
                    self.push(front);
                    self.push(if piece.ends_with('"') { r#"\""# } else { r"\\" });
                }
            }
        }
        self.push("\"");
    }

    /// Writes `"name":"…"` or `"id":"…"`, with something before the key.
    pub(super) fn member(&mut self, front: &str, name: &IamName) {
        for piece in ["\"", front, name.key(), "\":"] {
            self.push(piece);
        }
        self.text(name.text());
    }

    pub(super) fn duration(&mut self, seconds: u32) -> Result<(), Error> {
        if !(900..=86_400).contains(&seconds) {
            let advice = "has to be from 900 to 86400, which are 15 minutes and 24 hours";
            return Err(Error::new(ErrorKind::InvalidExpiration, "seconds", advice));
        }
        self.push(r#""duration_seconds":"#);
        self.push(Decimal::new(seconds.into()).as_str());
        Ok(())
    }

    /// Closes the identity, and adds the scope.
    pub(super) fn finish(mut self, scope: Option<&TokenScope>) -> Secret {
        self.push("}");
        if let Some(TokenScope::Project(name) | TokenScope::Domain(name)) = scope {
            self.push(match scope {
                Some(TokenScope::Project(_)) => r#","scope":{"project":{"#,
                _ => r#","scope":{"domain":{"#,
            });
            self.member("", name);
            self.push("}}");
        }
        self.push("}}");
        Secret::of_wiped(self.0.into_string())
    }
}
