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

/// A rule that holds.
pub(super) struct Fit {
    pub(super) rule: &'static Rule,
    /// Its text that a message has.
    pub(super) text: Option<&'static str>,
    /// Which message.
    pub(super) message: usize,
}

impl Scheme {
    /// Reads what a server refused from what it answered to a request of this scheme; `None` when it
    /// refused nothing, as far as the answer says. Without rules only the status counts.
    #[must_use]
    pub fn read_refusal(&self, response: &Response<'_>) -> Option<Refusal> {
        let rules = self.refusals().unwrap_or(&NO_RULES);
        let has_good_status = response.status.is_some() && !response.is_error();
        if has_good_status && rules.code_fields_under_success.is_empty() {
            return None;
        }
        let mut answer = Answer::of(rules, response);
        if answer.is_success {
            answer.code = None;
            answer.messages.clear();
            answer.status = response.status;
        }
        if has_good_status && answer.code.is_none() {
            return None;
        }
        let fit = rules.fit(&answer);
        let fit = fit.or_else(|| {
            Some(Fit {
                rule: by_status(&answer)?,
                text: None,
                message: 0,
            })
        })?;
        Some(Refusal::new(self, &fit, answer))
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
        let code = answer.code.as_ref().filter(|code| !code.is_status);
        let listed = code.filter(|code| self.lists(&code.text));
        let is_servers_fault = answer.status.is_some_and(|status| status >= 500);
        // Whatever else such an answer quotes.
        if is_servers_fault && !listed.is_some_and(|code| code.is_outermost) {
            return None;
        }
        let code = match (code, listed) {
            (_, Some(code)) => Known::Listed(&code.text),
            (Some(_), None) => Known::Unlisted,
            (None, None) => Known::Nothing,
        };
        let by_text = answer
            .messages
            .iter()
            .enumerate()
            .find_map(|(message, text)| {
                let fits = self
                    .rules
                    .iter()
                    .filter_map(|rule| Some((rule.place(code, text)?, rule)));
                let ((_, text), rule) = fits.min_by_key(|((place, _), _)| *place)?;
                Some(Fit {
                    rule,
                    text: Some(text),
                    message,
                })
            });
        let without = || {
            let rule = self
                .rules
                .iter()
                .find(|rule| rule.holds_without_text(code, answer))?;
            Some(Fit {
                rule,
                text: None,
                message: 0,
            })
        };
        let fit = by_text.or_else(without);
        fit.filter(|fit| !(is_servers_fault && fit.rule.refused == Refused::NotAuthentication))
    }
}

/// What is known of the code of an answer.
#[derive(Clone, Copy)]
enum Known<'a> {
    Listed(&'a str),
    Unlisted,
    Nothing,
}

impl Rule {
    /// Where the text of a rule begins in a message, and the text.
    fn place(&self, code: Known<'_>, message: &str) -> Option<(usize, &'static str)> {
        if let Known::Listed(code) = code
            && !self.has_code(code)
        {
            return None;
        }
        let texts = self.texts.iter();
        let place = texts
            .filter_map(|text| Some((find(message, text)?, *text)))
            .min_by_key(|(place, _)| *place);
        // A code that is not listed may be that of any service; its message may quote anything.
        let is_anywhere = !matches!(code, Known::Unlisted);
        place.filter(|(at, _)| *at == 0 || is_anywhere)
    }

    fn holds_without_text(&self, code: Known<'_>, answer: &Answer) -> bool {
        let is_for_all = self.codes.is_empty() && self.texts.is_empty();
        let may_be = matches!(answer.status, Some(400 | 401 | 403)) && !answer.is_page;
        match code {
            _ if !self.texts.is_empty() => false,
            Known::Listed(code) => is_for_all || self.has_code(code),
            Known::Unlisted => is_for_all,
            Known::Nothing => is_for_all && may_be,
        }
    }
}
