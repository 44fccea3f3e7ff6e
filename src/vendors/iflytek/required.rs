//! The dialect that an endpoint takes, as far as the vendors' documents say it.

use super::Dialect;
use crate::request::{Host, UrlScheme};
use crate::sign::Requirement;
use crate::{Explanation, Request};

/// An endpoint and the dialects that it takes.
struct Endpoint {
    /// The host, or a domain with a dot in front.
    host: &'static str,
    /// The beginning of the path.
    path: &'static str,
    dialects: &'static [Dialect],
    why: &'static str,
}

const ENDPOINTS: [Endpoint; 4] = [
    Endpoint {
        host: ".abcpen.com",
        path: "",
        dialects: &[Dialect::AbcPenHeaders, Dialect::AbcPenQuery],
        why: "ABCPen takes the dialect `abcpen`, with the placement `header` or `query`",
    },
    Endpoint {
        host: "rtasr.xfyun.cn",
        path: "",
        dialects: &[Dialect::Rtasr],
        why: "this host takes the dialect `rtasr`",
    },
    Endpoint {
        host: "raasr.xfyun.cn",
        path: "/v2/",
        dialects: &[Dialect::LfasrV2],
        why: "this endpoint takes the dialect `lfasr-v2`",
    },
    Endpoint {
        host: "raasr.xfyun.cn",
        path: "/api/",
        dialects: &[],
        why: "this is the old form of lfasr, which takes its fields in a form body; use /v2/api/",
    },
];

/// Notes what the HMAC schemes require.
pub(super) fn check_gateway(request: &Request<'_>, explanation: &mut Explanation) {
    let is_socket = matches!(request.scheme(), UrlScheme::Ws | UrlScheme::Wss);
    explanation.require(
        !is_socket || request.method() == "GET",
        Requirement::Method,
        "a WebSocket is opened with GET, and the method is signed",
    );
}

/// Notes a dialect that the endpoint does not take.
pub(super) fn check_dialect(
    request: &Request<'_>,
    host: Host<'_>,
    dialect: Dialect,
    explanation: &mut Explanation,
) {
    for endpoint in ENDPOINTS {
        let is_it =
            is_host(host.name(), endpoint.host) && request.path().starts_with(endpoint.path);
        let is_met = !is_it || endpoint.dialects.contains(&dialect);
        explanation.require(is_met, Requirement::Host, endpoint.why);
    }
}

fn is_host(host: &str, pattern: &str) -> bool {
    let host = host.to_ascii_lowercase();
    match pattern.starts_with('.') {
        false => host == pattern,
        _ => host.ends_with(pattern),
    }
}
