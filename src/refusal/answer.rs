//! Code, message and id of a request, as they stand in an answer.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use super::fields::{Kind, is_same};
use super::scan::scan;
use super::{Response, Rules, words};
use crate::text::{self, is_html, status_line, to_text, up_to};

/// The number of bytes of a text that are kept: an answer may echo a request of any size.
const LIMIT: usize = 16 * 1024;

/// The longest code or id.
const LONGEST_TOKEN: usize = 256;

/// The number of messages that are kept until the place of the code is known.
const MESSAGES: usize = 8;

/// Holds what is around a field: a bracket, an element, a text in a text.
#[derive(Clone, Copy)]
pub(super) struct Frame<'t> {
    pub(super) name: Option<&'t str>,
    pub(super) mark: char,
    pub(super) is_list: bool,
    /// The offset at which it begins.
    pub(super) at: usize,
}

/// Says where a value is; of several, the least is taken.
#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// True for a status of HTTP in place of a code.
    pub(super) is_status: bool,
    /// True if something is around it that is not known to wrap answers.
    is_foreign: bool,
    depth: usize,
    /// The place of its name in the list.
    rank: usize,
    /// The offset at which its container begins.
    container: usize,
}

/// Holds what of an answer the rules look at.
pub(super) struct Answer<'r> {
    pub(super) rules: &'r Rules,
    /// The status of the response, or else one that the text states.
    pub(super) status: Option<u16>,
    pub(super) code: Option<(Place, String)>,
    /// The texts that may be the message; the first of them in which a rule finds its text counts.
    pub(super) messages: Vec<(Place, String)>,
    pub(super) request_id: Option<(Place, String)>,
    /// True if it says that nothing was refused.
    pub(super) is_success: bool,
    /// True for a page for a browser.
    pub(super) is_page: bool,
    stated: Option<u16>,
    has_foreign_code: bool,
}

impl<'r> Answer<'r> {
    /// Creates an answer of which nothing was read yet.
    const fn new(rules: &'r Rules, status: Option<u16>) -> Self {
        Self {
            rules,
            status,
            code: None,
            messages: Vec::new(),
            request_id: None,
            is_success: false,
            is_page: false,
            stated: None,
            has_foreign_code: false,
        }
    }

    /// Reads an answer: its fields first, then the text where it has no fields, then the headers.
    pub(super) fn of(rules: &'r Rules, response: &Response<'_>) -> Self {
        let mut answer = Self::new(rules, response.status);
        let text = to_text(response.body);
        let text = text.trim();
        // Not in a picture or in sound that was asked for.
        if response.is_error() || !text.contains(|letter| matches!(letter, '\0'..='\u{8}')) {
            scan(text, &[], &mut answer);
        }
        let around = |place: &Place| (place.depth, place.container);
        let code = answer.code.as_ref().map(|(place, _)| around(place));
        let messages = &mut answer.messages;
        messages.sort_by_key(|(place, _)| code != Some(around(place)));
        answer.is_page = is_html(text);
        if !response.is_error() {
            answer.status = answer.stated.or_else(|| status_line(text));
        }
        answer.is_success = answer.says_success();
        if (response.status.is_none() || response.is_error()) && !answer.has_foreign_code {
            answer.take_from_text(text);
        }
        answer.take_from_headers(response);
        answer
    }

    /// Takes from the headers what the body does not have.
    fn take_from_headers(&mut self, response: &Response<'_>) {
        let mut headers = Self::new(self.rules, None);
        for (name, value) in response.headers {
            headers.see(&[], name, &to_text(value), true);
        }
        self.code = self.code.take().or(headers.code);
        self.request_id = self.request_id.take().or(headers.request_id);
        self.messages.extend(headers.messages);
    }

    /// Returns whether the code is one of success, or an unknown one with the word for success as
    /// message.
    fn says_success(&self) -> bool {
        let message = self.messages.first().map(|(_, message)| message.as_str());
        self.code.as_ref().is_some_and(|(place, code)| {
            let is_known = place.is_status || self.rules.lists(code);
            let is_said = message.is_some_and(|message| words::has(words::SUCCESS, message));
            self.rules.is_success(code) || words::has(words::SUCCESS, code) || is_said && !is_known
        })
    }

    /// Takes a text without fields as the message, and a code from it or from the front of a
    /// message.
    fn take_from_text(&mut self, text: &str) {
        let inside = text.trim_start_matches('[');
        let is_form =
            text.starts_with(['{', '<']) || inside != text && inside.starts_with(['{', '"']);
        let code = match self.messages.first() {
            Some((_, message)) => text::words(message).next().filter(|word| self.rules.lists(word)),
            None if is_form => None,
            None => listed_code(self.rules, up_to(LIMIT, text)),
        };
        let code = code.map(|code| (Place::default(), code.into()));
        if self.messages.is_empty() && !is_form && !text.is_empty() {
            self.messages.push((Place::default(), up_to(LIMIT, text).into()));
        }
        self.code = self.code.take().or(code);
    }

