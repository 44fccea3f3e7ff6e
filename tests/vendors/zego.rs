//! The worked examples of ZEGO's server API 2.0, from the document "Signing the requests" and the
//! vendor's samples, one test for each.
#![cfg(feature = "zego")]

use crate::common::stages::{Stages, fault, pairs, refused, sign_in, variables};
use polysign::{Context, ErrorKind, Request, Signer, zego};

const SECRET: &str = "9193cc662a4c0ec135ec71fb57194b38";
const URL: &str = "https://aigc-digitalhuman-api.zegotech.cn/?Action=CreateMetaHumanVideo";
const SIGNED_URL: &str = "https://aigc-digitalhuman-api.zegotech.cn/?Action=CreateMetaHumanVideo\
    &AppId=12345&SignatureNonce=4fd24687296dd9f3&Timestamp=1615186943\
    &Signature=43e5cfcca828314675f91b001390566a&SignatureVersion=2.0";

fn signer(app_id: u32, secret: &str) -> zego::ServerApiV2 {
    zego::ServerApiV2::new(zego::ServerSecret::new(app_id, secret).expect("a credential"))
}

fn get(url: &str) -> Request<'_> {
    Request::new("GET", url).expect(url)
}

#[track_caller]
fn sign(app_id: u32, nonce: &str, secret: &str, time: i64, url: &str) -> Stages {
    let context = Context::at(time).with_nonce(nonce);
    let gaps = [("server_secret", secret)];
    sign_in(&signer(app_id, secret), &get(url), &context, &gaps)
}

/// All stages of one line of the table.
#[track_caller]
fn example(
    (app_id, nonce, secret, time): (u32, &str, &str, i64),
    plaintext: &str,
    signature: &str,
    wire_nonce: &str,
) {
    let stages = sign(app_id, nonce, secret, time, URL);
    assert_eq!(stages.string_to_sign, plaintext);
    assert_eq!(stages.signature, signature);
    assert_eq!(stages.headers, pairs(&[]));
    let (id, seconds) = (app_id.to_string(), time.to_string());
    let query = [
        ("AppId", id.as_str()),
        ("SignatureNonce", nonce),
        ("Timestamp", &seconds),
        ("Signature", signature),
        ("SignatureVersion", "2.0"),
    ];
    assert_eq!(stages.query, pairs(&query));
    assert_eq!(
        stages.url(),
        format!(
            "{URL}&AppId={app_id}&SignatureNonce={wire_nonce}&Timestamp={time}\
             &Signature={signature}&SignatureVersion=2.0"
        )
    );
    assert_eq!(
        stages.shown,
        format!(
            "scheme: zego/server-api-v2\nkey id: {app_id}\n\
             string_to_sign:\n{app_id}{nonce}[server_secret]{time}\n\
             not covered: method, host, path, query, body\n"
        )
    );
    assert_eq!(stages.expires_at, Some(time + 600));
}

#[test]
fn z1_document_sample() {
    example(
        (12345, "4fd24687296dd9f3", SECRET, 1615186943),
        "123454fd24687296dd9f39193cc662a4c0ec135ec71fb57194b381615186943",
        "43e5cfcca828314675f91b001390566a",
        "4fd24687296dd9f3",
    );
}

#[test]
fn z2_request_example_of_the_document() {
    example(
        (1234567890, "15215528852396", SECRET, 1234567890),
        "1234567890152155288523969193cc662a4c0ec135ec71fb57194b381234567890",
        "fd073df96353db811d9c650aa3fd93d8",
        "15215528852396",
    );
}

#[test]
fn z3_nonce_is_hashed_raw_and_sent_encoded() {
    example(
        (12345, "a b+c/d=e&f", SECRET, 1615186943),
        "12345a b+c/d=e&f9193cc662a4c0ec135ec71fb57194b381615186943",
        "827da47225caf61fd3a5da9836d4d3c1",
        "a%20b%2Bc%2Fd%3De%26f",
    );
}

#[test]
fn z4_largest_app_id() {
    let secret = "f".repeat(32);
    example(
        (4294967295, "0123456789abcdef", &secret, 4102444800),
        "42949672950123456789abcdefffffffffffffffffffffffffffffffff4102444800",
        "209a26cb40ed869eb04124e364e53455",
        "0123456789abcdef",
    );
}

