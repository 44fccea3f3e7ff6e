//! Signing what `reqwest` builds, in both of its versions, asynchronous and blocking.

mod retried;

use std::time::Duration;

use polysign::http::{explain_parts, sign_reqwest};
use polysign::verify::Policy;
use polysign::{BodyHasher, ErrorKind, Payload, Request, UnixTime};

use crate::common::schemes::{Row, rows};
use crate::common::verifiers::verifier_of;

/// A request of any client, taken apart.
struct Built {
    method: String,
    url: String,
    headers: http::HeaderMap,
    body: Option<Vec<u8>>,
    timeout: Option<Duration>,
}

/// One for each version, and for the blocking client of each.
macro_rules! taken_apart {
    ($($type:ty),*) => {$(
        impl From<$type> for Built {
            fn from(request: $type) -> Self {
                Self {
                    method: request.method().to_string(),
                    url: request.url().to_string(),
                    headers: request.headers().clone(),
                    body: request.body().and_then(|body| body.as_bytes()).map(Vec::from),
                    timeout: request.timeout().copied(),
                }
            }
        }
    )*};
}

taken_apart!(
    reqwest::Request,
    reqwest_0_12::Request,
    reqwest::blocking::Request,
    reqwest_0_12::blocking::Request
);

fn policy() -> Policy {
    Policy::new().allow_uncovered_host()
}

fn now() -> UnixTime {
    std::time::SystemTime::now().into()
}

/// The row's verifier accepts the request as it is.
#[track_caller]
fn accepted(row: &Row, request: &Built) {
    let view = Request::new(&request.method, &request.url).expect("a URL");
    let view = view.with_headers(&request.headers);
    let view = view.with_body(request.body.as_deref().unwrap_or_default());
    if let Err(rejection) = verifier_of(row, policy()).verify(&view, now()) {
        panic!("{}: {:?} {}", row.name, rejection.reason(), rejection.detail());
    }
}

fn row(scheme: &str) -> &'static Row {
    rows().find(|row| row.scheme == scheme).expect(scheme)
}

const URL: &str = "https://h.example.com/v1/数字人?q=a b";

/// What `reqwest` builds from JSON, a form, text, and nothing.
macro_rules! bodies_at_hand {
    ($client:expr) => {{
        let client = $client;
        let json = serde_json::json!({ "text": "数字人" });
        [
            client.get(URL),
            client.delete(URL),
            client.post(URL),
            client.post(URL).json(&json).query(&[("limit", "a+b c"), ("名", "'")]),
            client.put(URL).body("text").timeout(Duration::from_secs(7)),
            client.post(URL).body(b"bytes \xff".to_vec()).timeout(Duration::from_secs(7)),
        ]
        .map(|request| request.build().expect("a request"))
    }};
}

/// TC3 wants a `Content-Type`, also on a request without a body, and `accessKeyId` no spaces.
fn takes_any_request(row: &Row) -> bool {
    !["tencent/tc3-hmac-sha256", "iflytek/access-key"].contains(&row.scheme)
}

/// What the others take, the rest takes with a type and without spaces.
#[test]
fn a_body_with_a_type_is_signed_by_every_scheme() {
    let json = serde_json::json!({ "text": "数字人" });
    for row in rows() {
        let signer = row.signer(&[]).expect(row.name);
        let request = reqwest::Client::new().post("https://h.example.com/v1?q=a").json(&json);
        let request = request.build().expect("a request");
        accepted(row, &Built::from(sign_reqwest!(signer, request).expect(row.name)));
    }
}

macro_rules! check_bodies_at_hand {
    ($client:expr) => {
        for row in rows().filter(|row| takes_any_request(row)) {
            let signer = row.signer(&[]).expect(row.name);
            for request in bodies_at_hand!($client) {
                let timeout = request.timeout().copied();
                let signed = sign_reqwest!(signer, request).expect(row.name);
                // Once more, as for a retry: nothing is there twice.
                let signed = Built::from(sign_reqwest!(&*signer, signed).expect(row.name));
                assert_eq!(signed.timeout, timeout, "{}", row.name);
                accepted(row, &signed);
            }
        }
    };
}

#[test]
fn bodies_at_hand_are_signed() {
    check_bodies_at_hand!(reqwest::Client::new());
    check_bodies_at_hand!(reqwest_0_12::Client::new());
    check_bodies_at_hand!(reqwest::blocking::Client::new());
    check_bodies_at_hand!(reqwest_0_12::blocking::Client::new());
}

