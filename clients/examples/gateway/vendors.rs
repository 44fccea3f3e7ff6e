//! What client and gateway have of each vendor: a signer here, a verifier of the same key there.

use std::sync::Arc;

use polysign::verify::{MemoryReplayCache, Policy, Verifier};
use polysign::{Error, Signer, baidu, huawei, iflytek, tencent, zego};

pub(crate) const SECRET: &str = "an example, as long as some";

pub(crate) struct Vendor {
    /// Where the gateway nests the vendor's routes.
    pub(crate) path: &'static str,
    pub(crate) signer: Arc<dyn Signer>,
    pub(crate) verifier: Arc<dyn Verifier>,
}

impl Vendor {
    fn new(
        path: &'static str,
        signer: impl Signer + 'static,
        verifier: impl Verifier + 'static,
    ) -> Self {
        Self { path, signer: Arc::new(signer), verifier: Arc::new(verifier) }
    }
}

pub(crate) fn vendors() -> Result<[Vendor; 5], Error> {
    Ok([zego()?, tencent()?, baidu()?, huawei()?, iflytek()?])
}

/// Nothing is accepted twice. Each verifier needs a memory of its own.
pub(crate) fn policy() -> Policy {
    Policy::new().with_replay_cache(Arc::new(MemoryReplayCache::new(1_000_000)))
}

/// A lookup that knows one key. A gateway would ask its table of accounts.
fn only<K>(id: &'static str, key: K) -> impl Fn(&str) -> Option<Arc<K>> {
    let key = Arc::new(key);
    move |asked| (asked == id).then(|| Arc::clone(&key))
}

fn zego() -> Result<Vendor, Error> {
    let credential = || zego::ServerSecret::new(12345, SECRET);
    let keys = only("12345", zego::VerifyingServerSecret::new(credential()?));
    let verifier = zego::ServerApiV2Verifier::new(keys).with_policy(policy());
    let signer = zego::ServerApiV2::new(credential()?);
    Ok(Vendor::new("/zego", signer, verifier))
}

fn tencent() -> Result<Vendor, Error> {
    let credential = || tencent::AppKey::new("appkey", SECRET);
    let keys = only("appkey", tencent::VerifyingAppKey::new(credential()?));
    let verifier = tencent::IvhApaasVerifier::new(keys).with_policy(policy());
    let signer = tencent::IvhApaas::new(credential()?);
    Ok(Vendor::new("/tencent", signer, verifier))
}

/// A signature of this vendor says itself how long it is valid: half an hour where nothing else is
/// said, which is too long for this gateway. `Content-Type` is covered where both ends want it.
fn baidu() -> Result<Vendor, Error> {
    let credential = || baidu::AccessKey::new("access-key-id", SECRET);
    let keys = only("access-key-id", baidu::VerifyingAccessKey::new(credential()?));
    let policy = policy().with_clock_window(300).with_longest_expiry(600);
    let policy = policy.with_covered_headers(["content-type"])?;
    let verifier = baidu::BceAuthV1Verifier::new(keys).with_policy(policy);
    let signer = baidu::BceAuthV1::new(credential()?)
        .with_expiration(baidu::Expiration::seconds(600)?)
        .with_signed_headers(baidu::SignedHeaders::document_default());
    Ok(Vendor::new("/baidu", signer, verifier))
}

fn huawei() -> Result<Vendor, Error> {
    let credential = || huawei::AccessKey::new("access-key", SECRET);
    let keys = only("access-key", huawei::VerifyingAccessKey::new(credential()?));
    let verifier = huawei::SdkHmacSha256Verifier::new(keys).with_policy(policy());
    let signer = huawei::SdkHmacSha256::new(credential()?);
    Ok(Vendor::new("/huawei", signer, verifier))
}

fn iflytek() -> Result<Vendor, Error> {
    let dialect = iflytek::Dialect::AbcPenHeaders;
    let credential = || iflytek::AppSecret::new("app-id", SECRET);
    let keys = only("app-id", iflytek::VerifyingAppSecret::new(credential()?));
    let verifier = iflytek::SignaVerifier::new(keys, dialect).with_policy(policy());
    let signer = iflytek::Signa::new(credential()?, dialect)?;
    Ok(Vendor::new("/iflytek", signer, verifier))
}
