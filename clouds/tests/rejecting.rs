//! What each verifier rejects, and for which reason: what arrived was changed on the way, is too old, came
//! before, or was signed with less than the verifier demands.

use std::collections::BTreeMap;
use std::sync::Arc;

use polysign::registry::Registry;
use polysign::verify::{MemoryReplayCache, Policy, Reason, ReplayCache, Verifier};
use polysign::{Context, Payload, Request};

mod arrived;
mod common;

use arrived::Arrived;

static REGISTRY: Registry = Registry::new(&[polysign_clouds::ENTRIES]);

const NOW: i64 = 1_764_320_400;
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "token+of/the=key";
/// A form, which is the only body that all of these schemes can cover.
const BODY: &str = "a=1";

type Pairs = &'static [(&'static str, &'static str)];

const IAM: Pairs = &[("region", "r"), ("service", "iam")];
const S3: Pairs = &[("region", "r"), ("service", "s3")];
const AWS: &str = "aws/sigv4";
const VOLCENGINE: &str = "volcengine/hmac-sha256";
const ACS3: &str = "aliyun/acs3-hmac-sha256";
const RPC: &str = "aliyun/rpc-hmac-sha1";
const PRESIGNED: Pairs = &[("placement", "query"), ("expires_in", "600")];

/// A scheme, the place that it signs for, and further options of its signer.
type Row = (&'static str, Pairs, Pairs);

const IN_HEADER: [Row; 4] =
    [(AWS, IAM, &[]), (AWS, S3, &[]), (VOLCENGINE, IAM, &[]), (ACS3, &[], &[])];
const IN_QUERY: [Row; 3] =
    [(AWS, IAM, PRESIGNED), (AWS, S3, PRESIGNED), (VOLCENGINE, IAM, PRESIGNED)];
const ALONE: Row = (RPC, &[], &[]);

fn rows() -> impl Iterator<Item = Row> {
    IN_HEADER.into_iter().chain(IN_QUERY).chain([ALONE])
}

/// The settings of a credential: its secret, and the token of a temporary one.
fn credential(scheme: &str, token: Option<&str>) -> BTreeMap<&'static str, String> {
    let [secret, name] = match scheme {
        AWS | VOLCENGINE => ["secret_access_key", "session_token"],
        _ => ["access_key_secret", "security_token"],
    };
    let mut settings =
        BTreeMap::from([("access_key_id", "id".to_owned()), (secret, SECRET.to_owned())]);
    settings.extend(token.map(|token| (name, token.to_owned())));
    settings
}

/// How a request is signed, where it is not by default.
#[derive(Clone, Copy)]
struct Signing {
    token: Option<&'static str>,
    options: Pairs,
    headers: Pairs,
    payload: Payload<'static>,
    nonce: &'static str,
    target: &'static str,
}

const SIGNING: Signing = Signing {
    token: Some(TOKEN),
    options: &[],
    headers: &[("content-type", "application/x-www-form-urlencoded"), ("x-acs-action", "List")],
    payload: Payload::Bytes(BODY.as_bytes()),
    nonce: "a-nonce",
    target: "/?Action=List&Version=2018-01-01",
};

fn sign((scheme, place, options): Row, signing: Signing) -> Arrived {
    let mut settings = credential(scheme, signing.token);
    for (key, value) in place.iter().chain(options).chain(signing.options) {
        settings.insert(key, (*value).to_owned());
    }
    let signer = REGISTRY.signer_from_pairs(scheme, &settings).expect(scheme);
    let headers: Vec<_> =
        signing.headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let url = format!("https://h.example.com{}", signing.target);
    let request = Request::new("POST", &url).expect("a URL").with_headers(&headers);
    let request = request.with_payload(signing.payload);
    let context = Context::at(NOW).with_nonce(signing.nonce);
    let signed = signer.sign_with(&request, &context).expect(scheme);
    Arrived::of(&signed, &request, &headers, BODY.as_bytes())
}

/// The verifier of what a row signs, with that token for the key.
fn verifier((scheme, place, _): Row, token: Option<&str>, policy: Policy) -> Box<dyn Verifier> {
    let mut settings = credential(scheme, token);
    settings.extend(place.iter().map(|(key, value)| (*key, (*value).to_owned())));
    let setting = |key: &str| settings.get(key).cloned();
    common::verifier(scheme, &setting, policy)
}

fn standard(row: Row) -> Box<dyn Verifier> {
    verifier(row, Some(TOKEN), Policy::new())
}

