//! Which of the values in an answer are its code, its message and its id.

use alloc::string::String;
use alloc::vec::Vec;

use super::Rules;

/// How much of a text is kept, in bytes: an answer may echo a request of any size.
const LIMIT: usize = 16 * 1024;

/// The longest code or id.
const LONGEST_TOKEN: usize = 256;

/// How many messages are kept until it is known where the code stands.
const MESSAGES: usize = 8;

/// What wraps an answer without being a part of the caller's data.
const WRAPPERS: [&str; 21] = [
    "error",
    "errors",
    "err",
    "response",
    "resp",
    "body",
    "header",
    "headers",
    "upstream",
    "detail",
    "details",
    "cause",
    "exception",
    "reason",
    "fault",
    "responsemetadata",
    "log",
    "html",
    "div",
    "p",
    "pre",
];

const STATUS_FIELDS: &[&str] = &["status", "statusCode", "httpStatusCode", "success", "flag"];

/// What stands around a field: a bracket, an element, the lines below a name, a text in a text.
#[derive(Clone, Copy)]
pub(super) struct Frame<'t> {
    pub(super) name: Option<&'t str>,
    pub(super) mark: char,
    pub(super) is_list: bool,
    /// Where it begins.
    pub(super) at: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Code,
    Message,
    Id,
    /// A status of HTTP, or a flag of success.
    Status,
}

/// Where a value stands; of several, the least is taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Whether something is around it that is not known to wrap answers.
    is_foreign: bool,
    pub(super) depth: usize,
    /// The place of its name in the list.
    rank: usize,
    /// Where what is around it begins.
    container: usize,
}

/// What was found so far.
pub(super) struct Found<'r> {
    rules: &'r Rules,
    /// Of the response, as far as it is known.
    status: Option<u16>,
    pub(super) code: Option<(Place, String)>,
    pub(super) request_id: Option<(Place, String)>,
    pub(super) messages: Vec<(Place, String)>,
    /// A status of an error that the text states, and whether as its code.
    pub(super) stated: Option<(bool, u16)>,
    /// How deep the answer says that it is one of success.
    pub(super) success: Option<usize>,
    /// Whether a code stands in the caller's data.
    pub(super) has_foreign_code: bool,
}

impl<'r> Found<'r> {
    pub(super) const fn new(rules: &'r Rules, status: Option<u16>) -> Self {
        Self {
            rules,
            status,
            code: None,
            request_id: None,
            messages: Vec::new(),
            stated: None,
            success: None,
            has_foreign_code: false,
        }
    }

