//! Which host a request is for.

use bytes::Bytes;
use http::{HeaderValue, Request, Uri, Version};
use http_body_util::Full;
use polysign::ErrorKind;
use polysign::tower::VerifyLayer;
use polysign::verify::Reason;

use crate::tower_server::mock::{Mock, WHOLE};
use crate::tower_server::{layer, send, signed};

const URL: &str = "https://api.example.com/v1?x=1";

/// The same request with another URI, and with another `Host` header or none.
fn seen(signed_url: &str, uri: &str, host: Option<&'static str>) -> Request<Full<Bytes>> {
    let mut request = signed("GET", signed_url, "");
    *request.uri_mut() = uri.parse().unwrap();
    match host {
        Some(host) => drop(request.headers_mut().insert("host", HeaderValue::from_static(host))),
        None => drop(request.headers_mut().remove("host")),
    }
    request
}

#[test]
fn every_spelling_of_the_public_host_passes() {
    for host in ["api.example.com", "API.Example.COM", "api.example.com:443", "api.example.com:"] {
        send(layer(), seen(URL, "/v1?x=1", Some(host))).passed();
    }
    send(layer(), seen(URL, "/v1?x=1", None)).passed();
}

#[test]
fn another_host_is_rejected() {
    for host in [
        "api.example.com:8443",
        "api.example.com:80",
        "example.com",
        "api.example.com.stranger.example",
        "stranger.example",
        "user@api.example.com",
        "api.example.com/v1",
        "",
    ] {
        // The signature is right for the public host, which is not what the request names.
        send(layer(), seen(URL, "/v1?x=1", Some(host))).refused(Reason::Request);
    }
}

#[test]
fn http_2_names_the_host_in_the_uri() {
    let of_version_2 = |uri: &str, host| {
        let mut request = seen(URL, uri, host);
        *request.version_mut() = Version::HTTP_2;
        request
    };
    // The scheme is that of the last hop, behind a proxy often `http`.
    for uri in [
        "https://api.example.com/v1?x=1",
        "http://api.example.com/v1?x=1",
        "https://API.example.com:443/v1?x=1",
    ] {
        send(layer(), of_version_2(uri, None)).passed();
        send(layer(), of_version_2(uri, Some("api.example.com"))).passed();
        let detail = send(layer(), of_version_2(uri, Some("stranger.example")));
        detail.refused(Reason::Request);
    }
    for uri in ["https://stranger.example/v1?x=1", "https://api.example.com:8443/v1?x=1"] {
        for host in [None, Some("api.example.com")] {
            send(layer(), of_version_2(uri, host)).refused(Reason::Request);
        }
    }
}

#[test]
fn the_request_says_which_of_several_hosts_it_is_for() {
    let layer = || layer().with_host("Other.example:8443").unwrap();
    let other = "https://other.example:8443/v1?x=1";
    send(layer(), seen(URL, "/v1?x=1", Some("api.example.com"))).passed();
    send(layer(), seen(other, "/v1?x=1", Some("other.example:8443"))).passed();
    send(layer(), seen(other, other, None)).passed();
    // Signed for one of them, sent to the other.
    for (signed_url, host) in
        [(URL, Some("other.example:8443")), (other, Some("api.example.com")), (other, None)]
    {
        send(layer(), seen(signed_url, "/v1?x=1", host)).refused(Reason::BadSignature);
    }
    let detail = send(layer(), seen(URL, URL, Some("other.example:8443")));
    let detail = detail.refused(Reason::Request);
    assert_eq!(detail, "the Host header is not the host of the URI");
}

#[test]
fn behind_a_proxy_the_host_can_be_ignored() {
    let layer = || layer().ignore_host();
    for host in [None, Some("backend:8080"), Some("stranger.example"), Some("no host")] {
        send(layer(), seen(URL, "/v1?x=1", host)).passed();
        send(layer(), seen(URL, "http://backend:8080/v1?x=1", host)).passed();
        let for_another = seen("https://backend:8080/v1?x=1", "/v1?x=1", host);
        send(layer(), for_another).refused(Reason::BadSignature);
    }
}

#[test]
fn the_hook_finds_what_a_proxy_changed() {
    let layer = || {
        layer().with_target(|parts| {
            let original = parts.headers.get("x-original-uri")?;
            Uri::try_from(original.as_bytes()).ok()
        })
    };
    let with_original = |original: &'static str| {
        let mut request = seen(URL, "/rewritten", None);
        let value = HeaderValue::from_static(original);
        request.headers_mut().insert("x-original-uri", value);
        request
    };
    send(layer(), with_original("/v1?x=1")).passed();
    send(layer(), with_original("https://api.example.com/v1?x=1")).passed();
    send(layer(), with_original("/v1?x=2")).refused(Reason::BadSignature);
    send(layer(), with_original("https://stranger.example/v1?x=1")).refused(Reason::Request);
    send(layer(), with_original("no uri")).refused(Reason::Request);
    // Without it nothing is known, although the URI itself would do.
    let detail = send(layer(), signed("GET", URL, "")).refused(Reason::Request);
    assert_eq!(detail, "the layer's `target` found no URI");
}

#[test]
fn what_is_no_origin_is_not_taken() {
    let verifier = std::sync::Arc::new(Mock(&WHOLE));
    for origin in [
        "",
        "api.example.com",
        "/v1",
        "ftp://api.example.com",
        "https://",
        "https://api.example.com/v1",
        "https://api.example.com?x=1",
        "https://user@api.example.com",
    ] {
        let error = VerifyLayer::new(verifier.clone(), origin).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidUrl, "{origin}");
    }
    for origin in ["https://api.example.com/", "wss://api.example.com", "http://[::1]:8080"] {
        VerifyLayer::new(verifier.clone(), origin).expect(origin);
    }
    for host in ["", "https://h", "h/", "u@h", "h:port"] {
        let error = layer().with_host(host).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidUrl, "{host}");
    }
}