/// Asserts the reason for which a verifier rejects a request, `None` if it does not.
#[track_caller]
fn assert_reason(arrived: &Arrived, verifier: &dyn Verifier, now: i64, expected: Option<Reason>) {
    let found = arrived.verify(verifier, now).err();
    let reason = found.as_ref().map(|(reason, _)| *reason);
    assert_eq!(reason, expected, "{} {}: {found:?}", verifier.scheme().name(), arrived.target);
}

/// The request with a header more.
fn with_header(arrived: &Arrived, name: &str, value: &str) -> Arrived {
    let mut changed = arrived.clone();
    changed.headers.push((name.to_owned(), value.to_owned()));
    changed
}

/// The request with another text in the target.
fn with_target(arrived: &Arrived, from: &str, to: &str) -> Arrived {
    let target = arrived.target.replace(from, to);
    assert_ne!(target, arrived.target, "{from} is not there");
    Arrived { target, ..arrived.clone() }
}

#[test]
fn a_body_that_was_changed_is_rejected_where_it_is_covered() {
    let reason = |row: Row| match row {
        (AWS, S3, PRESIGNED) | (VOLCENGINE, _, PRESIGNED) => None,
        // The digest of the body is in a header.
        (AWS, S3, _) | (VOLCENGINE | ACS3, _, _) => Some(Reason::BodyMismatch),
        _ => Some(Reason::BadSignature),
    };
    for row in rows() {
        let arrived = sign(row, SIGNING);
        let verified = arrived.verify(&*standard(row), NOW).expect(row.0);
        assert_eq!(verified.covers_body(), reason(row).is_some(), "{row:?}");
        let changed = Arrived { body: b"a=2".to_vec(), ..arrived };
        assert_reason(&changed, &*standard(row), NOW, reason(row));
    }
}

#[test]
fn a_body_that_says_it_is_not_covered_is_for_the_policy() {
    let row = (AWS, IAM, &[][..]);
    let arrived = sign(row, Signing { payload: Payload::Unsigned, ..SIGNING });
    assert_reason(&arrived, &*standard(row), NOW, Some(Reason::UnsignedBody));
    let lenient = verifier(row, Some(TOKEN), Policy::new().allow_unsigned_body());
    assert!(!arrived.verify(&*lenient, NOW).expect("allowed").covers_body());
}

#[test]
fn the_token_is_that_of_the_key() {
    for row in rows() {
        let arrived = sign(row, SIGNING);
        for other in [None, Some("another-token")] {
            let verifier = verifier(row, other, Policy::new());
            assert_reason(&arrived, &*verifier, NOW, Some(Reason::WrongToken));
        }
        let without = sign(row, Signing { token: None, ..SIGNING });
        assert_reason(&without, &*standard(row), NOW, Some(Reason::WrongToken));
    }
}

#[test]
fn the_time_is_near_and_a_lifetime_is_not_over() {
    for row in rows() {
        let (arrived, verifier) = (sign(row, SIGNING), standard(row));
        let (last, reason) = match (verifier.scheme().clock_window(), row.2) {
            (_, PRESIGNED) => (600, Reason::Expired),
            (window, _) => (i64::from(window.expect("a window")), Reason::Clock),
        };
        assert_reason(&arrived, &*verifier, NOW + last, None);
        assert_reason(&arrived, &*verifier, NOW + last + 1, Some(reason));
        assert_reason(&arrived, &*verifier, NOW - 901, Some(Reason::Clock));
    }
}

#[test]
fn a_lifetime_is_a_plain_number_up_to_the_vendors_longest() {
    for row in IN_QUERY {
        let arrived = sign(row, SIGNING);
        // Volcengine has no longest of its own, so the policy's holds.
        let too_long = if row.0 == AWS { Reason::Malformed } else { Reason::ExpiryTooLong };
        for (lifetime, reason) in [
            ("0", Reason::Malformed),
            ("%2B600", Reason::Malformed),
            ("600.0", Reason::Malformed),
            ("", Reason::Malformed),
            ("604801", too_long),
        ] {
            let changed = with_target(&arrived, "Expires=600", &format!("Expires={lifetime}"));
            assert_reason(&changed, &*standard(row), NOW, Some(reason));
        }
    }
}

