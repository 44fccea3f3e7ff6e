//! A verifier whose signature is in plain sight: the covered text itself.

use polysign::sign::Covers;
use polysign::verify::{Reason, Rejection, Verified, Verifier};
use polysign::{Error, Payload, Request, Scheme, UnixTime};

/// The header that has the "signature".
pub(crate) const MARK: &str = "x-mock";

const HEAD: Covers = Covers::ALL.without_headers().without_body();

/// Covers method, URL and body.
pub(crate) static WHOLE: Scheme = Scheme::new("mock/whole").with_covers(HEAD.with_body());

/// Covers method and URL.
pub(crate) static WITHOUT_BODY: Scheme = Scheme::new("mock/without-body").with_covers(HEAD);

#[derive(Debug)]
pub(crate) struct Mock(pub(crate) &'static Scheme);

impl Verifier for Mock {
    fn scheme(&self) -> &'static Scheme {
        self.0
    }

    fn check_head(&self, request: &Request<'_>, _: UnixTime) -> Result<(), Rejection> {
        let mark = request.headers().get(MARK);
        mark.map(drop).ok_or_else(|| Rejection::new(Reason::NotSigned, "has no mark"))
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        let covers_body = self.0.covers().body();
        assert_eq!(request.payload().is_some(), covers_body);
        let covered = covered(request)?;
        match request.headers().get(MARK) {
            None => Err(Rejection::new(Reason::NotSigned, "has no mark")),
            Some(mark) if mark != covered.as_bytes() => {
                Err(Rejection::new(Reason::BadSignature, covered))
            }
            Some(_) => Ok(Verified::new("mock-key", Some(now), None, covers_body)),
        }
    }
}

/// Everything that the mocks cover.
pub(crate) fn covered(request: &Request<'_>) -> Result<String, Error> {
    let host = request.check_headers()?;
    let body = match request.payload() {
        Some(Payload::Bytes(bytes)) => String::from_utf8_lossy(bytes),
        other => format!("{other:?}").into(),
    };
    Ok(format!(
        "{} {:?}://{host}{}?{} <{body}>",
        request.method(),
        request.scheme(),
        request.path(),
        request.query().unwrap_or_default(),
    ))
}
