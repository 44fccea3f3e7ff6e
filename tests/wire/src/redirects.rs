//! What a redirect to another host carries off when a client follows it, and that nothing goes
//! where it is told not to. The expectations are the table of the README: a client that changes its
//! ways fails here.

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use polysign::ErrorKind;
use polysign::Signer;
use polysign::tower::{SignError, SignLayer};
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tower::{Layer, ServiceExt};
use tower_http::follow_redirect::FollowRedirect;

use crate::schemes::rows;
use crate::server::{Received, Server};

/// What a server would have that saw the signature: all but `Authorization`.
const REST: &[&str] = &[
    "x-app-key", "x-app-signature", "x-auth-token", "x-bce-date", "x-bce-security-token",
    "x-bce-signature", "x-domain-id", "x-project-id", "x-sdk-date", "x-security-token",
    "x-timestamp", // Of another dialect of `signa`.
    "appid", "signature", "timestamp",
];

struct Follower {
    name: &'static str,
    follows: Follows,
    carries_authorization: bool,
    carries_referer: bool,
}

#[derive(PartialEq)]
enum Follows {
    No,
    ByDefault,
    /// Follows, and the layer that signs beneath refuses.
    Refused,
}

const FOLLOWERS: &[Follower] = &[
    follower("reqwest", Follows::ByDefault, false, true),
    follower("reqwest, redirects and referers off", Follows::No, false, false),
    follower("ureq", Follows::ByDefault, false, false),
    follower("ureq, redirects off", Follows::No, false, false),
    follower("hyper-util", Follows::No, false, false),
    follower("tower-http beneath the signature", Follows::ByDefault, false, false),
    follower("tower-http above SignLayer", Follows::Refused, false, false),
    follower("tokio-tungstenite", Follows::No, false, false),
    follower("tungstenite", Follows::ByDefault, true, false),
    follower("tungstenite, redirects off", Follows::No, false, false),
];

const fn follower(
    name: &'static str,
    follows: Follows,
    carries_authorization: bool,
    carries_referer: bool,
) -> Follower {
    Follower { name, follows, carries_authorization, carries_referer }
}

fn hyper() -> Client<HttpConnector, Full<Bytes>> {
    Client::builder(TokioExecutor::new()).build_http()
}

/// Whether the layer refused the second host. That a client fails on a redirect that it does not
/// follow, or on a landing page that is no WebSocket, is not looked at: what arrived is.
async fn send(name: &str, url: &str, signer: &Arc<dyn Signer>) -> Result<bool, Box<dyn Error>> {
    // TC3 signs no request without a type.
    let unsigned = Request::get(url).header("content-type", "text/plain").body(Vec::new())?;
    let request = || polysign::http::sign(&**signer, unsigned.clone());
    let handshake = || -> Result<Request<()>, Box<dyn Error>> {
        let mut parts = url.replace("http://", "ws://").into_client_request()?.into_parts().0;
        parts.headers.insert("content-type", http::HeaderValue::from_static("text/plain"));
        polysign::http::sign_parts(&**signer, &mut parts, None)?;
        Ok(Request::from_parts(parts, ()))
    };
    match name {
        "reqwest" => {
            let client = reqwest::Client::builder().no_proxy().build()?;
            drop(client.execute(request()?.try_into()?).await?);
        }
        "reqwest, redirects and referers off" => {
            let client = reqwest::Client::builder().no_proxy();
            let client =
                client.redirect(reqwest::redirect::Policy::none()).referer(false).build()?;
            drop(client.execute(request()?.try_into()?).await?);
        }
        "ureq" => {
            let agent = ureq::Agent::config_builder().proxy(None).build().new_agent();
            drop(agent.run(request()?.map(drop))?);
        }
        "ureq, redirects off" => {
            let agent =
                ureq::Agent::config_builder().proxy(None).max_redirects(0).build().new_agent();
            drop(agent.run(request()?.map(drop))?);
        }
        "hyper-util" => drop(hyper().request(request()?.map(Full::from)).await?),
        "tower-http beneath the signature" => {
            drop(FollowRedirect::new(hyper()).oneshot(request()?.map(Full::from)).await?);
        }
        "tower-http above SignLayer" => {
            let host = unsigned.uri().authority().ok_or("no host")?;
            let layer = SignLayer::new().with_host(host.as_str(), Arc::clone(signer))?;
            let client = FollowRedirect::new(layer.layer(hyper()));
            return match client.oneshot(unsigned.map(Full::from)).await {
                Err(SignError::NotSigned(error)) => Ok(error.kind() == ErrorKind::UnknownHost),
                _ => Ok(false),
            };
        }
        "tokio-tungstenite" => drop(tokio_tungstenite::connect_async(handshake()?).await),
        "tungstenite" => drop(tungstenite::connect(handshake()?)),
        "tungstenite, redirects off" => {
            drop(tungstenite::client::connect_with_config(handshake()?, None, 0));
        }
        _ => unreachable!("a client that is not there"),
    }
    Ok(false)
}

