//! iFlytek and the vendors that took over its scheme, ABCPen (笔声) first.

mod credential;
mod dialect;
mod refusal;
mod signa;

pub use credential::Credential;
pub use dialect::Dialect;
pub use signa::Signa;

pub(crate) use signa::ENTRY as SIGNA;
