//! Baidu AI Cloud: AIPAGE, BOS, and every other service that takes an access key.

mod bce_auth_v1;
mod canonical_request;
mod credential;
mod expiration;
mod placement;
mod refusal;
mod signed_headers;

pub use bce_auth_v1::BceAuthV1;
pub use credential::Credential;
pub use expiration::Expiration;
pub use placement::Placement;
pub use signed_headers::SignedHeaders;

pub(crate) use bce_auth_v1::ENTRY as BCE_AUTH_V1;
