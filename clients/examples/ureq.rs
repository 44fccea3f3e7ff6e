//! Signs requests that `ureq` sends.
//!
//! `cargo run -p clients --example ureq` talks to a server of its own on loopback.

use std::error::Error;

use polysign::{UrlBuilder, baidu};

mod common;

fn main() -> Result<(), Box<dyn Error>> {
    let server = common::Loopback::start()?;
    let agent: ureq::Agent = ureq::Agent::config_builder()
        // A redirect that is followed takes every header but `Authorization` and `Cookie` to any
        // host. With 0 the answer is the redirect itself. ureq sends no referer.
        .max_redirects(0)
        .proxy(None) // For loopback only.
        .build()
        .into();
    let credential = baidu::AccessKey::new("access-key-id", "secret-access-key")?;
    let signer = baidu::BceAuthV1::new(credential.with_session_token("session-token")?);

    let url = UrlBuilder::new(&server.url("/api/digitalhuman"))?.with_segment("a b").build();
    let request = http::Request::post(url)
        .header("content-type", "application/json")
        .body(r#"{"text":"你好"}"#)?;
    let request = polysign::http::sign(&signer, request)?;
    // A clone for a second attempt is signed again: its headers are set anew, none is added.
    let retry = polysign::http::sign(&signer, request.clone())?;
    agent.run(request)?;
    agent.run(retry)?;

    for _ in 0..2 {
        let received = server.received();
        assert_eq!(received.line, "POST /api/digitalhuman/a%20b HTTP/1.1");
        let authorization = received.only("authorization");
        assert!(authorization.starts_with("bce-auth-v1/access-key-id/"));
        assert!(authorization.contains(&format!("/{}/1800/", received.only("x-bce-date"))));
        assert_eq!(received.only("x-bce-security-token"), "session-token");
        assert_eq!(received.body, r#"{"text":"你好"}"#.as_bytes());
    }
    println!("two signed requests were received");
    Ok(())
}
