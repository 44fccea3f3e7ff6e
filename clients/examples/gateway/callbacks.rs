//! Callbacks: what ZEGO and MetaStudio send to URLs of the gateway, and how it tells them from what
//! anybody sends.
//!
//! Tencent's callbacks are not signed. A route for them would have a long random segment in its path,
//! would be reached by HTTPS alone, and would read from the body nothing but the id of the task, and
//! ask the signed API for the rest.

use std::sync::Arc;
use std::time::SystemTime;

use axum::Router;
use axum::extract::{Request as Received, State};
use axum::response::IntoResponse;
use axum::routing::post;
use bytes::Bytes;
use http::{Request, StatusCode};
use polysign::huawei::{CallbackForm, CallbackKey, MssCallback, MssCallbackVerifier, UrlReading};
use polysign::tower::VerifyLayer;
use polysign::verify::{Reason, TimeUnit};
use polysign::zego::{Callback, CallbackVerifier};
use polysign::{Error, UnixTime};

use crate::server::Log;
use crate::vendors::{SECRET, policy};
use crate::{Result, Talk};

const ZEGO: &str = "/callbacks/zego";
const META_STUDIO: &str = "/callbacks/metastudio";

/// The URL that was entered in MetaStudio's console, which is what it signs. What arrives here has
/// another one, since there is a proxy before the gateway.
const CONFIGURED: &str = "https://gateway.example.com/callbacks/metastudio";

/// The routes of callbacks, for the gateway at `origin`.
pub(crate) fn routes(origin: &str, log: &Log) -> std::result::Result<Router, Error> {
    let zego = Arc::new((zego()?, log.clone()));
    let log = log.clone();
    let meta_studio = VerifyLayer::new(Arc::new(meta_studio()?), origin)?
        .on_rejection(move |_, rejection| log.add(rejection));
    Ok(Router::new()
        .route(META_STUDIO, post(job_has_ended))
        .layer(meta_studio)
        .route(ZEGO, post(event).with_state(zego)))
}

fn zego() -> std::result::Result<CallbackVerifier, Error> {
    Ok(CallbackVerifier::new(SECRET)?.with_policy(policy()))
}

fn key() -> std::result::Result<CallbackKey, Error> {
    CallbackKey::new(CallbackForm::Task, SECRET, CONFIGURED)
}

fn meta_studio() -> std::result::Result<MssCallbackVerifier, Error> {
    Ok(MssCallbackVerifier::new(key()?).with_policy(policy()))
}

/// ZEGO signs in the body, which a handler has and a layer has not.
async fn event(State(zego): State<Arc<(CallbackVerifier, Log)>>, body: Bytes) -> impl IntoResponse {
    let (verifier, log) = &*zego;
    let verified = Callback::from_json(&body)
        .and_then(|callback| verifier.verify(&callback, SystemTime::now()));
    match verified {
        Ok(_) => (StatusCode::OK, "the event was noted".to_owned()),
        Err(rejection) => {
            log.add(&rejection);
            (StatusCode::FORBIDDEN, rejection.to_string())
        }
    }
}

/// Runs only for calls that were verified. The body is not covered: it says which job to ask for.
async fn job_has_ended(_: Received) -> &'static str {
    "the job will be asked for"
}

impl Talk {
    /// Calls the gateway as the two vendors do, and as somebody does who has read a call.
    pub(crate) async fn call_back(&self) -> Result<()> {
        println!("\nzego/callback at {ZEGO}");
        let event = |nonce: &str| -> Result<Request<Bytes>> {
            let now = UnixTime::from(SystemTime::now()).to_string();
            let signature = zego()?.signature(&now, "8127");
            let body = format!(
                r#"{{"Event":"x","Timestamp":{now},"Nonce":"{nonce}","Signature":"{signature}"}}"#
            );
            Ok(Request::post(self.gateway.url(ZEGO)).body(Bytes::from(body))?)
        };
        self.call_twice(event("8127")?).await?;
        let answer = self.client.send(event("8128")?).await?;
        self.rejected("another nonce", &answer, Reason::BadSignature)?;

        println!("\nhuawei/mss-callback at {META_STUDIO}");
        let signer = MssCallback::new(key()?, UrlReading::WithScheme, TimeUnit::Seconds)?;
        let job = Bytes::from_static(br#"{"result":"SUCCEED","job_id":"j1"}"#);
        let request = Request::post(self.gateway.url(META_STUDIO)).body(job)?;
        let signed = polysign::http::sign(&signer, request)?;
        self.call_twice(signed.clone()).await?;
        let url = signed.uri().to_string().replace("secret=", "secret=0");
        let forged = Request::post(url).body(Bytes::new())?;
        let answer = self.client.send(forged).await?;
        self.rejected("another secret", &answer, Reason::Malformed)
    }

    async fn call_twice(&self, request: Request<Bytes>) -> Result<()> {
        let answer = self.client.send(request.clone()).await?;
        self.accepted("as it was signed", &answer)?;
        let answer = self.client.send(request).await?;
        self.rejected("the same once more", &answer, Reason::Replayed)
    }
}
