//! A case: a request that was signed, and what the server saw of it.

use std::collections::BTreeMap;

use polysign::{Context, Explanation, Payload, Request, Signer};
use serde::Deserialize;

use super::form::FORMS;
use crate::common::payload::payload;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) scheme: String,
    settings: BTreeMap<String, String>,
    signed: Sent,
    pub(crate) saw: Saw,
    /// Labels of the causes, sorted.
    pub(crate) causes: Vec<String>,
}

/// A request with the time and the nonce of its signature.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    /// `null`: not covered by the signature.
    body: Option<String>,
    time: i64,
    nonce: Option<String>,
}

/// What the server says.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Saw {
    /// Its own text of the request as it arrived.
    Request(Box<Seen>),
    /// Something that is no text of this request.
    Text(String),
}

/// How the request arrived, and in which form the server says so.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seen {
    /// What of the request arrived otherwise.
    #[serde(default)]
    changed: Changed,
    /// With which settings the server signs, where they are others.
    #[serde(default)]
    settings: BTreeMap<String, String>,
    /// How its text differs beyond that: pieces and what stands in their place.
    #[serde(default)]
    respelled: Vec<(String, String)>,
    stage: String,
    form: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Changed {
    method: Option<String>,
    url: Option<String>,
    headers: Option<Vec<(String, String)>>,
    body: Option<String>,
    time: Option<i64>,
    nonce: Option<String>,
}

impl Sent {
    fn changed(&self, changed: &Changed) -> Self {
        let sent = self.clone();
        Self {
            method: changed.method.clone().unwrap_or(sent.method),
            url: changed.url.clone().unwrap_or(sent.url),
            headers: changed.headers.clone().unwrap_or(sent.headers),
            body: changed.body.clone().or(sent.body),
            time: changed.time.unwrap_or(sent.time),
            nonce: changed.nonce.clone().or(sent.nonce),
        }
    }

    fn explain(&self, scheme: &str, settings: &BTreeMap<String, String>) -> Explanation {
        let signer = polysign::registry::signer_from_pairs(scheme, settings);
        let signer = signer.unwrap_or_else(|error| panic!("{scheme}: {error}"));
        let request = Request::new(&self.method, &self.url)
            .unwrap_or_else(|error| panic!("{}: {error}", self.url))
            .with_headers(&self.headers);
        let request = match &self.body {
            Some(body) => request.with_payload(payload(&self.headers, body.as_bytes())),
            None => request.with_payload(Payload::Unsigned),
        };
        let context = Context::at(self.time);
        let context = match &self.nonce {
            Some(nonce) => context.with_nonce(nonce),
            None => context,
        };
        signer.explain(&request, &context).unwrap_or_else(|error| panic!("{}: {error}", self.url))
    }
}

impl Case {
    /// The explanation of what was signed.
    pub(crate) fn signed(&self) -> Explanation {
        self.signed.explain(&self.scheme, &self.settings)
    }

    /// What the server says, in its form.
    pub(crate) fn server_text(&self) -> String {
        match &self.saw {
            Saw::Text(text) => text.clone(),
            Saw::Request(seen) => self.text_of(seen),
        }
    }

    fn text_of(&self, seen: &Seen) -> String {
        let mut settings = self.settings.clone();
        settings.extend(seen.settings.clone());
        let sent = self.signed.changed(&seen.changed);
        let explanation = sent.explain(&self.scheme, &settings);
        let mut text = filled(&explanation, &seen.stage, &settings);
        for (from, to) in &seen.respelled {
            assert!(text.contains(from), "{}: no {from} in {text}", self.id);
            text = text.replacen(from, to, 1);
        }
        let wrap = FORMS.iter().find(|(name, _)| *name == seen.form);
        wrap.unwrap_or_else(|| panic!("{}: no form {}", self.id, seen.form)).1(&text)
    }

    /// The stages behind which only the key comes, and what stands in them.
    pub(crate) fn final_stages(&self) -> Vec<(&'static str, String)> {
        let signed = self.signed();
        let is_final = |stage: &str| {
            let early = ["auth_string_prefix", "header"];
            !early.contains(&stage)
        };
        signed
            .stages()
            .filter(|(stage, _)| is_final(stage))
            .map(|(stage, _)| (stage, filled(&signed, stage, &self.settings)))
            .collect()
    }

    /// Whether `other` is of another host and another time, so that no text of ours is one of its.
    pub(crate) fn is_foreign_to(&self, other: &Self) -> bool {
        let place = |case: &Self| {
            let url = &case.signed.url;
            url.split('?').next().unwrap_or_default().to_owned()
        };
        let ids = |case: &Self| case.signed().key_id().map(str::to_owned);
        self.signed.time != other.signed.time
            && place(self) != place(other)
            && ids(self) != ids(other)
    }

    /// The values of the settings that must never be shown.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let is_public = |key: &str| key.ends_with("_id") || ["access_key", "appkey"].contains(&key);
        let is_secret = move |key: &str| {
            ["secret", "token", "key"].iter().any(|word| key.contains(word)) && !is_public(key)
        };
        self.settings.iter().filter(move |(key, _)| is_secret(key)).map(|(_, value)| value.as_str())
    }
}

/// A stage as the server has it, with the credential's values in the gaps.
fn filled(explanation: &Explanation, stage: &str, settings: &BTreeMap<String, String>) -> String {
    let text = explanation.stage(stage).unwrap_or_else(|| panic!("no stage {stage}"));
    let bytes = text.fill(|gap| {
        let value = settings.get(gap);
        Some(value.unwrap_or_else(|| panic!("nothing is known for {gap}")))
    });
    String::from_utf8(bytes).expect("the stage is UTF-8")
}
