//! Baidu AI Cloud: AIPAGE, BOS, and every other service that takes an access key.

mod auth_string;
mod bce_auth_v1;
mod bce_auth_v1_verifier;
mod canonical_request;
mod credential;
mod expiration;
mod placement;
mod refusal;
mod required;
mod signed_headers;
mod xiling;
mod xiling_app;
mod xiling_verifier;

pub use bce_auth_v1::BceAuthV1;
pub use bce_auth_v1_verifier::{BceAuthV1Verifier, VerifyingAccessKey};
pub use credential::AccessKey;
pub use expiration::Expiration;
pub use placement::Placement;
pub use signed_headers::SignedHeaders;
pub use xiling::{Xiling, XilingPlacement, XilingSpelling};
pub use xiling_app::XilingApp;
pub use xiling_verifier::{VerifyingXilingApp, XilingVerifier};

pub(crate) use bce_auth_v1::ENTRY as BCE_AUTH_V1;
pub(crate) use xiling::ENTRY as XILING;
