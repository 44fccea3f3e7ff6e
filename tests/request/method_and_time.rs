//! Methods, times and nonces.

use polysign::clock::Clocked;
use polysign::{Context, ErrorKind, Request, Signer};

use crate::common::every_signer::{TIME, context, every_signer, signer};
use crate::common::refusing::{assert_refused, sign, sign_at};

#[test]
fn a_method_is_a_token() {
    for method in [
        "", " ", "GET ", " GET", "GET\r\nX", "GET\r\nX-Evil: 1", "GET\0", "GET\x7f", "GÉT", "GE T",
        "GET/", "GET:", "\"GET\"", "(GET)",
    ] {
        let request = Request::new(method, "https://h/");
        assert_refused(request, ErrorKind::InvalidMethod, "method", None, method);
    }
}

#[test]
fn a_lower_case_method_is_refused_where_it_is_signed() {
    for (case, signer) in every_signer() {
        for method in ["get", "Get", "GEt", "x-Y"] {
            let request = Request::new(method, "https://h/").expect(method).with_body("");
            let result = sign(signer.as_ref(), &request);
            match signer.scheme().covers().method() {
                true => {
                    let case = format!("{case} {method}");
                    assert_refused(result, ErrorKind::InvalidMethod, "method", None, &case);
                }
                false => assert!(result.is_ok(), "{case} {method}"),
            }
        }
        for method in ["GET", "M-SEARCH", "X_1", "!#$%&'*+-.^_`|~"] {
            let request = Request::new(method, "https://h/").expect(method).with_body("");
            assert!(sign(signer.as_ref(), &request).is_ok(), "{case} {method}");
        }
    }
}

#[test]
fn time_lies_in_the_years_1970_to_9999() {
    let request = Request::new("GET", "https://h/").expect("a request");
    for (case, signer) in every_signer() {
        for time in [-1, 253_402_300_800, i64::MIN, i64::MAX, TIME * 1000, u32::MAX as i64 * 1000] {
            let context = Context::at(time).with_random_nonce([1; 16]);
            let result = sign_at(signer.as_ref(), &request, &context);
            let case = format!("{case} {time}");
            assert_refused(result, ErrorKind::TimeOutOfRange, "time", None, &case);
        }
        // What is written lies ahead: the time of China, the end of a token.
        let ahead = match case {
            "rtasr-llm" | "ifasr-llm" => 8 * 3600,
            "xiling" | "xiling in the query" => 3600,
            _ => 0,
        };
        for time in [0, 253_402_300_799 - ahead] {
            let context = Context::at(time).with_random_nonce([1; 16]);
            let signed = sign_at(signer.as_ref(), &request, &context).expect(case);
            assert_eq!(signed.signed_at(), Some(time.into()), "{case}");
            assert!(signed.url(&request).is_ok(), "{case}");
            assert!(signed.expires_at().is_none_or(|end| end >= time.into()), "{case}");
        }
    }
}

#[cfg(feature = "zego")]
#[test]
fn milliseconds_of_any_year_since_1978_are_refused() {
    let request = Request::new("GET", "https://h/").expect("a request");
    // Before that the number of milliseconds is also a number of seconds before the year 10000.
    for seconds in [253_402_301, 1_615_186_943, 4_102_444_800] {
        let context = Context::at(seconds * 1000).with_random_nonce([1; 16]);
        let result = sign_at(signer("zego").as_ref(), &request, &context);
        assert_refused(result, ErrorKind::TimeOutOfRange, "time", None, &seconds.to_string());
    }
}

#[test]
fn a_clock_that_is_wrong_is_no_signature() {
    let request = Request::new("GET", "https://h/").expect("a request");
    for (case, signer) in every_signer() {
        let clocked = Clocked::new(signer, |_: &Request<'_>| Ok(TIME * 1000));
        assert_refused(clocked.sign(&request), ErrorKind::TimeOutOfRange, "time", None, case);
    }
}

#[cfg(feature = "zego")]
#[test]
fn a_nonce_has_no_control_characters() {
    let zego = signer("zego");
    let request = Request::new("GET", "https://h/").expect("a request");
    for nonce in ["", "a\r\nb", "\n", "a\0", "\x7f", "a\tb", "\u{85}"] {
        let result = sign_at(zego.as_ref(), &request, &Context::at(TIME).with_nonce(nonce));
        assert_refused(result, ErrorKind::InvalidNonce, "nonce", None, nonce);
    }
    let result = sign_at(zego.as_ref(), &request, &Context::at(TIME));
    assert_refused(result, ErrorKind::MissingNonce, "nonce", None, "none");
}

#[cfg(feature = "zego")]
#[test]
fn a_nonce_cannot_leave_its_parameter() {
    let request = Request::new("GET", "https://h/?Action=Stop").expect("a request");
    for (nonce, wire) in [
        ("1&Action=Delete", "1%26Action%3DDelete"),
        ("1#", "1%23"),
        ("%26", "%2526"),
        ("a b+c/d=e", "a%20b%2Bc%2Fd%3De"),
        (" ", "%20"),
        ("\u{2028}", "%E2%80%A8"),
        ("随", "%E9%9A%8F"),
    ] {
        let context = Context::at(TIME).with_nonce(nonce);
        let signed = sign_at(signer("zego").as_ref(), &request, &context).expect(nonce);
        assert_eq!(signed.nonce(), Some(nonce));
        let url = signed.url(&request).expect(nonce);
        let expected = format!(
            "https://h/?Action=Stop&AppId=12345&SignatureNonce={wire}&Timestamp={TIME}&Signature={}\
             &SignatureVersion=2.0",
            signed.signature().expect("a signature"),
        );
        assert_eq!(url.expose(), expected);
    }
}

#[test]
fn a_nonce_that_is_not_asked_for_changes_nothing() {
    let request = Request::new("GET", "https://h/?q=1").expect("a request");
    for (case, signer) in every_signer().filter(|(_, signer)| !signer.scheme().needs_nonce()) {
        let hostile = Context::at(TIME).with_nonce("\r\n");
        let with = sign_at(signer.as_ref(), &request, &hostile).expect(case);
        let without = sign(signer.as_ref(), &request).expect(case);
        assert_eq!(with.signature(), without.signature(), "{case}");
        assert_eq!(context().time(), TIME.into());
    }
}