    fn fields(&self, kind: Kind) -> &'static [&'static str] {
        match kind {
            Kind::Code => self.rules.code_fields,
            Kind::Message => self.rules.message_fields,
            Kind::Id => self.rules.request_id_fields,
            Kind::Status => STATUS_FIELDS,
        }
    }

    /// What a field of that name is.
    pub(super) fn kind(&self, name: &str) -> Option<Kind> {
        let kinds = [Kind::Code, Kind::Message, Kind::Id, Kind::Status];
        let name = last_of(name);
        kinds.into_iter().find(|kind| {
            let fields = self.fields(*kind);
            fields.iter().any(|path| is_same(last_of(path), name))
        })
    }

    /// `is_whole`: whether the text goes on after the value. Of what is cut off, letters may be
    /// missing.
    pub(super) fn see(&mut self, frames: &[Frame<'_>], name: &str, text: &str, is_whole: bool) {
        let text = text.trim();
        let Some(kind) = self.kind(name).filter(|_| !is_nothing(text)) else {
            return;
        };
        let place = self.place(kind, frames, name);
        let Some(place) = place.filter(|place| self.may_be_servers(kind, *place)) else {
            self.has_foreign_code |= kind == Kind::Code;
            return;
        };
        let is_token = text.len() <= LONGEST_TOKEN && !text.contains(char::is_whitespace);
        match kind {
            Kind::Message => self.see_message(place, text),
            _ if !is_token || !is_whole => {}
            Kind::Id => keep(&mut self.request_id, place, text),
            Kind::Code if !is_status(text) || self.rules.lists(text) => {
                // Node's own codes, `ERR_BAD_REQUEST`, say nothing.
                if !text.starts_with("ERR_") {
                    keep(&mut self.code, place, text);
                }
            }
            Kind::Code | Kind::Status if is_status(text) => {
                let stated = (kind == Kind::Code, text.parse().unwrap_or_default());
                self.stated = self.stated.max(Some(stated));
            }
            _ if text.eq_ignore_ascii_case("true") => {
                self.success = Some(
                    self.success
                        .map_or(place.depth, |depth| depth.min(place.depth)),
                );
            }
            _ => {}
        }
    }

    fn see_message(&mut self, place: Place, text: &str) {
        let at = self.messages.partition_point(|(other, _)| *other <= place);
        if at < MESSAGES {
            self.messages.insert(at, (place, limited(text).into()));
            self.messages.truncate(MESSAGES);
        }
    }

    /// Where a field stands, if not in a list of the caller's data.
    fn place(&self, kind: Kind, frames: &[Frame<'_>], name: &str) -> Option<Place> {
        // The parentheses of `Some("x")` are around the value itself.
        let is_of_value = |frame: &&Frame<'_>| frame.mark == '(' && frame.name == Some(name);
        let names = frames.iter().filter(|frame| !is_of_value(frame));
        let names = names.filter_map(|frame| frame.name);
        let outer: Vec<&str> = names.chain(name.split('.')).collect();
        let mut paths = self.fields(kind).iter().enumerate();
        let (rank, path) = paths.find(|(_, path)| ends_in(&outer, path))?;
        let explained = path.split('.').count();
        let around = outer.get(..outer.len().checked_sub(explained)?)?;
        let is_callers = |frame: &Frame<'_>| {
            frame.is_list && frame.name.is_some_and(|name| !self.is_wrapper(name))
        };
        let depth = frames.iter().filter(|frame| frame.mark != '(').count();
        (!frames.iter().any(is_callers)).then(|| Place {
            is_foreign: !around.iter().all(|name| self.is_wrapper(name)),
            depth: (depth + 1).saturating_sub(explained),
            rank,
            container: frames.last().map_or(0, |frame| frame.at),
        })
    }

    /// What is around may be the caller's data, unless something was refused. Under a status of
    /// success not every code is one of a refusal.
    fn may_be_servers(&self, kind: Kind, place: Place) -> bool {
        let fields = self.rules.code_fields_under_success;
        let field = self.fields(kind).get(place.rank);
        match self.status {
            Some(400..) => true,
            Some(_) if kind == Kind::Code => {
                !place.is_foreign && field.is_some_and(|field| fields.contains(field))
            }
            _ => !place.is_foreign,
        }
    }

    fn is_wrapper(&self, name: &str) -> bool {
        let messages = self.rules.message_fields.iter();
        // What a client calls `data` is the answer, what an answer calls `Data` is the caller's.
        name == "data"
            || WRAPPERS
                .iter()
                .chain(messages)
                .any(|wrapper| is_same(wrapper, name))
    }

    /// Whether a message stands beside the code.
    pub(super) fn is_beside_code(&self, place: Place) -> bool {
        let code = self
            .code
            .as_ref()
            .map(|(code, _)| (code.depth, code.container));
        code == Some((place.depth, place.container))
    }
}

impl Place {
    /// At the top, or in a field that the vendor has for it.
    pub(super) const fn is_outermost(self) -> bool {
        self.depth <= 1 && !self.is_foreign
    }
}

fn keep(slot: &mut Option<(Place, String)>, place: Place, text: &str) {
    if slot.as_ref().is_none_or(|(other, _)| place < *other) {
        *slot = Some((place, text.into()));
    }
}

/// `text` up to the limit.
pub(super) fn limited(text: &str) -> &str {
    let mut ends = (0..=text.len().min(LIMIT)).rev();
    ends.find_map(|end| text.get(..end)).unwrap_or_default()
}

fn ends_in(names: &[&str], path: &str) -> bool {
    let mut names = names.iter().rev();
    path.rsplit('.')
        .all(|part| names.next().is_some_and(|name| is_same(part, name)))
}

fn last_of(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// Whether a field has a name: in any case, with or without `_`, `-` and blanks in it. One of Chinese
/// may have words before it.
fn is_same(field: &str, name: &str) -> bool {
    match field.is_ascii() {
        true => letters_of(field).eq(letters_of(name)),
        false => name.ends_with(field),
    }
}

fn letters_of(text: &str) -> impl Iterator<Item = u8> {
    let letters = text
        .bytes()
        .filter(|byte| !matches!(byte, b'_' | b'-' | b' '));
    letters.map(|byte| byte.to_ascii_lowercase())
}

/// What languages write for no value.
fn is_nothing(text: &str) -> bool {
    let words = ["", "null", "none", "nil", "undefined", "<nil>"];
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// A status of HTTP that refuses.
fn is_status(text: &str) -> bool {
    matches!(text.as_bytes(), [b'4' | b'5', b'0'..=b'9', b'0'..=b'9'])
}
