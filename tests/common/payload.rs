//! How a request states its payload.

use polysign::Payload;

/// Returns `body`, unless a header says that it is not signed. Where a former signature left that
/// header, it says nothing.
pub(crate) fn payload<'a>(headers: &[(String, String)], body: &'a [u8]) -> Payload<'a> {
    let has = |name: &str, is_it: fn(&str) -> bool| {
        let mut headers = headers.iter();
        headers.any(|(other, value)| {
            other.eq_ignore_ascii_case(name) && is_it(value.trim_matches([' ', '\t']))
        })
    };
    let says_unsigned = has("x-sdk-content-sha256", |value| value == "UNSIGNED-PAYLOAD");
    let is_signed = has("authorization", |value| value.starts_with("SDK-HMAC-SHA256"));
    if says_unsigned && !is_signed { Payload::Unsigned } else { Payload::Bytes(body) }
}
