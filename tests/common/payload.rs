//! How a request states its payload.

use polysign::Payload;

/// The header by which each scheme says so, and the first word of its `Authorization`.
const UNSIGNED: [(&str, &str); 2] =
    [("x-sdk-content-sha256", "SDK-HMAC-SHA256"), ("x-tc-content-sha256", "TC3-HMAC-SHA256")];

/// Returns `body`, unless a header says that it is not signed. Where a former signature left that
/// header, it says nothing.
pub(crate) fn payload<'a>(headers: &[(String, String)], body: &'a [u8]) -> Payload<'a> {
    let has = |name: &str, is_it: &dyn Fn(&str) -> bool| {
        let mut headers = headers.iter();
        headers.any(|(other, value)| {
            other.eq_ignore_ascii_case(name) && is_it(value.trim_matches([' ', '\t']))
        })
    };
    let says_unsigned = |(name, word): &(&str, &str)| {
        has(name, &|value| value == "UNSIGNED-PAYLOAD")
            && !has("authorization", &|value| value.starts_with(word))
    };
    if UNSIGNED.iter().any(says_unsigned) { Payload::Unsigned } else { Payload::Bytes(body) }
}
