//! Requests as a client without the crate's adapters keeps them: a URL and pairs of text, to which
//! signatures are applied by hand.
#![allow(dead_code, reason = "no test file needs all of it")]

use polysign::{Context, Payload, Request, Signer};

/// A request that can be signed and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
}

impl Message {
    pub(crate) fn new(method: &'static str, url: &str, headers: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self { method, url: url.to_owned(), headers: headers.iter().map(owned).collect() }
    }

    /// The message as `signer` wants it: what is to be removed is gone, what is to be set stands
    /// in place of headers of that name in any case.
    #[track_caller]
    pub(crate) fn signed(
        &self,
        signer: &dyn Signer,
        payload: Option<Payload<'_>>,
        context: &Context<'_>,
    ) -> Self {
        let request = Request::new(self.method, &self.url).expect("a URL");
        let mut request = request.with_headers(&self.headers);
        if let Some(payload) = payload {
            request = request.with_payload(payload);
        }
        let signed = signer.sign_with(&request, context).expect("it is signed");
        let url = signed.url(&request).expect("it is applied").into_exposed();
        let mut headers = self.headers.clone();
        for name in signed.removed_headers() {
            headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        }
        for (name, value) in signed.headers() {
            headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
            headers.push((name.to_owned(), value.to_owned()));
        }
        // Only headers of one name have an order.
        headers.sort_by_key(|(name, _)| name.to_ascii_lowercase());
        Self { method: self.method, url, headers }
    }

    /// The values of a header.
    pub(crate) fn header(&self, name: &str) -> Vec<&str> {
        let named = |(other, _): &&(String, String)| other.eq_ignore_ascii_case(name);
        self.headers.iter().filter(named).map(|(_, value)| value.as_str()).collect()
    }
}

/// A signer, a payload and a context: all that makes one signature differ from another.
pub(crate) struct Way<'a> {
    pub(crate) name: String,
    pub(crate) signer: Box<dyn Signer>,
    pub(crate) payload: Option<Payload<'a>>,
    pub(crate) context: Context<'a>,
}

impl<'a> Way<'a> {
    pub(crate) fn new(name: &str, signer: impl Signer + 'static, context: Context<'a>) -> Self {
        Self { name: name.to_owned(), signer: Box::new(signer), payload: None, context }
    }

    pub(crate) fn payload(mut self, payload: Payload<'a>) -> Self {
        self.payload = Some(payload);
        self
    }

    #[track_caller]
    pub(crate) fn sign(&self, message: &Message) -> Message {
        message.signed(&self.signer, self.payload, &self.context)
    }
}

/// Signing by any way and then by any other equals signing by the other alone, to the byte; and so
/// does a third signature.
#[track_caller]
pub(crate) fn replaces(messages: &[Message], ways: &[Way<'_>]) {
    for message in messages {
        for last in ways {
            let once = last.sign(message);
            assert_ne!(once, *message, "{} writes something", last.name);
            for first in ways {
                let twice = last.sign(&first.sign(message));
                assert_eq!(twice, once, "{} after {}", last.name, first.name);
                for zeroth in ways {
                    let thrice = last.sign(&first.sign(&zeroth.sign(message)));
                    let order = [&last.name, " after ", &first.name, " after ", &zeroth.name];
                    assert_eq!(thrice, once, "{}", order.concat());
                }
            }
        }
    }
}