macro_rules! check_streams {
    ($reqwest:ident) => {
        let text = "--- not known when it is signed ---";
        let form = || {
            let form = $reqwest::multipart::Form::new().text("name", "value");
            let request = $reqwest::Client::new().post(URL).multipart(form);
            request.build().expect("a request")
        };
        let stream = |method: &str| {
            let chunks = futures_util::stream::iter([Ok::<_, std::io::Error>(text)]);
            let body = $reqwest::Body::wrap_stream(chunks);
            let method = method.parse().expect("a method");
            let request = $reqwest::Client::new().request(method, URL).body(body);
            request.timeout(Duration::from_secs(7)).build().expect("a request")
        };

        // It is not covered.
        let (zego, huawei) = (row("zego/server-api-v2"), row("huawei/sdk-hmac-sha256"));
        let signer = zego.signer(&[]).expect("zego");
        for request in [form(), stream("POST")] {
            accepted(zego, &sign_reqwest!(signer, request).expect("zego").into());
        }

        // It is covered, and has to be stated; also where the method usually has none.
        let signer = huawei.signer(&[]).expect("huawei");
        for request in [form(), stream("POST"), stream("DELETE")] {
            let error = sign_reqwest!(signer, request).expect_err("a stream");
            assert_eq!((error.kind(), error.field()), (ErrorKind::MissingPayload, "body"));
            assert!(error.to_string().contains("third argument of `sign_reqwest!`"), "{error}");
        }
        let mut hasher = BodyHasher::sha256();
        hasher.update(text);
        let payload = hasher.finish();
        let mut signed = Built::from(sign_reqwest!(signer, stream("POST"), payload).expect("ok"));
        assert_eq!((signed.timeout, &signed.body), (Some(Duration::from_secs(7)), &None));
        signed.body = Some(text.into());
        accepted(huawei, &signed);
        let signed = sign_reqwest!(signer, form(), Payload::Unsigned).expect("unsigned");
        assert_eq!(signed.headers()["x-sdk-content-sha256"], "UNSIGNED-PAYLOAD");
    };
}

#[test]
fn streams_are_stated_where_they_are_covered() {
    check_streams!(reqwest);
    check_streams!(reqwest_0_12);
}

/// The recipe of the documentation.
#[tokio::test]
async fn a_multipart_form_can_be_collected() {
    use http_body_util::BodyExt;

    let row = row("huawei/sdk-hmac-sha256");
    let signer = row.signer(&[]).expect("huawei");
    let form = reqwest::multipart::Form::new().text("name", "value");
    let request = reqwest::Client::new().post(URL).multipart(form);
    let mut request = request.build().expect("a request");
    let form = request.body_mut().take().expect("a form");
    *request.body_mut() = Some(form.collect().await.expect("bytes").to_bytes().into());
    let signed = Built::from(sign_reqwest!(signer, request).expect("signed"));
    assert!(signed.body.as_ref().is_some_and(|body| body.starts_with(b"--")));
    accepted(row, &signed);
}

#[test]
fn what_cannot_be_signed_is_an_error() {
    let token = polysign::huawei::AuthToken::new(polysign::huawei::Token::new("t").expect("t"));
    let request = reqwest::Client::new().get("http://h.example.com/").build().expect("a request");
    let error = sign_reqwest!(token, request).expect_err("plaintext");
    assert_eq!(error.kind(), ErrorKind::ClearText);
    let error = polysign::http::sign_built::<_, reqwest::Url>(
        &token,
        "GET",
        "https://h.example.com/a{b}",
        &http::HeaderMap::new(),
        None,
    );
    assert_eq!(error.expect_err("another form").kind(), ErrorKind::InvalidUrl);
}

/// A request that was sent is explained by its own time and nonce.
#[test]
fn what_was_sent_is_explained() {
    for row in rows().filter(|row| takes_any_request(row)) {
        let signer = row.signer(&[]).expect(row.name);
        let request = reqwest::Client::new().post(URL).body("text").build().expect("a request");
        let signed = sign_reqwest!(signer, request).expect(row.name);
        let (parts, body) =
            http::Request::try_from(signed).expect("one of the http crate").into_parts();
        let payload = body.as_bytes().map(Payload::Bytes);
        let explanation = explain_parts(&signer, &parts, payload).expect(row.name);
        assert_eq!(explanation.scheme().name(), row.scheme);
    }
}
