//! Tencent: the digital-human aPaaS gateway (IVH), the cloud API, and the speech services.
//!
//! How [`IvhApaas`] signs a request, and what that covers:
//!
#![doc = include_str!("../../../docs/diagrams/sorted_parameters.svg")]

mod credential;
mod ivh_apaas;
mod ivh_apaas_verifier;
mod refusal;
mod speech_api;
mod speech_hmac_sha1;
mod speech_hmac_sha1_verifier;
mod tc3_canonical_request;
mod tc3_hmac_sha256;
mod tc3_hmac_sha256_verifier;
mod verifying_api_key;

pub use credential::ApiKey;
pub use ivh_apaas::{AppKey, IvhApaas};
pub use ivh_apaas_verifier::{IvhApaasVerifier, VerifyingAppKey};
pub use speech_api::SpeechApi;
pub use speech_hmac_sha1::SpeechHmacSha1;
pub use speech_hmac_sha1_verifier::SpeechHmacSha1Verifier;
pub use tc3_hmac_sha256::Tc3HmacSha256;
pub use tc3_hmac_sha256_verifier::Tc3HmacSha256Verifier;
pub use verifying_api_key::VerifyingApiKey;

pub(crate) use ivh_apaas::ENTRY as IVH_APAAS;
pub(crate) use speech_hmac_sha1::ENTRY as SPEECH_HMAC_SHA1;
pub(crate) use tc3_hmac_sha256::ENTRY as TC3_HMAC_SHA256;
