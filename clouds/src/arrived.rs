//! Checks of requests that arrived, which the verifiers share.

use polysign::custom::{BodyHash, ListedHeaders};
use polysign::verify::{Reason, Rejection};
use polysign::{Payload, Request};

/// Checks that every header for which `is_demanded` returns true is covered.
pub(crate) fn check_demanded(
    request: &Request<'_>,
    listed: &ListedHeaders<'_>,
    is_demanded: impl Fn(&str) -> bool,
) -> Result<(), Rejection> {
    let mut names = request.headers().into_iter().map(|(name, _)| name);
    match names.find(|name| is_demanded(name) && !listed.contains(name)) {
        None => Ok(()),
        Some(name) => Err(Rejection::new(
            Reason::HeaderNotCovered,
            alloc::format!("{}: has to be covered and is not", name.to_ascii_lowercase()),
        )),
    }
}

/// Checks that the digest that is signed, which the header `name` may declare, is that of the body.
pub(crate) fn check_body(signed: &[u8], arrived: &[u8], name: &str) -> Result<(), Rejection> {
    if signed == arrived {
        return Ok(());
    }
    let advice = "is not the digest of the body that arrived";
    Err(Rejection::new(Reason::BodyMismatch, alloc::format!("{name}: {advice}")))
}

pub(crate) fn body_of<'a>(request: &Request<'a>) -> Result<BodyHash<'a>, Rejection> {
    match request.payload() {
        Some(payload) if payload != Payload::Unsigned => Ok(BodyHash::of(payload, "")),
        _ => Err(Rejection::new(
            Reason::Request,
            "payload: is covered by the signature and was not given to the verifier; call \
             `with_body`, with \"\" if there is none",
        )),
    }
}
