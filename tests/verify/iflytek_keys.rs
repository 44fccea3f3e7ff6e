//! Requests of iFlytek's schemes with APIKey and APISecret that arrive, and of Xiling: what the
//! vendors' SDKs send is accepted, and what was changed or is malformed is not.
#![cfg(feature = "baidu")]

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use polysign::baidu::{VerifyingXilingApp, XilingApp, XilingPlacement, XilingVerifier};
use polysign::iflytek::{
    AccessKeyApi, AccessKeyVerifier, ApiKey, HmacUrlVerifier, HttpDigestVerifier, VerifyingApiKey,
};
use polysign::verify::{Policy, Reason};
use sha2::Sha256;

use super::arrived::Arrived;

const TIME: i64 = 1_562_744_143;
const DATE: &str = "Wed, 10 Jul 2019 07:35:43 GMT";

fn key() -> impl Fn(&str) -> Option<Arc<VerifyingApiKey>> {
    let key = Arc::new(VerifyingApiKey::new(ApiKey::new("k", "s").unwrap()));
    move |id| (id == "k").then(|| Arc::clone(&key))
}

fn mac(text: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(b"s").unwrap().chain_update(text);
    STANDARD.encode(mac.finalize().into_bytes())
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn authorization(headers: &str, signature: &str, comma: &str) -> String {
    format!(
        "api_key=\"k\"{comma}algorithm=\"hmac-sha256\"{comma}headers=\"{headers}\"{comma}\
         signature=\"{signature}\""
    )
}

/// A URL that an SDK signed, with its way to write dates and commas.
fn url(date: &str, comma: &str, host: &str) -> Arrived {
    let signature = mac(&format!("host: {host}\ndate: {date}\nGET /v2/iat HTTP/1.1"));
    let authorization = STANDARD.encode(authorization("host date request-line", &signature, comma));
    let target = format!(
        "/v2/iat?x=1&authorization={}&date={}&host={}",
        encoded(&authorization),
        encoded(date),
        encoded(host)
    );
    Arrived { method: "GET", ..Arrived::new(&target) }
}

#[test]
fn a_url_of_every_sdk_is_accepted() {
    let verifier = HmacUrlVerifier::new(key());
    for (date, comma) in [(DATE, ", "), (DATE, ","), ("Wed, 10 Jul 2019 07:35:43 UTC", ", ")] {
        let arrived = url(date, comma, "api.example.com");
        for now in [TIME - 300, TIME, TIME + 300] {
            let verified = arrived.verify(&verifier, now).unwrap();
            assert_eq!((verified.key_id(), verified.covers_body()), ("k", false));
            assert_eq!(verified.signed_at(), Some(TIME.into()));
            assert_eq!(verified.expires_at(), Some((TIME + 300).into()));
        }
        for now in [TIME - 301, TIME + 301] {
            assert_eq!(arrived.verify(&verifier, now), Err(Reason::Clock));
        }
        let other = arrived.with("x=1", "x=2");
        assert!(other.verify(&verifier, TIME).is_ok(), "the query is not covered");
    }
    let port =
        Arrived { authority: "api.example.com:8443", ..url(DATE, ", ", "api.example.com:8443") };
    assert!(port.verify(&verifier, TIME).is_ok());
}

#[test]
fn a_url_that_was_changed_is_rejected() {
    let verifier = HmacUrlVerifier::new(key());
    let signed = url(DATE, ", ", "api.example.com");
    for (changed, expected) in [
        (Arrived { method: "POST", ..signed.clone() }, Reason::BadSignature),
        (Arrived { authority: "other.example.com", ..signed.clone() }, Reason::BadSignature),
        (Arrived { authority: "api.example.com:81", ..signed.clone() }, Reason::BadSignature),
        (signed.with("/v2/iat", "/v3/iat"), Reason::BadSignature),
        (signed.with("/v2/iat", "/v2/it's"), Reason::Request),
        (signed.with("host=api", "host=other"), Reason::BadSignature),
        (signed.with("07%3A35%3A43", "07%3A35%3A44"), Reason::BadSignature),
        (signed.with("Wed%2C", "Thu%2C"), Reason::Malformed),
        (signed.with("&date=", "&Date="), Reason::Malformed),
        (signed.with("&host=", "&host=h&host="), Reason::Malformed),
        (signed.with("authorization=", "authorization=A"), Reason::Malformed),
        (signed.with("authorization=", "Authorization="), Reason::NotSigned),
    ] {
        assert_eq!(changed.verify(&verifier, TIME), Err(expected), "{}", changed.target);
    }
    let unknown = HmacUrlVerifier::new(|_: &str| None);
    assert_eq!(signed.verify(&unknown, TIME), Err(Reason::UnknownKey));
}

fn digest(body: &str, of: &str) -> Arrived {
    use sha2::Digest;
    let digest = format!("SHA-256={}", STANDARD.encode(Sha256::digest(of)));
    let text =
        format!("host: api.example.com\ndate: {DATE}\nPOST /v2/its HTTP/1.1\ndigest: {digest}");
    let headers = "host date request-line digest";
    let body: &'static str = body.to_owned().leak();
    Arrived { body, ..Arrived::new("/v2/its?x=1") }
        .header("Authorization", &authorization(headers, &mac(&text), ", "))
        .header("Date", DATE)
        .header("Digest", &digest)
}

#[test]
fn a_body_has_to_be_that_of_the_digest() {
    let verifier = HttpDigestVerifier::new(key());
    let verified = digest("{}", "{}").verify(&verifier, TIME).unwrap();
    assert!(verified.covers_body());
    assert_eq!(digest("{ }", "{}").verify(&verifier, TIME), Err(Reason::BodyMismatch));
    let without = |name: &str| {
        let mut arrived = digest("{}", "{}");
        arrived.headers.retain(|(own, _)| own != name);
        arrived.verify(&verifier, TIME)
    };
    assert_eq!(without("Authorization"), Err(Reason::NotSigned));
    assert_eq!(without("Date"), Err(Reason::Malformed));
    assert_eq!(without("Digest"), Err(Reason::Malformed));
    let bearer = Arrived::new("/").header("Authorization", "Bearer k");
    assert_eq!(bearer.verify(&verifier, TIME), Err(Reason::NotSigned));
}

/// Example E1 of the document.
#[test]
fn sorted_parameters_are_accepted_in_every_form() {
    const NOW: i64 = 1_742_745_679;
    let credential = ApiKey::new("XXX", "test-secret").unwrap();
    let known = Arc::new(VerifyingApiKey::new(credential));
    let verifier =
        AccessKeyVerifier::new(move |_: &str| Some(Arc::clone(&known)), AccessKeyApi::RtasrLlm);
    let signed = Arrived::new(
        "/ast/communicate/v1?lang=cn&accessKeyId=XXX&appId=XXX&utc=2025-03-24T00%3A01%3A19%2B0800\
         &uuid=edf53e32-6533-4d6a-acd3-fe4df14ee332&signature=aNFI2VpzzbjJPNxofO7KdaSSwps%3D",
    );
    for form in [signed.clone(), signed.with("lang=cn", "l%61ng=%63n&k=")] {
        let verified = form.verify(&verifier, NOW).unwrap();
        assert_eq!((verified.key_id(), verified.signed_at()), ("XXX", Some(NOW.into())));
    }
    for (changed, expected) in [
        (signed.with("lang=cn", "lang=en"), Reason::BadSignature),
        (signed.with("lang=cn", "lang=cn&a=1"), Reason::BadSignature),
        (signed.with("&uuid=edf53e32", "&uuid=edf53e33"), Reason::BadSignature),
        (signed.with("&uuid=edf53e32", "&uuid=_"), Reason::Malformed),
        (signed.with("%2B0800", ""), Reason::Malformed),
        (signed.with("&utc", "&dateTime"), Reason::Malformed),
        (signed.with("&signature", "&Signature"), Reason::NotSigned),
        (signed.with("wps%3D", "wps"), Reason::Malformed),
    ] {
        assert_eq!(changed.verify(&verifier, NOW), Err(expected), "{}", changed.target);
    }
    assert_eq!(signed.verify(&verifier, NOW + 301), Err(Reason::Clock));
    let wide = verifier.with_policy(Policy::new().with_clock_window(3600));
    assert!(signed.verify(&wide, NOW + 301).is_ok());
}

#[test]
fn a_token_is_accepted_until_it_expires() {
    const END: i64 = 1_688_716_990;
    let app = XilingApp::new("s-pgewi73tzrtwt", "made-up-app-key").unwrap();
    let key = Arc::new(VerifyingXilingApp::new(app));
    let verifier = |placement| {
        let key = Arc::clone(&key);
        XilingVerifier::new(move |_: &str| Some(Arc::clone(&key)), placement)
    };
    let in_header = verifier(XilingPlacement::Header);
    let token = "s-pgewi73tzrtwt/8425d8590fcbe12050c8e4ce30784532a9394660fdfcac72b7e1dea9f0c3f78a\
                 /2023-07-07T08:03:10.000Z";
    let signed = Arrived::new("/").header("authorization", token);
    assert_eq!(signed.verify(&in_header, 0), Err(Reason::ExpiryTooLong));
    for now in [END - 7 * 86_400, END] {
        let verified = signed.verify(&in_header, now).unwrap();
        assert_eq!((verified.signed_at(), verified.expires_at()), (None, Some(END.into())));
    }
    assert_eq!(signed.verify(&in_header, END + 1), Err(Reason::Expired));
    let shorter =
        verifier(XilingPlacement::Header).with_policy(Policy::new().with_longest_expiry(3600));
    assert!(signed.verify(&shorter, END - 3600).is_ok());
    assert_eq!(signed.verify(&shorter, END - 3601), Err(Reason::ExpiryTooLong));
    let in_query = verifier(XilingPlacement::Query);
    assert_eq!(signed.verify(&in_query, 0), Err(Reason::NotSigned));
    let page = Arrived::new(&format!("/cloud/realtime?token={}", encoded(token)));
    assert!(page.verify(&in_query, END).is_ok());
    for (old, new, expected) in [
        ("s-pg", "s-qg", Reason::BadSignature),
        ("10.000Z", "11.000Z", Reason::BadSignature),
        ("10.000Z", "10Z", Reason::BadSignature),
        ("10.000Z", "10", Reason::Malformed),
        ("8425", "8A25", Reason::Malformed),
        ("8425", "425", Reason::Malformed),
        ("s-pgewi73tzrtwt", "", Reason::Malformed),
    ] {
        let changed = Arrived::new("/").header("authorization", &token.replace(old, new));
        assert_eq!(changed.verify(&in_header, END - 60), Err(expected), "{old} {new}");
    }
}
