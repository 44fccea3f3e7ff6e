//! Sends every case by every client, signed by every scheme, to a server on loopback, and prints
//! what arrived, a line of JSON for each, for `check.py` to judge. With `redirects`, shows what a
//! redirect carries off. With `clouds`, sends by the schemes of the package for further clouds.

use std::error::Error;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::{HeaderMap, HeaderValue};
use polysign::Signer;
use serde_json::{Value, json};

mod cases;
mod clouds;
mod order;
mod redirects;
mod schemes;
mod server;
mod with_hyper;
mod with_reqwest;
mod with_tungstenite;
mod with_ureq;

use cases::CASES;
use order::{Order, Stop};
use schemes::rows;
use server::Server;

const CLIENTS: &[&str] = &[
    "reqwest builder", "reqwest http", "reqwest text", "ureq http", "ureq text", "hyper-util",
    "hyper-util h2", "tower hyper-util", "tokio-tungstenite text", "tokio-tungstenite http",
    "tungstenite text", "tungstenite http",
];

/// What a client adds by itself where it can be told to.
fn default_headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("x-default", HeaderValue::from_static("1"));
    headers.insert("x-bce-default", HeaderValue::from_static("1"));
    headers
}

async fn send(name: &str, order: Order<'_>, signer: &Arc<dyn Signer>) -> Result<(), Stop> {
    match name {
        "reqwest builder" => with_reqwest::builder(&order).await,
        "reqwest http" => with_reqwest::http(&order).await,
        "reqwest text" => with_reqwest::text(&order).await,
        "ureq http" => with_ureq::http(&order),
        "ureq text" => with_ureq::text(&order),
        "hyper-util" => with_hyper::send(&order, false).await,
        "hyper-util h2" => with_hyper::send(&order, true).await,
        "tower hyper-util" => with_hyper::layer(&order, signer).await,
        "tokio-tungstenite text" => with_tungstenite::tokio_text(&order.into_web_socket()).await,
        "tokio-tungstenite http" => with_tungstenite::tokio_http(&order.into_web_socket()).await,
        "tungstenite text" => with_tungstenite::blocking_text(&order.into_web_socket()),
        "tungstenite http" => with_tungstenite::blocking_http(&order.into_web_socket()),
        _ => unreachable!("a client that is not there"),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    match std::env::args().nth(1).as_deref() {
        Some("requests") => requests(),
        Some("redirects") => redirects::run(),
        Some("clouds") => clouds::run(),
        _ => Err("usage: wire requests|redirects|clouds".into()),
    }
}

/// Sends everything, and writes a line for each cell.
fn requests() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let http1 = Server::http1(server::no_content)?;
    let http2 = Server::http2()?;
    let mut out = BufWriter::new(io::stdout().lock());
    for row in rows() {
        let signer: Arc<dyn Signer> = Arc::from(row.signer(&[])?);
        for name in CLIENTS {
            let server = if name.ends_with(" h2") { &http2 } else { &http1 };
            for case in CASES {
                let order = Order::new(case, &*signer, server.address);
                let outcome = runtime.block_on(send(name, order, &signer));
                let mut line = json!({
                    "client": name, "scheme": row.scheme, "placement": row.name,
                    "case": case.name,
                    "credential": object(row.credential), "options": object(row.options),
                });
                match outcome {
                    Ok(()) => {
                        let received = server.received()?;
                        line["head"] = BASE64_STANDARD.encode(received.head).into();
                        line["body"] = BASE64_STANDARD.encode(received.body).into();
                        // The second of two signatures has to be the one that was sent.
                        line["sent_at"] = polysign::Context::now()?.time().seconds().into();
                        line["http2"] = received.is_http2.into();
                    }
                    Err(Stop::Refused(error)) => line["refused"] = error.kind().as_str().into(),
                    Err(Stop::HasNone) => line["none"] = true.into(),
                    Err(Stop::Client(error)) => line["client_error"] = error.into(),
                }
                writeln!(out, "{line}")?;
            }
        }
    }
    out.flush()?;
    match http1.received_nothing() && http2.received_nothing() {
        true => Ok(()),
        false => Err("a request arrived that no client said it had sent".into()),
    }
}

fn object(pairs: &[(&str, &str)]) -> Value {
    pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), Value::from(*value)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
