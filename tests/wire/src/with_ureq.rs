//! `ureq`, by a request of the `http` crate and by plain text.

use std::io::Cursor;
use std::net::SocketAddr;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::middleware::MiddlewareNext;
use ureq::unversioned::multipart::Form;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body as Answer, Error, SendBody};

use crate::cases::{Body, Way};
use crate::order::{Order, Stop, client};

#[derive(Debug)]
struct To(SocketAddr);

impl Resolver for To {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let mut addresses = self.empty();
        addresses.push(self.0);
        Ok(addresses)
    }
}

fn add_headers(
    mut request: http::Request<SendBody>,
    next: MiddlewareNext,
) -> Result<http::Response<Answer>, Error> {
    request.headers_mut().extend(crate::default_headers());
    next.handle(request)
}

fn agent(order: &Order<'_>) -> Agent {
    let mut builder = Agent::config_builder().max_redirects(0).proxy(None);
    if order.case.way == Way::DefaultHeaders {
        builder = builder.user_agent("wire/1").middleware(add_headers);
    }
    Agent::with_parts(builder.build(), DefaultConnector::new(), To(order.server))
}

/// A request of the `http` crate.
pub fn http(order: &Order<'_>) -> Result<(), Stop> {
    let agent = agent(order);
    let answer = match order.case.body {
        Body::None => agent.run(order.signed_request()?.map(drop)),
        Body::Bytes(_) => agent.run(order.signed_request()?),
        _ => {
            let body = order.body();
            let parts = order.signed_parts(&body)?;
            agent.run(http::Request::from_parts(parts, body_of(body)))
        }
    };
    answer.map_err(client).map(drop)
}

/// The signed URL and the headers as text.
pub fn text(order: &Order<'_>) -> Result<(), Stop> {
    let agent = agent(order);
    let order = &order.with_own_multipart();
    let body = order.body();
    let (url, headers) = order.signed_text(&body)?;
    let answer = if order.case.has_body() {
        let mut request = match order.case.method {
            "POST" => agent.post(url),
            "PUT" => agent.put(url),
            _ => agent.patch(url),
        };
        request.headers_mut().into_iter().for_each(|own| own.extend(headers.clone()));
        match order.case.body {
            Body::Streamed(..) => request.send(body_of(body)),
            Body::Multipart(_) => request.send(Form::new().text("a", "数字人").text("b", "2")),
            _ => request.send(body),
        }
    } else {
        let mut request = match order.case.method {
            "GET" => agent.get(url),
            _ => agent.delete(url),
        };
        request.headers_mut().into_iter().for_each(|own| own.extend(headers.clone()));
        request.call()
    };
    answer.map_err(client).map(drop)
}

/// `run` has one type of body for all, so these bytes go as a reader, too.
fn body_of(body: Vec<u8>) -> SendBody<'static> {
    SendBody::from_owned_reader(Cursor::new(body))
}
