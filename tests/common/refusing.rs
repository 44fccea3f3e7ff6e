//! Signing that may be refused, by every way of signing at once.

use polysign::{Error, ErrorKind, Request, Signed, Signer};

/// Kind, field and offset: what a caller's program can see of an error.
#[track_caller]
pub(crate) fn assert_refused<T>(
    result: Result<T, Error>,
    kind: ErrorKind,
    field: &str,
    offset: Option<usize>,
    case: &str,
) {
    let Err(error) = result else {
        panic!("{case}: expected {kind:?}, was accepted");
    };
    assert_eq!(
        (error.kind(), error.field(), error.offset()),
        (kind, field, offset),
        "{case}: {error}"
    );
}

/// Signs by `sign_into`, `sign_with` and `explain`, which have to agree on what they refuse.
#[track_caller]
pub(crate) fn sign(signer: &dyn Signer, request: &Request<'_>) -> Result<Signed, Error> {
    sign_at(signer, request, &super::every_signer::context())
}

#[track_caller]
pub(crate) fn sign_at(
    signer: &dyn Signer,
    request: &Request<'_>,
    context: &polysign::Context<'_>,
) -> Result<Signed, Error> {
    // Not empty before, so that a refusal that leaves a former signature in place is seen.
    let former = Request::new("GET", "https://former.example.com/")?;
    let mut into = match super::every_signer::every_signer().next() {
        Some((_, first)) => first.sign_with(&former, &super::every_signer::context())?,
        None => Signed::new(),
    };
    let result = signer.sign_into(request, context, &mut into);
    let explained = signer.explain(request, context).map(|_| ());
    assert_eq!(explained, result, "explain and sign_into differ");
    match &result {
        Ok(()) => assert!(into.scheme().is_some()),
        Err(_) => {
            assert_eq!(into.headers().count() + into.query().count(), 0);
            assert_eq!((into.signature(), into.scheme()), (None, None));
        }
    }
    let with = signer.sign_with(request, context);
    assert_eq!(with.as_ref().err(), result.as_ref().err());
    with
}
