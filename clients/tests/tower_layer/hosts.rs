//! Which hosts are signed for, and by which signer.

use std::sync::Arc;

use polysign::ErrorKind;
use polysign::tower::{SignBy, SignLayer};

use crate::tower_layer::{authorization, baidu, get, huawei, layer, passed, refused, still};

#[test]
fn the_host_decides_who_signs() {
    for (url, expected) in [
        ("https://huawei.example/", "SDK-HMAC-SHA256 Access=huawei-id, "),
        ("https://HUAWEI.example:443/v1", "SDK-HMAC-SHA256 Access=huawei-id, "),
        ("https://huawei.example/v1?x=1", "SDK-HMAC-SHA256 Access=huawei-id, "),
        ("https://baidu.example:8443/v1", "bce-auth-v1/baidu-id/"),
    ] {
        let sent = passed(&layer(), get(url));
        assert!(authorization(&sent).starts_with(expected), "{url}");
        assert!(sent.headers()["authorization"].is_sensitive(), "{url}");
    }
}

#[test]
fn a_default_port_may_be_written() {
    for (host, url) in [
        ("h.example:80", "http://h.example/"),
        ("h.example:80", "http://h.example:80/"),
        ("h.example:443", "https://h.example/"),
        ("h.example", "https://h.example:443/"),
    ] {
        let layer = SignLayer::new().with_host(host, still(huawei())).unwrap();
        passed(&layer.allow_clear_text(), get(url));
    }
}

#[test]
fn a_port_that_is_written_is_no_other() {
    for (host, url) in [
        ("h.example:443", "http://h.example/"),
        ("h.example:80", "https://h.example/"),
        ("h.example:443", "https://h.example:80/"),
    ] {
        let layer = SignLayer::new().with_host(host, still(huawei())).unwrap();
        let error = refused(&layer, get(url));
        assert_eq!(error.kind(), ErrorKind::UnknownHost, "{host} {url}");
    }
}

#[test]
fn the_last_entry_of_a_host_counts() {
    let layer = layer().with_host("huawei.example", still(baidu())).unwrap();
    let sent = passed(&layer, get("https://huawei.example/"));
    assert!(authorization(&sent).starts_with("bce-auth-v1/baidu-id/"));
}

#[test]
fn a_request_to_a_shared_host_brings_its_signer() {
    let layer = SignLayer::new().with_shared_host("shared.example").unwrap();
    let mut request = get("https://shared.example/");
    request.extensions_mut().insert(SignBy(still(baidu())));
    let sent = passed(&layer, request);
    assert!(authorization(&sent).starts_with("bce-auth-v1/baidu-id/"));
}

/// Layers that follow redirects make a new request without the extensions of the first.
#[test]
fn a_request_that_lost_its_signer_is_not_signed_by_another() {
    let layer = SignLayer::new().with_shared_host("shared.example").unwrap();
    let error = refused(&layer, get("https://shared.example/"));
    assert_eq!((error.kind(), error.field()), (ErrorKind::MissingCredential, "SignBy"));
}

#[test]
fn a_host_with_a_signer_takes_no_other() {
    let mut request = get("https://huawei.example/");
    request.extensions_mut().insert(SignBy(still(baidu())));
    let error = refused(&layer(), request);
    assert_eq!((error.kind(), error.field()), (ErrorKind::InvalidOption, "SignBy"));
}

#[test]
fn clear_text_has_to_be_allowed() {
    let error = refused(&layer(), get("http://huawei.example/"));
    assert_eq!(error.kind(), ErrorKind::ClearText);
    passed(&layer().allow_clear_text(), get("http://huawei.example/"));
    let layer = SignLayer::new().with_host("127.0.0.1:8080", still(huawei()));
    passed(&layer.unwrap(), get("http://127.0.0.1:8080/"));
}

#[test]
fn strangers_get_nothing() {
    for url in [
        "https://stranger.example/",
        "https://huawei.example.stranger.example/",
        "https://sub.huawei.example/",
        "https://huawei.example:8443/",
        "https://huawei.example:80/",
        "https://baidu.example/",
        "ftp://huawei.example/",
        "/no/host",
    ] {
        assert_eq!(refused(&layer(), get(url)).kind(), ErrorKind::UnknownHost, "{url}");
        let mut request = get(url);
        request.extensions_mut().insert(SignBy(still(huawei())));
        assert_eq!(refused(&layer(), request).kind(), ErrorKind::UnknownHost, "{url}");
    }
    assert_eq!(refused(&SignLayer::new(), get("https://h/")).kind(), ErrorKind::UnknownHost);
}

