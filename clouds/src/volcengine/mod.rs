//! Volcengine, and its international twin BytePlus: every service behind the OpenAPI gateway.

mod dialect;
mod hmac_sha256;
mod hmac_sha256_verifier;
mod refusal;
mod signed_headers;

use crate::access_key::access_key;

pub use crate::scope::VerifyingAccessKey;
pub use hmac_sha256::{HmacSha256, Placement};
pub use hmac_sha256_verifier::HmacSha256Verifier;
pub use signed_headers::SignedHeaders;

pub(crate) use hmac_sha256::ENTRY as HMAC_SHA256;

access_key! {
    /// An access key of Volcengine. The secret looks like base64, and is used as the text that it is.
    ///
    /// Variables: `VOLCENGINE_ACCESS_KEY`, `VOLCENGINE_SECRET_KEY` and, with temporary keys,
    /// `VOLCENGINE_SESSION_TOKEN`; else `VOLC_ACCESSKEY` and `VOLC_SECRETKEY`. Configuration:
    /// `access_key_id`, `secret_access_key`, `session_token`.
    secret: secret_access_key,
    token: session_token, with_session_token, polysign::Secret::for_header,
    check: crate::access_key::check_id_of_scope,
    variables: [
        ["VOLCENGINE_ACCESS_KEY", "VOLCENGINE_SECRET_KEY", "VOLCENGINE_SESSION_TOKEN"],
        ["VOLC_ACCESSKEY", "VOLC_SECRETKEY", ""]
    ],
}
