//! Alibaba Cloud: the services behind the OpenAPI gateway ("POP").

mod acs3_hmac_sha256;
mod acs3_hmac_sha256_verifier;
mod nonce;
mod refusal;
mod rpc_hmac_sha1;
mod rpc_hmac_sha1_verifier;

use polysign::custom::{HmacSha1Key, HmacSha256Key};
use polysign::{Error, Secret};

use crate::access_key::access_key;

pub use acs3_hmac_sha256::Acs3HmacSha256;
pub use acs3_hmac_sha256_verifier::Acs3HmacSha256Verifier;
pub use rpc_hmac_sha1::RpcHmacSha1;
pub use rpc_hmac_sha1_verifier::RpcHmacSha1Verifier;

pub(crate) use acs3_hmac_sha256::ENTRY as ACS3_HMAC_SHA256;
pub(crate) use rpc_hmac_sha1::ENTRY as RPC_HMAC_SHA1;

/// The hosts of the gateway. Object storage, logs, tables and queues have schemes of their own.
const HOSTS: &[&str] = &[
    "*.aliyuncs.com", "!oss-*.aliyuncs.com", "!*.oss-*.aliyuncs.com", "!*.log.aliyuncs.com",
    "!*.ots.aliyuncs.com", "!*.mns.*.aliyuncs.com",
];

access_key! {
    /// An access key of Alibaba Cloud.
    ///
    /// Variables: `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, with temporary
    /// keys, `ALIBABA_CLOUD_SECURITY_TOKEN`. Configuration: `access_key_id`, `access_key_secret`,
    /// `security_token`.
    secret: access_key_secret,
    token: security_token, with_security_token, polysign::Secret::new,
    check: check_id,
    variables: [[
        "ALIBABA_CLOUD_ACCESS_KEY_ID",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        "ALIBABA_CLOUD_SECURITY_TOKEN"
    ]],
}

/// An id may be any text in a query. A signer for headers checks more.
fn check_id(id: &str) -> Result<(), Error> {
    polysign::custom::check_text("access_key_id", id)
}

/// An access key secret that is ready to verify with, by either scheme, and the security token of a
/// temporary one.
#[derive(Debug)]
pub struct VerifyingAccessKey {
    acs3: HmacSha256Key,
    rpc: HmacSha1Key,
    security_token: Option<Secret>,
}

impl VerifyingAccessKey {
    /// Prepares the credential that its owner signs with.
    #[must_use]
    pub fn new(credential: AccessKey) -> Self {
        Self {
            acs3: acs3_hmac_sha256::key(&credential),
            rpc: rpc_hmac_sha1::key(&credential),
            security_token: credential.security_token,
        }
    }

    /// Returns a key that no signature is accepted for.
    fn of_nobody() -> Self {
        Self {
            acs3: HmacSha256Key::new(b"of nobody"),
            rpc: HmacSha1Key::new(b"of nobody"),
            security_token: None,
        }
    }
}
