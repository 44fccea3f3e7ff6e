//! Signs the handshake of a WebSocket, and signs anew each time the connection is made again.
//!
//! `cargo run -p clients --example tokio_tungstenite` talks to a server of its own on loopback.

use std::error::Error;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use polysign::{Request, Signer, tencent};
use tokio::net::TcpListener;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{
    ErrorResponse, Request as Handshake, Response,
};
use tokio_tungstenite::{accept_hdr_async, connect_async};

const CONNECTIONS: usize = 2;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("ws://{}/v2/ws/ivh/interactdriver?lang=zh", listener.local_addr()?);
    let credential = tencent::AppKey::new("appkey", "accesstoken")?;
    let signer = tencent::IvhApaas::new(credential).with_request_id("session-id")?;
    let (handshakes, ()) = tokio::try_join!(serve(listener), listen(&signer, &url))?;

    let mut timestamps = Vec::new();
    for target in handshakes {
        let start =
            "/v2/ws/ivh/interactdriver?lang=zh&appkey=appkey&requestid=session-id&timestamp=";
        let signed = target.strip_prefix(start).ok_or("another URL was received")?;
        let (timestamp, signature) = signed.split_once("&signature=").ok_or("it was not signed")?;
        assert!(!signature.is_empty() && !signature.contains('&'));
        timestamps.push(timestamp.to_owned());
    }
    assert_eq!(timestamps.len(), CONNECTIONS);
    assert_ne!(timestamps[0], timestamps[1], "the second connection has an old signature");
    println!("each of {CONNECTIONS} connections had a signature of its own");
    Ok(())
}

/// Reads messages, and connects again as often as the server hangs up.
async fn listen(signer: &dyn Signer, url: &str) -> Result<(), Box<dyn Error>> {
    let request = Request::new("GET", url)?;
    for attempt in 0..CONNECTIONS {
        tokio::time::sleep(Duration::from_millis(1100) * u32::from(attempt > 0)).await;
        // Inside the loop: a signature is good for minutes, a process that reconnects for days.
        // `connect_async` follows no redirects. Blocking `tungstenite::connect` does, with every
        // header: there call `connect_with_config(request, None, 0)`.
        let signed_url = signer.sign(&request)?.url(&request)?;
        let (mut socket, _) = connect_async(signed_url.expose()).await?;
        while let Some(Ok(message)) = socket.next().await {
            if message.is_text() {
                println!("received {message}");
            }
        }
    }
    Ok(())
}

/// Says hello on each connection, hangs up, and tells what was asked for.
#[expect(clippy::result_large_err, reason = "the type is the library's")]
async fn serve(listener: TcpListener) -> Result<Vec<String>, Box<dyn Error>> {
    let mut targets = Vec::new();
    while targets.len() < CONNECTIONS {
        let (stream, _) = listener.accept().await?;
        let note = |request: &Handshake, response: Response| -> Result<_, ErrorResponse> {
            targets.push(request.uri().to_string());
            Ok(response)
        };
        let mut socket = accept_hdr_async(stream, note).await?;
        socket.send(Message::text("hello")).await?;
        socket.close(None).await?;
    }
    Ok(targets)
}
