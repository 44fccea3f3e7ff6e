//! Feishu's robot, which signs in the body.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use polysign::{Context, Error, Secret};
use serde_json::Value;
use sha2::Sha256;
use zeroize::Zeroizing;

/// Adds `timestamp` and `sign` to a message.
pub(crate) struct FeishuRobot {
    secret: Secret,
}

impl FeishuRobot {
    pub(crate) fn new(secret: Secret) -> Self {
        Self { secret }
    }

    /// Sets both members, in place of those that are there. The rest of the message is not covered.
    pub(crate) fn sign(&self, mut message: Value, context: &Context<'_>) -> Result<Value, Error> {
        let timestamp = context.checked_time()?.to_string();
        // The other way round than DingTalk's: time and secret are the key, and the text is empty.
        let key = Zeroizing::new(format!("{timestamp}\n{}", self.secret.expose()));
        let mac =
            Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("a key can have any length");
        message["sign"] = Value::from(STANDARD.encode(mac.finalize().into_bytes()));
        message["timestamp"] = Value::from(timestamp);
        Ok(message)
    }
}
