//! ZEGO and Tencent, whose fields stand in the query alone.

use polysign::{Context, tencent, zego};

use crate::common::sending::{Message, Way, replaces};

fn zego_signer(app_id: u32, secret: &str) -> zego::ServerApiV2 {
    zego::ServerApiV2::new(zego::ServerSecret::new(app_id, secret).expect("a credential"))
}

fn tencent_signer(appkey: &str) -> tencent::IvhApaas {
    tencent::IvhApaas::new(tencent::AppKey::new(appkey, "token").expect("a credential"))
}

fn get(url: &str) -> Message {
    Message::new("GET", url, &[("x-callers", "1"), ("authorization", "Basic x")])
}

#[test]
fn zego() {
    let ways = [
        Way::new("first", zego_signer(1, "s"), Context::at(5).with_nonce("a b+c/d=e&f")),
        Way::new("other", zego_signer(4294967295, "t"), Context::at(1615186943).with_nonce("随机")),
    ];
    let messages = [
        "https://h.zego.im",
        "https://h.zego.im/?",
        "https://h.zego.im/a//b;c?Action=A&RoomId[]=1&RoomId[]=2&x=%e4+%2B",
        "https://H.zego.im:443?&&Action=A#fragment",
        "https://h.zego.im/?signature=callers&appid=callers&timestamp=callers",
    ]
    .map(get);
    replaces(&messages, &ways);
}

#[test]
fn zego_stale_fields_in_any_number_and_spelling() {
    let way = Way::new("", zego_signer(1, "s"), Context::at(5).with_nonce("n"));
    let once = way.sign(&get("https://h.zego.im/?Action=A&signature=callers"));
    for stale in [
        "https://h.zego.im/?Signature=old&Action=A&Signature=older&signature=callers",
        "https://h.zego.im/?Action=A&%53ignature=old&signature=callers&App%49d",
        "https://h.zego.im/?SignatureVersion=1&Action=A&SignatureNonce=&signature=callers&Timestamp",
    ] {
        assert_eq!(way.sign(&get(stale)), once, "{stale}");
    }
}

#[test]
fn tencent() {
    let context = Context::at(1646636485);
    let with_id = |id: &str| tencent_signer("k").with_request_id(id).expect("an id");
    let messages = [
        "wss://gw.tvs.qq.com",
        "https://gw.tvs.qq.com/v2?",
        "https://gw.tvs.qq.com/v2/ivh?b=2&a=%e4+%2B&b=1&k&=v",
        "https://gw.tvs.qq.com/v2/ivh?&&Signature=callers&AppKey=callers#f",
    ]
    .map(get);
    let without_id = [
        Way::new("first", tencent_signer("k"), context),
        Way::new("other", tencent_signer("应用"), Context::at(1)),
    ];
    replaces(&messages, &without_id);
    let with_ids = [
        Way::new("first", with_id("a+b/c=d e&f%20"), context),
        Way::new("other id", with_id("other"), context),
        Way::new("other key", tencent_signer("x").with_request_id("i").expect("an id"), context),
    ];
    replaces(&messages, &with_ids);
    let callers_id = [get("https://gw.tvs.qq.com/?requestid=callers&a=1&requestid=second")];
    replaces(&callers_id, &without_id);
    replaces(&callers_id, &with_ids);
}

#[test]
fn tencent_option_after_none() {
    let without = Way::new("", tencent_signer("k"), Context::at(5));
    let with = tencent_signer("k").with_request_id("id").expect("an id");
    let with = Way::new("", with, Context::at(5));
    let message = get("https://gw.tvs.qq.com/?requestid=callers&a=1");
    assert_eq!(with.sign(&without.sign(&message)), with.sign(&message));
    // Without the option the id is one of the caller's parameters, wherever it came from.
    let kept = without.sign(&with.sign(&message));
    assert_eq!(kept.url.matches("requestid=id").count(), 1);
    assert_eq!(kept.url.matches("signature=").count(), 1);
}

#[test]
fn tencent_stale_fields_in_any_number_and_spelling() {
    let way = Way::new("", tencent_signer("k"), Context::at(5));
    let once = way.sign(&get("https://gw.tvs.qq.com/?a=1"));
    for stale in [
        "https://gw.tvs.qq.com/?signature=old&a=1&signature=older",
        "https://gw.tvs.qq.com/?a=1&s%69gnature=old&timestamp=1&timestamp=2&appkey",
    ] {
        assert_eq!(way.sign(&get(stale)), once, "{stale}");
    }
}
