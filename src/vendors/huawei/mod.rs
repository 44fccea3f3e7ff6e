//! Huawei Cloud: MetaStudio and every other service behind the API gateway.
//!
//! How an access key signs a request with [`SdkHmacSha256`], and what that covers:
//!
#![doc = include_str!("../../../docs/diagrams/canonical_request.svg")]

mod auth_token;
mod auth_token_verifier;
mod canonical_request;
mod credential;
mod login;
mod login_body;
mod mss_callback;
mod payload_hash;
mod refusal;
mod required;
mod sdk_hmac_sha256;
mod sdk_hmac_sha256_verifier;
mod signed_headers;
mod token;

pub use auth_token::AuthToken;
pub use auth_token_verifier::AuthTokenVerifier;
pub use credential::AccessKey;
pub use login::{AgencyLogin, IamName, PasswordLogin, TEMPORARY_KEY_PATH, TOKEN_PATH, TokenScope};
pub use mss_callback::{
    AcceptedCallback, CallbackForm, CallbackKey, MssCallback, MssCallbackVerifier, UrlReading,
};
pub use sdk_hmac_sha256::SdkHmacSha256;
pub use sdk_hmac_sha256_verifier::{SdkHmacSha256Verifier, VerifyingAccessKey};
pub use signed_headers::SignedHeaders;
pub use token::Token;

pub(crate) use auth_token::ENTRY as AUTH_TOKEN;
pub(crate) use sdk_hmac_sha256::ENTRY as SDK_HMAC_SHA256;

/// The hosts that take an access key or a token. Those of object storage take a scheme of their own.
const HOSTS: &[&str] =
    &["*.myhuaweicloud.com", "!obs.*.myhuaweicloud.com", "!*.obs.*.myhuaweicloud.com"];

/// The authentication fields of all schemes that take an access key or a token.
const STALE_HEADERS: &[&str] = &["authorization", "x-sdk-date", "x-security-token", "x-auth-token"];
