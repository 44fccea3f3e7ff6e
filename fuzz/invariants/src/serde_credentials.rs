//! Credentials from serialised text.

use core::fmt::Debug;
use std::collections::BTreeMap;

use polysign::{baidu, huawei, iflytek, tencent, zego};
use serde::de::{DeserializeOwned, IgnoredAny};

/// Any JSON makes a credential or an error; neither shows a secret of it.
pub fn serde_credentials(input: &[u8]) {
    // An unknown key is named.
    let keys = serde_json::from_slice::<BTreeMap<String, IgnoredAny>>(input);
    if keys.is_ok_and(|keys| keys.keys().any(|key| key.contains("S3cr3t"))) {
        return;
    }
    check::<baidu::AccessKey>(input);
    check::<huawei::AccessKey>(input);
    check::<huawei::Token>(input);
    check::<iflytek::AppSecret>(input);
    check::<tencent::AppKey>(input);
    check::<zego::ServerSecret>(input);
}

fn check<T: DeserializeOwned + Debug>(input: &[u8]) {
    let shown = match serde_json::from_slice::<T>(input) {
        Ok(credential) => format!("{credential:?}"),
        Err(error) => format!("{error}{error:?}"),
    };
    assert!(!shown.contains("S3cr3tS3cr3t"), "{shown}");
}
