//! ABCPen's speech recognition: a recording (offline), and a microphone (real time).
//!
//! ```console
//! $ cargo run -p clients --example abcpen
//! $ ABCPEN_APP_KEY=… ABCPEN_APP_SECRET=… cargo run -p clients --example abcpen
//! ```
//!
//! Besides the signature: for a recording a URL from which the vendor can load it; for a microphone
//! 16 kHz, 16 bits, one channel, in pieces of 6400 bytes, five a second. Offline the signature is in
//! headers, and in the query of a WebSocket: two dialects of one signer.

use std::thread;
use std::time::Duration;

use cookbook::mock::{Reply, Route, only, start};
use cookbook::{Host, Result, connect, post, read, send, text_at};
use polysign::iflytek::{AppSecret, Dialect, Signa, SignaVerifier, VerifyingAppSecret};
use serde_json::json;
use tungstenite::Message;

mod cookbook;

const AUDIO: &str =
    "https://zos.abcpen.com/tts/zmeet/20221023/3058bca8-52cb-11ed-961e-00155dc6cbed.mp3";

fn main() -> Result<()> {
    let host = match AppSecret::from_env(Dialect::AbcPenHeaders)? {
        Some(_) => Host::real("asr-prod.abcpen.com"),
        None => mock()?,
    };

    // 1. A recording: a task, whose result is asked for with its id, as often as `code` is -1.
    let signer = Signa::new(secret()?, Dialect::AbcPenHeaders)?;
    let url = format!("{}/v1/asr/long", host.https);
    let task = json!({"audio_url": AUDIO, "audio_encode": "mpeg2", "audio_sample_rate": "48000"});
    let answer = send(&signer, post(&url, &task)?)?;
    println!("task {}", text_at(&answer, "/data/task_id")?);

    // 2. A microphone: here two fifths of a second of silence.
    let signer = Signa::new(secret()?, Dialect::AbcPenQuery)?;
    let mut socket = connect(&signer, &format!("{}/v1/asr/ws?source_lang=cn", host.wss))?;
    println!("{}", read(&signer, &mut socket)?);
    for _ in 0..2 {
        socket.send(Message::binary(vec![0; 6_400]))?;
        thread::sleep(Duration::from_millis(200));
    }
    socket.send(Message::binary(r#"{"end" : true}"#))?;
    println!("{}", read(&signer, &mut socket)?);
    socket.close(None)?;
    Ok(())
}

fn secret() -> Result<AppSecret> {
    match AppSecret::from_env(Dialect::AbcPenHeaders)? {
        Some(secret) => Ok(secret),
        None => Ok(AppSecret::new("zmeet", "an example secret")?),
    }
}

/// Answers as the vendor's pages on both APIs say.
fn mock() -> Result<Host> {
    let verifier = |dialect| -> Result<SignaVerifier> {
        let keys =
            only("zmeet", VerifyingAppSecret::new(AppSecret::new("zmeet", "an example secret")?));
        Ok(SignaVerifier::new(keys, dialect))
    };
    let refusal = json!({
        "action": "error", "code": "10110", "data": "", "sid": "0",
        "desc": "invalid authorization|illegal signa"
    });
    let task = |_: &str| {
        let data = json!({"task_id": "8ba73ba7-08e3-4590-a379-5f77f7b6508d"});
        Reply::ok(json!({"code": "0", "data": data, "msg": "success"}))
    };
    let result = |message: &str| {
        let (action, asr) = match message {
            "" => ("started", ""),
            r#"{"end" : true}"# => ("result", "俄罗斯方块儿。"),
            _ => return Reply::ok(""),
        };
        Reply::ok(json!({"action": action, "code": "0", "desc": "success", "sid": "0", "asr": asr}))
    };
    let refusal = Reply::ok(refusal);
    start(vec![
        Route::new("/v1/asr/long", task)
            .verified_by(verifier(Dialect::AbcPenHeaders)?, refusal.clone()),
        Route::new("/v1/asr/ws", result).verified_by(verifier(Dialect::AbcPenQuery)?, refusal),
    ])
}