    /// Keeps a value if it is looked for. `is_whole`: whether the text goes on after the value; of
    /// what is cut off, letters may be missing.
    pub(super) fn see(&mut self, frames: &[Frame<'_>], name: &str, text: &str, is_whole: bool) {
        let text = text.trim();
        let Some(kind) = self.rules.kind(name).filter(|_| !words::has(words::NOTHING, text)) else {
            return;
        };
        let Some(place) = self.place(kind, frames, name) else {
            self.has_foreign_code |= kind == Kind::Code;
            return;
        };
        let is_status = matches!(text.as_bytes(), [b'4' | b'5', b'0'..=b'9', b'0'..=b'9']);
        let is_status = is_status && !(kind == Kind::Code && self.rules.lists(text));
        if is_status && kind != Kind::Message {
            self.stated = self.stated.or(text.parse().ok());
        }
        let is_token =
            is_whole && text.len() <= LONGEST_TOKEN && !text.contains(char::is_whitespace);
        match kind {
            Kind::Message => self.see_message(place, text),
            Kind::Id if is_token => keep(&mut self.request_id, place, text),
            // Node's own codes, `ERR_BAD_REQUEST`, say nothing.
            Kind::Code if is_token && !text.starts_with("ERR_") => {
                keep(&mut self.code, Place { is_status, ..place }, text);
            }
            Kind::Status if text.eq_ignore_ascii_case("true") => keep(&mut self.code, place, text),
            _ => {}
        }
    }

    /// Keeps a message if it is among the outermost.
    fn see_message(&mut self, place: Place, text: &str) {
        let last = self.messages.get(MESSAGES - 1);
        if last.is_none_or(|(other, _)| place < *other) {
            self.messages.push((place, up_to(LIMIT, text).into()));
            self.messages.sort_by_key(|(place, _)| *place);
            self.messages.truncate(MESSAGES);
        }
    }

    /// Returns where a field is, if it may be the server's.
    fn place(&self, kind: Kind, frames: &[Frame<'_>], name: &str) -> Option<Place> {
        // The parentheses of `Some("x")` are around the value itself.
        let is_of_value = |frame: &&Frame<'_>| frame.mark == '(' && frame.name == Some(name);
        let names = frames.iter().filter(|frame| !is_of_value(frame));
        let names = names.filter_map(|frame| frame.name).chain(name.split('.'));
        let names: Vec<&str> = names.collect();
        let (rank, path) = self.rules.path(kind, &names)?;
        let explained = path.split('.').count();
        let around = names.get(..names.len().checked_sub(explained)?)?;
        let is_foreign = !around.iter().all(|name| self.is_wrapper(name));
        let is_callers = |frame: &Frame<'_>| {
            frame.is_list && frame.name.is_some_and(|name| !self.is_wrapper(name))
        };
        let under_success = self.rules.code_fields_under_success;
        // What is around may be the caller's data, unless something was refused.
        let may_be = match self.status {
            Some(400..) => true,
            Some(_) if kind == Kind::Code => !is_foreign && under_success.contains(&path),
            _ => !is_foreign,
        };
        let depth = frames.iter().filter(|frame| frame.mark != '(').count();
        (may_be && !frames.iter().any(is_callers)).then(|| Place {
            is_foreign,
            depth: (depth + 1).saturating_sub(explained),
            rank: if kind == Kind::Status { usize::MAX } else { rank },
            container: frames.last().map_or(0, |frame| frame.at),
            ..Place::default()
        })
    }

    /// Returns whether a field of that name wraps answers.
    fn is_wrapper(&self, name: &str) -> bool {
        let mut wrappers = words::WRAPPERS.iter().chain(self.rules.message_fields);
        // What a client calls `data` is the answer, what an answer calls `Data` is the caller's.
        name == "data" || wrappers.any(|wrapper| is_same(wrapper, name))
    }
}

impl Place {
    /// Returns whether it is at the top, or in a field that the vendor has for it.
    pub(super) const fn is_outermost(self) -> bool {
        self.depth <= 1 && !self.is_foreign
    }
}

/// Keeps a value if it comes before the one that was kept.
fn keep(slot: &mut Option<(Place, String)>, place: Place, text: &str) {
    if slot.as_ref().is_none_or(|(other, _)| place < *other) {
        *slot = Some((place, text.into()));
    }
}

/// Returns the first code of the vendor's in a text. A number has to be called a code: others are
/// ports, lengths and ids.
fn listed_code<'t>(rules: &Rules, text: &'t str) -> Option<&'t str> {
    let mut last = "";
    text::words(text).find(|word| {
        let before = mem::replace(&mut last, word);
        let is_called = before.eq_ignore_ascii_case("code") || before.ends_with("错误码");
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        (is_called || !is_number) && word.len() > 4 && rules.lists(word)
    })
}
