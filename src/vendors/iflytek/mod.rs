//! iFlytek and the vendors that took over its scheme, ABCPen (笔声) first.

mod credential;
mod dialect;
mod refusal;
mod required;
mod signa;
mod signa_verifier;

pub use credential::AppSecret;
pub use dialect::Dialect;
pub use signa::Signa;
pub use signa_verifier::{SignaVerifier, VerifyingAppSecret};

pub(crate) use signa::ENTRY as SIGNA;
