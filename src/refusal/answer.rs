//! Code, message and id of a request, as they stand in an answer.

use alloc::string::String;
use alloc::vec::Vec;

use super::decode::decode;
use super::found::{Field, Found, Place, limited};
use super::pattern::words;
use super::scan::scan;
use super::{Response, Rules};

/// What of an answer the rules look at.
pub(super) struct Answer {
    pub(super) code: Option<Code>,
    /// Those that may be the message; of them the first in which a rule finds its text.
    pub(super) messages: Vec<String>,
    pub(super) request_id: Option<String>,
    /// The status of the response, or else one of an error that the text states.
    pub(super) status: Option<u16>,
    /// Whether it says that nothing was refused.
    pub(super) is_success: bool,
    /// Whether it is a page for a browser.
    pub(super) is_page: bool,
}

pub(super) struct Code {
    pub(super) text: String,
    /// Whether it is at the top, or in a field that the vendor has for it.
    pub(super) is_outermost: bool,
    /// Whether it is a status of HTTP, and says no more than that.
    pub(super) is_status: bool,
}

/// What of an answer may be a refusal of the server's.
struct Judge<'a> {
    rules: &'a Rules,
    status: Option<u16>,
    is_binary: bool,
}

impl<'a> Judge<'a> {
    fn of(rules: &'a Rules, status: Option<u16>, text: &str) -> Self {
        // A picture or sound that was asked for.
        let is_binary = text.contains(|letter| matches!(letter, '\0'..='\u{8}'));
        Self { rules, status, is_binary }
    }

    fn status_of_error(&self) -> Option<u16> {
        self.status.filter(|status| *status >= 400)
    }

    fn has_good_status(&self) -> bool {
        self.status.is_some() && self.status_of_error().is_none()
    }

    /// What is around may be the caller's data, unless something was refused.
    fn is_servers(&self, place: &Place) -> bool {
        self.status_of_error().is_some() || !place.is_foreign
    }

    fn may_refuse(&self, place: &Place) -> bool {
        let field = self.rules.code_fields.get(place.rank);
        let fields = self.rules.code_fields_under_success;
        let is_of_success = field.is_some_and(|field| fields.contains(field)) && !self.is_binary;
        self.is_servers(place) && (!self.has_good_status() || is_of_success)
    }
}

impl Answer {
    pub(super) fn of(rules: &Rules, response: &Response<'_>) -> Self {
        let text = decode(response.body);
        let text = text.trim();
        let mut found = Found::new(rules);
        scan(text, &[], &mut found);
        let mut of_headers = Found::new(rules);
        for (name, value) in response.headers {
            let text = &decode(value);
            of_headers.see(&[], &Field { name, text, is_whole: true });
        }
        let judge = Judge::of(rules, response.status, text);
        let has_code = found.code.is_some();
        found.code.take_if(|(place, _)| !judge.may_refuse(place));
        let is_foreign = has_code && found.code.is_none();
        found.status_code.take_if(|(place, _)| !judge.may_refuse(place));
        found.code = found.code.or(of_headers.code.take());
        let mut messages = found.take_messages(|place| judge.is_servers(place));
        messages.extend(of_headers.take_messages(|_| true));
        let is_status = found.code.is_none();
        let code = found.code.or(found.status_code);
        let succeeds = |(success, (code, _)): (Place, &(Place, String))| success.depth <= code.depth;
        let mut answer = Self {
            is_success: found.success.zip(code.as_ref()).is_some_and(succeeds),
            code: code.map(|(place, text)| Code {
                is_outermost: place.depth <= 1 && !place.is_foreign,
                is_status,
                text,
            }),
            messages,
            request_id: found.request_id.or(of_headers.request_id).map(|(_, id)| id),
            status: judge.status_of_error().or(found.status).or_else(|| status_line(text)),
            is_page: is_page(text),
        };
        answer.is_success |= answer.code_says_success(rules);
        let says_nothing = answer.messages.is_empty() && !(is_foreign || found.has_foreign_code);
        if says_nothing && !judge.has_good_status() {
            answer.take_as_message(rules, text);
        }
        if answer.messages.is_empty() {
            answer.messages.extend(in_header(response, "www-authenticate"));
        }
        answer
    }

    /// Whether its code is one of success, or one that nobody knows beside the word for success.
    fn code_says_success(&self, rules: &Rules) -> bool {
        let Some(code) = &self.code else {
            return false;
        };
        let words = ["success", "ok", "succeeded", "成功", "请求成功", "操作成功"];
        let message = self.messages.first().map(String::as_str).unwrap_or_default();
        let is_said = words.iter().any(|word| word.eq_ignore_ascii_case(message));
        rules.is_success(&code.text) || is_said && !code.is_status && !rules.lists(&code.text)
    }

    /// A text in no form counts as the message.
    fn take_as_message(&mut self, rules: &Rules, text: &str) {
        let inside = text.trim_start_matches(['{', '[', '<', ' ']);
        let is_form = text.starts_with(['{', '<']) || text.starts_with('[') && inside.starts_with('"');
        if is_form || text.is_empty() {
            return;
        }
        let text = limited(text);
        self.messages.push(text.into());
        if self.code.is_none() {
            self.code = listed_code(rules, text).map(|text| Code {
                text: text.into(),
                is_outermost: true,
                is_status: false,
            });
        }
    }
}

fn in_header(response: &Response<'_>, name: &str) -> Option<String> {
    let value = decode(response.headers.get(name)?);
    Some(limited(value.trim()).into()).filter(|text: &String| !text.is_empty())
}

/// The status of an error in a line like `HTTP/1.1 403 Forbidden`; of several, the last.
fn status_line(text: &str) -> Option<u16> {
    let lines = text.rmatch_indices("HTTP/");
    let mut statuses = lines.filter_map(|(at, _)| {
        let version = text.get(at + "HTTP/".len()..)?;
        let status = version.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
        status.strip_prefix(' ')?.get(..3)?.parse().ok()
    });
    statuses.find(|status| (400..600).contains(status))
}

fn is_page(text: &str) -> bool {
    let front = text.get(..9).unwrap_or_default();
    ["<!doctype", "<html"].iter().any(|tag| {
        let front = front.get(..tag.len());
        front.is_some_and(|front| front.eq_ignore_ascii_case(tag))
    })
}

/// The first code of the vendor's that stands in a text. A number has to be called a code: others are
/// ports, lengths and ids.
fn listed_code<'t>(rules: &Rules, text: &'t str) -> Option<&'t str> {
    let mut last = "";
    words(text).find(|word| {
        let is_called = last.eq_ignore_ascii_case("code") || last.ends_with("错误码");
        last = word;
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        (is_called || !is_number) && word.len() > 4 && rules.lists(word)
    })
}
