//! Speech requests that arrive: the worked examples, and what is not accepted.

use std::sync::Arc;

use polysign::tencent::{
    ApiKey, SpeechApi, SpeechHmacSha1, SpeechHmacSha1Verifier, VerifyingApiKey,
};
use polysign::verify::{Policy, Reason};
use polysign::{Context, Request, Signer};

use super::arrived::Arrived;

const TIME: i64 = 1_673_408_372;

fn verifier(api: SpeechApi, token: Option<&str>) -> SpeechHmacSha1Verifier {
    let mut credential = ApiKey::new("AKIDEXAMPLE", "testsecret").unwrap();
    if let Some(token) = token {
        credential = credential.with_token(token).unwrap();
    }
    let key = Arc::new(VerifyingApiKey::new(credential));
    SpeechHmacSha1Verifier::new(move |id| (id == "AKIDEXAMPLE").then(|| Arc::clone(&key)), api)
}

/// Vector speech-300, whose signature a test of another project has.
fn asr() -> Arrived {
    let target = "/asr/v2/1259220000?engine_model_type=16k_zh&needvad=1&voice_format=1\
                  &voice_id=c64385ee-3e5c-4fc5-bbfd-7c71addb35b0&expired=1673494772\
                  &nonce=1673408372&secretid=AKIDEXAMPLE&timestamp=1673408372\
                  &signature=TWnOXzSRGSW%2FkExVPvxQSP6%2F4Uk%3D";
    Arrived { method: "GET", authority: "asr.cloud.tencent.com", ..Arrived::new(target) }
}

#[test]
fn a_published_request_holds_until_it_expires() {
    let verifier = verifier(SpeechApi::AsrV2, None);
    for now in [TIME - 1_000_000, TIME, 1_673_494_772] {
        let verified = asr().verify(&verifier, now).unwrap();
        assert_eq!(verified.key_id(), "AKIDEXAMPLE");
        assert_eq!(verified.signed_at(), Some(TIME.into()));
        assert_eq!(verified.expires_at(), Some(1_673_494_772.into()));
        assert!(!verified.covers_body());
    }
    assert_eq!(asr().verify(&verifier, 1_673_494_773), Err(Reason::Expired));
    let shorter = verifier.with_policy(Policy::new().with_longest_expiry(3600));
    assert_eq!(asr().verify(&shorter, TIME), Err(Reason::ExpiryTooLong));
}

#[test]
fn what_was_changed_is_rejected() {
    let (asr, host) = (asr(), "soe.cloud.tencent.com");
    for (changed, expected) in [
        (asr.with("needvad=1", "needvad=0"), Reason::BadSignature),
        (asr.with("/asr/v2/1", "/asr/v2/2"), Reason::BadSignature),
        (asr.with("&needvad", "&a=1&needvad"), Reason::BadSignature),
        (Arrived { authority: host, ..asr.clone() }, Reason::BadSignature),
        (asr.with("nonce=1", "nonce=2"), Reason::Malformed),
        (asr.with("nonce=1673408372", "nonce=1"), Reason::BadSignature),
        (asr.with("nonce=1673408372", "nonce="), Reason::Malformed),
        (asr.with("nonce", "Nonce"), Reason::Malformed),
        (asr.with("expired=1673494772", "expired=1673494773"), Reason::BadSignature),
        (asr.with("expired=1673494772", "expired=1673408372"), Reason::Malformed),
        (asr.with("expired=1673494772", "expired=1681184372"), Reason::Malformed),
        (asr.with("expired=1673494772", "expired=01673494772"), Reason::Malformed),
        (asr.with("expired", "Expired"), Reason::Malformed),
        (asr.with("timestamp", "Timestamp"), Reason::Malformed),
        (asr.with("=AKIDEXAMPLE", "=AKIDOTHER"), Reason::UnknownKey),
        (asr.with("=AKIDEXAMPLE", "="), Reason::Malformed),
        (asr.with("&signature", "&Signature"), Reason::NotSigned),
        (asr.with("signature=T", "signature=U"), Reason::BadSignature),
        (asr.with("4Uk%3D", "4Uk"), Reason::Malformed),
        (asr.with("4Uk%3D", "4Ul%3D"), Reason::Malformed),
        (asr.with("&nonce", "&timestamp=1673408372&nonce"), Reason::Malformed),
        (asr.with("1259220000", "{1259220000}"), Reason::Request),
        (asr.with("needvad=1", "needvad=1%26a=2"), Reason::Request),
    ] {
        let result = changed.verify(&verifier(SpeechApi::AsrV2, None), TIME);
        assert_eq!(result, Err(expected), "{}", changed.target);
    }
    let other_method = Arrived { method: "DELETE", ..asr.header("x-other", "x") };
    assert!(other_method.verify(&verifier(SpeechApi::AsrV2, None), TIME).is_ok());
}

#[test]
fn a_token_is_that_of_the_key() {
    let sent = asr().with("&timestamp", "&token=session-token&timestamp");
    // Vector speech-301.
    let sent = sent.with("TWnOXzSRGSW%2FkExVPvxQSP6%2F4Uk", "ktYY613rhDshviEkWWnR9%2FgVvqo");
    for (token, expected) in [
        (Some("session-token"), None),
        (Some("session-tokes"), Some(Reason::WrongToken)),
        (None, Some(Reason::WrongToken)),
    ] {
        let result = sent.verify(&verifier(SpeechApi::AsrV2, token), TIME);
        assert_eq!(result.err(), expected, "{token:?}");
    }
    let lost = verifier(SpeechApi::AsrV2, Some("session-token"));
    assert_eq!(asr().verify(&lost, TIME), Err(Reason::WrongToken));
}

#[test]
fn another_service_has_other_fields() {
    for api in [SpeechApi::TtsStream, SpeechApi::VcStream, SpeechApi::AsrFlash] {
        assert_eq!(asr().verify(&verifier(api, None), TIME), Err(Reason::NotSigned), "{api}");
    }
}

#[test]
fn fields_of_another_service_are_the_callers_own() {
    let credential = ApiKey::new("AKIDEXAMPLE", "testsecret").unwrap().with_app_id("1").unwrap();
    let signer = SpeechHmacSha1::new(credential, SpeechApi::VcStream).unwrap();
    let url = "wss://tts.cloud.tencent.com/vc_stream/1?AppId=2&nonce=0&nonce=a&token=b&signature=c";
    let request = Request::new("GET", url).unwrap();
    let signed = signer.sign_with(&request, &Context::at(TIME)).unwrap();
    let sent = signed.url(&request).unwrap();
    let target = sent.expose().strip_prefix("wss://tts.cloud.tencent.com").unwrap();
    let sent = Arrived { authority: "tts.cloud.tencent.com", ..Arrived::new(target) };
    assert!(sent.verify(&verifier(SpeechApi::VcStream, None), TIME).is_ok());
    let changed = sent.with("signature=c", "signature=d");
    let result = changed.verify(&verifier(SpeechApi::VcStream, None), TIME);
    assert_eq!(result, Err(Reason::BadSignature));
}
