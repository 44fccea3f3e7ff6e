//! The other side of a scheme that the crate does not know: its verifier by the crate's policies, its
//! refusals, and the comparison of its text.

use std::sync::Arc;

use polysign::compare::{Cause, Component, Verdict};
use polysign::explain::Text;
use polysign::refusal::{Refused, Response, Rule, Rules};
use polysign::sign::Covers;
use polysign::verify::{MemoryReplayCache, Policy, Reason, Rejection, Verified, Verifier};
use polysign::{Explanation, Request, Scheme, UnixTime};

static REFUSALS: Rules = Rules::new(&[
    Rule::new(Refused::Clock, &["Set the clock."]).with_codes(&["E7"]),
    Rule::new(Refused::Signature, &["Check the secret."]).with_texts(&["bad sum"]),
])
.with_code_fields(&["error.code"])
.with_message_fields(&["error.text"]);

static SCHEME: Scheme = Scheme::new("example/sum")
    .with_covers(Covers::NOTHING.with_method().with_path())
    .with_clock_window(60)
    .with_headers(&["x-key", "x-time", "x-sum", "x-covered", "x-lives"])
    .with_refusals(&REFUSALS);

/// Takes the length of what is signed for a signature, which is no secret to anyone.
#[derive(Debug)]
struct Sum(Policy);

fn field<'a>(request: &Request<'a>, name: &'static str) -> Result<&'a str, Rejection> {
    let value = request.headers().get(name);
    let value = value.ok_or_else(|| Rejection::new(Reason::NotSigned, name))?;
    std::str::from_utf8(value).map_err(|_| Rejection::new(Reason::Malformed, name))
}

fn number(request: &Request<'_>, name: &'static str) -> Result<i64, Rejection> {
    let value = field(request, name)?.parse();
    value.map_err(|_| Rejection::new(Reason::Malformed, name))
}

impl Verifier for Sum {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        let Self(policy) = self;
        let (key_id, time) = (field(request, "x-key")?, number(request, "x-time")?.into());
        let until = match number(request, "x-lives") {
            Ok(seconds) => policy.check_validity(&SCHEME, time, seconds.try_into().ok(), now)?,
            Err(_) => policy.check_clock(&SCHEME, time, now)?,
        };
        let covered: Vec<_> = field(request, "x-covered")?.split(';').collect();
        policy.check_covered(request, &SCHEME, &["x-time"], |name| covered.contains(&name))?;
        let covers_body = covered.contains(&"body");
        if !(covers_body || policy.allows_unsigned_body()) {
            return Err(Rejection::new(Reason::UnsignedBody, "body"));
        }
        let sum = field(request, "x-sum")?;
        if sum != (request.method().len() + request.path().len()).to_string() {
            return Err(Rejection::new(Reason::BadSignature, "another sum"));
        }
        policy.check_replay(key_id, sum.as_bytes(), until, now)?;
        Ok(Verified::new(key_id, Some(time), until, covers_body))
    }
}

const ARRIVED: [(&str, &str); 5] = [
    ("x-key", "me"),
    ("x-time", "1000"),
    ("x-sum", "5"),
    ("x-covered", "x-time;body"),
    ("content-type", "text/plain"),
];

/// With other values, and further headers.
fn verify(policy: &Policy, others: &[(&str, &str)], now: i64) -> Result<Verified, Reason> {
    let is_other = |name: &str| others.iter().any(|(other, _)| *other == name);
    let stay = ARRIVED.iter().filter(|(name, _)| !is_other(name));
    let headers: Vec<_> = stay.chain(others).copied().collect();
    let request = Request::from_parts("GET", "https", "example.com", "/a").expect("a request");
    let verifier: Box<dyn Verifier> = Box::new(Sum(policy.clone()));
    let result = verifier.verify(&request.with_headers(&headers), now.into());
    result.map_err(|rejection| rejection.reason())
}

