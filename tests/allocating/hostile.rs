//! Input that is made to take much memory: at most 48 bytes for each of its own, and for twice the input
//! little more than twice as much. The counts are exact.

use polysign::refusal::Response;
use polysign::verify::Verifier;
use polysign::{Request, Signer};

use super::counting::peak;
use super::{CONTEXT, all_signers};
use crate::common::schemes::rows;
use crate::common::verifiers::{lenient, verifier_of};

/// What a call may take for each byte of its input, and what it may take in any case.
const BYTES: isize = 48;
const ANYWAY: isize = 8 << 10;

/// The smaller of both inputs.
const LENGTH: usize = 1 << 12;

/// Pieces of texts: what opens, what never closes, what is escaped, what has many lines or fields.
const PIECES: &[&str] = &[
    "|", "\n", "&", "a&", "a=&", "=", ";", "/", "a:|", "a:b\n", "\"", "\\n", "\\", "\\u003d",
    "%25", "%u003d", "é", "\u{1}", "{", "[", "<a>", "</", "{\"a\":", "{\"code\":\"a\",",
    "\"message\":\"", "signature=", "token: a\n", "&amp;", "&#x3d;", "x-auth-token\":\"",
    "GET\n/v1\n", "(", "a=b ",
];

/// Says what is wrong with what `take` takes for an input of one length, and of twice that. `take`
/// returns the bytes of the input, and the peak.
fn fault_of(case: &str, take: impl Fn(usize) -> (usize, isize)) -> Option<String> {
    let [(small, once), (large, twice)] = [LENGTH, 2 * LENGTH].map(&take);
    let is_bounded = |length: usize, peak| peak <= BYTES * length.cast_signed() + ANYWAY;
    // 2.3 times, in whole numbers.
    let is_linear = 10 * twice <= 23 * once + 10 * ANYWAY;
    let is_fine = is_bounded(small, once) && is_bounded(large, twice) && is_linear;
    (!is_fine).then(|| format!("{case}: {once} bytes for {small}, and {twice} for {large}"))
}

fn assert_none(faults: impl Iterator<Item = String>) {
    let faults: Vec<_> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn faults_of_texts(case: &str, run: impl Fn(&str)) -> impl Iterator<Item = String> {
    PIECES.iter().filter_map(move |piece| {
        fault_of(&format!("{case}, {piece:?}"), |length| {
            let text = piece.repeat(length / piece.len());
            (text.len(), peak(|| run(&text)).0)
        })
    })
}

#[test]
fn redacting() {
    assert_none(faults_of_texts("redact", |text| drop(polysign::redact(text))));
}

#[test]
fn reading_refusals() {
    let mut schemes: Vec<_> = polysign::schemes().collect();
    schemes.dedup_by_key(|scheme| scheme.name());
    assert_none(schemes.into_iter().flat_map(|scheme| {
        faults_of_texts(scheme.name(), |text| {
            let refusal = scheme.read_refusal(&Response::new(text).with_status(401));
            drop(refusal.map(|refusal| (refusal.to_string(), refusal.quoted_message())));
        })
    }));
}

/// Queries of many pieces, and headers of few letters.
const QUERIES: &[&str] = &["&", "a&", "=&", "a=b&", "%41=%42&", "a=a%2fa&", "%e6%95%b0&", "/"];
const HEADERS: &[(&str, &str)] =
    &[("a", ""), ("x-bce-meta-a", " "), ("x-a", "é b"), ("X-TC-A", "a  b")];

/// What is wrong with requests of these. `run` returns the peak of what is measured.
fn faults_of_requests(case: &str, run: impl Fn(&Request<'_>) -> isize) -> Vec<String> {
    let queries = QUERIES.iter().filter_map(|piece| {
        fault_of(&format!("{case}, a query of {piece:?}"), |length| {
            let url = format!("https://h.example.com/v1?{}", piece.repeat(length / piece.len()));
            let request = Request::new("GET", &url).expect("a request").with_body("");
            (url.len(), run(&request))
        })
    });
    let headers = HEADERS.iter().filter_map(|(name, value)| {
        fault_of(&format!("{case}, headers {name}: {value}"), |length| {
            // With a colon, a blank and a line end.
            let of_one = name.len() + value.len() + 4;
            let headers = vec![(*name, *value); length / of_one];
            let request = Request::new("GET", "https://h.example.com/v1").expect("a request");
            (headers.len() * of_one, run(&request.with_headers(&headers).with_body("")))
        })
    });
    queries.chain(headers).collect()
}

#[test]
fn signing() {
    assert_none(all_signers().into_iter().flat_map(|(case, signer)| {
        faults_of_requests(case, |request| peak(|| signer.sign_with(request, &CONTEXT)).0)
    }));
}

#[test]
fn explaining() {
    assert_none(all_signers().into_iter().flat_map(|(case, signer)| {
        faults_of_requests(case, |request| peak(|| signer.explain(request, &CONTEXT)).0)
    }));
}

/// What is signed, so that a verifier reads all of it.
#[test]
fn verifying() {
    assert_none(rows().flat_map(|row| {
        let signer = row.signer(&[]).expect(row.name);
        let verifier = verifier_of(row, lenient());
        faults_of_requests(row.name, |request| peak_of_verifying(&*signer, &*verifier, request))
    }));
}

/// Signs, puts the signature on the request, and verifies it. Returns the peak of the last step.
fn peak_of_verifying(signer: &dyn Signer, verifier: &dyn Verifier, request: &Request<'_>) -> isize {
    let Ok(signed) = signer.sign_with(request, &CONTEXT) else { return 0 };
    let Ok(url) = signed.url(request) else { return 0 };
    let mut headers: Vec<(&str, &[u8])> = request.headers().iter().collect();
    headers.extend(signed.headers().map(|(name, value)| (name, value.as_bytes())));
    let arrived = Request::new(request.method(), url.expose()).expect("a request");
    let arrived = arrived.with_headers(&headers).with_body("");
    peak(|| verifier.verify(&arrived, CONTEXT.time())).0
}
