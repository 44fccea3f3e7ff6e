//! Huawei Cloud: MetaStudio and every other service behind the API gateway.

mod auth_token;
mod auth_token_verifier;
mod canonical_request;
mod credential;
mod payload_hash;
mod refusal;
mod required;
mod sdk_hmac_sha256;
mod sdk_hmac_sha256_verifier;
mod signed_headers;

pub use auth_token::{AuthToken, PasswordLogin, Token};
pub use auth_token_verifier::AuthTokenVerifier;
pub use credential::AccessKey;
pub use sdk_hmac_sha256::SdkHmacSha256;
pub use sdk_hmac_sha256_verifier::{SdkHmacSha256Verifier, VerifyingAccessKey};
pub use signed_headers::SignedHeaders;

pub(crate) use auth_token::ENTRY as AUTH_TOKEN;
pub(crate) use sdk_hmac_sha256::ENTRY as SDK_HMAC_SHA256;

/// The authentication fields of all schemes that go by an access key or a token.
const STALE_HEADERS: &[&str] = &["authorization", "x-sdk-date", "x-security-token", "x-auth-token"];
