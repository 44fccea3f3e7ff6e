//! The reading of an answer by the vendor's rules.

use super::answer::Answer;
use super::{Refusal, Refused, Response, Rule, Rules};
use crate::Scheme;
use crate::text::find_pattern;

/// Holds for a vendor without a list.
const NO_RULES: Rules = Rules::new(&[]);

/// Holds a rule that fits, its text that a message has, and which message.
type Fit = (&'static Rule, Option<&'static str>, usize);

impl Scheme {
    /// Reads what a server refused from what it answered to a request of this scheme; `None` when
    /// it refused nothing, as far as the answer says. Without rules only the status counts.
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
        let (rule, text, message) = fit.or_else(|| Some((by_status(&answer)?, None, 0)))?;
        Some(Refusal::new(self, rule, text, message, answer))
    }
}

/// Returns what an answer means that no rule knows.
const fn by_status(answer: &Answer<'_>) -> Option<&'static Rule> {
    match answer.status {
        Some(400 | 401 | 403) if answer.is_page => Some(&Rule::PAGE),
        Some(400 | 401 | 403) => Some(&Rule::UNKNOWN),
        Some(413) => Some(&Rule::TOO_LARGE),
        Some(429) => Some(&Rule::THROTTLED),
        Some(500..) => Some(&Rule::SERVER_ERROR),
        Some(400..) => Some(&Rule::NOT_AUTHENTICATION),
        _ if answer.code.is_some() => Some(&Rule::UNKNOWN),
        _ => None,
    }
}

impl Rules {
    fn fit(&self, answer: &Answer<'_>) -> Option<Fit> {
        let code = answer.code.as_ref().filter(|(place, _)| !place.is_status);
        let listed = code.filter(|(_, code)| self.lists(code));
        let is_servers_fault = answer.status.is_some_and(|status| status >= 500);
        // Whatever else such an answer quotes.
        if is_servers_fault && !listed.is_some_and(|(place, _)| place.is_outermost()) {
            return None;
        }
        let rules = self.all().filter(|rule| match listed {
            Some((_, code)) => rule.is_for_all() || rule.has_code(code),
            None => code.is_none() || rule.codes.is_empty(),
        });
        // A code that is not listed may be that of any service; its message may quote anything.
        let is_quoted = code.is_some() && listed.is_none();
        let mut messages = answer.messages.iter().enumerate();
        let by_text = messages.find_map(|(message, (_, text))| {
            let places = rules.clone().filter_map(|rule| Some((rule.place_in(text)?, rule)));
            let places = places.filter(|((at, _), _)| *at == 0 || !is_quoted);
            let ((_, text), rule) = places.min_by_key(|((at, _), _)| *at)?;
            Some((rule, Some(text), message))
        });
        let may_be = matches!(answer.status, Some(400 | 401 | 403)) && !answer.is_page;
        let mut without_text = rules.filter(|rule| {
            let is_listed = rule.texts.is_empty() && listed.is_some();
            is_listed || rule.is_for_all() && (code.is_some() || may_be)
        });
        let fit = by_text.or_else(|| Some((without_text.next()?, None, 0)));
        fit.filter(|(rule, ..)| !(is_servers_fault && rule.refused == Refused::NotAuthentication))
    }
}

impl Rule {
    /// Returns whether the rule has neither codes nor texts.
    const fn is_for_all(&self) -> bool {
        self.codes.is_empty() && self.texts.is_empty()
    }

    /// Returns where the first text of the rule begins in a message, and the text.
    fn place_in(&self, message: &str) -> Option<(usize, &'static str)> {
        let places =
            self.texts.iter().filter_map(|text| Some((find_pattern(message, text)?, *text)));
        places.min_by_key(|(at, _)| *at)
    }
}
