//! From an answer and the vendor's rules to what was refused.

use super::answer::Answer;
use super::{Refusal, Refused, Response, Rule, Rules};
use crate::Scheme;

/// What is known of a vendor without a list.
const NO_RULES: Rules = Rules::new(&[]);

const UNDOCUMENTED: Rule = Rule::new(
    Refused::Unknown,
    &[
        "Read the server's message.",
        "Compare the clock of this machine with the `Date` header of the answer.",
        "Compare what was signed (`explain`) with the request that was sent.",
        "Check that id and secret belong together, and to this service.",
    ],
);

const TOO_LARGE: Rule = Rule::new(
    Refused::BodyTooLarge,
    &["Send a smaller body, or hand the data over in another way that the vendor has."],
);

const SERVER_ERROR: Rule = Rule::new(
    Refused::NotAuthentication,
    &["Sign the request again and retry, later each time: the fault is the server's."],
);

const OTHER: Rule = Rule::new(
    Refused::NotAuthentication,
    &[
        "Leave the signature as it is; the server's message and the vendor's list of codes say more.",
    ],
);

impl Scheme {
    /// Reads what a server refused from what it answered to a request of this scheme; `None` when it
    /// refused nothing, as far as the answer says. Without rules only the status counts.
    #[must_use]
    pub fn read_refusal(&self, response: &Response<'_>) -> Option<Refusal> {
        let rules = self.refusals().unwrap_or(&NO_RULES);
        let is_error = response.status.is_some_and(|status| status >= 400);
        let has_good_status = response.status.is_some() && !is_error;
        if has_good_status && !rules.has_refusals_under_success {
            return None;
        }
        let mut answer = Answer::of(rules, response);
        if answer
            .code
            .as_deref()
            .is_some_and(|code| rules.is_success(code))
        {
            answer.code = None;
            answer.message = answer.message.filter(|_| is_error);
        }
        if has_good_status && answer.code.is_none() {
            return None;
        }
        let (rule, text) = match rules.fit(&answer, response.status) {
            Some(fit) => fit,
            None => (by_status(response.status, answer.code.is_some())?, None),
        };
        Some(Refusal::new(self, rule, text, answer))
    }
}

/// What an answer means that no rule knows.
fn by_status(status: Option<u16>, has_code: bool) -> Option<&'static Rule> {
    match status {
        Some(400 | 401 | 403) => Some(&UNDOCUMENTED),
        Some(413) => Some(&TOO_LARGE),
        Some(500..) => Some(&SERVER_ERROR),
        Some(400..) => Some(&OTHER),
        _ => has_code.then_some(&UNDOCUMENTED),
    }
}

/// A rule that holds, and its text that the message has.
type Fit = (&'static Rule, Option<&'static str>);

/// Where the text of a rule begins in a message, and the text.
type Place = (usize, Option<&'static str>);

/// Behind the text of every other rule.
const NO_TEXT: Place = (usize::MAX, None);

impl Rules {
    fn fit(&self, answer: &Answer, status: Option<u16>) -> Option<Fit> {
        let fits = self.rules.iter().filter_map(|rule| {
            let (place, text) = rule.place(answer, status)?;
            Some((place, (rule, text)))
        });
        fits.min_by_key(|(place, _)| *place).map(|(_, fit)| fit)
    }
}

impl Rule {
    fn place(&self, answer: &Answer, status: Option<u16>) -> Option<Place> {
        let code = answer.code.as_deref();
        if self.codes.is_empty() && self.texts.is_empty() {
            let may_be = code.is_some() || matches!(status, Some(400 | 401 | 403));
            return may_be.then_some(NO_TEXT);
        }
        match code {
            Some(code) if !self.codes.contains(&code) => None,
            _ if !self.texts.is_empty() => self.place_in(answer.message.as_deref()?),
            code => code.map(|_| NO_TEXT),
        }
    }

    fn place_in(&self, message: &str) -> Option<Place> {
        let texts = self.texts.iter();
        texts
            .filter_map(|text| Some((find_in_any_case(message, text)?, Some(*text))))
            .min_by_key(|(place, _)| *place)
    }
}

pub(super) fn find_in_any_case(text: &str, part: &str) -> Option<usize> {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    (0..text.len()).find(|at| {
        text.get(*at..at + part.len())
            .is_some_and(|window| window.eq_ignore_ascii_case(part))
    })
}
