//! The servers' clocks: what is sent again, and what never is.

use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::{Method, Request, Response, Version};
use polysign::clock::{Clocked, Observation, Sent, ServerClock};
use polysign::sign::Replaceable;
use polysign::tower::{SignError, SignLayer, StatedPayload};
use polysign::{ErrorKind, Signer, baidu, huawei, zego};
use tower::{Layer, Service, ServiceExt};

use crate::tower_layer::gateway::{self, Answers, Gateway, parameter, signed_at, system};
use crate::tower_layer::{BODY, Broken, SECRET, get};

const URL: &str = "https://zego.example/?Action=A";
const MINUTES: i64 = 60;

fn zego() -> zego::ServerApiV2 {
    zego::ServerApiV2::new(zego::ServerSecret::new(1, SECRET).unwrap())
}

fn layer(signer: impl Signer + 'static) -> SignLayer {
    let layer = SignLayer::new().with_host("zego.example", Arc::new(signer));
    layer.unwrap()
}

fn run<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(future)
}

/// Sends by a layer that corrects its clock and can repeat every body.
fn send_by(
    layer: SignLayer,
    clock: &ServerClock,
    gateway: &Gateway,
    request: Request<&'static [u8]>,
) -> Result<Response<()>, SignError<Broken>> {
    let layer = layer.with_clock_correction(clock.clone(), |body: &&'static [u8]| Some(*body));
    run(layer.layer(gateway.clone()).oneshot(request))
}

fn send(clock: &ServerClock, gateway: &Gateway) -> u16 {
    let response = send_by(layer(zego()), clock, gateway, get(URL));
    response.unwrap().status().as_u16()
}

fn count(gateway: &Gateway) -> usize {
    gateway.sent.lock().unwrap().len()
}

#[test]
fn a_request_refused_for_its_time_is_sent_once_more() {
    for ahead in [20 * MINUTES, -20 * MINUTES, 11 * MINUTES, 23 * 60 * MINUTES] {
        let clock = ServerClock::new().with_max_correction(Duration::from_secs(86_400));
        let gateway = Gateway::ahead(ahead);
        assert_eq!(send(&clock, &gateway), 200, "{ahead}");
        {
            let sent = gateway.sent.lock().unwrap();
            let [first, second] = &sent[..] else {
                panic!("{ahead}: {} requests", sent.len());
            };
            let moved = signed_at(second).unwrap() - signed_at(first).unwrap();
            assert!(moved.abs_diff(ahead) <= 3, "{ahead}: {moved}");
            for name in ["SignatureNonce", "Signature"] {
                assert_ne!(parameter(first, name), parameter(second, name), "{name}");
            }
        }
        // From now on it is right the first time, by another layer with this clock, too.
        assert_eq!(send(&clock, &gateway), 200, "{ahead}");
        assert_eq!(count(&gateway), 3, "{ahead}");
    }
}

#[test]
fn the_second_is_the_first_but_for_its_signature() {
    let signer = huawei::SdkHmacSha256::new(huawei::AccessKey::new("ak", SECRET).unwrap());
    let gateway = Gateway::ahead(20 * MINUTES).with(|answers| answers.to_the_rest = 403);
    let request = Request::put("https://zego.example/v1?x=1")
        .version(Version::HTTP_2)
        .header("x-trace", "a")
        .header("x-trace", "b")
        .extension(StatedPayload::of_bytes(BODY))
        .body(BODY)
        .unwrap();
    let response = send_by(layer(signer), &ServerClock::new(), &gateway, request);
    assert_eq!(response.unwrap().status(), 403);
    let mut sent = gateway.sent.lock().unwrap();
    assert_eq!(sent.len(), 2);
    let mut times = Vec::new();
    for request in sent.iter_mut() {
        assert_eq!(request.method(), Method::PUT);
        assert_eq!(request.uri(), "https://zego.example/v1?x=1");
        assert_eq!((request.version(), *request.body()), (Version::HTTP_2, BODY));
        assert!(request.extensions().get::<StatedPayload>().is_some());
        let headers = request.headers_mut();
        times.push(headers.remove("x-sdk-date").unwrap());
        assert!(headers.remove("authorization").is_some());
        let trace: Vec<_> = headers.get_all("x-trace").iter().collect();
        assert_eq!(trace, ["a", "b"]);
    }
    assert_ne!(times[0], times[1]);
    assert_eq!(sent[0].headers(), sent[1].headers());
}

#[test]
fn there_is_no_third() {
    // Refused at any time: for another cause, or by a gateway that tells another time than it goes by.
    let gateway = Gateway::ahead(20 * MINUTES).with(|answers| answers.to_the_rest = 403);
    let clock = ServerClock::new();
    assert_eq!(send(&clock, &gateway), 403);
    assert_eq!(count(&gateway), 2);
    // Nor is the next one sent twice.
    assert_eq!(send(&clock, &gateway), 403);
    assert_eq!(count(&gateway), 3);
}

#[test]
fn nothing_else_is_sent_again() {
    type Change = fn(&mut Answers);
    let cases: [(&str, i64, Change); 17] = [
        ("refused for another cause", 0, |a| a.to_the_rest = 403),
        ("the same, as unauthorised", 0, |a| a.to_the_rest = 401),
        ("off by less than the window", 9 * MINUTES, |a| a.to_the_rest = 403),
        ("the same, behind", -9 * MINUTES, |a| a.to_the_rest = 403),
        ("accepted nevertheless", 20 * MINUTES, |a| a.to_another_time = 200),
        ("a fault of the request", 20 * MINUTES, |a| a.to_another_time = 422),
        ("not found", 20 * MINUTES, |a| a.to_another_time = 404),
        ("a proxy", 20 * MINUTES, |a| a.to_another_time = 407),
        ("too many", 20 * MINUTES, |a| a.to_another_time = 429),
        ("a fault of the server", 20 * MINUTES, |a| a.to_another_time = 500),
        ("elsewhere", 20 * MINUTES, |a| a.to_another_time = 307),
        ("by a cache", 20 * MINUTES, |a| a.headers.push(("age", "0"))),
        ("no date", 20 * MINUTES, |a| a.tells_its_time = false),
        ("two dates", 20 * MINUTES, |a| a.headers.push(("date", "Sun, 06 Nov 1994 08:49:37 GMT"))),
        ("an unreadable date", 20 * MINUTES, |a| {
            a.tells_its_time = false;
            a.headers.push(("date", "Sunday, 06-Nov-94 08:49:37 GMT"));
        }),
        ("the year 9999", 0, |a| {
            (a.tells_its_time, a.to_the_rest) = (false, 403);
            a.headers.push(("date", "Fri, 31 Dec 9999 23:59:59 GMT"));
        }),
        ("more than a day", 25 * 60 * MINUTES, |_| ()),
    ];
    for (case, ahead, change) in cases {
        let gateway = Gateway::ahead(ahead).with(change);
        send(&ServerClock::new(), &gateway);
        assert_eq!(count(&gateway), 1, "{case}");
    }
    // What sets the last apart from a refusal that is sent again.
    let clock = ServerClock::new().with_max_correction(Duration::from_secs(26 * 3_600));
    let gateway = Gateway::ahead(25 * 60 * MINUTES);
    assert_eq!((send(&clock, &gateway), count(&gateway)), (200, 2));
    for change in [
        |answers: &mut Answers| answers.to_another_time = 400,
        |answers: &mut Answers| answers.to_another_time = 401,
    ] {
        let gateway = Gateway::ahead(20 * MINUTES).with(change);
        let answered = send(&ServerClock::new(), &gateway);
        assert_eq!((answered, count(&gateway)), (200, 2));
    }
}

#[test]
fn a_body_that_cannot_be_repeated_is_sent_once() {
    let (clock, gateway) = (ServerClock::new(), Gateway::ahead(20 * MINUTES));
    let layer = layer(zego()).with_clock_correction(clock.clone(), |_: &&'static [u8]| None);
    let mut client = layer.layer(gateway.clone());
    let mut send = || {
        let response = run(async { client.ready().await?.call(get(URL)).await });
        response.unwrap().status().as_u16()
    };
    assert_eq!(send(), 403);
    assert_eq!(count(&gateway), 1);
    // The clock has learned from it all the same.
    assert_eq!(send(), 200);
    assert_eq!(count(&gateway), 2);
}

#[test]
fn one_response_against_what_is_known_has_nothing_sent_again() {
    let clock = ServerClock::new();
    let gateway = Gateway::ahead(0);
    assert_eq!(send(&clock, &gateway), 200);
    let other = Gateway::ahead(20 * MINUTES);
    assert_eq!((send(&clock, &other), count(&other)), (403, 1));
    assert_eq!((send(&clock, &gateway), count(&gateway)), (200, 2));
    // The third in a row is believed.
    for expected in [(403, 2), (403, 3), (200, 5)] {
        assert_eq!((send(&clock, &other), count(&other)), expected);
    }
}

#[test]
fn what_others_have_learned_has_nothing_sent_again() {
    let clock = ServerClock::new();
    let sent = AtomicUsize::new(0);
    // While this one is under way, another response moves the clock.
    let client = tower::service_fn(|request: Request<&'static [u8]>| {
        sent.fetch_add(1, Ordering::Relaxed);
        let elsewhere = polysign::Request::new("GET", URL).unwrap();
        let headers = [("date", gateway::date(system() + 20 * MINUTES))];
        let headers = headers.map(|(name, value)| (name.to_owned(), value));
        let told = clock.observe(&elsewhere, &headers, Sent::now().received());
        assert_eq!(told, Observation::Taken);
        drop(request);
        let response = Response::builder().status(403).header("age", "1");
        ready(Ok::<_, Broken>(response.body(()).unwrap()))
    });
    let layer =
        layer(zego()).with_clock_correction(clock.clone(), |body: &&'static [u8]| Some(*body));
    let response = run(layer.layer(client).oneshot(get(URL)));
    assert_eq!(response.unwrap().status(), 403);
    assert_eq!(sent.load(Ordering::Relaxed), 1);
}

#[test]
fn clear_text_teaches_nothing_but_from_this_machine() {
    for (host, expected) in [
        ("zego.example", 1),
        ("gateway", 1),
        ("127.0.0.1.example", 1),
        ("localhost", 2),
        ("127.0.0.1", 2),
    ] {
        let signer = Arc::new(zego().allow_clear_text());
        let layer = SignLayer::new().with_host(host, signer).unwrap();
        let layer = layer.allow_clear_text();
        let gateway = Gateway::ahead(20 * MINUTES);
        let request = get(&format!("http://{host}/?Action=A"));
        send_by(layer, &ServerClock::new(), &gateway, request).unwrap();
        assert_eq!(count(&gateway), expected, "{host}");
    }
}

#[test]
fn the_window_is_that_of_the_signature() {
    let key = || baidu::BceAuthV1::new(baidu::AccessKey::new("ak", SECRET).unwrap());
    let two_hours = baidu::Expiration::seconds(7_200).unwrap();
    let token = huawei::AuthToken::new(huawei::Token::new(SECRET).unwrap());
    let cases: [(&str, Arc<dyn Signer>, usize); 3] = [
        ("half an hour", Arc::new(key()), 2),
        ("two hours", Arc::new(key().with_expiration(two_hours)), 1),
        ("no time at all", Arc::new(token), 1),
    ];
    for (case, signer, expected) in cases {
        let gateway = Gateway::ahead(60 * MINUTES).with(|answers| answers.to_the_rest = 403);
        let clock = ServerClock::new().with_max_correction(Duration::from_secs(86_400));
        let response = send_by(layer(signer), &clock, &gateway, get(URL));
        assert_eq!(response.unwrap().status(), 403);
        assert_eq!(count(&gateway), expected, "{case}");
    }
}

#[test]
fn signers_go_by_the_layers_clock() {
    let (clock, gateway) = (ServerClock::new(), Gateway::ahead(20 * MINUTES));
    let signer = Clocked::new(Replaceable::new(zego()), |_: &polysign::Request<'_>| Ok(5));
    let response = send_by(layer(signer), &clock, &gateway, get(URL));
    assert_eq!(response.unwrap().status(), 200);
    let sent = gateway.sent.lock().unwrap();
    assert!(signed_at(&sent[0]).unwrap().abs_diff(system()) < 60);
    assert_eq!(sent.len(), 2);
}

#[test]
fn what_is_not_signed_is_not_sent() {
    let gateway = Gateway::ahead(20 * MINUTES);
    for (url, kind) in [
        ("https://stranger.example/", ErrorKind::UnknownHost),
        ("/no/host", ErrorKind::UnknownHost),
        ("http://zego.example/", ErrorKind::ClearText),
    ] {
        match send_by(layer(zego()), &ServerClock::new(), &gateway, get(url)) {
            Err(SignError::NotSigned(error)) => assert_eq!(error.kind(), kind, "{url}"),
            other => panic!("{url}: {other:?}"),
        }
    }
    assert_eq!(count(&gateway), 0);
}

#[test]
fn the_clients_errors_pass_at_either_attempt() {
    for at in [1, 2] {
        let gateway = Gateway::ahead(20 * MINUTES).with(|answers| answers.breaks_at = Some(at));
        let result = send_by(layer(zego()), &ServerClock::new(), &gateway, get(URL));
        assert!(matches!(result, Err(SignError::Client(Broken))), "{result:?}");
        assert_eq!(count(&gateway), at);
    }
}
