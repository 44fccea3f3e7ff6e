//! Huawei: keys of different kinds, tokens, and all forms of the payload.

use polysign::huawei::{AccessKey, AuthToken, SdkHmacSha256, SignedHeaders, Token};
use polysign::request::BodyDigest;
use polysign::{Context, Payload, Signer, UnixTime};

use crate::common::sending::{Message, Way, replaces};

const CONTEXT: Context<'static> = Context::new(UnixTime::new(1573789015));
const BODY: Payload<'static> = Payload::Bytes(b"body");

fn credential(ak: &str) -> AccessKey {
    AccessKey::new(ak, "secret").expect("a credential")
}

fn key(ak: &str) -> SdkHmacSha256 {
    SdkHmacSha256::new(credential(ak))
}

fn temporary(ak: &str) -> SdkHmacSha256 {
    SdkHmacSha256::new(credential(ak).with_security_token("token").expect("a token"))
}

fn auth_token() -> AuthToken {
    AuthToken::new(Token::new("token").expect("a token"))
}

fn way(name: &str, signer: impl Signer + 'static, payload: Payload<'static>) -> Way<'static> {
    Way::new(name, signer, CONTEXT).payload(payload)
}

/// By access key, in every form of the payload.
fn by_key() -> Vec<Way<'static>> {
    let exact = SignedHeaders::exact(["host", "x-sdk-date", "accept"]).expect("a choice");
    let digest = Payload::Digest(BodyDigest::sha256([7; 32], 4));
    let mut later = way("later", key("ak"), BODY);
    later.context = Context::at(1573789016);
    vec![
        way("bytes", key("ak"), BODY),
        way("unsigned", key("ak"), Payload::Unsigned),
        way("digest", key("ak"), digest),
        way("other key", key("other"), BODY),
        way("temporary", temporary("ak"), BODY),
        way("temporary unsigned", temporary("other"), Payload::Unsigned),
        way("exact", key("ak").with_signed_headers(exact), BODY),
        later,
    ]
}

const HEADERS: [(&str, &str); 4] =
    [("Accept", "*/*"), ("Content-Type", "application/json"), ("X-Tag", "b"), ("x-tag", "a")];

fn messages() -> [Message; 3] {
    [
        "https://service.example.com",
        "https://service.example.com/v1//a;b?b=2&a=%e4+%2B&b=1&k&=v&Authorization=callers",
        "https://SERVICE.example.com:443/?&&a#fragment",
    ]
    .map(|url| Message::new("POST", url, &HEADERS))
}

#[test]
fn by_key_after_by_key() {
    replaces(&messages(), &by_key());
}

#[test]
fn by_key_and_by_token_with_signed_bodies() {
    let mut ways = by_key();
    ways.retain(|way| way.payload != Some(Payload::Unsigned));
    ways.push(way("token", auth_token(), BODY));
    replaces(&messages(), &ways);
}

#[test]
fn by_token_after_an_unsigned_payload() {
    let token = way("token", auth_token(), BODY);
    let unsigned = way("unsigned", key("ak"), Payload::Unsigned);
    let message = &messages()[0];
    assert_eq!(token.sign(&unsigned.sign(message)), token.sign(message));
}

/// The leftover must not become the caller's own wish when the `Authorization` beside it is gone.
#[test]
fn by_key_after_by_token_after_an_unsigned_payload() {
    let token = way("token", auth_token(), BODY);
    let unsigned = way("unsigned", key("ak"), Payload::Unsigned);
    let bytes = way("bytes", key("ak"), BODY);
    let message = &messages()[0];
    let thrice = bytes.sign(&token.sign(&unsigned.sign(message)));
    assert_eq!(thrice, bytes.sign(message));
}

#[test]
fn with_project_and_domain() {
    let with_ids = |project: &str, domain: &str| {
        let credential = credential("ak").with_project_id(project).expect("an id");
        SdkHmacSha256::new(credential.with_domain_id(domain).expect("an id"))
    };
    let ways = [
        way("first", with_ids("p", "d"), BODY),
        way("other", with_ids("q", "e"), BODY),
        way("unsigned", with_ids("q", "e"), Payload::Unsigned),
    ];
    let callers = [("X-Project-Id", "callers"), ("x-domain-id", "callers"), ("Accept", "*/*")];
    let with_callers = Message::new("POST", "https://service.example.com/a", &callers);
    replaces(std::slice::from_ref(&with_callers), &ways);
    replaces(&messages(), &ways);
    // Without ids in the credential those on the request are the caller's, wherever they came from.
    let bare = way("bare", key("ak"), BODY);
    let kept = bare.sign(&ways[0].sign(&with_callers));
    assert_eq!(kept.header("x-project-id"), ["p"]);
    assert_eq!(kept.header("x-domain-id"), ["d"]);
    assert_eq!(kept.header("authorization").len(), 1);
    let list = "SignedHeaders=host;x-domain-id;x-project-id;x-sdk-date,";
    assert!(kept.header("authorization")[0].contains(list));
}

#[test]
fn stale_headers_in_any_number_and_case() {
    let stale = [
        ("authorization", "Basic former"),
        ("AUTHORIZATION", "SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=0"),
        ("X-Sdk-Date", "20000101T000000Z"),
        ("x-sdk-date", "20000101T000001Z"),
        ("X-Security-Token", "former"),
        ("X-Auth-Token", "former"),
        ("x-auth-token", "older"),
        ("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD"),
    ];
    let url = "https://service.example.com/a?Authorization=callers";
    for way in by_key() {
        let once = way.sign(&Message::new("POST", url, &HEADERS));
        let with_stale = Message::new("POST", url, &[&HEADERS[..], &stale].concat());
        assert_eq!(way.sign(&with_stale), once, "{}", way.name);
    }
}

#[test]
fn opt_out_without_a_signature_beside_it_is_the_callers() {
    let unsigned = way("unsigned", key("ak"), Payload::Unsigned);
    for beside in [("x-any", "1"), ("Authorization", "Basic x"), ("X-Auth-Token", "t")] {
        let headers = [beside, ("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD")];
        let message = Message::new("POST", "https://service.example.com/a", &headers);
        let signed = unsigned.sign(&message);
        assert_eq!(signed.header("x-sdk-content-sha256"), ["UNSIGNED-PAYLOAD"]);
        // The second signature writes the header itself, with its name in lower case.
        let in_lower_case = |mut message: Message| {
            let names = message.headers.iter_mut().map(|(name, _)| name);
            names.for_each(|name| name.make_ascii_lowercase());
            message
        };
        let twice = unsigned.sign(&signed);
        assert_eq!(in_lower_case(twice), in_lower_case(signed), "{beside:?}");
    }
    let bytes = way("bytes", key("ak"), BODY);
    // Any other hash stays also beside a signature: it is never one of ours.
    let headers = [("X-Sdk-Content-Sha256", "callers")];
    let message = Message::new("POST", "https://service.example.com/a", &headers);
    let twice = bytes.sign(&bytes.sign(&message));
    assert_eq!(twice, bytes.sign(&message));
    assert_eq!(twice.header("x-sdk-content-sha256"), ["callers"]);
}
