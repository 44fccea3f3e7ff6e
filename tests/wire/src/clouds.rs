//! The schemes of the package for further clouds, by every client. What arrives is judged by their
//! verifiers, which other suites compare with the vendors' programs.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

use polysign::registry::Registry;
use polysign::verify::{Policy, Reason, Rejection, Verified, Verifier};
use polysign::{Context, Payload, Request, Signer};

use crate::CLIENTS;
use crate::cases::CASES;
use crate::order::{Order, Stop};
use crate::server::{Received, Server, no_content};

#[path = "../../../clouds/tests/common/mod.rs"]
mod verifiers;

static REGISTRY: Registry = Registry::new(&[polysign_clouds::ENTRIES]);

type Pairs = &'static [(&'static str, &'static str)];

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const ALIYUN: Pairs = &[("access_key_id", "id"), ("access_key_secret", SECRET)];
const SCOPED: Pairs = &[
    ("access_key_id", "id"),
    ("secret_access_key", SECRET),
    ("session_token", "a+b/c="),
    ("region", "us-east-1"),
];

/// Each scheme in each placement.
const ROWS: [(&str, Pairs, Pairs); 8] = [
    ("aws/sigv4", SCOPED, &[("service", "iam")]),
    ("aws/sigv4", SCOPED, &[("service", "s3")]),
    ("aws/sigv4", SCOPED, &[("service", "iam"), ("placement", "query"), ("expires_in", "600")]),
    ("aws/sigv4", SCOPED, &[("service", "s3"), ("placement", "query"), ("expires_in", "600")]),
    ("volcengine/hmac-sha256", SCOPED, &[("service", "iam")]),
    ("volcengine/hmac-sha256", SCOPED, &[("service", "iam"), ("placement", "query")]),
    ("aliyun/acs3-hmac-sha256", ALIYUN, &[]),
    ("aliyun/rpc-hmac-sha1", ALIYUN, &[]),
];

/// Sends every case, and checks what arrived.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (http1, http2) = (Server::http1(no_content)?, Server::http2()?);
    let mut counts = BTreeMap::new();
    for (scheme, credential, options) in ROWS {
        let settings: BTreeMap<_, _> = credential.iter().chain(options).copied().collect();
        let signer: Arc<dyn Signer> = Arc::from(REGISTRY.signer_from_pairs(scheme, &settings)?);
        let setting = |key: &str| settings.get(key).map(ToString::to_string);
        // The cases have paths and orders that some of the schemes do not distinguish.
        let policy = Policy::new().allow_unsigned_body().allow_removed_segments();
        let policy = policy.allow_escaped_slashes().allow_any_order();
        let verifier = verifiers::verifier(scheme, &setting, policy);
        for client in CLIENTS {
            let server = if client.ends_with(" h2") { &http2 } else { &http1 };
            for case in CASES {
                let order = Order::new(case, &*signer, server.address);
                // S3 knows it of every presigned URL.
                let is_url = options.contains(&("placement", "query"))
                    && !options.contains(&("service", "s3"));
                let is_untold = is_url && order.payload(&[]) == Some(Payload::Unsigned);
                let outcome = match runtime.block_on(crate::send(client, order, &signer)) {
                    Ok(()) => {
                        let mut received = server.received()?;
                        if is_untold {
                            received.head = told_of_no_body(&received.head);
                        }
                        judge(&*verifier, &received).map_err(|why| {
                            format!("{scheme} {options:?}, {client}, {}: {why}", case.name)
                        })?;
                        "verified".to_owned()
                    }
                    Err(Stop::Refused(error)) => format!("refused: {}", error.kind().as_str()),
                    Err(Stop::HasNone) => "the client has no such thing".to_owned(),
                    Err(Stop::Client(_)) => "the client fails".to_owned(),
                };
                *counts.entry((scheme, outcome)).or_insert(0) += 1;
            }
        }
    }
    for ((scheme, outcome), count) in &counts {
        println!("{scheme}: {count} {outcome}");
    }
    let verified = |scheme: &str| counts.get(&(scheme, "verified".to_owned())).copied();
    match ROWS.iter().all(|(scheme, ..)| verified(scheme).is_some_and(|count| count > 20)) {
        true => Ok(()),
        false => Err("a scheme signs few of the requests".into()),
    }
}

/// A presigned URL does not say that it leaves the body out. Its server knows, or is told by a header.
fn told_of_no_body(head: &[u8]) -> Vec<u8> {
    let end = head.len() - "\r\n".len();
    [&head[..end], b"x-amz-content-sha256: UNSIGNED-PAYLOAD\r\n\r\n"].concat()
}

/// Verifies a request, and that another signature is not verified.
fn judge(verifier: &dyn Verifier, received: &Received) -> Result<(), String> {
    let head = String::from_utf8_lossy(&received.head).into_owned();
    verify(verifier, &head, &received.body).map_err(|why| format!("{why}\n{head}"))?;
    match verify(verifier, &spoiled(&head), &received.body) {
        // A base64 text may have lost an escape.
        Err(why) if matches!(why.reason(), Reason::BadSignature | Reason::Malformed) => Ok(()),
        other => Err(format!("with another signature: {other:?}\n{head}")),
    }
}

/// Changes the first character of the signature.
fn spoiled(head: &str) -> String {
    let at = head.find("Signature=").expect("a signature") + "Signature=".len();
    let (front, back) = head.split_at(at);
    let (first, rest) = back.split_at(1);
    format!("{front}{}{rest}", if first == "0" { "1" } else { "0" })
}

fn verify(verifier: &dyn Verifier, head: &str, body: &[u8]) -> Result<Verified, Rejection> {
    let mut lines = head.lines();
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_http2 = head.contains("\r\n:authority: ");
    let headers: Vec<_> = lines
        // Of HTTP/2 the pseudo-header counts.
        .filter(|line| !(is_http2 && line.starts_with("host:")))
        .filter_map(|line| line.trim_start_matches(':').split_once(':'))
        .map(|(name, value)| (if name == "authority" { "host" } else { name }, value.trim()))
        .collect();
    let host = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"));
    let host = host.map_or("", |(_, value)| value);
    let request = Request::from_parts(method, "http", host, target)?;
    let now = Context::now()?.time();
    verifier.verify(&request.with_headers(&headers).with_body(body), now)
}
