//! The header by which a request says that its body is not signed.

use crate::text::trim;
use crate::{Payload, Request};

/// A header that leaves the body out of the signature.
///
/// Next to an `Authorization` of the scheme it comes from a former signature, and says nothing of the
/// next one.
#[derive(Clone, Copy)]
pub(crate) struct UnsignedHeader {
    /// The name in lower case.
    pub(crate) name: &'static str,
    /// The value that says so. A header with another value says something else.
    pub(crate) value: &'static str,
    /// The first word of the scheme's `Authorization`.
    pub(crate) algorithm: &'static str,
}

impl UnsignedHeader {
    /// Returns whether the request has the header with that value.
    pub(crate) fn is_on(&self, request: &Request<'_>) -> bool {
        let value = request.headers().get(self.name);
        value.is_some_and(|value| trim(value) == self.value.as_bytes())
    }

    /// Returns whether it is left over from a former signature.
    pub(crate) fn is_leftover(&self, request: &Request<'_>) -> bool {
        let is_own = |(name, value): (&str, &[u8])| {
            name.eq_ignore_ascii_case("authorization")
                && trim(value).starts_with(self.algorithm.as_bytes())
        };
        self.is_on(request) && request.headers().iter().any(is_own)
    }

    /// Returns whether the signer has to set the header. A caller's own one is left as it is.
    pub(crate) fn is_to_set(&self, request: &Request<'_>, is_leftover: bool) -> bool {
        let is_unsigned = request.payload() == Some(Payload::Unsigned);
        is_unsigned && (is_leftover || !self.is_on(request))
    }
}
