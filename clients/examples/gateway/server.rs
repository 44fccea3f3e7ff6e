//! The gateway: routes of `axum` for each vendor, behind a layer that verifies.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::{Extension, OriginalUri};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::post;
use http::{HeaderValue, header};
use polysign::clock::{Clock, SystemClock};
use polysign::tower::VerifyLayer;
use polysign::verify::{Reason, Rejection, Verified};
use polysign::{Error, Request, UnixTime};
use tokio::net::TcpListener;

use crate::callbacks;
use crate::vendors::Vendor;

pub(crate) struct Gateway {
    pub(crate) address: SocketAddr,
    clock: GatewayClock,
    log: Log,
}

/// What the operator is told, reason and detail.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<(Reason, String)>>>);

impl Log {
    pub(crate) fn add(&self, rejection: &Rejection) {
        let entry = (rejection.reason(), rejection.detail().to_owned());
        self.0.lock().expect("no one panics").push(entry);
    }
}

impl Gateway {
    /// Listens on loopback until the program ends.
    pub(crate) async fn start(vendors: &[Vendor]) -> Result<Self, Box<dyn std::error::Error>> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let gateway = Self {
            address: listener.local_addr()?,
            clock: GatewayClock::default(),
            log: Log::default(),
        };
        let mut routes = Router::new();
        for vendor in vendors {
            routes = routes.nest(vendor.path, gateway.routes_of(vendor)?);
        }
        routes = routes.merge(callbacks::routes(&gateway.url(""), &gateway.log)?);
        let clock = gateway.clock.clone();
        let routes = routes.layer(map_response(move |response| dated(clock.clone(), response)));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(gateway)
    }

    fn routes_of(&self, vendor: &Vendor) -> Result<Router, Error> {
        let log = self.log.clone();
        // What clients sign is the public URL: the layer cannot read it off the connection.
        let verify = VerifyLayer::new(Arc::clone(&vendor.verifier), &self.url(""))?
            // The router takes the vendor's prefix off the URI, and it is signed, too.
            .with_target_in::<OriginalUri>()
            .with_clock(self.clock.clone())
            .with_body_limit(1_000)
            .on_rejection(move |_, rejection| log.add(rejection));
        Ok(Router::new().route("/v1/tasks", post(create)).layer(verify))
    }

    /// Returns the URL of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Sets the gateway's clock forward.
    pub(crate) fn set_clock_forward(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds, Ordering::Relaxed);
    }

    /// What the operator was told since this was asked the last time.
    pub(crate) fn told(&self) -> Vec<(Reason, String)> {
        std::mem::take(&mut *self.log.0.lock().expect("no one panics"))
    }
}

/// Runs only for requests that were verified.
async fn create(Extension(verified): Extension<Verified>, body: String) -> String {
    format!("hello {}, {} bytes", verified.key_id(), body.len())
}

/// The system's clock, set forward by some seconds.
#[derive(Clone, Default)]
struct GatewayClock(Arc<AtomicI64>);

impl Clock for GatewayClock {
    fn now(&self, request: &Request<'_>) -> Result<UnixTime, Error> {
        let correction = self.0.load(Ordering::Relaxed);
        SystemClock::new().with_correction(correction).now(request)
    }
}

/// With the `Date` of the gateway's own clock, as a server has it whose clock is off.
async fn dated(clock: GatewayClock, mut response: Response) -> Response {
    let correction = clock.0.load(Ordering::Relaxed).unsigned_abs();
    let now = SystemTime::now() + Duration::from_secs(correction);
    let date = HeaderValue::try_from(httpdate::fmt_http_date(now)).expect("a date is plain text");
    response.headers_mut().insert(header::DATE, date);
    response
}
