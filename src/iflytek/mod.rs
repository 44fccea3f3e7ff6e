//! iFlytek and the vendors that took over its scheme, ABCPen (笔声) first.

mod signa;

pub use signa::{Credential, Dialect, Signa};

pub(crate) use signa::ENTRY as SIGNA;