/// What a URL has in it that carries a signature.
const MARKS: [&str; 4] = ["signature=", "authorization=", "signa=", "token="];

fn is_mark(name: &str) -> bool {
    MARKS.iter().any(|mark| mark.trim_end_matches('=').eq_ignore_ascii_case(name))
}

/// The names of what a stranger must not have.
fn carried(received: &Received) -> BTreeSet<String> {
    let head = String::from_utf8_lossy(&received.head).to_ascii_lowercase();
    let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    headers
        .filter(|(name, value)| match *name {
            "referer" => MARKS.iter().any(|mark| value.contains(mark)),
            name => name == "authorization" || REST.contains(&name),
        })
        .map(|(name, _)| name.to_owned())
        .collect()
}

pub fn run() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let stranger = Server::http1(crate::server::no_content)?;
    let location = format!("//localhost:{}/landing", stranger.address.port());
    let home = Server::http1(move |head| {
        let scheme =
            if head.to_ascii_lowercase().contains("sec-websocket-key") { "ws" } else { "http" };
        format!(
            "HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: {scheme}:{location}\r\n\r\n"
        )
    })?;
    let url = format!("http://{}/v1/tasks?lang=zh", home.address);

    let (mut faults, mut redirected) = (Vec::new(), 0);
    for follower in FOLLOWERS {
        let mut all = BTreeSet::new();
        for row in rows() {
            let signer: Arc<dyn Signer> = Arc::from(row.signer(&[])?);
            let refused = runtime.block_on(send(follower.name, &url, &signer))?;
            let signed = home.received()?;
            let here = format!("{} | {} {}", follower.name, row.scheme, row.name);
            if refused != (follower.follows == Follows::Refused) {
                faults.push(format!("{here} | refused by the layer: {refused}"));
            }
            if follower.follows != Follows::ByDefault {
                if !stranger.received_nothing() {
                    faults.push(format!("{here} | something went to the stranger"));
                }
                continue;
            }
            // What the home server was sent, less what the client strips.
            let mut expected = carried(&signed);
            if !follower.carries_authorization {
                expected.remove("authorization");
            }
            let typed = [("content-type", "text/plain")];
            let plain = polysign::Request::new("GET", &url)?.with_headers(&typed);
            let is_in_query = signer.sign(&plain)?.query().any(|(name, _)| is_mark(name));
            if follower.carries_referer && is_in_query {
                expected.insert("referer".to_owned());
            }
            let found = carried(&stranger.received()?);
            if found != expected {
                faults.push(format!("{here} | expected {expected:?}, found {found:?}"));
            }
            redirected += 1;
            all.extend(found);
        }
        let needed = ["x-auth-token", "x-security-token", "x-app-signature"];
        if follower.follows == Follows::ByDefault && !needed.iter().all(|name| all.contains(*name))
        {
            faults.push(format!("{} | carries off only {all:?}", follower.name));
        }
        let names: Vec<_> = all.into_iter().collect();
        let text = match follower.follows {
            Follows::No => "follows nothing".to_owned(),
            Follows::Refused => "refused: unknown-host".to_owned(),
            Follows::ByDefault => format!("carries off {}", names.join(", ")),
        };
        println!("{:36} | {text}", follower.name);
    }
    println!("redirects: {redirected} were followed, {} faults", faults.len());
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults.join("\n").into()),
    }
}
