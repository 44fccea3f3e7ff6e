//! From an answer and the vendor's rules to what was refused.

use super::answer::Answer;
use super::pattern::find;
use super::{Refusal, Refused, Response, Rule, Rules};
use crate::Scheme;

/// What is known of a vendor without a list.
const NO_RULES: Rules = Rules::new(&[])
    .with_code_fields(&[])
    .with_message_fields(&[])
    .with_request_id_fields(&[]);

const UNDOCUMENTED: Rule = Rule::new(
    Refused::Unknown,
    &[
        "Read the server's message.",
        "Compare the clock of this machine with the `Date` header of the answer.",
        "Compare what was signed (`explain`) with the request that was sent.",
        "Check that id and secret belong together, and to this service.",
    ],
);

const PAGE: Rule = Rule::new(
    Refused::Unknown,
    &[
        "This is a page for a browser, not an answer of the API: check the URL, and which proxy or firewall is in between.",
    ],
);

const TOO_LARGE: Rule = Rule::new(
    Refused::BodyTooLarge,
    &["Send a smaller body, or hand the data over in another way that the vendor has."],
);

/// A rule that holds, and its text that the message has.
type Fit = (&'static Rule, Option<&'static str>);

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
        if answer.is_success {
            answer.code = None;
            answer.message = None;
            answer.status = response.status;
        }
        if has_good_status && answer.code.is_none() {
            return None;
        }
        let (rule, text) = rules.fit(&answer).or_else(|| Some((by_status(&answer)?, None)))?;
        Some(Refusal::new(self, rule, text, answer))
    }
}

/// What an answer means that no rule knows.
fn by_status(answer: &Answer) -> Option<&'static Rule> {
    match answer.status {
        Some(400 | 401 | 403) if answer.is_page => Some(&PAGE),
        Some(400 | 401 | 403) => Some(&UNDOCUMENTED),
        Some(413) => Some(&TOO_LARGE),
        Some(429) => Some(&Rule::THROTTLED),
        Some(500..) => Some(&Rule::SERVER_ERROR),
        Some(400..) => Some(&Rule::NOT_AUTHENTICATION),
        _ => answer.code.as_ref().map(|_| &UNDOCUMENTED),
    }
}

impl Rules {
    fn fit(&self, answer: &Answer) -> Option<Fit> {
        let code = answer.code.as_ref();
        let listed = code.filter(|code| self.lists(&code.text));
        let is_servers_fault = answer.status.is_some_and(|status| status >= 500);
        // Whatever else such an answer quotes.
        if is_servers_fault && !listed.is_some_and(|code| code.is_outermost) {
            return None;
        }
        let fits = self.rules.iter().filter_map(|rule| {
            let (place, text) = rule.place(answer, code.is_some(), listed.map(|code| code.text.as_str()))?;
            Some((place, (rule, text)))
        });
        let fit = fits.min_by_key(|(place, _)| *place).map(|(_, fit)| fit);
        fit.filter(|(rule, _)| !(is_servers_fault && rule.refused == Refused::NotAuthentication))
    }
}

/// Where the text of a rule begins in a message, and the text.
type Place = (usize, Option<&'static str>);

/// After the text of every other rule.
const NO_TEXT: Place = (usize::MAX, None);

impl Rule {
    fn place(&self, answer: &Answer, has_code: bool, listed: Option<&str>) -> Option<Place> {
        let message = answer.message.as_deref();
        match listed {
            _ if self.codes.is_empty() && self.texts.is_empty() => {
                let may_be = matches!(answer.status, Some(400 | 401 | 403)) && !answer.is_page;
                (may_be || has_code).then_some(NO_TEXT)
            }
            Some(code) if !self.has_code(code) => None,
            Some(_) if self.texts.is_empty() => Some(NO_TEXT),
            None if self.texts.is_empty() => None,
            // A code that is not listed may be that of any service; its message may quote anything.
            _ => self.place_in(message?).filter(|(at, _)| *at == 0 || !has_code || listed.is_some()),
        }
    }

    fn place_in(&self, message: &str) -> Option<Place> {
        let texts = self.texts.iter();
        texts
            .filter_map(|text| Some((find(message, text)?, Some(*text))))
            .min_by_key(|(place, _)| *place)
    }
}