#[test]
fn a_signature_is_accepted_once() {
    for row in rows() {
        let cache = Arc::new(MemoryReplayCache::new(1 << 16));
        let policy = Policy::new().with_replay_cache(cache as Arc<dyn ReplayCache>);
        let verifier = verifier(row, Some(TOKEN), policy);
        let arrived = sign(row, SIGNING);
        assert_reason(&arrived, &*verifier, NOW, None);
        assert_reason(&arrived, &*verifier, NOW, Some(Reason::Replayed));
        // Where there is a nonce, it is what counts; elsewhere the signature is.
        let has_nonce = matches!(row.0, ACS3 | RPC);
        let other_nonce = sign(row, Signing { nonce: "another", ..SIGNING });
        let expected = (!has_nonce).then_some(Reason::Replayed);
        assert_reason(&other_nonce, &*verifier, NOW, expected);
        let payload = Payload::Bytes(b"a=2");
        let mut other_body = sign(row, Signing { payload, ..SIGNING });
        other_body.body = b"a=2".to_vec();
        let covers_body = row.2 != PRESIGNED || (row.0, row.1) == (AWS, IAM);
        let expected = (has_nonce || !covers_body).then_some(Reason::Replayed);
        assert_reason(&other_body, &*verifier, NOW, expected);
    }
}

#[test]
fn a_signature_is_for_one_region_and_service() {
    for row in IN_HEADER.into_iter().chain(IN_QUERY).filter(|(scheme, ..)| *scheme != ACS3) {
        let arrived = sign(row, SIGNING);
        for (region, service) in [("r", "sts"), ("q", row.1[1].1)] {
            let place = Box::leak(Box::new([("region", region), ("service", service)]));
            let verifier = standard((row.0, place, row.2));
            assert_reason(&arrived, &*verifier, NOW, Some(Reason::Malformed));
        }
    }
}

#[test]
fn what_has_to_be_covered_is() {
    // The host, unless the policy says otherwise: then the signature is looked at.
    for row in IN_HEADER {
        let arrived = sign(row, SIGNING);
        let mut changed = arrived.clone();
        for (name, value) in &mut changed.headers {
            if name == "authorization" {
                *value = value.replace("host;", "");
            }
        }
        assert_ne!(changed.headers, arrived.headers);
        let lenient = verifier(row, Some(TOKEN), Policy::new().allow_uncovered_host());
        assert_reason(&changed, &*standard(row), NOW, Some(Reason::HeaderNotCovered));
        assert_reason(&changed, &*lenient, NOW, Some(Reason::BadSignature));
    }
    // What the vendor demands, which somebody adds on the way.
    for (row, name) in [
        ((AWS, S3, &[][..]), "X-Amz-Acl"),
        ((AWS, S3, PRESIGNED), "x-amz-acl"),
        ((AWS, IAM, &[]), "X-Amz-Security-Token"),
        ((VOLCENGINE, IAM, &[]), "x-security-token"),
        ((ACS3, &[], &[]), "X-Acs-Version"),
        ((ACS3, &[], &[]), "Content-Type"),
    ] {
        let arrived = sign(row, Signing { token: None, headers: &[], ..SIGNING });
        let verifier = verifier(row, None, Policy::new());
        assert_reason(&arrived, &*verifier, NOW, None);
        let changed = with_header(&arrived, name, "x");
        assert_reason(&changed, &*verifier, NOW, Some(Reason::HeaderNotCovered));
    }
}

#[test]
fn a_header_that_is_listed_is_there() {
    for row in IN_HEADER {
        let mut arrived = sign(row, SIGNING);
        arrived.headers.retain(|(name, _)| name != "content-type");
        assert_reason(&arrived, &*standard(row), NOW, Some(Reason::HeaderMissing));
    }
}

#[test]
fn a_signature_stands_in_one_place_and_names_its_algorithm() {
    for (row, header) in IN_QUERY.into_iter().zip(IN_HEADER[..3].iter()) {
        let arrived = sign(row, SIGNING);
        let twice = sign(*header, SIGNING);
        let mut field = twice.headers.iter().filter(|(name, _)| name == "authorization");
        let (name, value) = field.next().expect("a signature");
        let changed = with_header(&arrived, name, value);
        assert_reason(&changed, &*standard(row), NOW, Some(Reason::Malformed));
        let changed = with_target(&arrived, "HMAC-SHA256", "HMAC-SHA512");
        assert_reason(&changed, &*standard(row), NOW, Some(Reason::NotSigned));
    }
    let arrived = sign(ALONE, SIGNING);
    for (from, to) in [("Version=1.0", "Version=2.0"), ("Method=HMAC-SHA1", "Method=HMAC-MD5")] {
        let changed = with_target(&arrived, from, to);
        assert_reason(&changed, &*standard(ALONE), NOW, Some(Reason::Malformed));
    }
}

