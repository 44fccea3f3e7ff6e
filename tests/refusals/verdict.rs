//! A labelled line of the corpus, and whether an answer was read as its label says.

use std::collections::BTreeMap;

use polysign::Scheme;
use polysign::refusal::{Refusal, Response};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Line {
    pub(super) id: String,
    pub(super) scheme: String,
    pub(super) options: Option<BTreeMap<String, String>>,
    status: Option<u16>,
    headers: Option<BTreeMap<String, String>>,
    body: Option<String>,
    body_hex: Option<String>,
    pub(super) form: String,
    right: Vec<String>,
    all: Option<bool>,
    exact: Option<bool>,
    pub(super) code: Option<String>,
    pub(super) message_has: Option<String>,
    pub(super) request_id: Option<String>,
    advice_must_not: Option<String>,
    pub(super) verbatim: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    Right,
    Vague,
    Wrong,
    Unread,
}

impl Line {
    pub(super) fn read(&self, scheme: &Scheme) -> Option<Refusal> {
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .flatten()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let bytes = match (&self.body, &self.body_hex) {
            (Some(body), _) => body.clone().into_bytes(),
            (None, Some(hex)) => hex::decode(hex).expect("hexadecimal digits"),
            (None, None) => Vec::new(),
        };
        let response = Response::new(&bytes).with_headers(&headers);
        scheme.read_refusal(&match self.status {
            Some(status) => response.with_status(status),
            None => response,
        })
    }

    pub(super) fn verdict(&self, refusal: Option<&Refusal>) -> Verdict {
        let is_right = |label: &str| self.right.iter().any(|right| right == label);
        let Some(refusal) = refusal else {
            return match is_right("none") {
                true => Verdict::Right,
                false => Verdict::Unread,
            };
        };
        let refused = refusal.refused();
        let said: Vec<&str> = refused.causes().iter().map(|cause| cause.as_str()).collect();
        if said == ["unknown"] && !is_right("unknown") {
            return match self.right.as_slice() {
                [none] if none == "none" => Verdict::Wrong,
                _ if refusal.code().or(refusal.message()).is_none() => Verdict::Unread,
                _ => Verdict::Vague,
            };
        }
        let names_all = self.right.iter().all(|right| said.contains(&right.as_str()));
        if !said.iter().any(|label| is_right(label)) || self.all == Some(true) && !names_all {
            return Verdict::Wrong;
        }
        match self.exact == Some(true) && !said.iter().all(|label| is_right(label)) {
            true => Verdict::Vague,
            false => Verdict::Right,
        }
    }

    /// Whether the advice is what the label forbids.
    pub(super) fn has_bad_advice(&self, refusal: &Refusal) -> bool {
        let advice = refusal.advice().join(" ").to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| advice.contains(word));
        match self.advice_must_not.as_deref() {
            None => false,
            Some("must not say that the signature is fine") => {
                has(&["signature is right", "signature was not", "signature as it is"])
            }
            Some("must not send to clock or key") => {
                has(&["clock", " key", "secret", "timestamp", " ak ", " sk "])
            }
            Some("must not say to mend the request") => has(&[
                "mend the request", "fix the request", "change the request", "correct the request",
            ]),
            Some(other) => panic!("{}: {other}", self.id),
        }
    }
}
