//! The client: signs a request, lets someone tamper with it, sends it.

use std::error::Error;
use std::sync::Arc;

use bytes::Bytes;
use http::request::Builder;
use http::{Request, Response, StatusCode};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client as HyperClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use polysign::Signer;
use polysign::clock::ServerClock;
use polysign::tower::{SignBy, SignLayer, StatedPayload};
use tower::{Layer, ServiceExt};

use crate::Result;

const BODY: &[u8] = br#"{"text":"hello"}"#;

pub(crate) struct Client {
    hyper: HyperClient<HttpConnector, Full<Bytes>>,
    authority: String,
}

/// What the client sees.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) text: String,
}

impl Client {
    /// `authority`: host and port of the gateway.
    pub(crate) fn new(authority: String) -> Self {
        let hyper = HyperClient::builder(TokioExecutor::new()).build_http();
        Self { hyper, authority }
    }

    /// A request to the vendor's routes, signed.
    pub(crate) fn sign(&self, path: &str, signer: &dyn Signer) -> Result<Request<Bytes>> {
        let request = self.request(path).body(Bytes::from_static(BODY))?;
        Ok(polysign::http::sign(signer, request)?)
    }

    /// Sends what is signed and perhaps tampered with.
    pub(crate) async fn send(&self, request: Request<Bytes>) -> Result<Answer> {
        Answer::read(self.hyper.request(request.map(Full::from)).await?).await
    }

    /// Has a layer sign, which learns the gateway's time from the `Date` of the answer that rejects
    /// the request, and sends it once more.
    pub(crate) async fn send_by_its_clock(
        &self,
        path: &str,
        signer: &Arc<dyn Signer>,
    ) -> Result<Answer> {
        let layer = SignLayer::new()
            .with_shared_host(&self.authority)?
            .with_clock_correction(ServerClock::new(), |body: &Full<Bytes>| Some(body.clone()));
        let request = self
            .request(path)
            .extension(SignBy(Arc::clone(signer)))
            .extension(StatedPayload::of_bytes(BODY))
            .body(Full::from(BODY))?;
        let client = layer.layer(self.hyper.clone());
        Answer::read(client.oneshot(request).await?).await
    }

    fn request(&self, path: &str) -> Builder {
        let authority = &self.authority;
        let url = format!("http://{authority}{path}/v1/tasks?Action=Create&lang=zh");
        Request::post(url).header("content-type", "application/json")
    }
}

impl Answer {
    async fn read<B: Body<Error: Error + 'static>>(response: Response<B>) -> Result<Self> {
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await?.to_bytes();
        Ok(Self { status: parts.status, text: String::from_utf8(bytes.into())? })
    }
}
