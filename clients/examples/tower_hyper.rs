//! Signs in a layer around the client of `hyper-util`, for the hosts that the layer knows.
//!
//! `cargo run -p clients --example tower_hyper` talks to a server of its own on loopback.

use std::error::Error;
use std::sync::Arc;

use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use polysign::tower::{SignError, SignLayer, StatedPayload};
use polysign::{ErrorKind, huawei};
use tower::{Layer, ServiceExt};

mod common;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = common::Loopback::start()?;
    let signer = huawei::SdkHmacSha256::new(huawei::AccessKey::new("access-key", "secret-key")?);
    // Directly around the client, which follows no redirects and sends no referer: a layer above
    // that does has its requests come through here, where an unknown host is refused.
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<&'static [u8]>>();
    let layer = SignLayer::new().with_host(&server.authority(), Arc::new(signer))?;
    let client = layer.layer(client);

    let json = br#"{"text":"hello"}"#;
    let request = http::Request::post(server.url("/v1/tasks"))
        .header("content-type", "application/json")
        // The signature covers the body, which is a stream to the layer: say what it is.
        .extension(StatedPayload::of_bytes(json))
        .body(Full::from(&json[..]))?;
    let unstated = http::Request::post(server.url("/v1/tasks")).body(Full::from(&json[..]))?;
    let to_stranger = http::Request::get("http://stranger.localhost/").body(Full::default())?;

    let response = client.clone().oneshot(request).await?;
    assert_eq!(response.status(), http::StatusCode::NO_CONTENT);
    let received = server.received();
    let start = "SDK-HMAC-SHA256 Access=access-key, SignedHeaders=content-type;host;x-sdk-date, ";
    assert!(received.only("authorization").starts_with(start));
    assert_eq!(received.only("host"), server.authority());
    assert_eq!(received.body, json);

    for (request, expected) in
        [(unstated, ErrorKind::MissingPayload), (to_stranger, ErrorKind::UnknownHost)]
    {
        match client.clone().oneshot(request).await {
            Err(SignError::NotSigned(error)) if error.kind() == expected => println!("{error}"),
            other => return Err(format!("expected {expected:?}, got {other:?}").into()),
        }
    }
    assert!(server.received_nothing());
    println!("one signed request was received, two were refused");
    Ok(())
}
