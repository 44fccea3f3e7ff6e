//! Requests as bytes, to `axum` on loopback.

use axum::Router;
use axum::routing::any;
use polysign::tower::VerifyLayer;
use polysign::verify::Reason;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::tower_server::mock::{MARK, covered};
use crate::tower_server::{REFUSAL, layer, telling};

/// What came back, and what the operator was told.
async fn answer(layer: VerifyLayer, request: &str) -> (String, Vec<Reason>) {
    let (layer, told) = telling(layer);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let echo = |body: String| async move { format!("got {body:?}") };
    let routes = Router::new().fallback(any(echo)).layer(layer);
    let server = tokio::spawn(async move { axum::serve(listener, routes).await });
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    server.abort();
    let reasons = told.lock().unwrap().iter().map(|(reason, _)| *reason).collect();
    (String::from_utf8(bytes).unwrap(), reasons)
}

/// The header by which the mock has signed, and one that has the connection closed.
fn mark(method: &str, target: &str, body: &'static str) -> String {
    let url = format!("https://api.example.com{target}");
    let view = polysign::Request::new(method, &url).unwrap().with_body(body);
    let mark = covered(&view).unwrap();
    format!("{MARK}: {mark}\r\nConnection: close\r\n")
}

#[tokio::test]
async fn every_form_of_a_request_that_names_the_host_or_none_passes() {
    let mark = mark("GET", "/v1?x=%2f&x=1", "");
    for head in [
        "GET /v1?x=%2f&x=1 HTTP/1.1\r\nHost: api.example.com\r\n",
        "GET /v1?x=%2f&x=1 HTTP/1.0\r\n",
        "GET http://api.example.com/v1?x=%2f&x=1 HTTP/1.1\r\nHost: api.example.com\r\n",
    ] {
        let (text, told) = answer(layer(), &format!("{head}{mark}\r\n")).await;
        assert!(text.contains(" 200 OK\r\n"), "{head}{text}");
        assert!(text.ends_with("got \"\""), "{head}{text}");
        assert_eq!(told, [], "{head}");
    }
}

#[tokio::test]
async fn what_is_ambiguous_or_for_another_is_rejected() {
    let mark = mark("GET", "/v1", "");
    for head in [
        "GET /v1 HTTP/1.1\r\nHost: api.example.com\r\nHost: api.example.com\r\n",
        "GET /v1 HTTP/1.1\r\nHost: stranger.example\r\n",
        "GET http://stranger.example/v1 HTTP/1.1\r\nHost: api.example.com\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: api.example.com\r\n",
    ] {
        let (text, told) = answer(layer(), &format!("{head}{mark}\r\n")).await;
        assert!(text.starts_with("HTTP/1.1 403 "), "{head}{text}");
        assert!(text.ends_with(REFUSAL), "{head}{text}");
        assert_eq!(told, [Reason::Request], "{head}");
    }
}

#[tokio::test]
async fn a_head_request_is_answered_without_a_body() {
    let head = "HEAD /v1 HTTP/1.1\r\nHost: api.example.com\r\n";
    let (text, told) = answer(layer(), &format!("{head}{}\r\n", mark("HEAD", "/v1", ""))).await;
    assert!(text.starts_with("HTTP/1.1 200 "), "{text}");
    assert_eq!(told, []);
    let (text, told) = answer(layer(), &format!("{head}Connection: close\r\n\r\n")).await;
    assert!(text.starts_with("HTTP/1.1 403 "), "{text}");
    assert!(text.ends_with("\r\n\r\n"), "{text}");
    assert_eq!(told, [Reason::NotSigned]);
}

#[tokio::test]
async fn a_body_in_chunks_is_read_up_to_the_limit() {
    let head = "POST /v1 HTTP/1.1\r\nHost: api.example.com\r\nTransfer-Encoding: chunked\r\n";
    let chunks = "3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n";
    let request = format!("{head}{}\r\n{chunks}", mark("POST", "/v1", "{\"a\":1}"));
    let (text, told) = answer(layer().with_body_limit(7), &request).await;
    assert!(text.ends_with("got \"{\\\"a\\\":1}\""), "{text}");
    assert_eq!(told, []);
    let (text, told) = answer(layer().with_body_limit(6), &request).await;
    assert!(text.starts_with("HTTP/1.1 413 "), "{text}");
    assert_eq!(told, [Reason::Request]);
}

/// The client waits with a body that is not wanted, and never sends it.
#[tokio::test]
async fn a_body_that_is_too_large_is_not_asked_for() {
    let head = "POST /v1 HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 8\r\n";
    let mark = mark("POST", "/v1", "12345678");
    let request = format!("{head}Expect: 100-continue\r\n{mark}\r\n");
    let (text, told) = answer(layer().with_body_limit(7), &request).await;
    assert!(text.starts_with("HTTP/1.1 413 "), "{text}");
    assert_eq!(told, [Reason::Request]);
    let (text, told) = answer(layer().with_body_limit(8), &format!("{request}12345678")).await;
    assert!(text.starts_with("HTTP/1.1 100 Continue\r\n"), "{text}");
    assert!(text.ends_with("got \"12345678\""), "{text}");
    assert_eq!(told, []);
}
