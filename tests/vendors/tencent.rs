//! The worked examples of Tencent's digital-human gateway, from the documents 62085, 90943, 100386
//! and 107197 and their demos, one test for each.
#![cfg(feature = "tencent")]

use crate::common::stages::{self, Stages, fault, pairs, refused, variables};
use polysign::{Context, ErrorKind, Request, Signer, tencent};

const VIDEOMAKE: &str = "https://gw.tvs.qq.com/v2/ivh/videomaker/broadcastservice/videomake";
const EXAMPLE: &str = "wss://api.example.com/v2/ws/ivh/example_uri";
const APPKEY: &str = "e38267c0e86411ebb02aed82acb0ed99";
const TOKEN: &str = "f68f2d10ae9e4604b76fb05cf46bccec";
const TIME: i64 = 1717639699;

fn signer(appkey: &str, token: &str) -> tencent::IvhApaas {
    tencent::IvhApaas::new(tencent::AppKey::new(appkey, token).expect("a credential"))
}

fn with_id(appkey: &str, token: &str, id: &str) -> tencent::IvhApaas {
    signer(appkey, token).with_request_id(id).expect("a request id")
}

fn get(url: &str) -> Request<'_> {
    Request::new("GET", url).expect(url)
}

/// All stages; the plaintext holds no secret, so nothing is filled in.
#[track_caller]
fn example(
    signer: &tencent::IvhApaas,
    (url, time): (&str, i64),
    plaintext: &str,
    signature: &str,
) -> Stages {
    let stages = stages::sign(signer, &get(url), time, &[]);
    assert_eq!(stages.string_to_sign, plaintext);
    assert_eq!(stages.signature, signature);
    assert_eq!(stages.headers, pairs(&[]));
    assert_eq!(stages.expires_at, Some(time + 300));
    stages
}

#[test]
fn t1_example_of_the_document() {
    let stages = example(
        &signer(APPKEY, TOKEN),
        (VIDEOMAKE, 1646636485),
        "appkey=e38267c0e86411ebb02aed82acb0ed99&timestamp=1646636485",
        "BfWuaC9kmaicCggXc693uK+sZQ8qe88O4HVQNTdwZuo=",
    );
    assert_eq!(
        stages.query,
        pairs(&[
            ("appkey", APPKEY),
            ("timestamp", "1646636485"),
            ("signature", "BfWuaC9kmaicCggXc693uK+sZQ8qe88O4HVQNTdwZuo="),
        ])
    );
    assert_eq!(
        stages.url(),
        "https://gw.tvs.qq.com/v2/ivh/videomaker/broadcastservice/videomake\
         ?appkey=e38267c0e86411ebb02aed82acb0ed99&timestamp=1646636485\
         &signature=BfWuaC9kmaicCggXc693uK%2BsZQ8qe88O4HVQNTdwZuo%3D"
    );
}

#[test]
fn t1_signed_again_is_the_same_url() {
    let signer = signer(APPKEY, TOKEN);
    let url = |url: &str| stages::sign(&signer, &get(url), 1646636485, &[]).url().to_owned();
    let once = url(VIDEOMAKE);
    assert_eq!(url(&once), once);
}

#[test]
fn t1_value_is_the_same_for_other_requests() {
    let signer = signer(APPKEY, TOKEN);
    let covers = signer.scheme().covers();
    assert!(covers.query() && !(covers.method() || covers.host() || covers.path()));
    assert!(!(covers.headers() || covers.body()));
    let headers = [("content-type", "application/json")];
    for (method, url) in [
        ("POST", VIDEOMAKE),
        ("get", "https://gw-sg.tvs.qq.com/v2/ivh/other"),
        ("GET", "http://gw.tvs.qq.com"),
    ] {
        let request = Request::new(method, url).expect(url).with_headers(&headers).with_body("{}");
        let signed = signer.sign_with(&request, &Context::at(1646636485)).expect(url);
        assert_eq!(signed.signature(), Some("BfWuaC9kmaicCggXc693uK+sZQ8qe88O4HVQNTdwZuo="));
    }
}

