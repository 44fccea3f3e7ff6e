//! Which of the values in an answer are its code, its message and its id.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use super::Rules;

/// How much of a text is kept, in bytes: an answer may echo a request of any size.
const LIMIT: usize = 16 * 1024;

/// The longest code or id.
const LONGEST_TOKEN: usize = 256;

/// How many messages are kept until it is known where the code stands.
const MESSAGES: usize = 8;

/// What wraps an answer without being a part of the caller's data.
const WRAPPERS: [&str; 21] = [
    "error", "errors", "err", "response", "resp", "body", "header", "headers", "upstream", "detail",
    "details", "cause", "exception", "reason", "fault", "responsemetadata", "log", "html", "div", "p",
    "pre",
];

/// What stands around a field: a bracket, an element, the lines below a name, a text in a text.
#[derive(Clone, Copy)]
pub(super) struct Frame<'t> {
    pub(super) name: Option<&'t str>,
    pub(super) mark: char,
    pub(super) is_list: bool,
    pub(super) indent: usize,
    /// Where it begins.
    pub(super) at: usize,
}

pub(super) struct Field<'t> {
    pub(super) name: &'t str,
    pub(super) text: &'t str,
    /// Whether the text goes on behind it. Of what is cut off, letters may be missing.
    pub(super) is_whole: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Code,
    Message,
    Id,
    Status,
    Success,
}

/// Where a value stands; of several, the least is taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Whether something is around it that is not known to wrap answers.
    pub(super) is_foreign: bool,
    pub(super) depth: usize,
    /// The place of its name in the vendor's list.
    pub(super) rank: usize,
    /// Where what is around it begins.
    container: usize,
}

/// What was found so far.
pub(super) struct Found<'r> {
    rules: &'r Rules,
    pub(super) code: Option<(Place, String)>,
    /// A status of HTTP where a code is looked for.
    pub(super) status_code: Option<(Place, String)>,
    pub(super) request_id: Option<(Place, String)>,
    messages: Vec<(Place, String)>,
    /// The HTTP status that the text states.
    pub(super) status: Option<u16>,
    /// Where the answer says that it is one of success.
    pub(super) success: Option<Place>,
    /// Whether a code stands in the caller's data.
    pub(super) has_foreign_code: bool,
}

impl<'r> Found<'r> {
    pub(super) const fn new(rules: &'r Rules) -> Self {
        Self {
            rules,
            code: None,
            status_code: None,
            request_id: None,
            messages: Vec::new(),
            status: None,
            success: None,
            has_foreign_code: false,
        }
    }

