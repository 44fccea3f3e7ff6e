//! Tencent: the digital-human aPaaS gateway (IVH).

mod ivh_apaas;
mod refusal;

pub use ivh_apaas::{Credential, IvhApaas};

pub(crate) use ivh_apaas::ENTRY as IVH_APAAS;
