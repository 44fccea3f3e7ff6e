//! What errors say, and what they do not.

use std::error::Error as _;
use std::task::{Context as TaskContext, Poll};

use http::Request;
use polysign::Error;
use polysign::tower::{SignBy, SignError};
use tower::{Layer, Service};

use crate::tower_layer::{BODY, Broken, Client, SECRET, get, huawei, layer, refused, still};

#[test]
fn errors_and_debug_hold_no_secret() {
    let post = Request::post("https://huawei.example/?signature=in-the-url").body(BODY).unwrap();
    for request in [post, get("https://stranger.example/?signature=in-the-url")] {
        let error: SignError<Broken> = SignError::NotSigned(refused(&layer(), request));
        let source = error.source().expect("has one");
        let own = source.downcast_ref::<Error>().expect("is the crate's");
        for text in
            [format!("{error}"), format!("{error:?}"), format!("{source}"), format!("{own:?}")]
        {
            assert!(!text.contains(SECRET) && !text.contains("in-the-url"), "{text}");
        }
        assert!(error.to_string().starts_with("the request was not signed: "), "{error}");
    }
    let text = format!("{:?} {:?}", layer(), SignBy(still(huawei())));
    assert!(text.contains("huawei-id") && !text.contains(SECRET), "{text}");
}

#[test]
fn the_clients_own_errors_pass() {
    let client = Client { is_ready: Some(Broken), ..Client::default() };
    let mut service = layer().layer(client);
    let mut context = TaskContext::from_waker(std::task::Waker::noop());
    match service.poll_ready(&mut context) {
        Poll::Ready(Err(error @ SignError::Client(Broken))) => {
            assert_eq!(error.to_string(), "the client is broken");
            assert!(error.source().is_none());
        }
        other => panic!("expected the client's error, got {other:?}"),
    }
}
