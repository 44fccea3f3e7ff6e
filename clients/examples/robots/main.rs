//! Custom schemes: the robots of DingTalk and Feishu, which post into a group, and which people mix up.
//!
//! | | key of the HMAC | its text | time | goes to |
//! |---|---|---|---|---|
//! | DingTalk | the secret | milliseconds, line end, secret | milliseconds | query |
//! | Feishu | seconds, line end, secret | nothing | seconds | JSON body |
//!
//! DingTalk's is a [`polysign::Signer`]: explanations, `tower` layers and everything else work with it.
//! Feishu's changes the body, which a signer never does, so it is a function that returns two members.
//!
//! ```console
//! $ cargo run -p clients --example robots
//! $ DINGTALK_ROBOT_URL=… DINGTALK_ROBOT_SECRET=… cargo run -p clients --example robots
//! $ FEISHU_ROBOT_URL=… FEISHU_ROBOT_SECRET=… cargo run -p clients --example robots
//! ```
//!
//! The URLs are secrets too: without "sign" switched on, who has one can post.

use cookbook::mock::{Reply, Route, start};
use cookbook::{Host, Result, post, send, send_as_it_is};
use dingtalk::DingTalkRobot;
use feishu::FeishuRobot;
use polysign::verify::{Reason, Rejection};
use polysign::{Context, Payload, Request, Secret, Signer, UnixTime};
use serde_json::{Value, json};

#[path = "../cookbook/mod.rs"]
mod cookbook;
mod dingtalk;
mod feishu;

fn main() -> Result<()> {
    let mock = mock()?.https;
    let setting = |name: &str, otherwise: String| std::env::var(name).unwrap_or(otherwise);

    let secret = setting("DINGTALK_ROBOT_SECRET", SECRET.to_owned());
    let robot = DingTalkRobot::new(Secret::new("secret", secret)?);
    let url = setting("DINGTALK_ROBOT_URL", format!("{mock}/robot/send?access_token=mock"));
    let message = json!({"msgtype": "text", "text": {"content": "hello"}});
    println!("DingTalk: {}", send(&robot, post(&url, &message)?)?);
    let explanation = robot.explain(&Request::new("POST", &url)?, &Context::now()?)?;
    println!("what was signed: {:?}", explanation.string_to_sign().map(ToString::to_string));

    let secret = setting("FEISHU_ROBOT_SECRET", SECRET.to_owned());
    let robot = FeishuRobot::new(Secret::new("secret", secret)?);
    let url = setting("FEISHU_ROBOT_URL", format!("{mock}/open-apis/bot/v2/hook/mock"));
    let message = json!({"msg_type": "text", "content": {"text": "hello"}});
    let message = robot.sign(message, &Context::now()?)?;
    println!("Feishu: {}", send_as_it_is(post(&url, &message)?)?.1);
    Ok(())
}

const SECRET: &str = "SEC-an-example-secret";

/// Answers as the vendors' pages say. The crate has no verifiers for these.
fn mock() -> Result<Host> {
    let of_dingtalk = |code, text| Reply::ok(json!({"errcode": code, "errmsg": text}));
    let of_feishu = |code, text| Reply::ok(json!({"code": code, "msg": text, "data": {}}));
    start(vec![
        Route::new("/robot/send", |_| Reply::ok(json!({"errcode": 0, "errmsg": "ok"})))
            .checked_by(check_dingtalk, of_dingtalk(310_000, "sign not match")),
        Route::new("/hook/mock", |_| Reply::ok(json!({"code": 0, "msg": "success", "data": {}})))
            .checked_by(check_feishu, of_feishu(19_021, "sign match fail")),
    ])
}

/// What DingTalk's server does: it signs again, for the time that came.
fn check_dingtalk(request: &Request<'_>, now: UnixTime) -> Checked {
    let given = |name| {
        let mut pairs = request.query_pairs();
        pairs.find(|(other, _)| *other == name).map(|(_, value)| value)
    };
    let milliseconds: i64 = given("timestamp").and_then(|time| time.parse().ok()).unwrap_or(0);
    let robot = DingTalkRobot::new(Secret::new("secret", SECRET)?);
    let signed = robot.sign_with(request, &Context::at(milliseconds / 1_000))?;
    let url = signed.url(request)?;
    let expected = url.expose().rsplit_once("&sign=").map(|(_, sign)| sign);
    accept(given("sign") == expected, milliseconds / 1_000, now)
}

/// What Feishu's server does, with the members of the body.
fn check_feishu(request: &Request<'_>, now: UnixTime) -> Checked {
    let body = match request.payload() {
        Some(Payload::Bytes(body)) => serde_json::from_slice(body).unwrap_or(Value::Null),
        _ => Value::Null,
    };
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    let seconds = text("timestamp").parse().unwrap_or(0);
    let robot = FeishuRobot::new(Secret::new("secret", SECRET)?);
    let expected = robot.sign(json!({}), &Context::at(seconds))?;
    accept(expected["sign"] == text("sign"), seconds, now)
}

/// A mock may compare like this. A server compares in a time that does not depend on the bytes.
fn accept(is_signed: bool, seconds: i64, now: UnixTime) -> Checked {
    if !is_signed {
        return Err(Rejection::new(Reason::BadSignature, "the signature is another"));
    }
    if now.abs_diff(seconds.into()) > 3_600 {
        return Err(Rejection::new(Reason::Clock, "the time is more than an hour off"));
    }
    Ok(())
}

type Checked = std::result::Result<(), Rejection>;
