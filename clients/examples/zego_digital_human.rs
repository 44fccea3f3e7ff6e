//! ZEGO's digital human: a stream by the server API, the token with which viewers watch it, and the
//! callbacks that say how it goes.
//!
//! ```console
//! $ cargo run -p clients --example zego_digital_human
//! $ ZEGO_APP_ID=… ZEGO_SERVER_SECRET=… ZEGO_DIGITAL_HUMAN_ID=… \
//!     cargo run -p clients --example zego_digital_human
//! ```
//!
//! Besides the signature: an app for which the service was opened, and the id of a digital human.
//! Callbacks have a secret of their own, and a URL that ZEGO's support configures. Viewers log in with a
//! Token04, which your server makes.

use cookbook::mock::{Reply, Route, only, start};
use cookbook::{Host, Result, post, send, setting, text_at};
use polysign::{UnixTime, zego};
use polysign_tokens::zego::Token04;
use serde_json::{Value, json};
use sha1::{Digest, Sha1};

mod cookbook;

fn main() -> Result<()> {
    let (host, human) = match zego::ServerSecret::from_env()? {
        Some(_) => {
            (Host::real("aigc-digitalhuman-api.zegotech.cn"), setting("ZEGO_DIGITAL_HUMAN_ID")?)
        }
        None => (mock()?, "example-human".to_owned()),
    };

    // 1. The stream.
    let signer = zego::ServerApiV2::new(secret()?);
    let url = format!("{}/?Action=CreateDigitalHumanStreamTask", host.https);
    let answer = send(
        &signer,
        post(
            &url,
            &json!({
                "DigitalHumanConfig": {"DigitalHumanId": human},
                "RTCConfig": {"RoomId": "room1", "StreamId": "example-stream"},
                "TTL": 60
            }),
        )?,
    )?;
    println!("task {}", text_at(&answer, "/Data/TaskId")?);

    // 2. A viewer of that room, who may not publish.
    let payload = r#"{"room_id":"room1","privilege":{"1":1,"2":0},"stream_id_list":null}"#;
    let token = Token04::new("viewer-1").with_payload(payload).sign(&secret()?)?;
    println!("the viewer gets a token of {} characters", token.expose().len());

    // 3. What ZEGO posts to your URL.
    let verifier = zego::CallbackVerifier::new("an example callback secret")?;
    let now = UnixTime::from(std::time::SystemTime::now());
    let body = callback("an example callback secret", now);
    println!("a callback: {}", on_callback(&verifier, &body, now)?);
    let forged = body.replace("\"Nonce\":\"", "\"Nonce\":\"1");
    println!("a forged one: {}", on_callback(&verifier, &forged, now).unwrap_err());
    Ok(())
}

/// What your server does with a callback. Of the body only time and nonce are signed: take `Status`
/// for a hint, and ask the server API.
fn on_callback(verifier: &zego::CallbackVerifier, body: &str, now: UnixTime) -> Result<String> {
    let callback = zego::Callback::from_json(body.as_bytes());
    if let Err(rejection) = callback.and_then(|callback| verifier.verify(&callback, now)) {
        eprintln!("for the operator: {}", rejection.detail());
        return Err(rejection.into());
    }
    let event: Value = serde_json::from_str(body)?;
    let task = text_at(&event, "/TaskId")?;
    Ok(format!("task {task} has status {}", event["Detail"]["Status"]))
}

fn secret() -> Result<zego::ServerSecret> {
    match zego::ServerSecret::from_env()? {
        Some(secret) => Ok(secret),
        None => Ok(zego::ServerSecret::new(12_345, "fa94dd0f974cf2e293728a526b028271")?),
    }
}

/// Answers as "Create Digital Human Video Stream Task" and "Return codes" say.
fn mock() -> Result<Host> {
    let keys = only("12345", zego::VerifyingServerSecret::new(secret()?));
    let refusal = json!({"Code": 100_000_005, "Message": "signature error", "RequestId": "mock"});
    let task = |_: &str| {
        let data = json!({"TaskId": "46fb5334-628a-4792-8854-d6c4c0cce6c7"});
        Reply::ok(json!({"Code": 0, "Message": "success", "RequestId": "mock", "Data": data}))
    };
    start(vec![
        Route::new("/", task).verified_by(zego::ServerApiV2Verifier::new(keys), Reply::ok(refusal)),
    ])
}

/// A callback as "Receiving Callbacks" describes it: the drive task speaks.
fn callback(secret: &str, now: UnixTime) -> String {
    let (timestamp, nonce) = (now.to_string(), "350176");
    let mut parts = [secret, &timestamp, nonce];
    parts.sort_unstable();
    let signature = hex::encode(Sha1::digest(parts.concat()));
    json!({
        "AppId": 12_345, "EventType": 4, "Nonce": nonce, "Timestamp": timestamp, "Signature": signature,
        "EventTime": now.seconds() * 1_000, "TaskId": "46fb5334-628a-4792-8854-d6c4c0cce6c7",
        "Detail": {"Status": 2}
    })
    .to_string()
}