#[test]
fn z5_chinese_nonce() {
    example(
        (12345, "随机串", SECRET, 1615186943),
        "12345随机串9193cc662a4c0ec135ec71fb57194b381615186943",
        "c423fcee74bfbd792209e8866a92be05",
        "%E9%9A%8F%E6%9C%BA%E4%B8%B2",
    );
}

#[test]
fn z6_secret_keeps_its_case() {
    example(
        (12345, "ABCDEF0123456789", &SECRET.to_uppercase(), 1615186943),
        "12345ABCDEF01234567899193CC662A4C0EC135EC71FB57194B381615186943",
        "f56bf471cbb46991fb9a5434721090cd",
        "ABCDEF0123456789",
    );
}

#[test]
fn z7_and_z8_have_one_plaintext() {
    let signature = "827ccb0eea8a706c4c34a16891f84e7b";
    example((1, "23", "4", 5), "12345", signature, "23");
    example((12, "3", "4", 5), "12345", signature, "3");
}

#[test]
fn z1_as_url() {
    let stages = sign(12345, "4fd24687296dd9f3", SECRET, 1615186943, URL);
    assert_eq!(stages.url(), SIGNED_URL);
}

#[test]
fn z1_with_further_parameters_has_the_same_signature() {
    let url = format!("{URL}&IsTest=false&RoomId[]=room1");
    let stages = sign(12345, "4fd24687296dd9f3", SECRET, 1615186943, &url);
    assert_eq!(stages.signature, "43e5cfcca828314675f91b001390566a");
    assert_eq!(stages.url(), SIGNED_URL.replace(URL, &url));
    // The same when they stand behind a signature.
    let behind = format!("{SIGNED_URL}&IsTest=false&RoomId[]=room1");
    let again = sign(12345, "4fd24687296dd9f3", SECRET, 1615186943, &behind);
    assert_eq!(again.url(), stages.url());
}

#[test]
fn z1_signed_again_by_z2() {
    let stages = sign(1234567890, "15215528852396", SECRET, 1234567890, SIGNED_URL);
    assert_eq!(
        stages.url(),
        "https://aigc-digitalhuman-api.zegotech.cn/?Action=CreateMetaHumanVideo&AppId=1234567890\
         &SignatureNonce=15215528852396&Timestamp=1234567890\
         &Signature=fd073df96353db811d9c650aa3fd93d8&SignatureVersion=2.0"
    );
}

#[test]
fn nothing_of_the_request_is_covered() {
    let signer = signer(12345, SECRET);
    let context = Context::at(1615186943).with_nonce("4fd24687296dd9f3");
    assert!(signer.scheme().covers().is_nothing());
    let headers = [("Content-Type", "application/json"), ("X-Any", "1")];
    for (method, url) in
        [("POST", URL), ("post", URL), ("GET", "https://rtc-api.zego.im/any/path?Action=Other")]
    {
        let request = Request::new(method, url).expect(url).with_headers(&headers).with_body("{}");
        let signed = signer.sign_with(&request, &context).expect(method);
        assert_eq!(signed.signature(), Some("43e5cfcca828314675f91b001390566a"));
    }
}

#[test]
fn a_path_that_is_missing_is_written() {
    let stages = sign(1, "23", "4", 5, "https://rtc-api.zego.im?Action=DescribeUserNum");
    let front = "https://rtc-api.zego.im/?Action=DescribeUserNum&AppId=1&";
    assert!(stages.url().starts_with(front), "{}", stages.url());
}

#[test]
fn random_nonce_is_eight_bytes_in_lower_case_hex() {
    let context = Context::at(1615186943).with_random_nonce([
        0x4f, 0xd2, 0x46, 0x87, 0x29, 0x6d, 0xd9, 0xf3, 1, 2, 3, 4, 5, 6, 7, 8,
    ]);
    let signed = signer(12345, SECRET).sign_with(&get(URL), &context).expect("signed");
    assert_eq!(signed.nonce(), Some("4fd24687296dd9f3"));
    assert_eq!(signed.signature(), Some("43e5cfcca828314675f91b001390566a"));
}

