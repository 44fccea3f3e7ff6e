//! iFlytek and the vendors that took over its scheme, ABCPen (笔声) first.
//!
//! How [`HmacUrl`] signs a request, and what that covers:
//!
#![doc = include_str!("../../../docs/diagrams/request_line_and_date.svg")]

mod access_key;
mod access_key_api;
mod access_key_verifier;
mod api_key;
mod credential;
mod dialect;
mod hmac_text;
mod hmac_url;
mod hmac_verifier;
mod http_digest;
mod refusal;
mod required;
mod signa;
mod signa_verifier;

pub use access_key::AccessKeyHmacSha1;
pub use access_key_api::AccessKeyApi;
pub use access_key_verifier::AccessKeyVerifier;
pub use api_key::{ApiKey, VerifyingApiKey};
pub use credential::AppSecret;
pub use dialect::Dialect;
pub use hmac_url::HmacUrl;
pub use hmac_verifier::{HmacUrlVerifier, HttpDigestVerifier};
pub use http_digest::HttpDigest;
pub use signa::Signa;
pub use signa_verifier::{SignaVerifier, VerifyingAppSecret};

pub(crate) use access_key::ENTRY as ACCESS_KEY;
pub(crate) use hmac_url::ENTRY as HMAC_URL;
pub(crate) use http_digest::ENTRY as HTTP_DIGEST;
pub(crate) use signa::ENTRY as SIGNA;
