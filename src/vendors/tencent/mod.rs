//! Tencent: the digital-human aPaaS gateway (IVH).

mod ivh_apaas;
mod ivh_apaas_verifier;
mod refusal;

pub use ivh_apaas::{AppKey, IvhApaas};
pub use ivh_apaas_verifier::{IvhApaasVerifier, VerifyingAppKey};

pub(crate) use ivh_apaas::ENTRY as IVH_APAAS;