#[cfg(feature = "std")]
#[test]
fn each_signature_has_a_nonce_of_its_own() {
    let signer = signer(12345, SECRET);
    let nonce = || {
        let signed = signer.sign(&get(URL)).expect("signed");
        signed.nonce().expect("a nonce").to_owned()
    };
    let (first, second) = (nonce(), nonce());
    assert_ne!(first, second);
    for nonce in [first, second] {
        assert_eq!(nonce.len(), 16);
        assert!(nonce.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
    }
}

#[test]
fn what_cannot_be_signed_is_refused() {
    let signer = signer(12345, SECRET);
    for (context, expected) in [
        (Context::at(1615186943000).with_nonce("n"), (ErrorKind::TimeOutOfRange, "time")),
        (Context::at(-1).with_nonce("n"), (ErrorKind::TimeOutOfRange, "time")),
        (Context::at(1615186943), (ErrorKind::MissingNonce, "nonce")),
        (Context::at(1615186943).with_nonce(""), (ErrorKind::InvalidNonce, "nonce")),
        (Context::at(1615186943).with_nonce("a\nb"), (ErrorKind::InvalidNonce, "nonce")),
    ] {
        let error = refused(&signer, &get(URL), &context);
        assert_eq!(fault(&error), expected, "{context:?}");
    }
    let error = zego::ServerSecret::new(1, "").expect_err("an empty secret");
    assert_eq!(fault(&error), (ErrorKind::InvalidCredential, "server_secret"));
}

#[test]
fn clear_text_is_for_this_machine_unless_allowed() {
    let context = Context::at(5).with_nonce("23");
    for url in ["http://rtc-api.zego.im/", "ws://rtc-api.zego.im/"] {
        let error = refused(&signer(1, "4"), &get(url), &context);
        assert_eq!(fault(&error), (ErrorKind::ClearText, "url"), "{url}");
        let allowed = signer(1, "4").allow_clear_text();
        assert!(allowed.sign_with(&get(url), &context).is_ok(), "{url}");
    }
    for url in ["http://127.0.0.1:8080/", "http://localhost/", "ws://[::1]/", "wss://zego.im/"] {
        assert!(signer(1, "4").sign_with(&get(url), &context).is_ok(), "{url}");
    }
}

#[test]
fn environment() {
    let read = |set: &[(&str, &str)]| zego::ServerSecret::from_vars(variables(set));
    let full = [("ZEGO_APP_ID", "12345"), ("ZEGO_SERVER_SECRET", SECRET)];
    let credential = read(&full).expect("valid").expect("set");
    let context = Context::at(1615186943).with_nonce("4fd24687296dd9f3");
    let signed = zego::ServerApiV2::new(credential).sign_with(&get(URL), &context);
    assert_eq!(signed.expect("signed").signature(), Some("43e5cfcca828314675f91b001390566a"));

    let others = [("NEXT_PUBLIC_ZEGO_APP_ID", "12345"), ("ZEGO_CALLBACK_SECRET", "s")];
    for none in [&[][..], &others, &[("ZEGO_APP_ID", ""), ("ZEGO_SERVER_SECRET", " \t")]] {
        assert!(read(none).expect("nothing wrong").is_none(), "{none:?}");
    }
    for (set, missing) in [
        (&[("ZEGO_APP_ID", "12345")][..], "ZEGO_SERVER_SECRET"),
        (&[("ZEGO_SERVER_SECRET", SECRET)], "ZEGO_APP_ID"),
        (&[("ZEGO_APP_ID", " "), ("ZEGO_SERVER_SECRET", SECRET)], "ZEGO_APP_ID"),
    ] {
        let error = read(set).expect_err(missing);
        assert_eq!(fault(&error), (ErrorKind::MissingCredential, missing));
        assert!(error.to_string().contains(missing));
    }
    for app_id in ["12345x", "-1", "4294967296", "1.5", "0x10"] {
        let error = read(&[("ZEGO_APP_ID", app_id), full[1]]).expect_err(app_id);
        assert_eq!(fault(&error), (ErrorKind::InvalidCredential, "ZEGO_APP_ID"));
    }
}
