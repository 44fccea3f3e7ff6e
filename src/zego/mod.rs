//! ZEGO: the server APIs of digital human, AI agent and RTC.

mod refusal;
mod server_api_v2;

pub use server_api_v2::{Credential, ServerApiV2};

pub(crate) use server_api_v2::ENTRY as SERVER_API_V2;
