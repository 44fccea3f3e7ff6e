//! DingTalk's robot as a signer.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use polysign::explain::Text;
use polysign::refusal::{Refused, Rule, Rules};
use polysign::sign::Draft;
use polysign::{Error, Request, Scheme, Secret, Signer};
use sha2::Sha256;

/// Adds `timestamp` and `sign` to the query. Nothing of the request is covered.
#[derive(Debug)]
pub(crate) struct DingTalkRobot {
    secret: Secret,
}

/// Nothing of the request is covered; an hour is the clock tolerance; a former signature is replaced;
/// and two parameters are kept out of logs.
static SCHEME: Scheme = Scheme::new("dingtalk/robot")
    .with_clock_window(3_600)
    .with_query(&["timestamp", "sign"])
    .with_stale_query(&["timestamp", "sign"])
    .with_secret_query(&["sign", "access_token"])
    .with_refusals(&REFUSALS);

/// DingTalk answers a refusal with HTTP 200, and says in the text which of four it is.
static REFUSALS: Rules = Rules::new(&[
    Rule::new(Refused::Signature, &["Sign milliseconds, with the secret of this robot."])
        .with_texts(&["sign not match"]),
    Rule::new(Refused::Clock, &["Set the clock, and send right after signing."])
        .with_texts(&["invalid timestamp"]),
    Rule::new(Refused::NotAuthentication, &["Use one of the robot's keywords in the text."])
        .with_texts(&["keywords not in content"]),
    Rule::new(Refused::SourceAddress, &["Add the address to the robot's list."])
        .with_texts(&["not in whitelist"]),
])
.with_code_fields(&["errcode"])
.with_message_fields(&["errmsg"])
.with_refusals_under_success(&["errcode"]);

impl DingTalkRobot {
    pub(crate) fn new(secret: Secret) -> Self {
        Self { secret }
    }
}

impl Signer for DingTalkRobot {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        // Who reads one request can send any other: not in plaintext to another host.
        request.check_clear_text(false)?;
        let timestamp = (draft.time().seconds() * 1_000).to_string();
        if let Some(explanation) = draft.explanation() {
            let mut text = Text::new();
            text.push(&timestamp);
            text.push_line_end();
            text.push_gap("secret", false);
            explanation.add_stage("string_to_sign", text);
        }
        let secret = self.secret.expose().as_bytes();
        let mac = Hmac::<Sha256>::new_from_slice(secret).expect("a key can have any length");
        let mac = mac.chain_update(&timestamp).chain_update("\n").chain_update(secret);
        let sign = STANDARD.encode(mac.finalize().into_bytes());
        draft.query("timestamp", |value| value.push(&timestamp));
        draft.query("sign", |value| value.push_signature(&sign));
        Ok(())
    }
}
