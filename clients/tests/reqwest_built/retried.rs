//! Retries of `reqwest-middleware`, each of which is signed again.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use polysign::clock::Clocked;
use polysign::{Signer, zego};
use reqwest_middleware::{ClientBuilder, Error, Middleware, Next, Result};
use reqwest_retry::RetryTransientMiddleware;
use reqwest_retry::policies::ExponentialBackoff;

/// As the documentation of `sign_reqwest!` has it.
struct Sign<S>(S);

#[async_trait::async_trait]
impl<S: Signer + 'static> Middleware for Sign<S> {
    async fn handle(
        &self,
        request: reqwest::Request,
        extensions: &mut http::Extensions,
        next: Next<'_>,
    ) -> Result<reqwest::Response> {
        let request = polysign::http::sign_reqwest!(&self.0, request).map_err(Error::middleware)?;
        next.run(request, extensions).await
    }
}

type Seen = Arc<Mutex<Vec<(String, HeaderMap, String)>>>;

/// Is not available for the first two attempts.
async fn answer(
    State(seen): State<Seen>,
    uri: axum::http::Uri,
    headers: HeaderMap,
    body: String,
) -> StatusCode {
    let mut seen = seen.lock().expect("no panic");
    seen.push((uri.to_string(), headers, body));
    if seen.len() < 3 { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK }
}

#[tokio::test]
async fn each_attempt_is_signed_by_itself() {
    let seen = Seen::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/v1?a=b", listener.local_addr().expect("an address"));
    let router = Router::new().route("/v1", post(answer)).with_state(Arc::clone(&seen));
    let server = tokio::spawn(async move { axum::serve(listener, router).await });

    let secret = zego::ServerSecret::new(12345, "9193cc662a4c0ec1").expect("a credential");
    let ticks = std::sync::atomic::AtomicI64::new(1_700_000_000);
    let clock = move |_: &polysign::Request<'_>| {
        Ok(ticks.fetch_add(60, std::sync::atomic::Ordering::Relaxed))
    };
    let signer = Clocked::new(zego::ServerApiV2::new(secret), clock);
    let wait = Duration::from_millis(1);
    let policy = ExponentialBackoff::builder().retry_bounds(wait, wait).build_with_max_retries(3);
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let client = ClientBuilder::new(client)
        .with(RetryTransientMiddleware::new_with_policy(policy))
        .with(Sign(signer))
        .build();
    let response = client.post(&url).body("text").send().await.expect("an answer");
    assert_eq!(response.status(), 200);
    server.abort();

    let seen = seen.lock().expect("no panic");
    assert_eq!(seen.len(), 3);
    for (attempt, (uri, _, body)) in seen.iter().enumerate() {
        let time = format!("&Timestamp={}&", 1_700_000_000 + 60 * attempt);
        assert!(uri.contains(&time), "{uri}");
        assert_eq!(uri.matches("Signature=").count(), 1, "{uri}");
        assert_eq!(body, "text");
    }
}
