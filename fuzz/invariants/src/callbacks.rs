//! Callbacks of ZEGO and MetaStudio.

use polysign::huawei::{CallbackForm, CallbackKey, MssCallbackVerifier};
use polysign::verify::Verifier;
use polysign::zego::{Callback, CallbackVerifier};

use crate::input::{Message, TIME, request};

/// What nobody signed is rejected without a panic, whatever its body and its fields are.
pub fn callbacks(input: &[u8]) {
    const SECRET: &str = "of which nobody knows";
    let now = TIME.into();
    let zego = CallbackVerifier::new(SECRET).expect("a secret");
    if let Ok(callback) = Callback::from_json(input) {
        let _ = format!("{callback:?}");
        let rejection = zego.verify(&callback, now).expect_err("nobody signed it");
        assert!(!format!("{rejection}{rejection:?}").contains(SECRET));
    }
    let Some(message) = Message::read(input) else { return };
    let headers = message.borrowed();
    let Some(request) = request(&message, &headers) else { return };
    for form in [CallbackForm::Task, CallbackForm::LiveHead] {
        let key = CallbackKey::new(form, SECRET, "https://example.com/a").expect("a key");
        let rejection = MssCallbackVerifier::new(key).verify(&request, now);
        assert!(!format!("{:?}", rejection.expect_err("nobody signed it")).contains(SECRET));
    }
}
