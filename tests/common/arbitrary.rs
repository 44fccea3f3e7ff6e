//! Random pieces of requests, and what is signed of them.

use polysign::{ErrorKind, Request, Signer};
use proptest::prelude::*;

use super::schemes::{AsSent, Row, first_row, rows};

/// Schemes whose signature covers the query, decoded.
pub(crate) fn covering_query() -> impl Iterator<Item = &'static str> {
    let covers = |row: &&Row| {
        super::every_signer::signer(row.name).scheme().covers().query()
            && !signs_query_as_sent(row.scheme)
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

/// Returns the names, in lower case, of headers that are there with and without a value.
fn ambiguous(headers: &[(String, String)]) -> Vec<String> {
    let has = |name: &str, is_empty: bool| {
        headers.iter().any(|(other, value)| {
            let value = value.trim_matches([' ', '\t']);
            other.eq_ignore_ascii_case(name) && value.is_empty() == is_empty
        })
    };
    let names = headers.iter().map(|(name, _)| name.to_ascii_lowercase());
    names.filter(|name| has(name, true) && has(name, false)).collect()
}

/// Returns whether a header that TC3 signs is there twice.
fn is_twice(scheme: &str, headers: &[(String, String)], field: &str) -> bool {
    let is_it = |(name, _): &&(String, String)| name.eq_ignore_ascii_case(field);
    scheme == "tencent/tc3-hmac-sha256" && headers.iter().filter(is_it).count() > 1
}

/// Returns whether `signer` refuses headers for being there with and without a value. Checks that
/// it does so for its own, and for no header that is not.
pub(crate) fn is_ambiguous(signer: &dyn Signer, url: &str, headers: &[(String, String)]) -> bool {
    let scheme = signer.scheme();
    let names = ambiguous(headers);
    let is_stale = |name: &str| {
        let mut stale = scheme.stale_headers().iter();
        stale.any(|stale| stale.eq_ignore_ascii_case(name))
    };
    let mut own = names.iter().filter(|name| name.starts_with("x-bce-") && !is_stale(name));
    let has_own = scheme.name() == "baidu/bce-auth-v1" && own.next().is_some();
    let request = Request::new("GET", url).expect(url).with_headers(headers);
    let signed = signer.sign_with(&request, &super::every_signer::context());
    match signed.err().filter(|error| error.kind() == ErrorKind::ConflictingHeader) {
        Some(error) => {
            let is_named = names.iter().any(|name| name == error.field());
            assert!(is_named || is_twice(scheme.name(), headers, error.field()), "{error}");
            let explained = signer.explain(&request, &super::every_signer::context());
            assert_eq!(explained.err(), Some(error));
            true
        }
        None => {
            assert!(!has_own, "{url}: {names:?} are signed");
            false
        }
    }
}

/// Returns whether a scheme signs the path as it stands in the URL.
pub(crate) fn signs_path_as_sent(scheme: &str) -> bool {
    first_row(scheme).facts.as_sent != AsSent::Nothing
}

/// Returns whether a scheme signs the query as it stands in the URL.
pub(crate) fn signs_query_as_sent(scheme: &str) -> bool {
    first_row(scheme).facts.as_sent == AsSent::PathAndQuery
}

/// Returns whether iFlytek's SDKs sign a query in different ways, by the rule for it.
fn is_signed_in_different_ways(request: &Request<'_>, signer: &dyn Signer) -> bool {
    let is_plain = |name: &str| {
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    let is_own = |name: &str| signer.scheme().is_stale_query(name) || name == "signature";
    let pairs = form_urlencoded::parse(request.query().unwrap_or_default().as_bytes());
    { pairs }.any(|(name, value)| {
        let is_signed = !value.is_empty() && !is_own(&name);
        is_signed && (!is_plain(&name) || value.contains([' ', '*', '~']))
    })
}

/// Returns whether `signer` refuses a URL for characters that some clients send in another form.
/// Checks that it does so where it signs the path or the query as they stand, and nowhere else.
pub(crate) fn is_rewritten(signer: &dyn Signer, url: &str) -> bool {
    let request = Request::new("GET", url).expect(url);
    let scheme = signer.scheme().name();
    let has = |text: &str| text.contains(['"', '\'', '<', '>', '^', '`', '{', '|', '}']);
    let expected = (scheme == "iflytek/access-key"
        && is_signed_in_different_ways(&request, signer))
        || (signs_path_as_sent(scheme) && has(request.path()))
        || (signs_query_as_sent(scheme) && has(request.query().unwrap_or_default()));
    let headers = [("content-type", "text/plain")];
    let signed = signer.sign_with(&request.with_headers(&headers), &super::every_signer::context());
    let is_refused = signed.is_err_and(|error| error.kind() == ErrorKind::InvalidUrl);
    assert_eq!(is_refused, expected, "{scheme}: {url}");
    is_refused
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
    "(/[a-z:@!$&'()*+,;=\"<>`{}|^-]{1,3}(%[2-7][0-9a-fA-F])?[a-z]){0,3}/?"
        .prop_map(|path| if path.starts_with('/') { path } else { format!("/{path}") })
}

/// A query as callers write it, with empty pieces and names without values.
pub(crate) fn wire_query() -> impl Strategy<Value = String> {
    "([a-z+'!\\[\\]]{0,3}(%[0-9a-fA-F]{2})?(=[A-Z+/?:@'\"{}|^`<>-]{0,3}(%[0-9a-fA-F]{2})?)?&?){0,6}"
}
