//! A refusal, for programs and for people.

use alloc::string::{String, ToString};
use core::fmt;

use super::answer::Answer;
use super::plain::{is_code, is_plain};
use super::{Refused, Rule};
use crate::Scheme;
use crate::redact::redact_message;
use crate::sign::Text;

/// Describes what a server refused, and what to do.
///
/// Its `Display` says it in one line, its `Debug` for a programmer. An answer may echo what was
/// sent, or say what the signature should have been, so both hold the words of this crate and of
/// the vendor's list, and of the server's only a code that has the form of one and a message of
/// plain English words. For the server's own words there are [`Refusal::message`] and
/// [`Refusal::quoted_message`].
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    scheme: Scheme,
    rule: Rule,
    /// The text of the rule that the message has.
    text: Option<&'static str>,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
}

impl Refusal {
    pub(super) fn new(
        scheme: &Scheme,
        rule: &Rule,
        text: Option<&'static str>,
        message: usize,
        answer: Answer<'_>,
    ) -> Self {
        let mut messages = answer.messages.into_iter();
        Self {
            scheme: *scheme,
            rule: *rule,
            text,
            code: answer.code.map(|(_, code)| code),
            message: messages.nth(message).map(|(_, message)| message),
            request_id: answer.request_id.map(|(_, id)| id),
        }
    }

    /// Returns what was refused.
    #[must_use]
    pub const fn refused(&self) -> Refused {
        self.rule.refused
    }

    /// Returns what to do: a sentence for each thing, in the order in which to try them.
    #[must_use]
    pub const fn advice(&self) -> &'static [&'static str] {
        self.rule.advice
    }

    /// Returns whether a request that is signed again with the server's time may be accepted.
    #[must_use]
    pub fn another_clock_may_help(&self) -> bool {
        self.refused().causes().contains(&Refused::Clock)
    }

    /// Returns whether sending the same again does harm: the vendor counts failures and locks the
    /// key. One request with something corrected, the clock for example, is no harm.
    #[must_use]
    pub const fn retrying_does_harm(&self) -> bool {
        self.rule.does_harm
    }

    /// Returns the vendor's code as it came; of a text without fields, the first in it of the
    /// vendor's list.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the server's message as it came, up to 16 KiB. **Not for logs:** it may hold tokens
    /// and signatures, and control characters.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the server's message for a person to read: in one line, control characters escaped,
    /// and with `[redacted]` for everything that looks like a signature or a token, or is called
    /// one. A short secret of no such form would stand in it.
    #[must_use]
    pub fn quoted_message(&self) -> Option<String> {
        let mut text = Text::new();
        text.push(redact_message(self.message()?, self.scheme.secret_names()));
        Some(text.to_string())
    }

    /// Returns the id by which the vendor finds the request, as it came.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the code, where the vendor's list has it or it has the form of one.
    fn shown_code(&self) -> Option<&str> {
        self.code().filter(|code| self.rule.codes.contains(code) || is_code(code))
    }

    /// Returns the message, where the advice says too little, and it has nothing in it that may be
    /// a secret.
    fn shown_message(&self) -> Option<&str> {
        let is_needed = matches!(self.refused(), Refused::Unknown | Refused::NotAuthentication);
        self.message().filter(|message| is_needed && self.text.is_none() && is_plain(message))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.refused())?;
        if let Some(code) = self.shown_code() {
            write!(f, ", code {code}")?;
        }
        if let Some(text) = self.text.or(self.shown_message()) {
            write!(f, ", {:?}", text.replace('*', "\u{2026}"))?;
        }
        f.write_str(".")?;
        for sentence in self.advice() {
            write!(f, " {sentence}")?;
        }
        if self.retrying_does_harm() {
            f.write_str(" Do not send it again unchanged: the vendor locks a key after failures.")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("scheme", &self.scheme.name())
            .field("refused", &self.refused())
            .field("code", &self.shown_code())
            .field("text", &self.text)
            .finish_non_exhaustive()
    }
}
