//! Code, message and id of a request, as they stand in an answer.

use alloc::string::String;

use super::value::{Path, Spelling, Value};
use super::{Response, Rules, json, xml};

/// What of an answer the rules look at.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
}

impl Answer {
    pub(super) fn of(rules: &Rules, response: &Response<'_>) -> Self {
        let body = response.body;
        let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
        let body = body.trim_ascii_start();
        let mut found = Found::new(rules);
        match body.first() {
            Some(b'{' | b'[') if json::may_be(body) => {
                json::each_value(body, |path, value| found.see(path, value))
            }
            Some(b'<') if xml::may_be(body) => {
                xml::each_element(body, |path, value| found.see(path, value))
            }
            _ => return Self::of_text(rules, response, body),
        }
        let [code, message, request_id] = found.0.map(|field| field.text);
        Self {
            code,
            message: message.or_else(|| in_header(response, "www-authenticate")),
            request_id: request_id.or_else(|| id_in_headers(rules, response)),
        }
    }

    /// The answer is in no form, perhaps a piece of a log: all of it counts as the message. Under a
    /// status of success it says nothing.
    fn of_text(rules: &Rules, response: &Response<'_>, body: &[u8]) -> Self {
        let is_success = response.status.is_some_and(|status| status < 400);
        let message = match is_success {
            true => None,
            false => plain(body).text(),
        };
        Self {
            code: message.as_deref().and_then(|text| listed_code(rules, text)),
            message: message.or_else(|| in_header(response, "www-authenticate")),
            request_id: id_in_headers(rules, response),
        }
    }
}

fn plain(raw: &[u8]) -> Value<'_> {
    Value {
        raw,
        spelling: Spelling::Plain,
        is_whole: true,
    }
}

fn id_in_headers(rules: &Rules, response: &Response<'_>) -> Option<String> {
    let mut names = rules.request_id_headers.iter();
    names.find_map(|name| in_header(response, name))
}

fn in_header(response: &Response<'_>, name: &str) -> Option<String> {
    plain(response.headers.get(name)?).text()
}

/// The fields that were found so far: code, message, id.
struct Found([Field; 3]);

struct Field {
    paths: &'static [&'static str],
    may_be_cut_off: bool,
    /// The place of its path in the list: an earlier one counts more, wherever it stands.
    rank: usize,
    text: Option<String>,
}

impl Found {
    fn new(rules: &Rules) -> Self {
        let field = |paths: &'static [&'static str], may_be_cut_off| Field {
            paths,
            may_be_cut_off,
            rank: paths.len(),
            text: None,
        };
        Self([
            field(rules.code_fields, false),
            field(rules.message_fields, true),
            field(rules.request_id_fields, false),
        ])
    }

    fn see(&mut self, path: &Path<'_>, value: Value<'_>) {
        for field in &mut self.0 {
            if !(value.is_whole || field.may_be_cut_off) {
                continue;
            }
            let mut paths = field.paths.iter().take(field.rank);
            let Some(rank) = paths.position(|dotted| path.is(dotted)) else {
                continue;
            };
            if let Some(text) = value.text() {
                field.rank = rank;
                field.text = Some(text);
            }
        }
    }
}

/// The first code of the vendor's that stands in a text.
fn listed_code(rules: &Rules, text: &str) -> Option<String> {
    let codes = rules.rules.iter().flat_map(|rule| rule.codes);
    codes
        .filter_map(|code| Some((place_of_code(text, code)?, *code)))
        .min_by_key(|(place, _)| *place)
        .map(|(_, code)| code.into())
}

/// Where a code stands by itself, and not within a longer word or number. A number has to be called
/// a code, too: others are ports, lengths and ids.
fn place_of_code(text: &str, code: &str) -> Option<usize> {
    let is_number = code.bytes().all(|byte| byte.is_ascii_digit());
    text.match_indices(code)
        .map(|(place, _)| place)
        .find(|place| {
            let before = text.get(..*place).unwrap_or_default();
            let behind = text.get(place + code.len()..).unwrap_or_default();
            let is_apart = !before.ends_with(is_of_word)
                && !behind.trim_start_matches('.').starts_with(is_of_word);
            is_apart && (!is_number || is_called_code(before))
        })
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-')
}

fn is_called_code(before: &str) -> bool {
    let name = before.trim_end_matches([' ', ':', '=', '"', '\'', '\\', '[', '(']);
    let letters = name
        .len()
        .checked_sub(4)
        .and_then(|start| name.get(start..));
    letters.is_some_and(|letters| letters.eq_ignore_ascii_case("code"))
}