#[test]
fn t2_first_example_of_107197() {
    let stages = example(
        &signer("example_appkey", "example_accesstoken"),
        (EXAMPLE, TIME),
        "appkey=example_appkey&timestamp=1717639699",
        "aCNWYzZdplxWVo+JsqzZc9+J9XrwWWITfX3eQpsLVno=",
    );
    assert_eq!(
        stages.url(),
        "wss://api.example.com/v2/ws/ivh/example_uri?appkey=example_appkey&timestamp=1717639699\
         &signature=aCNWYzZdplxWVo%2BJsqzZc9%2BJ9XrwWWITfX3eQpsLVno%3D"
    );
}

const T3: &str = "appkey=example_appkey&requestid=example_requestid&timestamp=1717639699";
const T3_SIGNATURE: &str = "QVenICk0VHtHGYZKXM6IC+W1CjZC1joSr/x0gfKKYT4=";

#[test]
fn t3_requestid_as_option() {
    let signer = with_id("example_appkey", "example_accesstoken", "example_requestid");
    let stages = example(&signer, (EXAMPLE, TIME), T3, T3_SIGNATURE);
    assert_eq!(
        stages.query,
        pairs(&[
            ("appkey", "example_appkey"),
            ("requestid", "example_requestid"),
            ("timestamp", "1717639699"),
            ("signature", T3_SIGNATURE),
        ])
    );
    assert_eq!(
        stages.url(),
        "wss://api.example.com/v2/ws/ivh/example_uri?appkey=example_appkey\
         &requestid=example_requestid&timestamp=1717639699\
         &signature=QVenICk0VHtHGYZKXM6IC%2BW1CjZC1joSr%2Fx0gfKKYT4%3D"
    );
}

#[test]
fn t3_requestid_in_the_url() {
    let signer = signer("example_appkey", "example_accesstoken");
    let url = format!("{EXAMPLE}?requestid=example_requestid");
    let stages = example(&signer, (&url, TIME), T3, T3_SIGNATURE);
    assert_eq!(
        stages.url(),
        "wss://api.example.com/v2/ws/ivh/example_uri?requestid=example_requestid\
         &appkey=example_appkey&timestamp=1717639699\
         &signature=QVenICk0VHtHGYZKXM6IC%2BW1CjZC1joSr%2Fx0gfKKYT4%3D"
    );
}

#[test]
fn t3_option_replaces_the_requestid_in_the_url() {
    let signer = with_id("example_appkey", "example_accesstoken", "example_requestid");
    let url = format!("{EXAMPLE}?requestid=other&request%69d=third");
    let stages = example(&signer, (&url, TIME), T3, T3_SIGNATURE);
    assert_eq!(stages.url().matches("request").count(), 2, "name and value once each");
}

#[test]
fn t4_sorted_by_key_and_not_by_pair() {
    let stages = example(
        &signer("a", "tok"),
        (&format!("{EXAMPLE}?a_b=5&ab=2&a1=3&a=1&a-b=4"), TIME),
        "a=1&a-b=4&a1=3&a_b=5&ab=2&appkey=a&timestamp=1717639699",
        "gLRU/hi+5Cv8dEaj94IZgu/d47BHjg7bcMlM1Un1as0=",
    );
    assert_eq!(
        stages.url(),
        "wss://api.example.com/v2/ws/ivh/example_uri?a_b=5&ab=2&a1=3&a=1&a-b=4&appkey=a\
         &timestamp=1717639699&signature=gLRU%2Fhi%2B5Cv8dEaj94IZgu%2Fd47BHjg7bcMlM1Un1as0%3D"
    );
}

#[test]
fn t5_signed_raw_and_sent_encoded() {
    let plaintext = "appkey=k&requestid=a+b/c=d e&f%20&timestamp=1717639699";
    let signature = "Z33vlCKbKMjaE0HAPCN5X3x27kg9solXainXLQ3BPG8=";
    let signer_with_id = with_id("k", "tok", "a+b/c=d e&f%20");
    let stages = example(&signer_with_id, (EXAMPLE, TIME), plaintext, signature);
    assert_eq!(
        stages.url(),
        "wss://api.example.com/v2/ws/ivh/example_uri?appkey=k\
         &requestid=a%2Bb%2Fc%3Dd%20e%26f%2520&timestamp=1717639699\
         &signature=Z33vlCKbKMjaE0HAPCN5X3x27kg9solXainXLQ3BPG8%3D"
    );
    // A plus in the query of a URL is a space.
    let url = format!("{EXAMPLE}?requestid=a%2bb/c=d+e%26f%2520");
    example(&signer("k", "tok"), (&url, TIME), plaintext, signature);
}