    fn fields(&self, kind: Kind) -> &'static [&'static str] {
        match kind {
            Kind::Code => self.rules.code_fields,
            Kind::Message => self.rules.message_fields,
            Kind::Id => self.rules.request_id_fields,
            Kind::Status => &["status", "statusCode", "httpStatusCode", "httpStatus"],
            Kind::Success => &["success", "flag"],
        }
    }

    /// What a field of that name is.
    pub(super) fn kind(&self, name: &str) -> Option<Kind> {
        let kinds = [Kind::Code, Kind::Message, Kind::Id, Kind::Status, Kind::Success];
        let name = last_of(name);
        kinds.into_iter().find(|kind| {
            let fields = self.fields(*kind);
            fields.iter().any(|path| is_same(last_of(path), name))
        })
    }

    pub(super) fn see(&mut self, frames: &[Frame<'_>], field: &Field<'_>) {
        let text = field.text.trim();
        let Some(kind) = self.kind(field.name).filter(|_| !is_nothing(text)) else {
            return;
        };
        let Some(place) = self.place(kind, frames, field.name) else {
            self.has_foreign_code |= kind == Kind::Code;
            return;
        };
        let is_token = text.len() <= LONGEST_TOKEN && !text.contains(char::is_whitespace);
        match kind {
            Kind::Message => self.see_message(place, text),
            Kind::Id if is_token && field.is_whole => keep(&mut self.request_id, place, text),
            Kind::Code if is_token && field.is_whole => self.see_code(place, text),
            Kind::Status => self.see_status(text),
            Kind::Success if text.eq_ignore_ascii_case("true") => {
                self.success = Some(self.success.map_or(place, |other| other.min(place)));
            }
            _ => {}
        }
    }

    fn see_code(&mut self, place: Place, text: &str) {
        if is_status(text) && !self.rules.lists(text) {
            self.see_status(text);
            keep(&mut self.status_code, place, text);
        } else if !is_of_node(text) {
            keep(&mut self.code, place, text);
        }
    }

    fn see_status(&mut self, text: &str) {
        let status = Some(text).filter(|text| is_status(text));
        self.status = self.status.or(status.and_then(|status| status.parse().ok()));
    }

    fn see_message(&mut self, place: Place, text: &str) {
        let at = self.messages.partition_point(|(other, _)| *other <= place);
        if at < MESSAGES {
            self.messages.insert(at, (place, limited(text).into()));
            self.messages.truncate(MESSAGES);
        }
    }

    /// Where a field stands, if it may be the server's: not in a list of the caller's data.
    fn place(&self, kind: Kind, frames: &[Frame<'_>], name: &str) -> Option<Place> {
        let names = frames.iter().filter_map(|frame| frame.name);
        let outer: Vec<&str> = names.chain(name.split('.')).collect();
        let mut paths = self.fields(kind).iter().enumerate();
        let (rank, path) = paths.find(|(_, path)| ends_in(&outer, path))?;
        let explained = path.split('.').count();
        let around = outer.get(..outer.len().checked_sub(explained)?)?;
        let is_of_caller =
            |frame: &Frame<'_>| frame.is_list && frame.name.is_some_and(|name| !self.is_wrapper(name));
        let depth = frames.iter().filter(|frame| frame.mark != '(').count();
        (!frames.iter().any(is_of_caller)).then(|| Place {
            is_foreign: !around.iter().all(|name| self.is_wrapper(name)),
            depth: (depth + 1).saturating_sub(explained),
            rank,
            container: frames.last().map_or(0, |frame| frame.at + 1),
        })
    }

    fn is_wrapper(&self, name: &str) -> bool {
        let messages = self.rules.message_fields.iter();
        // What a client calls `data` is the answer, what an answer calls `Data` is the caller's.
        name == "data" || WRAPPERS.iter().chain(messages).any(|wrapper| is_same(wrapper, name))
    }

    /// The messages of the server, those beside the code first.
    pub(super) fn take_messages(&mut self, is_servers: impl Fn(&Place) -> bool) -> Vec<String> {
        let code = self.code.as_ref().map(|(code, _)| (code.depth, code.container));
        let is_beside = |place: &Place| code == Some((place.depth, place.container));
        let mut messages = mem::take(&mut self.messages);
        messages.retain(|(place, _)| is_servers(place));
        messages.sort_by_key(|(place, _)| !is_beside(place));
        messages.into_iter().map(|(_, message)| message).collect()
    }
}

fn keep(slot: &mut Option<(Place, String)>, place: Place, text: &str) {
    if slot.as_ref().is_none_or(|(other, _)| place < *other) {
        *slot = Some((place, text.into()));
    }
}

/// `text` up to the limit.
pub(super) fn limited(text: &str) -> &str {
    let ends = (0..=LIMIT).rev();
    match text.len() <= LIMIT {
        true => text,
        false => ends.filter_map(|end| text.get(..end)).next().unwrap_or_default(),
    }
}

fn ends_in(names: &[&str], path: &str) -> bool {
    let mut names = names.iter().rev();
    path.rsplit('.').all(|part| names.next().is_some_and(|name| is_same(part, name)))
}

fn last_of(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// Whether a field has a name: in any case, with or without `_`, `-` and blanks in it. One of Chinese
/// may have words before it.
fn is_same(field: &str, name: &str) -> bool {
    if !field.is_ascii() {
        return name.ends_with(field);
    }
    letters(field).eq(letters(name))
}

fn letters(text: &str) -> impl Iterator<Item = u8> {
    let letters = text.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b' '));
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

/// Node's own codes, `ERR_BAD_REQUEST` and `ECONNRESET`.
fn is_of_node(text: &str) -> bool {
    text.starts_with("ERR_") || text.len() > 5 && text.starts_with('E') && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
