//! Code, message and id of a request, as they stand in an answer.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::decode::decode;
use super::found::{Found, limited};
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
    pub(super) is_outermost: bool,
    /// Whether it is a status of HTTP, and says no more than that.
    pub(super) is_status: bool,
}

impl Answer {
    pub(super) fn of(rules: &Rules, response: &Response<'_>) -> Self {
        let text = decode(response.body);
        let text = text.trim();
        let mut found = Found::new(rules, response.status);
        // Not in a picture or in sound that was asked for.
        let is_binary = text.contains(|letter| matches!(letter, '\0'..='\u{8}'));
        if !is_binary || response.is_error() {
            scan(text, &[], &mut found);
        }
        let mut of_headers = Found::new(rules, None);
        for (name, value) in response.headers {
            of_headers.see(&[], name, &decode(value), true);
        }
        let mut messages = core::mem::take(&mut found.messages);
        messages.sort_by_key(|(place, _)| !found.is_beside_code(*place));
        messages.extend(of_headers.messages);
        let code = found.code.or(of_headers.code);
        let is_success = found
            .success
            .zip(code.as_ref())
            .is_some_and(|(depth, (code, _))| depth <= code.depth);
        let code = code.map(|(place, text)| Code {
            is_outermost: place.is_outermost(),
            is_status: false,
            text,
        });
        let stated = found
            .stated
            .filter(|(is_code, _)| *is_code)
            .map(|(_, status)| Code {
                text: status.to_string(),
                is_outermost: true,
                is_status: true,
            });
        let status = response.status.filter(|_| response.is_error());
        let mut answer = Self {
            code: code.or(stated),
            messages: messages.into_iter().map(|(_, message)| message).collect(),
            request_id: found.request_id.or(of_headers.request_id).map(|(_, id)| id),
            status: status
                .or(found.stated.map(|(_, status)| status))
                .or_else(|| status_line(text)),
            is_success,
            is_page: is_page(text),
        };
        answer.is_success |= answer.code_says_success(rules);
        if answer.messages.is_empty()
            && !found.has_foreign_code
            && (response.status.is_none() || response.is_error())
        {
            answer.take_as_message(rules, text);
        }
        if answer.messages.is_empty() {
            let value = response.headers.get("www-authenticate").map(decode);
            answer
                .messages
                .extend(value.map(|value| limited(value.trim()).into()));
        }
        answer
    }

    /// Whether its code is one of success, or one that nobody knows beside the word for success.
    fn code_says_success(&self, rules: &Rules) -> bool {
        let words = ["success", "ok", "succeeded", "成功", "请求成功", "操作成功"];
        let message = self
            .messages
            .first()
            .map(String::as_str)
            .unwrap_or_default();
        let is_said = words.iter().any(|word| word.eq_ignore_ascii_case(message));
        self.code.as_ref().is_some_and(|code| {
            rules.is_success(&code.text) || is_said && !code.is_status && !rules.lists(&code.text)
        })
    }

    /// A text in no form counts as the message.
    fn take_as_message(&mut self, rules: &Rules, text: &str) {
        let is_list = text
            .strip_prefix('[')
            .is_some_and(|inside| inside.starts_with(['{', '[', '"']));
        if text.is_empty() || text.starts_with(['{', '<']) || is_list {
            return;
        }
        let text = limited(text);
        self.messages.push(text.into());
        if self.code.is_none() {
            let code = listed_code(rules, text);
            self.code = code.map(|text| Code {
                text: text.into(),
                is_outermost: true,
                is_status: false,
            });
        }
    }
}

/// The status of an error in a line like `HTTP/1.1 403 Forbidden`; of several, the last.
fn status_line(text: &str) -> Option<u16> {
    let lines = text.rmatch_indices("HTTP/");
    let mut statuses = lines.filter_map(|(at, sign)| {
        let version = text.get(at + sign.len()..)?;
        let status = version.trim_start_matches(['0', '1', '2', '3', '.']);
        status.strip_prefix(' ')?.get(..3)?.parse().ok()
    });
    statuses.find(|status| (400..600).contains(status))
}

fn is_page(text: &str) -> bool {
    ["<!doctype", "<html"].iter().any(|tag| {
        let front = text.get(..tag.len());
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
