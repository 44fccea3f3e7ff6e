//! ZEGO: the server APIs of digital human, AI agent and RTC, and their callbacks.
//!
//! How [`ServerApiV2`] signs a request, and what that covers:
//!
#![doc = include_str!("../../../docs/diagrams/own_fields.svg")]

mod callback;
mod refusal;
mod server_api_v2;
mod server_api_v2_verifier;

pub use callback::{Callback, CallbackVerifier};
pub use server_api_v2::{ServerApiV2, ServerSecret};
pub use server_api_v2_verifier::{ServerApiV2Verifier, VerifyingServerSecret};

pub(crate) use server_api_v2::ENTRY as SERVER_API_V2;
