//! Requirements of AIPAGE besides a signature, after its "General description".

use alloc::vec::Vec;

use crate::canonical::QueryText;
use crate::request::Host;
use crate::sign::Requirement;
use crate::text::{Form, decode};
use crate::{Explanation, Request};

const AIPAGE: &str = "aipage.baidubce.com";

/// Notes what a request to AIPAGE lacks; other services have no such rules in common.
pub(super) fn check_aipage(request: &Request<'_>, host: Host<'_>, explanation: &mut Explanation) {
    if !host.name().eq_ignore_ascii_case(AIPAGE) {
        return;
    }
    let content_type = request.headers().get("content-type");
    explanation.require(
        content_type.is_some_and(is_json_in_utf8),
        Requirement::Header("content-type"),
        "AIPAGE requires `application/json; charset=utf-8`; clients add JSON without the charset",
    );
    let mut tokens = client_tokens(request);
    explanation.require(
        tokens.all(|token| is_client_token(&token)),
        Requirement::Parameter("clientToken"),
        "AIPAGE takes at most 64 ASCII characters, the same ones when a request is tried again",
    );
    let date = "x-bce-date";
    let is_signed = explanation.signed_headers().iter().any(|name| name == date);
    explanation.require(
        is_signed,
        Requirement::SignedHeader(date),
        "AIPAGE requires the date in this header and among the signed ones",
    );
}

/// Returns the values of `clientToken` in the URL, decoded. Without one a request is accepted, and
/// may be carried out twice.
fn client_tokens<'a>(request: &Request<'a>) -> impl Iterator<Item = Vec<u8>> + use<'a> {
    let pairs = request.query_pairs();
    let own = pairs.filter(|(name, _)| QueryText::of_url(name).is("clientToken"));
    own.map(|(_, value)| {
        let mut token = Vec::new();
        decode(value.as_bytes(), Form::Query, &mut token);
        token
    })
}

fn is_client_token(token: &[u8]) -> bool {
    (1..=64).contains(&token.len()) && token.iter().all(u8::is_ascii)
}

fn is_json_in_utf8(value: &[u8]) -> bool {
    let letters = value.iter().filter(|byte| !matches!(byte, b' ' | b'\t' | b'"'));
    letters.map(u8::to_ascii_lowercase).eq(b"application/json;charset=utf-8".iter().copied())
}
