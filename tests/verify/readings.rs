//! Two readings of a host, and of one request: what is accepted, and that nothing third is.

use polysign::verify::{Policy, Reason, Verified};

use super::requests::{TIME, context};
use super::wire::{Wire, is_rejected};
use crate::common::verifiers::{lenient, settings, signer, verifier};

const SCHEMES: [(&str, &[(&str, &str)]); 2] = [
    ("huawei/sdk-hmac-sha256", &[("access_key", "AK"), ("secret_key", "SK")]),
    ("baidu/bce-auth-v1", &[("access_key_id", "AK"), ("secret_access_key", "SK")]),
];

fn signed(scheme: usize, url: &str, headers: &[(&str, &str)]) -> Wire {
    let (scheme, key) = SCHEMES[scheme];
    Wire::new("GET", url, headers, b"").signed(&*signer(scheme, &settings(key)), &context())
}

fn verify(scheme: usize, wire: &Wire, policy: Policy) -> Result<Verified, Reason> {
    let (scheme, key) = SCHEMES[scheme];
    let result = wire.verify(&*verifier(scheme, &settings(key), policy), TIME);
    result.map_err(|rejection| rejection.reason())
}

/// Signs over the text of the host, as the vendors' SDKs do.
fn signed_as_written(scheme: usize, host: &str) -> Wire {
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::{Digest, Sha256};

    let hmac = |key: &[u8], text: &str| {
        let mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
        hex::encode(mac.chain_update(text).finalize().into_bytes())
    };
    let wire = Wire::new("GET", "https://internal/a", &[("Host", host)], b"");
    if scheme == 0 {
        let (date, empty) = ("20191115T033655Z", hex::encode(Sha256::digest(b"")));
        let canonical =
            format!("GET\n/a/\n\nhost:{host}\nx-sdk-date:{date}\n\nhost;x-sdk-date\n{empty}");
        let hash = hex::encode(Sha256::digest(canonical));
        let signature = hmac(b"SK", &format!("SDK-HMAC-SHA256\n{date}\n{hash}"));
        let field = format!(
            "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature={signature}"
        );
        return wire.add("x-sdk-date", date).add("authorization", &field);
    }
    let prefix = "bce-auth-v1/AK/2019-11-15T03:36:55Z/1800";
    let canonical = format!("GET\n/a\n\nhost:{}", host.replace(':', "%3A"));
    let signature = hmac(hmac(b"SK", prefix).as_bytes(), &canonical);
    wire.add("authorization", &format!("{prefix}/host/{signature}"))
}

#[test]
fn a_host_is_read_as_it_arrived_and_in_canonical_form() {
    const HOSTS: [&str; 5] =
        ["example.com", "Example.com", "example.com:443", "EXAMPLE.com:443", "example.com:0443"];
    for scheme in [0, 1] {
        for signed_host in HOSTS {
            let wire = signed_as_written(scheme, signed_host);
            for arrived in HOSTS {
                let wire = wire.clone().set("host", Some(arrived));
                let is_read = signed_host == arrived || signed_host == HOSTS[0];
                let expected = if is_read { Ok(()) } else { Err(Reason::BadSignature) };
                let found = verify(scheme, &wire, Policy::new()).map(drop);
                assert_eq!(found, expected, "{scheme}: {signed_host} as {arrived}");
            }
            for other in ["example.com:80", "example.org", "example.com.", "xample.com"] {
                let wire = wire.clone().set("host", Some(other));
                let found = verify(scheme, &wire, Policy::new()).map(drop);
                assert_eq!(found, Err(Reason::BadSignature), "{scheme}: {signed_host} as {other}");
            }
        }
    }
}

#[test]
fn what_a_signature_does_not_distinguish_is_rejected() {
    for scheme in [0, 1] {
        let url = "https://example.com/a/b?k=1&k=2&l=0";
        let headers = [("x-bce-tag", "1"), ("X-Bce-Tag", "2")];
        let wire = signed(scheme, url, &headers);
        assert_eq!(verify(scheme, &wire, Policy::new()).map(drop), Ok(()));
        let mut swapped = wire.clone();
        swapped.headers.swap(0, 1);
        let escaped = wire.clone().retarget("/a/b", "/a%2fb");
        let reordered = wire.clone().retarget("k=1&k=2&l=0", "l=0&k=2&%6b=1");
        for (ambiguous, allowing) in [
            (&swapped, Policy::new().allow_any_order()),
            (&reordered, Policy::new().allow_any_order()),
            (&escaped, Policy::new().allow_escaped_slashes()),
        ] {
            let strict = verify(scheme, ambiguous, Policy::new()).map(drop);
            assert_eq!(strict, Err(Reason::Ambiguous), "{scheme}");
            assert_eq!(verify(scheme, ambiguous, allowing).map(drop), Ok(()), "{scheme}");
        }
        // Names are in any order.
        let other_names = wire.clone().retarget("k=1&k=2&l=0", "l=0&k=1&k=2");
        assert_eq!(verify(scheme, &other_names, Policy::new()).map(drop), Ok(()));
        // A changed value is no other order.
        let changed = reordered.retarget("k=2", "k=3");
        assert_eq!(verify(scheme, &changed, lenient()).map(drop), Err(Reason::BadSignature));
    }
}

