//! Requests that made others panic, and signing twice or at another time.

use std::collections::BTreeSet;

#[cfg(feature = "baidu")]
use polysign::baidu;
use polysign::clock::{Clocked, SystemClock};
use polysign::{Context, ErrorKind, Request, Signed, Signer};

use crate::common::every_signer::{TIME, context, every_signer};

#[test]
fn signing_twice_doubles_nothing_and_signs_nothing_stale() {
    let url = "https://h/p?x=1";
    for (case, signer) in every_signer() {
        let once = signed_text(signer.as_ref(), url, &[], TIME + 60);
        let first = signed_text(signer.as_ref(), url, &[], TIME);
        let headers: Vec<_> =
            first.1.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let twice = signed_text(signer.as_ref(), &first.0, &headers, TIME + 60);
        assert_eq!(once, twice, "{case}");
        let names: Vec<_> =
            twice.0.split(['?', '&']).filter_map(|pair| pair.split_once('=')).collect();
        let different: BTreeSet<_> = names.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), different.len(), "{case}: {}", twice.0);
    }
}

/// URL and headers as they are sent after signing.
fn signed_text(
    signer: &dyn Signer,
    url: &str,
    headers: &[(&str, &str)],
    time: i64,
) -> (String, Vec<(String, String)>) {
    let request = Request::new("GET", url).expect(url).with_headers(headers);
    let signed =
        signer.sign_with(&request, &Context::at(time).with_random_nonce([7; 16])).expect(url);
    let mut sent: Vec<(String, String)> = headers
        .iter()
        .filter(|(name, _)| !signed.removed_headers().any(|removed| removed == *name))
        .filter(|(name, _)| !signed.headers().any(|(set, _)| set == *name))
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    sent.extend(signed.headers().map(|(name, value)| (name.to_owned(), value.to_owned())));
    (signed.url(&request).expect(url).into_exposed(), sent)
}

#[test]
fn a_header_value_that_is_not_ascii_is_no_panic() {
    let headers: [(&str, &[u8]); 2] = [("x-bce-a", "é".as_bytes()), ("x-bce-b", b"\xff\xfe")];
    let request = Request::new("GET", "https://h/").expect("a request").with_headers(&headers);
    for (case, signer) in every_signer() {
        assert!(signer.sign_with(&request, &context()).is_ok(), "{case}");
    }
}

#[test]
fn a_relative_url_and_a_strange_scheme_are_errors() {
    for url in ["/path", "path", "?q", "", "mailto:a@b", "data:,x", "unix:/run/x", "HTTPS:h"] {
        let error = Request::new("GET", url).map(|_| ()).expect_err(url);
        assert_eq!(error.kind(), ErrorKind::InvalidUrl, "{url}");
    }
}

#[cfg(feature = "baidu")]
#[test]
fn presigning_without_a_validity_is_no_panic() {
    let credential = baidu::AccessKey::new("ak", "sk").expect("a credential");
    let signer = baidu::BceAuthV1::new(credential).with_placement(baidu::Placement::Query);
    let request = Request::new("GET", "https://h/o").expect("a request");
    let signed = signer.sign_with(&request, &context()).expect("a signature");
    assert_eq!(signed.expires_at(), Some((TIME + 1800).into()));
    assert!(baidu::Expiration::seconds(0).is_err());
    let longest = signer.with_expiration(baidu::Expiration::seconds(u32::MAX).expect("above 0"));
    let end = Context::at(253_402_300_799);
    assert!(longest.sign_with(&request, &end).is_ok());
}

#[test]
fn a_method_with_a_line_end_is_not_signed() {
    for method in ["GET\r\nX", "GET\n", "GET /evil HTTP/1.1\r\nHost: x\r\n\r\nGET"] {
        let error = Request::new(method, "https://h/").map(|_| ()).expect_err(method);
        assert_eq!(error.kind(), ErrorKind::InvalidMethod);
    }
}

#[test]
fn the_clock_can_be_set_from_outside() {
    let request = Request::new("GET", "https://h/").expect("a request");
    for (case, signer) in every_signer() {
        let signed =
            signer.sign_with(&request, &Context::at(1).with_random_nonce([0; 16])).expect(case);
        assert_eq!(signed.signed_at(), Some(1.into()), "{case}");
        let clocked = Clocked::new(&signer, |_: &Request<'_>| Ok(77));
        let signed = clocked.sign(&request).expect(case);
        assert_eq!(signed.signed_at(), Some(77.into()), "{case}");
        let clocked = Clocked::new(&signer, SystemClock::new().with_correction(3600));
        let (now, corrected) = (signer.sign(&request), clocked.sign(&request));
        let time = |signed: Result<Signed, _>| signed.expect(case).signed_at().expect(case);
        let difference = time(corrected).saturating_since(time(now));
        assert!((3600..3660).contains(&difference), "{case}: {difference}");
    }
}

#[cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]
#[test]
fn all_schemes_are_there_at_once() {
    let names: BTreeSet<_> = polysign::schemes().map(polysign::Scheme::name).collect();
    let expected = [
        "baidu/bce-auth-v1", "huawei/auth-token", "huawei/sdk-hmac-sha256", "iflytek/signa",
        "tencent/ivh-apaas", "zego/server-api-v2",
    ];
    assert!(expected.iter().all(|name| names.contains(name)), "{names:?}");
    let request = Request::new("GET", "https://h/").expect("a request");
    for (case, signer) in every_signer() {
        assert!(signer.sign(&request).is_ok(), "{case}");
    }
}
