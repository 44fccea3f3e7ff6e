//! Signed requests as they arrive, and verifiers that know their keys.

use std::hint::black_box;

use polysign::verify::{Policy, Reason, Verifier};
use polysign::{Request, Signed, UnixTime};

use super::schemes::Row;
use super::verifiers::{settings, verifier};
use super::{SECRET, Sample, secrets};

/// A verifier that knows the signer's key, one that knows the id with another secret, and one that
/// knows no key of that id.
pub(crate) fn verifiers(row: &Row) -> [Box<dyn Verifier>; 3] {
    let (id_field, id) = row.credential[0];
    // As long as the right one, so that comparing them takes as long.
    let other_id = "9".repeat(id.len());
    let keys = [(id, SECRET), (id, "another secret of the same length"), (&*other_id, SECRET)];
    keys.map(|(id, secret)| {
        let mut all = settings(row.options);
        // One of the samples has such a parameter.
        all.extend(settings(&[("allow_ambiguous_parameters", "true")]));
        all.extend(secrets(row).iter().map(|(field, _)| ((*field).to_owned(), secret.to_owned())));
        all.insert(id_field.to_owned(), id.to_owned());
        verifier(row.scheme, &all, Policy::new())
    })
}

/// A `Host` that is not in canonical form.
pub(crate) fn other_host() -> (String, String) {
    ("host".to_owned(), "Service.example.com:443".to_owned())
}

/// A request as it arrives: target in origin form, all headers.
pub(crate) struct Arrived {
    target: String,
    headers: Vec<(String, String)>,
}

impl Arrived {
    pub(crate) fn new(sample: &Sample, signed: &Signed) -> Self {
        let url = signed.url(&sample.request()).expect("a URL");
        let (_, rest) = url.expose().split_once("://").expect("absolute");
        let own = signed.headers();
        let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            target: rest[rest.find('/').expect("a path")..].to_owned(),
            headers: sample.headers.iter().cloned().chain(own).collect(),
        }
    }

    /// With a `Host` whose canonical form was signed: that is the second reading.
    pub(crate) fn with_host(&self) -> Self {
        let headers = [&*self.headers, &[other_host()]].concat();
        Self { target: self.target.clone(), headers }
    }

    /// Reading the target is part of what each verification costs.
    fn request<'a>(&'a self, sample: &'a Sample) -> Request<'a> {
        Request::from_parts(sample.method, "https", "service.example.com", &self.target)
            .expect("a request")
            .with_headers(&self.headers)
            .with_body(&sample.body)
    }

    pub(crate) fn verify(
        &self,
        sample: &Sample,
        verifier: &dyn Verifier,
        now: UnixTime,
    ) -> Option<Reason> {
        let request = black_box(self).request(sample);
        let result = black_box(verifier.verify(&request, now));
        result.err().map(|rejection| rejection.reason())
    }
}
