//! Huawei MetaStudio: from an access key to the code that a browser needs, and from a login to the
//! WebSocket that speaks.
//!
//! ```console
//! $ cargo run -p clients --example metastudio
//! $ HUAWEICLOUD_SDK_AK=… HUAWEICLOUD_SDK_SK=… HUAWEICLOUD_SDK_PROJECT_ID=… \
//!     cargo run -p clients --example metastudio
//! ```
//!
//! Besides the signature: the project id, in the path and as `X-Project-Id`, which the signer sends.
//! The SDK in the browser has no key; it gets a once-code, good for 5 minutes and one dialogue. The
//! WebSocket takes a token of IAM in place of a signature: set `HW_USER_NAME`, `HW_PASSWORD` and
//! `HW_DOMAIN_NAME` as well, and `HW_PROJECT_NAME`.

use cookbook::mock::{Reply, Route, only, start};
use cookbook::{Host, Result, agent, connect, post, read, send, setting, text_at};
use polysign::huawei;
use serde_json::json;
use tungstenite::Message;

mod cookbook;

const REGION: &str = "cn-north-4";

fn main() -> Result<()> {
    let Access { key, project, login, api, speech, iam } = match huawei::AccessKey::from_env()? {
        Some(key) => real(key)?,
        None => mock()?,
    };

    // 1. For the browser: the server asks for a once-code, and hands it on.
    let signer = huawei::SdkHmacSha256::new(key);
    let url = format!("{}/v1/{project}/digital-human-chat/once-code", api.https);
    let answer = send(&signer, post(&url, &json!({}))?)?;
    println!("the SDK in the browser gets `{}`", text_at(&answer, "/once_code")?);

    // 2. For the server: a token of IAM, good for 24 hours, opens the WebSocket.
    let Some(login) = login else {
        println!("HW_PASSWORD is not set: no token, no WebSocket");
        return Ok(());
    };
    let signer = huawei::AuthToken::new(log_in(&login, &iam)?);
    let url = format!("{}/v1/{project}/ttsc/jobs", speech.wss);
    let mut socket = connect(&signer, &url)?;
    let command = json!({"command": "START", "job_id": "example-1", "text": "你好"});
    socket.send(Message::text(command.to_string()))?;
    println!("the WebSocket answers {}", read(&signer, &mut socket)?);
    socket.close(None)?;
    Ok(())
}

/// Takes the token from the header of IAM's answer, and its expiry from the body.
fn log_in(login: &huawei::PasswordLogin, iam: &Host) -> Result<huawei::Token> {
    let url = format!("{}/v3/auth/tokens", iam.https);
    let request = agent().post(url).header("content-type", "application/json");
    let mut answer = request.send(login.body().expose())?;
    let token = answer.headers().get("x-subject-token").ok_or("IAM gave no token")?;
    let token = token.to_str()?.to_owned();
    Ok(huawei::Token::from_answer(token, &answer.body_mut().read_to_vec()?)?)
}

/// The credentials, and the three hosts of the product.
struct Access {
    key: huawei::AccessKey,
    project: String,
    login: Option<huawei::PasswordLogin>,
    api: Host,
    speech: Host,
    iam: Host,
}

fn real(key: huawei::AccessKey) -> Result<Access> {
    let login = huawei::PasswordLogin::from_env()?;
    let host = |service| Host::real(&format!("{service}.{REGION}.myhuaweicloud.com"));
    let project = setting("HUAWEICLOUD_SDK_PROJECT_ID")?;
    let (api, speech, iam) = (host("metastudio"), host("metastudio-api"), host("iam"));
    Ok(Access { key, project, login, api, speech, iam })
}

/// Answers as "CreateOnceCode", "Obtaining User Token" and "语音同步合成WebSocket接口" say.
fn mock() -> Result<Access> {
    let key = || huawei::AccessKey::new("access-key", "an example secret key");
    let keys = only("access-key", huawei::VerifyingAccessKey::new(key()?));
    let refusal = json!({
        "error_code": "APIG.0301", "request_id": "mock",
        "error_msg": "Incorrect IAM authentication information: verify aksk signature fail"
    });
    let refusal = Reply::with_status(401, refusal);
    let once_code = Route::new("/once-code", |_| Reply::ok(json!({"once_code": "mock-once-code"})))
        .verified_by(huawei::SdkHmacSha256Verifier::new(keys), refusal.clone());
    let tokens = Route::new("/v3/auth/tokens", |_| {
        let body = json!({"token": {"expires_at": "2099-01-04T09:05:22.701000Z"}});
        Reply::with_status(201, body).with_header("x-subject-token: mock-token")
    });
    let token = huawei::Token::new("mock-token")?;
    let id = huawei::AuthTokenVerifier::key_id(&token).leak();
    let speech = Route::new("/ttsc/jobs", |message| match message {
        "" => Reply::ok(""),
        _ => Reply::ok(json!({"job_id": "example-1", "state": "STARTED"})),
    })
    .verified_by(huawei::AuthTokenVerifier::new(only(id, token)), refusal);
    let host = start(vec![once_code, tokens, speech])?;
    let project = "0ae2f1c3d4e5f6a7b8c9d0e1f2a3b4c5".to_owned();
    Ok(Access {
        key: key()?.with_project_id(&project)?,
        project,
        login: Some(
            huawei::PasswordLogin::new("user", "password", "account")?
                .with_scope(huawei::TokenScope::Project(REGION.into()))?,
        ),
        api: host.clone(),
        speech: host.clone(),
        iam: host,
    })
}
