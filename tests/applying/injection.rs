//! Values that try to be more than a value: a second parameter, another header, another line.

use polysign::{Context, ErrorKind, Request};

use crate::common::every_signer::{TIME, signer, signer_with};
use crate::common::refusing::sign_at;

/// The parameters of a URL, decoded as a server decodes them.
fn parameters(url: &str) -> Vec<(String, String)> {
    let (_, query) = url.split_once('?').expect("a query");
    let query = query.split('#').next().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| (name.into(), value.into()))
        .collect()
}

/// Ids, tokens and nonces that would end their parameter if they were not encoded.
const HOSTILE: [&str; 8] =
    ["a&Action=Delete", "a#", "a?b", "a=b", "a%26b", "a+b", "a%", "a;b/../c:d@e,f'g\"h<i>j\\k"];

#[cfg(all(feature = "tencent", feature = "baidu", feature = "iflytek"))]
#[test]
fn what_is_written_into_a_query_stays_one_parameter() {
    for text in HOSTILE {
        for (case, field, name) in [
            ("apaas", "appkey", "appkey"),
            ("apaas with request id", "requestid", "requestid"),
            ("baidu in the query", "session_token", "x-bce-security-token"),
            ("abcpen in the query", "app_id", "appid"),
            ("rtasr", "app_id", "appid"),
            ("lfasr", "app_id", "appId"),
        ] {
            let signer = signer_with(case, &[(field, text)]);
            let request = Request::new("GET", "https://h/?Action=Stop").expect(case);
            let signed = sign_at(signer.as_ref(), &request, &Context::at(TIME)).expect(case);
            let url = signed.url(&request).expect(case);
            let found = parameters(url.expose());
            let mut expected = vec![("Action".to_owned(), "Stop".to_owned())];
            let added = signed.query().map(|(name, value)| (name.to_owned(), value.to_owned()));
            expected.extend(added);
            assert_eq!(found, expected, "{case} {text}");
            assert!(found.contains(&(name.to_owned(), text.to_owned())), "{case} {text}");
            let (_, query) = url.expose().split_once("?Action=Stop&").expect(case);
            let wire = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%=&".contains(&byte);
            assert!(query.bytes().all(wire), "{case}: {query}");
        }
    }
}

#[cfg(feature = "iflytek")]
#[test]
fn an_id_in_a_header_stays_one_field() {
    for id in HOSTILE {
        let request = Request::new("GET", "https://h/").expect("a request");
        let signer = signer_with("abcpen in headers", &[("app_id", id)]);
        let signed = sign_at(signer.as_ref(), &request, &Context::at(TIME)).expect(id);
        assert!(signed.headers().any(|header| header == ("x-app-key", id)), "{id}");
        assert_eq!(signed.headers().count(), 3);
    }
}

#[cfg(all(feature = "baidu", feature = "huawei", feature = "iflytek"))]
#[test]
fn every_value_that_is_set_can_be_sent() {
    for id in ["plain", "a;b/../c:d@e'g\"h<i>j\\k"] {
        for (case, field) in [
            ("huawei", "access_key"),
            ("huawei", "security_token"),
            ("huawei", "project_id"),
            ("huawei token", "token"),
            ("baidu in authorization", "access_key_id"),
            ("baidu in authorization", "session_token"),
            ("baidu in x-bce-signature", "session_token"),
            ("abcpen in headers", "app_id"),
            ("aippt", "app_id"),
        ] {
            let signer = signer_with(case, &[(field, id)]);
            let request = Request::new("GET", "https://H:443/").expect(case);
            let signed = sign_at(signer.as_ref(), &request, &Context::at(TIME)).expect(case);
            for (name, value) in signed.headers() {
                // The one space is that of `Authorization: SDK-HMAC-SHA256 Access=`.
                let visible = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
                assert!(value.bytes().all(visible), "{case} {name}: {value:?}");
                assert_eq!(name, name.to_ascii_lowercase());
            }
        }
    }
}

#[cfg(feature = "huawei")]
#[test]
fn two_requests_that_differ_have_two_canonical_requests() {
    let canonical = |url: &str| {
        let request = Request::new("GET", url).expect(url);
        let signer = signer("huawei");
        let explanation = signer.explain(&request, &Context::at(TIME)).expect(url);
        explanation.canonical_request().expect("huawei has one").to_string()
    };
    for (one, other) in [
        ("https://h/?a=1&b=2", "https://h/?a=1%26b%3D2"),
        ("https://h/?a=1&b=2", "https://h/?a%3D1%26b=2"),
        ("https://h/?a=b=c", "https://h/?a%3Db=c"),
        ("https://h/?a", "https://h/?=a"),
        ("https://h/?a=%0Ab", "https://h/?a=b"),
        ("https://h/a?b", "https://h/a%3Fb"),
        ("https://h/a%0Ab", "https://h/ab"),
        ("https://h/a%23", "https://h/a#"),
        ("https://h/?a=1&a=1", "https://h/?a=1"),
        ("https://h/?a=%C3%A9", "https://h/?a=%E9"),
    ] {
        // An escape in lower case is written in upper case, on another way through the encoder.
        for other in [other, &other.to_lowercase()] {
            assert_ne!(canonical(one), canonical(other), "{one} {other}");
        }
    }
}

#[cfg(feature = "http")]
#[test]
fn a_signer_of_one_s_own_cannot_write_a_header_that_splits() {
    let mut headers = http::HeaderMap::new();
    let error = polysign::http::sign_headers(&Splits, "GET", "https://h/", &mut headers, None)
        .expect_err("a line end in a value");
    assert_eq!((error.kind(), error.field()), (ErrorKind::SignerFault, "x-split"));
    assert!(headers.is_empty());
}

/// Writes what no scheme of the crate would.
#[derive(Debug)]
struct Splits;

static SPLITS: polysign::Scheme =
    polysign::Scheme::new("own/splits").with_headers(&["x-split"]).with_stale_headers(&["x-split"]);

impl polysign::Signer for Splits {
    fn scheme(&self) -> &'static polysign::Scheme {
        &SPLITS
    }

    fn write(
        &self,
        _: &Request<'_>,
        draft: &mut polysign::sign::Draft<'_, '_>,
    ) -> Result<(), polysign::Error> {
        draft.header("x-split", |value| value.push("a\r\nX-Evil: 1"));
        Ok(())
    }
}
