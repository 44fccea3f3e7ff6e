//! URLs that a client parses again before it sends them.

mod kept;

use polysign::http::Signing;
use polysign::{Error, ErrorKind, Request};
use proptest::prelude::*;

use crate::common::arbitrary::{canonical, is_rewritten, signature, wire_path, wire_query};
use crate::common::every_signer::{context, every_signer};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_canonical_form_is_the_same(path in wire_path(), query in wire_query()) {
        let uri = format!("https://Ex.com:443{path}?{query}");
        // Not every legal URL is an `http::Uri`.
        let Ok(uri) = uri.parse::<http::Uri>() else {
            return Ok(());
        };
        for (case, signer) in every_signer() {
            let is_covered = signer.scheme().covers().query();
            if !is_covered || is_rewritten(&*signer, &uri.to_string()) {
                continue;
            }
            let mut request = http::Request::get(uri.clone()).body("").expect("a request");
            let signing = Signing::new(signer.as_ref()).with_context(context());
            match signing.request(&mut request) {
                Err(error) if refuses_as_it_stands(&error, &uri.to_string()) => continue,
                result => result.expect(case),
            }
            let sent = request.uri().to_string();
            let parsed = whatwg_url::Url::parse(&sent).expect(case);
            let (a, b) = (
                Request::new("GET", &sent).expect(case),
                Request::new("GET", parsed.as_str()).expect(case),
            );
            prop_assert_eq!(
                canonical(signer.as_ref(), &a),
                canonical(signer.as_ref(), &b),
                "{} {} {}", case, sent, parsed
            );
            prop_assert_eq!(signature(signer.as_ref(), &a), signature(signer.as_ref(), &b));
        }
    }

    /// The host that is signed is the host that such a client puts into the `Host` header.
    #[test]
    fn the_host_is_the_same(
        host in prop_oneof![
            "[a-zA-Z0-9_~-]{1,5}(\\.[a-zA-Z0-9_~-]{1,5}){0,2}\\.?",
            // Numbers in the forms in which such a client takes them for an address.
            "([0-9]{1,2}\\.){0,3}(0[xX])?[0-9a-fg]{0,2}\\.?",
            any::<[u8; 4]>().prop_map(|bytes| std::net::Ipv4Addr::from(bytes).to_string()),
            any::<u128>().prop_map(|bits| format!("[{}]", std::net::Ipv6Addr::from(bits))),
            // Few bits, so that there are long runs of zeros, and the mapped IPv4 addresses.
            (0..1u128 << 49).prop_map(|bits| format!("[{}]", std::net::Ipv6Addr::from(bits))),
            "\\[[0-9A-F]{0,3}:[0:f]{0,12}:[0-9a-f.]{0,7}\\]",
        ],
        port in prop::option::of(0..=u16::MAX),
    ) {
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        let url = format!("https://{host}{port}/");
        let Ok(request) = Request::new("GET", &url) else {
            return Ok(());
        };
        // A name that such a client cannot read is not sent by it.
        let Ok(parsed) = whatwg_url::Url::parse(&url) else {
            return Ok(());
        };
        let theirs = match parsed.port() {
            Some(port) => format!("{}:{port}", parsed.host_str().unwrap_or_default()),
            None => parsed.host_str().unwrap_or_default().to_owned(),
        };
        prop_assert_eq!(request.host().expect("a host").to_string(), theirs);
    }

    #[test]
    fn applying_hands_out_what_such_a_client_keeps(path in wire_path(), query in "([a-z]=[a-z]&?){0,3}") {
        let url = format!("https://h{path}?{query}");
        for (case, signer) in every_signer() {
            if is_rewritten(&*signer, &url) {
                continue;
            }
            let request = Request::new("GET", &url).expect(&url);
            let signed = match signer.sign_with(&request, &context()) {
                Err(error) if refuses_as_it_stands(&error, &url) => continue,
                result => result.expect(case),
            };
            let sent = signed.url(&request).expect(case);
            let parsed = whatwg_url::Url::parse(sent.expose()).expect(case);
            // The query is plain here, and what is added is encoded strictly.
            let (_, query) = sent.expose().split_once('?').expect(case);
            prop_assert_eq!(parsed.query(), Some(query), "{}", case);
        }
    }
}

/// A scheme that signs the URL as it stands refuses what clients percent-encode in different ways.
fn refuses_as_it_stands(error: &Error, url: &str) -> bool {
    error.kind() == ErrorKind::InvalidUrl
        && url.contains(['"', '\'', '<', '>', '^', '`', '{', '|', '}'])
}

/// Mapped IPv4 addresses have two spellings; such a client writes the one without dots.
#[test]
fn an_ipv4_address_in_an_ipv6_address_is_what_a_client_sends() {
    for host in
        ["[::ffff:1.2.3.4]", "[::ffff:102:304]", "[::1.2.3.4]", "[::102:304]", "[::ffff:7f00:1]"]
    {
        let url = format!("https://{host}/");
        let sent = whatwg_url::Url::parse(&url).expect(host);
        if let Ok(request) = Request::new("GET", &url) {
            let ours = request.host().expect(host).to_string();
            assert_eq!(Some(ours.as_str()), sent.host_str(), "{host}");
        }
    }
}
