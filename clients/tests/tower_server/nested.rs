//! Under `axum`'s nested routers, which take their prefix off the URI that inner layers see.

use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, OriginalUri};
use axum::routing::{any, post};
use futures_util::FutureExt;
use http::{Request, StatusCode};
use polysign::tower::VerifyLayer;
use polysign::verify::{Reason, Verified};
use tower::ServiceExt;

use crate::tower_server::{Outcome, layer, signed, telling};

const URL: &str = "https://api.example.com/outer/inner/tasks?x=1";

async fn tasks(Extension(verified): Extension<Verified>, body: String) -> String {
    format!("{} {body}", verified.key_id())
}

fn with_hook(layer: VerifyLayer) -> VerifyLayer {
    layer.with_target_in::<OriginalUri>()
}

/// Where the layer is around the router with the routes, around the one that nests it, or around the
/// outermost.
fn arrangements(layer: &VerifyLayer) -> [(&'static str, Router); 5] {
    let routes = || Router::new().route("/tasks", any(tasks));
    let middle = |routes| Router::new().nest("/inner", routes);
    let outer = |middle| Router::new().nest("/outer", middle);
    let layer = || layer.clone();
    [
        ("handler", outer(middle(Router::new().route("/tasks", post(tasks).layer(layer()))))),
        ("inside both", outer(middle(routes().layer(layer())))),
        ("route layer inside both", outer(middle(routes().route_layer(layer())))),
        ("inside one", outer(middle(routes()).layer(layer()))),
        ("outside", outer(middle(routes())).layer(layer())),
    ]
}

fn send(router: Router, request: Request<Body>) -> (StatusCode, String) {
    let answer = async {
        let response = router.oneshot(request).await.unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 1_000_000).await;
        (status, String::from_utf8(body.unwrap().to_vec()).unwrap())
    };
    answer.now_or_never().expect("is ready")
}

fn outcome(layer: VerifyLayer, place: &str, request: Request<Body>) -> Outcome {
    let (layer, told) = telling(layer);
    let mut arrangements = arrangements(&layer).into_iter();
    let (_, router) = arrangements.find(|(name, _)| *name == place).expect(place);
    let (status, text) = send(router, request);
    let told = told.lock().unwrap().clone();
    let headers = http::HeaderMap::new();
    Outcome { status, headers, text, told }
}

fn request(url: &str) -> Request<Body> {
    signed("POST", url, "{}").map(Body::new)
}

const PLACES: [&str; 5] =
    ["handler", "inside both", "route layer inside both", "inside one", "outside"];

#[test]
fn with_the_hook_the_whole_path_is_what_counts() {
    for place in PLACES {
        let text = outcome(with_hook(layer()), place, request(URL)).passed();
        assert_eq!(text, "mock-key {}", "{place}");
    }
}

#[test]
fn without_the_hook_it_counts_outside_only() {
    for place in PLACES {
        let outcome = outcome(layer(), place, request(URL));
        match place {
            "outside" => drop(outcome.passed()),
            _ => drop(outcome.refused(Reason::BadSignature)),
        }
    }
}

/// What was signed for a route of the shortened path is not let in by way of the longer one.
#[test]
fn a_signature_for_a_shortened_path_does_not_hold() {
    for path in ["/tasks?x=1", "/inner/tasks?x=1", "/outer/tasks?x=1"] {
        for place in PLACES {
            let mut request = request(&format!("https://api.example.com{path}"));
            *request.uri_mut() = "/outer/inner/tasks?x=1".parse().unwrap();
            let outcome = outcome(with_hook(layer()), place, request);
            outcome.refused(Reason::BadSignature);
        }
    }
}

#[test]
fn parameters_in_a_prefix_and_escapes_are_as_they_were_sent() {
    let (layer, told) = telling(with_hook(layer()));
    let routes = Router::new().route("/tasks/{id}", any(tasks)).layer(layer);
    let router = Router::new().nest("/of/{tenant}", routes);
    let url = "https://api.example.com/of/%E4%B8%AD/tasks/a%2Fb?x=%20&x=+";
    let (status, text) = send(router.clone(), request(url));
    assert_eq!((status, text.as_str()), (StatusCode::OK, "mock-key {}"));
    assert!(told.lock().unwrap().is_empty());
    let mut other = request(url);
    *other.uri_mut() = "/of/%e4%b8%ad/tasks/a%2Fb?x=%20&x=+".parse().unwrap();
    let (status, _) = send(router, other);
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(told.lock().unwrap().len(), 1);
}

#[test]
fn absolute_uris_are_nested_alike() {
    for place in PLACES {
        let mut request = request(URL);
        *request.uri_mut() = URL.parse().unwrap();
        request.headers_mut().remove("host");
        outcome(with_hook(layer()), place, request).passed();
    }
}
