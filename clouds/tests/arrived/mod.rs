//! A request that was signed, as it arrives at a server.

use polysign::verify::{Reason, Verified, Verifier};
use polysign::{Request, Signed, UnixTime};

/// A request as it arrives.
#[derive(Clone)]
pub(crate) struct Arrived {
    pub(crate) method: String,
    pub(crate) host: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Arrived {
    /// The request with its signature on it. `headers` and `body` are those of the request.
    pub(crate) fn of(
        signed: &Signed,
        request: &Request<'_>,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Self {
        let url = signed.url(request).expect("applied");
        let (_, rest) = url.expose().split_once("://").expect("a scheme");
        let at = rest.find(['/', '?']).unwrap_or(rest.len());
        let is_set = |name: &str| {
            let removed =
                signed.removed_headers().any(|removed| removed.eq_ignore_ascii_case(name));
            removed || signed.headers().any(|(set, _)| set.eq_ignore_ascii_case(name))
        };
        let mut sent: Vec<_> = headers.iter().filter(|(name, _)| !is_set(name)).cloned().collect();
        sent.extend(signed.headers().map(|(name, value)| (name.to_owned(), value.to_owned())));
        Self {
            method: request.method().to_owned(),
            host: rest[..at].to_owned(),
            target: rest[at..].to_owned(),
            headers: sent,
            body: body.to_vec(),
        }
    }

    /// Verifies it, with the reason and the detail of a rejection.
    pub(crate) fn verify(
        &self,
        verifier: &dyn Verifier,
        now: i64,
    ) -> Result<Verified, (Reason, String)> {
        let request = Request::from_parts(&self.method, "https", &self.host, &self.target)
            .map_err(|error| (Reason::Request, error.to_string()))?
            .with_headers(&self.headers)
            .with_body(&self.body);
        let verified = verifier.verify(&request, UnixTime::new(now));
        verified.map_err(|rejection| (rejection.reason(), rejection.detail().to_owned()))
    }
}
