//! Tencent's digital human (IVH): a session over HTTPS, the WebSocket that makes it speak, and the
//! query that the SDK in a browser gets.
//!
//! ```console
//! $ cargo run -p clients --example tencent_digital_human
//! $ TENCENT_APAAS_APPKEY=… TENCENT_APAAS_ACCESSTOKEN=… IVH_PROJECT=… \
//!     cargo run -p clients --example tencent_digital_human
//! ```
//!
//! Besides the signature: `VirtualmanProjectId` (`virtualmankey` on older pages) in the body, from the
//! page that shows the key. The command channel wants the `SessionId` as `requestid`, signed, and a
//! session that was started. A room of your own wants a UserSig and a PrivateMapKey: see the package
//! `polysign-tokens`.

use std::thread;
use std::time::Duration;

use cookbook::mock::{Reply, Route, only, start};
use cookbook::{Host, Result, connect, post, read, send, setting, text_at, unique_id};
use polysign::{Request, Signer, tencent};
use serde_json::{Value, json};
use tungstenite::Message;

mod cookbook;

const SESSIONS: &str = "/v2/ivh/sessionmanager/sessionmanagerservice";
const CHANNEL: &str = "/v2/ws/ivh/interactdriver/interactdriverservice/commandchannel";

fn main() -> Result<()> {
    let (host, project) = match tencent::AppKey::from_env()? {
        Some(_) => (Host::real("gw.tvs.qq.com"), setting("IVH_PROJECT")?),
        None => (mock()?, "example-project".to_owned()),
    };
    let signer = tencent::IvhApaas::new(key()?);
    let call = |name: &str, mut payload: Value| -> Result<Value> {
        payload["ReqId"] = json!(unique_id()?);
        let url = format!("{}{SESSIONS}/{name}", host.https);
        send(&signer, post(&url, &json!({"Header": {}, "Payload": payload}))?)
    };

    // 1. A session, which takes a while, and is started when it is there.
    let wanted = json!({
        "VirtualmanProjectId": project, "UserId": "example", "Protocol": "webrtc", "DriverType": 1
    });
    let created = call("createsession", wanted)?;
    let session = text_at(&created, "/Payload/SessionId")?;
    loop {
        match call("statsession", json!({"SessionId": session}))?["Payload"]["SessionStatus"]
            .as_i64()
        {
            Some(1) => break,
            Some(3) => thread::sleep(Duration::from_secs(1)),
            other => return Err(format!("the session has status {other:?}").into()),
        }
    }
    call("startsession", json!({"SessionId": session}))?;
    println!("session {session}");

    // 2. The command channel.
    let channel = format!("{}{CHANNEL}", host.wss);
    let signer = tencent::IvhApaas::new(key()?).with_request_id(&session)?;
    let mut socket = connect(&signer, &channel)?;
    let command = json!({
        "ReqId": unique_id()?, "SessionId": session, "Command": "SEND_TEXT",
        "Data": {"Text": "你好", "ChatCommand": "NotUseChat"}
    });
    socket.send(Message::text(json!({"Header": {}, "Payload": command}).to_string()))?;
    println!("the channel answers {}", read(&signer, &mut socket)?);
    socket.close(None)?;

    // 3. A browser opens the channel itself. It has no key: a page of your server, behind your own
    // log-in, hands it the query, which is good for five minutes.
    let query = query_for_browser(&signer, &channel)?;
    println!("the browser gets {} characters of query", query.len());
    call("closesession", json!({"SessionId": session}))?;
    Ok(())
}

fn query_for_browser(signer: &dyn Signer, channel: &str) -> Result<String> {
    let request = Request::new("GET", channel)?;
    let url = signer.sign(&request)?.url(&request)?;
    Ok(url.expose().split_once('?').ok_or("it was not signed")?.1.to_owned())
}

fn key() -> Result<tencent::AppKey> {
    match tencent::AppKey::from_env()? {
        Some(key) => Ok(key),
        None => Ok(tencent::AppKey::new("appkey", "an example accesstoken")?),
    }
}

/// Answers as "Creating a New Live Stream Session" and "Long Link Downstream Message" say.
fn mock() -> Result<Host> {
    // No page says which code means a wrong signature; this one is of the right kind.
    let refusal =
        json!({"Header": {"Code": 100_005, "Message": "auth failed", "RequestID": "mock"}});
    let route = |path, answer| -> Result<Route> {
        let verifier = tencent::IvhApaasVerifier::new(only(
            "appkey",
            tencent::VerifyingAppKey::new(tencent::AppKey::new(
                "appkey", "an example accesstoken",
            )?),
        ));
        Ok(Route::new(path, answer).verified_by(verifier, Reply::ok(refusal.to_string())))
    };
    start(vec![
        route("/createsession", |_| reply(json!({"SessionId": "m123", "SessionStatus": 3})))?,
        route("/statsession", |_| reply(json!({"SessionId": "m123", "SessionStatus": 1})))?,
        route("/startsession", |_| reply(json!({"SessionId": "m123"})))?,
        route("/closesession", |_| reply(json!({"SessionId": "m123"})))?,
        route("/commandchannel", |message| match message {
            "" => Reply::ok(""),
            _ => reply(json!({"Type": 3, "SessionId": "m123", "SpeakStatus": "TextStart"})),
        })?,
    ])
}

fn reply(payload: Value) -> Reply {
    Reply::ok(
        json!({"Header": {"Code": 0, "Message": "", "RequestID": "mock"}, "Payload": payload}),
    )
}
