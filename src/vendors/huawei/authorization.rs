//! The `Authorization` header of a request that arrived.

use super::sdk_hmac_sha256::ALGORITHM;
use crate::canonical::from_hex;
use crate::verify::Rejection;
use crate::verify::fields::{ascii, malformed, not_signed};

/// `SDK-HMAC-SHA256 Access=<ak>, SignedHeaders=<a;b;c>, Signature=<64 hex>`
pub(super) struct Authorization<'a> {
    pub(super) access: &'a str,
    pub(super) signed_headers: &'a str,
    pub(super) signature: [u8; 32],
}

impl<'a> Authorization<'a> {
    /// Reads the value of the header.
    pub(super) fn read(value: Option<&'a [u8]>) -> Result<Self, Rejection> {
        let fields = ascii(value, "authorization")?
            .and_then(|text| text.strip_prefix(ALGORITHM)?.strip_prefix(' '))
            .ok_or_else(|| not_signed("has no `Authorization: SDK-HMAC-SHA256`"))?;
        Self::of_fields(fields).ok_or_else(|| {
            malformed(
                "authorization",
                "is not of the form `SDK-HMAC-SHA256 Access=<ak>, SignedHeaders=<names>, \
                 Signature=<64 hexadecimal digits in lower case>`",
            )
        })
    }

    /// The blank after a comma may be left out; the vendor's own verifier takes it so.
    fn of_fields(fields: &'a str) -> Option<Self> {
        let (access, rest) = fields.strip_prefix("Access=")?.split_once(',')?;
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let (signed_headers, rest) = rest.strip_prefix("SignedHeaders=")?.split_once(',')?;
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let signature = rest.strip_prefix("Signature=")?;
        Some(Self {
            access: Some(access).filter(|access| !access.is_empty())?,
            signed_headers,
            signature: from_hex(signature.as_bytes())?,
        })
    }
}
