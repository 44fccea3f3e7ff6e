//! Code, message and id of a request, as they stand in an answer.

use alloc::string::String;

use super::decode::decode;
use super::found::{Field, Found, limited};
use super::pattern::words;
use super::scan::scan;
use super::{Response, Rules};

/// What of an answer the rules look at.
pub(super) struct Answer {
    pub(super) code: Option<Code>,
    pub(super) message: Option<String>,
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
}

impl Answer {
    pub(super) fn of(rules: &Rules, response: &Response<'_>) -> Self {
        let text = decode(response.body);
        let text = text.trim();
        let mut found = Found::new(rules);
        scan(text, &[], &mut found);
        let mut of_headers = Found::new(rules);
        for (name, value) in response.headers {
            let value = decode(value);
            let field = Field { name, text: &value, is_whole: true };
            of_headers.see(&[], &field);
        }
        let is_error = response.status.is_some_and(|status| status >= 400);
        // What is around may be the caller's data, unless something was refused.
        let is_servers = |is_foreign: bool| is_error || !is_foreign;
        let code = found.code.take_if(|(place, _)| is_servers(place.is_foreign));
        let code = code.or(of_headers.code.take());
        found.code = code.clone();
        let message = found.take_message().filter(|(place, _)| is_servers(place.is_foreign));
        let says_success = found.success.zip(code.as_ref()).is_some_and(|(success, (place, _))| success.depth <= place.depth);
        let mut answer = Self {
            is_success: says_success || code.as_ref().is_some_and(|(_, code)| rules.is_success(code)),
            code: code.map(|(place, text)| Code { text, is_outermost: place.depth <= 1 && !place.is_foreign }),
            message: message.or_else(|| of_headers.take_message()).map(|(_, message)| message),
            request_id: found.request_id.or(of_headers.request_id).map(|(_, id)| id),
            status: response.status.or(found.status).or_else(|| status_line(text)),
            is_page: is_page(text),
        };
        answer.is_success |= !is_error && answer.says_success(rules);
        if answer.message.is_none() {
            answer.take_as_message(rules, text);
        }
        answer.message = answer.message.or_else(|| in_header(response, "www-authenticate"));
        answer
    }

    /// Whether it has a code that nobody knows, beside the word for success.
    fn says_success(&self, rules: &Rules) -> bool {
        let words = ["success", "ok", "succeeded", "成功", "请求成功", "操作成功"];
        let is_listed = self.code.as_ref().is_some_and(|code| rules.lists(&code.text));
        let message = self.message.as_deref().unwrap_or_default();
        !is_listed && words.iter().any(|word| word.eq_ignore_ascii_case(message))
    }

    /// A text in no form counts as the message.
    fn take_as_message(&mut self, rules: &Rules, text: &str) {
        let inside = text.trim_start_matches(['{', '[', '<', ' ']);
        let is_form = text.starts_with(['{', '<']) || text.starts_with('[') && inside.starts_with('"');
        if is_form || text.is_empty() {
            return;
        }
        let text = limited(text);
        self.message = Some(text.into());
        if self.code.is_none() {
            self.code = listed_code(rules, text).map(|text| Code { text: text.into(), is_outermost: true });
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
        let line = text.get(at..)?.split(['\r', '\n']).next()?;
        line.split(' ').nth(1)?.parse().ok()
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
