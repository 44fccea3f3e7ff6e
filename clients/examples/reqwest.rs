//! Signs requests that `reqwest` sends.
//!
//! `cargo run -p clients --example reqwest` talks to a server of its own on loopback.

use std::error::Error;

use polysign::http::sign_reqwest;
use polysign::{UrlBuilder, huawei};

mod common;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = common::Loopback::start()?;
    let client = reqwest::Client::builder()
        // A redirect that is followed takes X-Auth-Token and X-Security-Token to any host, and
        // the referer a signed query.
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .no_proxy() // For loopback only.
        .build()?;
    let signer = huawei::SdkHmacSha256::new(huawei::AccessKey::new("access-key", "secret-key")?);

    let url = UrlBuilder::new(&server.url("/v1/tasks"))?.with_pair("name", "数字人").build();
    let json = r#"{"text":"你好"}"#;
    let request = client.post(url).header("content-type", "application/json").body(json);
    let request = sign_reqwest!(signer, request.build()?)?;
    // A clone for a second attempt is signed again: its headers are replaced, none is added.
    let retry = request.try_clone().ok_or("the body is a stream")?;
    client.execute(request).await?;
    client.execute(sign_reqwest!(signer, retry)?).await?;

    for _ in 0..2 {
        let received = server.received();
        assert!(received.line.contains(" /v1/tasks?name=%E6%95%B0%E5%AD%97%E4%BA%BA "));
        let signed_headers = "SignedHeaders=content-type;host;x-sdk-date, ";
        assert!(received.only("authorization").contains(signed_headers));
        assert_eq!(received.only("x-sdk-date").len(), "20260101T000000Z".len());
        assert_eq!(received.body, json.as_bytes());
    }

    // A request of the `http` crate is signed in one call, and `reqwest` takes it.
    let request = http::Request::get(server.url("/v1/tasks")).body("")?;
    let request = polysign::http::sign(&signer, request)?;
    client.execute(request.try_into()?).await?;
    let received = server.received();
    assert!(received.only("authorization").contains("=host;x-sdk-date, "));
    println!("three signed requests were received");
    Ok(())
}