#[test]
fn t6_chinese_appkey_and_token() {
    let stages = example(
        &signer("应用", "密钥"),
        (EXAMPLE, TIME),
        "appkey=应用&timestamp=1717639699",
        "GHPjLpRc/v7Z6CtHohwRRl93+QvVjDtRmdG0mTQiAzU=",
    );
    assert_eq!(
        stages.url(),
        "wss://api.example.com/v2/ws/ivh/example_uri?appkey=%E5%BA%94%E7%94%A8\
         &timestamp=1717639699&signature=GHPjLpRc%2Fv7Z6CtHohwRRl93%2BQvVjDtRmdG0mTQiAzU%3D"
    );
}

/// What is signed for a query of the caller's.
#[track_caller]
fn plaintext(query: &str, expected: &str) {
    let url = format!("https://gw.tvs.qq.com/v2?{query}");
    let stages = stages::sign(&signer("k", "tok"), &get(&url), 5, &[]);
    assert_eq!(stages.string_to_sign, expected, "{query}");
}

#[test]
fn plaintext_of_a_query() {
    plaintext("", "appkey=k&timestamp=5");
    plaintext("z=&y&=x", "=x&appkey=k&timestamp=5&y=&z=");
    plaintext("b=2&b=10&b=1", "appkey=k&b=1&b=10&b=2&timestamp=5");
    plaintext("&&B=1&&", "B=1&appkey=k&timestamp=5");
    plaintext("signature=x&%73ignature=y&Signature=z", "Signature=z&appkey=k&timestamp=5");
    plaintext("appkey=x&timestamp=9&a=%26%3D%E4%B8%AD", "a=&=中&appkey=k&timestamp=5");
}

#[test]
fn what_cannot_be_signed_is_refused() {
    let signer = signer("k", "tok");
    for time in [1646636485000, -1] {
        let error = refused(&signer, &get(EXAMPLE), &Context::at(time));
        assert_eq!(fault(&error), (ErrorKind::TimeOutOfRange, "time"));
    }
    for (appkey, token, field) in [
        ("", "tok", "appkey"),
        ("k", "", "access_token"),
        ("k", "tok ", "access_token"),
        ("k", "to\nk", "access_token"),
    ] {
        let error = tencent::AppKey::new(appkey, token).expect_err(field);
        assert_eq!(fault(&error), (ErrorKind::InvalidCredential, field));
    }
    let error = signer.with_request_id("").expect_err("an empty id");
    assert_eq!(fault(&error), (ErrorKind::InvalidCredential, "requestid"));
}

#[test]
fn environment() {
    let (appkey, token) = ("TENCENT_APAAS_APPKEY", "TENCENT_APAAS_ACCESSTOKEN");
    let read = |set: &[(&str, &str)]| tencent::AppKey::from_vars(variables(set));
    let credential = read(&[(appkey, APPKEY), (token, TOKEN)]).expect("valid").expect("set");
    example(
        &tencent::IvhApaas::new(credential),
        (VIDEOMAKE, 1646636485),
        "appkey=e38267c0e86411ebb02aed82acb0ed99&timestamp=1646636485",
        "BfWuaC9kmaicCggXc693uK+sZQ8qe88O4HVQNTdwZuo=",
    );
    for none in [&[][..], &[(appkey, " "), (token, "")], &[("TENCENTCLOUD_SECRET_ID", "x")]] {
        assert!(read(none).expect("nothing wrong").is_none(), "{none:?}");
    }
    for (set, missing) in [
        (&[(appkey, "k")][..], token),
        (&[(token, "t")], appkey),
        (&[(appkey, "k"), (token, "\t")], token),
    ] {
        let error = read(set).expect_err(missing);
        assert_eq!(fault(&error), (ErrorKind::MissingCredential, missing));
    }
}
