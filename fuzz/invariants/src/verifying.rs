//! Requests that arrive.

use std::sync::OnceLock;

use polysign::verify::{Policy, Verified, Verifier};
use polysign::{Request, Signer};

use crate::input::{Message, TIME, context, edited_bytes, request, split_at};
use crate::schemes::{Row, Sample, rows};
use crate::signing::applied;
use crate::verifiers::verifier_of;

/// What a signer signs is verified. A request that was changed on the way is rejected, or means
/// what was signed: its covered parts have the same canonical form.
pub fn verifying(input: &[u8]) {
    static GENUINE: OnceLock<Vec<Genuine>> = OnceLock::new();
    let genuine = GENUINE.get_or_init(|| rows().map(Genuine::of).collect());
    let Some((number, edits)) = input.split_first() else { return };
    genuine[usize::from(*number) % genuine.len()].check(edits);
}

/// A request that was signed, with its verifier and what does not change from input to input.
pub(crate) struct Genuine {
    name: &'static str,
    signer: Box<dyn Signer>,
    verifier: Box<dyn Verifier>,
    verified: Verified,
    /// In the form that [`Message::read`] reads.
    text: Vec<u8>,
    /// The names of the headers that are covered.
    covered: Vec<String>,
    canonical: Vec<Vec<u8>>,
}

impl Genuine {
    /// Signs the sample of a row, and checks that it is verified.
    fn of(row: &'static Row) -> Self {
        let signer = row.signer(&[]).unwrap_or_else(|error| panic!("{}: {error}", row.name));
        Self::new(row.name, row.sample, signer, verifier_of(row, Policy::new()))
    }

    /// Signs a sample by any signer.
    pub(crate) fn new(
        name: &'static str,
        sample: &Sample,
        signer: Box<dyn Signer>,
        verifier: Box<dyn Verifier>,
    ) -> Self {
        let sent = sent(sample, &*signer);
        let verified = verify(&sent, |request| verifier.verify(request, TIME.into()));
        let verified = verified.expect("a request");
        let verified = verified.unwrap_or_else(|fault| panic!("{name}: {}", fault.detail()));
        let covered = covered_headers(&*signer, &sent);
        let canonical = canonical(&*signer, &sent, &covered);
        Self { name, signer, verifier, verified, text: text_of(&sent), covered, canonical }
    }

    /// Checks the request with changes.
    pub(crate) fn check(&self, edits: &[u8]) {
        let Some(changed) = Message::read(&edited(self.text.clone(), edits)) else { return };
        // A server behind a proxy reads requests in clear text, which nobody would sign.
        if !changed.url.starts_with("https://") && !changed.url.starts_with("wss://") {
            return;
        }
        let again = verify(&changed, |request| self.verifier.verify(request, TIME.into()));
        let Some(Ok(again)) = again else { return };
        assert_eq!(again.key_id(), self.verified.key_id(), "{changed:?}");
        assert_eq!(again.signed_at(), self.verified.signed_at(), "{changed:?}");
        let canonical = canonical(&*self.signer, &changed, &self.covered);
        assert_eq!(canonical, self.canonical, "{}: {changed:?}", self.name);
    }
}

/// A sample, signed and applied.
fn sent(sample: &Sample, signer: &dyn Signer) -> Message {
    let header = |(name, value): &(&str, &str)| ((*name).to_owned(), value.as_bytes().to_vec());
    let message = Message {
        number: 0,
        method: sample.method.to_owned(),
        url: sample.url.to_owned(),
        headers: sample.headers.iter().map(header).collect(),
        body: sample.body.as_bytes().to_vec(),
    };
    let headers = message.borrowed();
    let request = request(&message, &headers).expect("a sample is a request");
    let signed = signer.sign_with(&request, &context()).expect("a sample can be signed");
    applied(&message, &request, &signed).expect("a sample can be sent")
}

/// Calls `check` with the request as a server reads it, if it can be read.
fn verify<R>(message: &Message, check: impl FnOnce(&Request<'_>) -> R) -> Option<R> {
    let (scheme, rest) = message.url.split_once("://")?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at(end);
    let headers = message.borrowed();
    let request = Request::from_parts(&message.method, scheme, authority, target).ok()?;
    Some(check(&request.with_headers(&headers).with_body(&message.body)))
}

fn covered_headers(signer: &dyn Signer, message: &Message) -> Vec<String> {
    let headers = message.borrowed();
    let request = request(message, &headers).expect("it was sent");
    let explanation = signer.explain(&request, &context()).expect("it was signed");
    explanation.signed_headers().to_vec()
}

/// What the signer would sign of a request, of the covered headers alone.
fn canonical(signer: &dyn Signer, message: &Message, covered: &[String]) -> Vec<Vec<u8>> {
    let mut message = message.clone();
    message.headers.retain(|(name, _)| {
        let name = name.to_ascii_lowercase();
        name == "host" || covered.contains(&name)
    });
    let explained = verify(&message, |request| signer.explain(request, &context()));
    let explanation = explained.expect("it was verified").expect("what holds can be signed");
    explanation.stages().map(|(_, text)| text.fill(|_| None)).collect()
}

/// The message in the form that [`Message::read`] reads.
fn text_of(message: &Message) -> Vec<u8> {
    let mut text = format!("0 {} {}", message.method, message.url).into_bytes();
    for (name, value) in &message.headers {
        text.extend_from_slice(format!("\n{name}:").as_bytes());
        text.extend_from_slice(value);
    }
    text.extend_from_slice(b"\n\n");
    text.extend_from_slice(&message.body);
    text
}

/// Edits are those of [`edited_bytes`], or, after a zero, a text to replace by another.
fn edited(text: Vec<u8>, edits: &[u8]) -> Vec<u8> {
    if let Some(replacement) = edits.strip_prefix(&[0]) {
        let Some((from, to)) = split_at(replacement, &[0]) else { return text };
        let Some((before, after)) = split_at(&text, from).filter(|_| !from.is_empty()) else {
            return text;
        };
        return [before, to, after].concat();
    }
    edited_bytes(text, edits)
}
