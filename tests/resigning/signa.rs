//! `signa`: ABCPen's placements replace each other; the other dialects touch their own fields.

use polysign::Context;
use polysign::iflytek::{AppSecret, Dialect, Signa};

use crate::common::sending::{Message, Way, replaces};

fn way(name: &str, app_id: &str, dialect: Dialect) -> Way<'static> {
    let credential = AppSecret::new(app_id, "secret").expect("a credential");
    let signer = Signa::new(credential, dialect).expect("a signer");
    Way::new(name, signer, Context::at(1700000000))
}

const HEADERS: [(&str, &str); 2] = [("Accept", "*/*"), ("X-App", "callers")];

fn messages() -> [Message; 3] {
    [
        "https://asr.example.com",
        "wss://asr.example.com/v1//a?b=2&a=%e4+%2B&APPID=callers&Ts=callers",
        "https://ASR.example.com:443/?&&a#fragment",
    ]
    .map(|url| Message::new("GET", url, &HEADERS))
}

#[test]
fn abcpen() {
    let ways = [
        way("headers", "a", Dialect::AbcPenHeaders),
        way("query", "a+b/c", Dialect::AbcPenQuery),
        way("other headers", "b", Dialect::AbcPenHeaders),
        way("other query", "应用", Dialect::AbcPenQuery),
    ];
    replaces(&messages(), &ways);
}

#[test]
fn other_dialects() {
    for dialect in [Dialect::Rtasr, Dialect::LfasrV2, Dialect::AiPptV2] {
        replaces(&messages(), &[way("first", "a", dialect), way("other", "b", dialect)]);
    }
}

#[test]
fn abcpen_removes_stale_fields_wherever_they_stand() {
    let stale = [
        ("X-APP-KEY", "old"),
        ("x-app-key", "older"),
        ("X-Timestamp", "1"),
        ("x-app-signature", "old"),
    ];
    let url = "https://asr.example.com/?a=1";
    let stale_url = "https://asr.example.com/?signa=old&a=1&signa=older&%61ppid&ts=1&ts=2";
    for dialect in [Dialect::AbcPenHeaders, Dialect::AbcPenQuery] {
        let way = way("", "a", dialect);
        let once = way.sign(&Message::new("GET", url, &HEADERS));
        let headers = [&HEADERS[..], &stale].concat();
        assert_eq!(way.sign(&Message::new("GET", stale_url, &headers)), once, "{dialect:?}");
    }
}

#[test]
fn other_dialects_leave_each_others_fields_to_the_caller() {
    let headers =
        [("X-App-Key", "callers"), ("X-Timestamp", "callers"), ("X-App-Signature", "callers")];
    let message =
        Message::new("GET", "https://raasr.xfyun.cn/v2/api/upload?appid=c&ts=c", &headers);
    let signed = way("", "a", Dialect::AiPptV2).sign(&message);
    assert_eq!(signed.url, message.url, "a caller may have a ts of his own");
    for (name, _) in headers {
        assert_eq!(signed.header(name), ["callers"]);
    }
    let signed = way("", "a", Dialect::LfasrV2).sign(&message);
    assert_eq!(signed.header("x-timestamp"), ["callers"]);
    let front = "https://raasr.xfyun.cn/v2/api/upload?appid=c&appId=a&ts=1700000000&signa=";
    assert!(signed.url.starts_with(front), "{}", signed.url);
    let fields = [("appId", "c"), ("timestamp", "c"), ("signature", "c")];
    let message = Message::new("GET", "https://rtasr.xfyun.cn/v1/ws", &fields);
    let signed = way("", "a", Dialect::Rtasr).sign(&message);
    assert_eq!(signed.headers.len(), 3);
    for (name, _) in fields {
        assert_eq!(signed.header(name), ["c"]);
    }
}
