//! The client: signs a request, lets someone tamper with it, sends it.

use std::error::Error;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client as HyperClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use polysign::Signer;

pub(crate) struct Client {
    hyper: HyperClient<HttpConnector, Full<Bytes>>,
    origin: String,
}

/// What the client sees.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Client {
    /// `origin`: scheme and host of the gateway.
    pub(crate) fn new(origin: String) -> Self {
        let hyper = HyperClient::builder(TokioExecutor::new()).build_http();
        Self { hyper, origin }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}/v1/tasks?Action=Create&lang=zh", self.origin)
    }

    /// A request to the vendor's routes, signed.
    pub(crate) fn sign(
        &self,
        path: &str,
        signer: &dyn Signer,
    ) -> Result<Request<Bytes>, Box<dyn Error>> {
        let request = Request::post(self.url(path))
            .header("content-type", "application/json")
            .body(Bytes::from_static(br#"{"text":"hello"}"#))?;
        Ok(polysign::http::sign(signer, request)?)
    }

    pub(crate) async fn send(&self, request: Request<Bytes>) -> Result<Answer, Box<dyn Error>> {
        let response = self.hyper.request(request.map(Full::from)).await?;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await?.to_bytes();
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.into())?,
        })
    }
}
