//! Requirements of AIPAGE besides a signature, after its "General description".

use crate::request::Host;
use crate::sign::Requirement;
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
    let date = "x-bce-date";
    let is_signed = explanation.signed_headers().iter().any(|name| name == date);
    explanation.require(
        is_signed,
        Requirement::SignedHeader(date),
        "AIPAGE requires the date in this header and among the signed ones",
    );
}

fn is_json_in_utf8(value: &[u8]) -> bool {
    let letters = value
        .iter()
        .filter(|byte| !matches!(byte, b' ' | b'\t' | b'"'));
    letters
        .map(u8::to_ascii_lowercase)
        .eq(b"application/json;charset=utf-8".iter().copied())
}