#[test]
fn a_policy_is_the_same_to_it_as_to_the_vendors() {
    let policy = Policy::new().with_covered_headers(["Content-Type"]);
    let strict = policy.expect("names").with_clock_window(5).with_longest_expiry(600);
    let lax = Policy::new().allow_unsigned_body().allow_any_expiry();
    let reason = |policy: &Policy, others: &[(&str, &str)], now| verify(policy, others, now).err();
    let both = ("x-covered", "content-type;x-time;body");
    for (policy, others, now, expected) in [
        (&lax, &[][..], 1060, None),
        (&lax, &[], 1061, Some(Reason::Clock)),
        (&lax, &[], 939, Some(Reason::Clock)),
        (&lax, &[("x-covered", "x-time")], 1000, None),
        (&lax, &[("x-covered", "body")], 1000, Some(Reason::HeaderNotCovered)),
        (&lax, &[("x-sum", "6")], 1000, Some(Reason::BadSignature)),
        (&lax, &[("x-lives", "300")], 1300, None),
        (&lax, &[("x-lives", "300")], 1301, Some(Reason::Expired)),
        (&lax, &[("x-lives", "-1")], i64::MAX, None),
        (&strict, &[both], 1005, None),
        (&strict, &[both], 1006, Some(Reason::Clock)),
        (&strict, &[], 1000, Some(Reason::HeaderNotCovered)),
        (&strict, &[both, ("x-lives", "601")], 1000, Some(Reason::ExpiryTooLong)),
        (&strict, &[both, ("x-lives", "-1")], 1000, Some(Reason::ExpiryTooLong)),
        (&strict, &[both, ("x-lives", "600")], 994, Some(Reason::Clock)),
    ] {
        assert_eq!(reason(policy, others, now), expected, "{others:?} at {now}");
    }
    let forever = [("x-lives", "-1")];
    let week = Policy::new().allow_unsigned_body();
    assert_eq!(reason(&week, &forever, 1000), Some(Reason::ExpiryTooLong));
    let unsigned = [("x-covered", "x-time")];
    assert_eq!(reason(&Policy::new(), &unsigned, 1000), Some(Reason::UnsignedBody));
}

#[test]
fn the_replay_cache_serves_it() {
    let policy = Policy::new().with_replay_cache(Arc::new(MemoryReplayCache::new(1 << 12)));
    let verified = verify(&policy, &[], 1000).expect("the first time");
    assert_eq!(verified, Verified::new("me", Some(1000.into()), Some(1060.into()), true));
    assert_eq!(verify(&policy, &[], 1060), Err(Reason::Replayed));
    assert!(verify(&policy, &[("x-key", "you")], 1060).is_ok());
    let full = Policy::new().with_replay_cache(Arc::new(MemoryReplayCache::new(0)));
    assert_eq!(verify(&full, &[], 1000), Err(Reason::ReplayCacheFull));
}

#[test]
fn its_refusals_are_read_by_its_own_rules() {
    for (status, body, expected) in [
        (Some(401), r#"{"error":{"code":"E7"}}"#, Some(Refused::Clock)),
        (None, r#"{"error":{"text":"Bad sum."}}"#, Some(Refused::Signature)),
        (Some(403), "bad sum", Some(Refused::Signature)),
        (Some(403), "no", Some(Refused::Unknown)),
        (None, "no", None),
        (Some(200), r#"{"error":{"code":"E7"}}"#, None),
    ] {
        let response = Response::new(body);
        let response = status.map_or(response, |status| response.with_status(status));
        let refusal = SCHEME.read_refusal(&response);
        assert_eq!(refusal.map(|refusal| refusal.refused()), expected, "{body}");
    }
}

#[test]
fn its_text_is_compared_line_by_line() {
    let request = Request::new("GET", "https://example.com/a?b=c").expect("a URL");
    let mut explanation = Explanation::new(&SCHEME, &request);
    let mut text = Text::new();
    for (at, line) in ["GET", "/a?b=c", "1700000000"].into_iter().enumerate() {
        if at > 0 {
            text.push_line_end();
        }
        text.push(line);
    }
    explanation.add_stage("string_to_sign", text);
    let compare = |theirs: &str| explanation.compare(theirs);
    assert_eq!(compare("GET\n/a?b=c\n1700000000").verdict(), Verdict::Same);
    let comparison = compare("we sign GET|/a/?b=c|1700000000");
    let [difference] = comparison.differences() else {
        panic!("{comparison}");
    };
    assert_eq!(*difference.component(), Component::Line(2), "{comparison}");
    // A time is not taken for a parameter that got lost.
    let comparison = compare("GET\n/a?b=c\n1700000999");
    let lost = [Cause::ParameterMissing, Cause::ParameterAdded];
    let is_lost = |cause: &Cause| lost.contains(cause);
    assert!(!comparison.causes().iter().any(is_lost), "{comparison}");
}