#[test]
fn a_host_header_does_not_make_a_host_known() {
    let mut request = get("https://stranger.example/");
    request.headers_mut().insert("host", "huawei.example".parse().unwrap());
    assert_eq!(refused(&layer(), request).kind(), ErrorKind::UnknownHost);

    let mut request = get("https://huawei.example/");
    request.headers_mut().insert("host", "stranger.example".parse().unwrap());
    assert_eq!(refused(&layer(), request).kind(), ErrorKind::ConflictingHeader);
}

#[test]
fn what_is_no_host_is_not_taken() {
    for host in ["", "https://h", "h/", "u@h", "h:port", "h example"] {
        let error = SignLayer::new().with_host(host, still(huawei())).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidUrl, "{host}");
    }
}

/// Whoever reads the log sees where the request would have gone, and no password.
#[test]
fn a_stranger_is_named() {
    for (url, expected) in [
        ("https://stranger.example/a?b=c", "https://stranger.example "),
        ("http://huawei.example:8443/", "http://huawei.example:8443 "),
        ("ftp://huawei.example/", "ftp://huawei.example "),
        ("ftp://user:hunter2@[::1]:99/", "ftp://[::1]:99 "),
    ] {
        let error = refused(&layer(), get(url));
        assert_eq!(error.field(), "host", "{url}");
        let shown = error.to_string();
        assert!(shown.starts_with(&format!("host: {expected}")), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}

#[test]
fn a_domain_is_signed_for_with_its_subdomains() {
    let layer = SignLayer::new()
        .with_host(".store.example", Arc::new(baidu()))
        .and_then(|layer| layer.with_host(".bj.store.example", Arc::new(huawei())))
        .and_then(|layer| layer.with_host("own.bj.store.example", Arc::new(baidu())))
        .expect("hosts");
    for (url, expected) in [
        ("https://store.example/", "bce-auth-v1/"),
        ("https://bucket.store.example/a", "bce-auth-v1/"),
        ("https://a.b.STORE.example/", "bce-auth-v1/"),
        ("https://bucket.bj.store.example/", "SDK-HMAC-SHA256 "),
        ("https://own.bj.store.example/", "bce-auth-v1/"),
    ] {
        let sent = passed(&layer, get(url));
        assert!(authorization(&sent).starts_with(expected), "{url}");
    }
    for url in [
        "https://badstore.example/",
        "https://store.example.evil.example/",
        "https://.store.example/",
        "https://bucket.store.example:8443/",
        "https://example/",
    ] {
        let error = refused(&layer, get(url));
        let expected = [ErrorKind::UnknownHost, ErrorKind::InvalidUrl];
        assert!(expected.contains(&error.kind()), "{url}: {error}");
    }
    // The host itself before its domain, in any order of entries; labels count, not ports.
    let layer = SignLayer::new()
        .with_host("store.example", Arc::new(huawei()))
        .and_then(|layer| layer.with_host(".store.example:443", Arc::new(baidu())))
        .and_then(|layer| layer.with_host(".a.store.example", Arc::new(huawei())))
        .expect("hosts");
    for (url, expected) in [
        ("https://store.example/", "SDK-HMAC-SHA256 "),
        ("https://b.store.example/", "bce-auth-v1/"),
        ("https://b.a.store.example/", "SDK-HMAC-SHA256 "),
    ] {
        let sent = passed(&layer, get(url));
        assert!(authorization(&sent).starts_with(expected), "{url}");
    }
    let exact = SignLayer::new().with_host("store.example", Arc::new(baidu()));
    let exact = exact.expect("a host");
    let error = refused(&exact, get("https://bucket.store.example/"));
    assert_eq!(error.kind(), ErrorKind::UnknownHost);
    for domain in [".", "..a", ".com", ".a b", ".https://a"] {
        let error = SignLayer::new().with_host(domain, Arc::new(baidu()));
        let error = error.expect_err(domain);
        assert_eq!(error.kind(), ErrorKind::InvalidUrl, "{domain}");
    }
}
