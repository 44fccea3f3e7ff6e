//! What is said of the body, and what differs from one attempt to the next.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use http::Request;
use polysign::clock::Clocked;
use polysign::tower::{SignLayer, StatedPayload};
use polysign::{Context, ErrorKind, Payload, Signer, zego};
use tower::Layer;

use crate::tower_layer::{
    BODY, Client, NOW, SECRET, authorization, call, get, huawei, layer, passed, refused,
};

#[test]
fn a_body_that_is_covered_has_to_be_stated() {
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let post = |url: &str| Request::builder().method(method).uri(url).body(BODY).unwrap();
        let error = refused(&layer(), post("https://huawei.example/"));
        assert_eq!((error.kind(), error.field()), (ErrorKind::MissingPayload, "StatedPayload"));
        for name in ["`Payload::Bytes`", "`BodyHasher`", "`Payload::Unsigned`"] {
            assert!(error.to_string().contains(name), "{error}");
        }
        // Baidu's signature does not cover it.
        passed(&layer(), post("https://baidu.example:8443/"));
    }
}

#[test]
fn a_stated_payload_is_signed() {
    let url = "https://huawei.example/v1";
    for (stated, payload) in [
        (StatedPayload::of_bytes(BODY), Payload::Bytes(BODY)),
        (StatedPayload(Payload::Bytes(BODY)), Payload::Bytes(BODY)),
        (StatedPayload(Payload::Unsigned), Payload::Unsigned),
        (StatedPayload::of_bytes(b""), Payload::Bytes(b"")),
    ] {
        let request = Request::post(url).extension(stated).body(BODY).unwrap();
        let sent = passed(&layer(), request);
        let request = polysign::Request::new("POST", url).unwrap().with_payload(payload);
        let expected = huawei().sign_with(&request, &Context::at(NOW)).unwrap();
        let (mut count, headers) = (0, sent.headers());
        for (name, value) in expected.headers() {
            assert_eq!(headers[name], value, "{payload:?}");
            count += 1;
        }
        assert_eq!(headers.len(), count, "{headers:?}");
        assert_eq!(*sent.body(), BODY);
    }
}

#[test]
fn each_attempt_has_a_time_and_a_nonce_of_its_own() {
    let clock = AtomicI64::new(NOW);
    let clock = move |_: &polysign::Request<'_>| Ok(clock.fetch_add(60, Ordering::Relaxed));
    let signer = zego::ServerApiV2::new(zego::ServerSecret::new(1, SECRET).unwrap());
    let signer = Arc::new(Clocked::new(signer, clock));
    let layer = SignLayer::new().with_host("zego.example", signer).unwrap();
    let client = Client::default();
    let mut service = layer.layer(client.clone());
    // What a retry does: the request as it was above the layer, once more.
    let request = get("https://zego.example/?Action=A");
    for _ in 0..2 {
        call(&mut service, request.clone()).unwrap();
    }
    let sent = client.sent.lock().unwrap();
    let of_both = |name: &str| -> Vec<&str> {
        let queries = sent.iter().map(|request| request.uri().query().unwrap());
        let pairs = queries.flat_map(|query| query.split('&'));
        pairs.filter_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).collect()
    };
    assert_eq!(of_both("Timestamp"), ["1700000000", "1700000060"]);
    for name in ["SignatureNonce", "Signature"] {
        let values = of_both(name);
        assert_eq!(values.len(), 2, "{name}");
        assert_ne!(values[0], values[1], "{name}");
    }
}

#[test]
fn an_attempt_that_was_signed_is_signed_anew() {
    let layer = layer();
    let once = passed(&layer, get("https://huawei.example/"));
    let twice = passed(&layer, once.clone());
    assert_eq!(authorization(&once), authorization(&twice));
    assert_eq!(once.headers(), twice.headers());
}
