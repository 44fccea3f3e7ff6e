//! Random pieces of requests, and what is signed of them.

use polysign::{ErrorKind, Request, Signer};
use proptest::prelude::*;

use super::schemes::{Row, rows};

/// Schemes whose signature covers the query.
pub(crate) fn covering_query() -> impl Iterator<Item = &'static str> {
    let covers = |row: &&Row| {
        super::every_signer::signer(row.name)
            .scheme()
            .covers()
            .query
    };
    rows().filter(covers).map(|row| row.name)
}

/// What is signed, as text with gaps where tokens stand.
pub(crate) fn canonical(signer: &dyn Signer, request: &Request<'_>) -> String {
    let explanation = signer
        .explain(request, &super::every_signer::context())
        .unwrap_or_else(|error| panic!("{request:?}: {error}"));
    let stages = explanation.stages().map(|(_, text)| text.to_string());
    stages.collect::<Vec<_>>().join("\n---\n")
}

pub(crate) fn signature(signer: &dyn Signer, request: &Request<'_>) -> String {
    let signed = signer
        .sign_with(request, &super::every_signer::context())
        .unwrap_or_else(|error| panic!("{request:?}: {error}"));
    signed.signature().expect("a signature").to_owned()
}

/// The name of a header that `signer` would sign and that is there with and without a value.
fn ambiguous(signer: &dyn Signer, headers: &[(String, String)]) -> Vec<String> {
    let scheme = signer.scheme();
    let values = |name: &str, is_empty: bool| {
        headers.iter().any(|(other, value)| {
            let value = value.trim_matches([' ', '\t']);
            other.eq_ignore_ascii_case(name) && value.is_empty() == is_empty
        })
    };
    let is_signed = |name: &str| {
        let mut stale = scheme.stale_headers().iter();
        name.starts_with("x-bce-") && !stale.any(|stale| stale.eq_ignore_ascii_case(name))
    };
    let names = headers.iter().map(|(name, _)| name.to_ascii_lowercase());
    let names = names.filter(|name| is_signed(name) && values(name, true) && values(name, false));
    match scheme.name() {
        "baidu/bce-auth-v1" => names.collect(),
        _ => Vec::new(),
    }
}

/// Whether headers are ambiguous. Checks that the signer refuses them then.
pub(crate) fn is_ambiguous(signer: &dyn Signer, url: &str, headers: &[(String, String)]) -> bool {
    let names = ambiguous(signer, headers);
    if names.is_empty() {
        return false;
    }
    let request = Request::new("GET", url).expect(url).with_headers(headers);
    let signed = signer.sign_with(&request, &super::every_signer::context());
    let error = signed.expect_err("an empty header is hidden");
    assert_eq!(error.kind(), ErrorKind::ConflictingHeader, "{error}");
    assert!(names.iter().any(|name| name == error.field()), "{error}");
    let explained = signer.explain(&request, &super::every_signer::context());
    assert_eq!(explained.err(), Some(error));
    true
}

/// Bytes of a name or a value, before they are spelled.
pub(crate) fn decoded() -> impl Strategy<Value = Vec<u8>> {
    let letters =
        prop::sample::select(&b"aAzZ09-._~ +%&=/?#'\"<>[]{}|^`\\\0\n\x7f\xc3\xa9\xff"[..]);
    prop::collection::vec(letters, 0..6)
}

/// Decoded names and values; the prefix keeps them from being a scheme's own.
pub(crate) fn decoded_pairs() -> impl Strategy<Value = Vec<(Vec<u8>, Vec<u8>)>> {
    prop::collection::vec((decoded(), decoded()), 0..8)
}

/// A path that is absolute and has no dot segments.
pub(crate) fn wire_path() -> impl Strategy<Value = String> {
    "(/[a-z:@!$&'()*+,;=\"<>`{}|^-]{1,3}(%[2-7][0-9a-fA-F])?[a-z]){0,3}/?".prop_map(|path| {
        if path.starts_with('/') {
            path
        } else {
            format!("/{path}")
        }
    })
}

/// A query as callers write it, with empty pieces and names without values.
pub(crate) fn wire_query() -> impl Strategy<Value = String> {
    "([a-z+'!\\[\\]]{0,3}(%[0-9a-fA-F]{2})?(=[A-Z+/?:@'\"{}|^`<>-]{0,3}(%[0-9a-fA-F]{2})?)?&?){0,6}"
}