/// What two requests share a signature for, and a router or a handler may tell apart.
#[test]
fn what_a_signature_does_not_distinguish_is_for_the_policy() {
    let of_service = |row: &Row| (row.0, row.1) == (AWS, IAM);
    // Of one name; S3 and what Volcengine presigns take no name twice, and Volcengine keeps the order.
    for row in rows().filter(|row| of_service(row) || matches!(row.0, ACS3 | RPC)) {
        let arrived = sign(row, Signing { target: "/?k=1&k=2&l=0", ..SIGNING });
        let swapped = with_target(&arrived, "k=1&k=2", "k=2&%6b=1");
        let lenient = verifier(row, Some(TOKEN), Policy::new().allow_any_order());
        assert_reason(&arrived, &*standard(row), NOW, None);
        assert_reason(&swapped, &*standard(row), NOW, Some(Reason::Ambiguous));
        assert_reason(&swapped, &*lenient, NOW, None);
    }
    let headers = &[("content-type", "text/plain"), ("x-acs-a", "1"), ("x-acs-a", "2")];
    let row = (ACS3, &[][..], &[][..]);
    let arrived = sign(row, Signing { headers, ..SIGNING });
    let mut swapped = arrived.clone();
    swapped.headers.swap(1, 2);
    let lenient = verifier(row, Some(TOKEN), Policy::new().allow_any_order());
    assert_reason(&arrived, &*standard(row), NOW, None);
    assert_reason(&swapped, &*standard(row), NOW, Some(Reason::Ambiguous));
    assert_reason(&swapped, &*lenient, NOW, None);
    // The path: what is decoded, and what is removed.
    for row in rows().filter(|row| row.0 == AWS) {
        let arrived = sign(row, Signing { target: "/a/b", ..SIGNING });
        let policy = Policy::new().allow_escaped_slashes().allow_removed_segments();
        let lenient = verifier(row, Some(TOKEN), policy);
        for (other, is_same) in [
            ("/a%2Fb", !of_service(&row)),
            ("/a/./b", of_service(&row)),
            ("//a/b", of_service(&row)),
            ("/a//b", of_service(&row)),
            ("/a/c/../b", of_service(&row)),
            ("/../a/b", of_service(&row)),
        ] {
            let changed = with_target(&arrived, "/a/b", other);
            let expected = if is_same { Reason::Ambiguous } else { Reason::BadSignature };
            assert_reason(&changed, &*standard(row), NOW, Some(expected));
            let expected = (!is_same).then_some(Reason::BadSignature);
            assert_reason(&changed, &*lenient, NOW, expected);
        }
    }
    // The spelling of the query, where the policy asks for one.
    for row in rows() {
        let exact = verifier(row, Some(TOKEN), Policy::new().require_exact_target());
        let arrived = sign(row, SIGNING);
        assert_reason(&arrived, &*exact, NOW, None);
        let respelt = with_target(&arrived, "Action", "%41ction");
        assert_reason(&respelt, &*standard(row), NOW, None);
        assert_reason(&respelt, &*exact, NOW, Some(Reason::Ambiguous));
    }
}

/// What a signer refuses, since others read it in another way, a verifier refuses, too.
#[test]
fn a_path_that_has_two_readings_is_rejected() {
    for row in rows() {
        let arrived = sign(row, SIGNING);
        let lenient = verifier(row, Some(TOKEN), Policy::new().allow_removed_segments());
        let changed = with_target(&arrived, "/?", "/a/%2e%2E/?");
        assert_reason(&changed, &*lenient, NOW, Some(Reason::Request));
        if row.0 != AWS {
            let changed = with_target(&arrived, "/?", "/a/../?");
            assert_reason(&changed, &*lenient, NOW, Some(Reason::Request));
        }
    }
}

#[test]
fn an_id_and_a_place_stay_one_part_of_a_scope() {
    for (key, value) in
        [("access_key_id", "a/b"), ("access_key_id", "a,b"), ("region", "r/s"), ("service", "s,t")]
    {
        for scheme in [AWS, VOLCENGINE] {
            let mut settings = credential(scheme, None);
            settings.extend(IAM.iter().map(|(key, value)| (*key, (*value).to_owned())));
            settings.insert(key, value.to_owned());
            let error = REGISTRY.signer_from_pairs(scheme, &settings).map(drop).expect_err(value);
            assert_eq!(error.field(), key, "{scheme} {value}");
        }
    }
}