#[test]
fn a_slash_at_the_end_is_what_huawei_signs_and_not_what_arrives() {
    for (scheme, expected) in [(0, Err(Reason::Ambiguous)), (1, Ok(()))] {
        let wire = signed(scheme, "https://example.com/a/", &[]);
        assert_eq!(verify(scheme, &wire, Policy::new()).map(drop), expected);
        let lenient = Policy::new().allow_trailing_slash();
        assert_eq!(verify(scheme, &wire, lenient.clone()).map(drop), Ok(()));
        let root = signed(scheme, "https://example.com/", &[]);
        assert_eq!(verify(scheme, &root, Policy::new()).map(drop), Ok(()));
        let escaped = signed(scheme, "https://example.com/a%2F", &[]);
        let slashes = Policy::new().allow_escaped_slashes();
        assert_eq!(verify(scheme, &escaped, slashes).map(drop), expected);
    }
}

#[test]
fn headers_that_override_the_method_have_to_be_covered() {
    for name in ["X-HTTP-Method-Override", "x-http-method", "X-Method-Override", "X-Original-URL"] {
        for scheme in [0, 1] {
            let wire = signed(scheme, "https://example.com/a", &[]).add(name, "DELETE");
            let strict = verify(scheme, &wire, Policy::new()).map(drop);
            assert_eq!(strict, Err(Reason::HeaderNotCovered), "{scheme} {name}");
            let lenient = Policy::new().allow_uncovered_overrides();
            assert_eq!(verify(scheme, &wire, lenient).map(drop), Ok(()), "{scheme} {name}");
        }
        let covered = signed(0, "https://example.com/a", &[(name, "DELETE")]);
        assert!(verify(0, &covered, Policy::new()).expect("is covered").covers_header(name));
    }
}

#[test]
fn a_target_can_be_asked_for_in_one_spelling() {
    for (target, is_exact) in [
        ("/a-b_c.d~e/%E4%B8%AD%3A?k=%20%2B&l=", true),
        ("/", true),
        ("/?a=b", true),
        ("/a:b", false),
        ("/%61", false),
        ("/%e4", false),
        ("/?k", false),
        ("/?k=+", false),
        ("/?k=1&&l=2", false),
        ("/?", false),
        ("/?%6b=1", false),
    ] {
        for scheme in [0, 1] {
            let mut wire = signed(scheme, &format!("https://example.com{target}"), &[]);
            wire.target = target.into();
            assert_eq!(verify(scheme, &wire, Policy::new()).map(drop), Ok(()), "{target}");
            let expected = if is_exact { Ok(()) } else { Err(Reason::Ambiguous) };
            let exact = Policy::new().require_exact_target();
            assert_eq!(verify(scheme, &wire, exact).map(drop), expected, "{scheme} {target}");
        }
    }
}

#[test]
fn a_head_is_checked_without_a_body() {
    for (scheme, name) in [(0, "x-sdk-date"), (1, "x-bce-date")] {
        let wire = signed(scheme, "https://example.com/a?k=1", &[]);
        let (scheme, key) = SCHEMES[scheme];
        let verifier = verifier(scheme, &settings(key), Policy::new());
        let check = |wire: &Wire, now: i64| {
            let checked =
                wire.with_payload(None, |request| verifier.check_head(&request, now.into()));
            checked.expect("a request").map_err(|rejection| rejection.reason())
        };
        assert_eq!(check(&wire, TIME), Ok(()));
        let unsigned = wire.clone().set("authorization", None);
        assert_eq!(check(&unsigned, TIME), Err(Reason::NotSigned));
        assert!(check(&wire.clone().set(name, None), TIME).is_err());
        assert_eq!(check(&wire, TIME - 10_000), Err(Reason::Clock));
        assert_eq!(check(&wire.clone().retarget("/a", "/a%2F"), TIME), Err(Reason::Ambiguous));
        // The key and the signature come last.
        assert_eq!(check(&wire.clone().replace("authorization", "AK", "KA"), TIME), Ok(()));
        assert_eq!(check(&wire.clone().retarget("k=1", "k=2"), TIME), Ok(()));
        is_rejected(unsigned.verify(&*verifier, TIME), Reason::NotSigned, "");
    }
}
