//! The worked examples of iFlytek's schemes with APIKey and APISecret, and of Xiling, after
//! `iflytek.md` and `baidu-xiling.md`, one test for each scheme, and what they refuse.
#![cfg(all(feature = "iflytek", feature = "baidu"))]

use crate::common::refusing::assert_refused;
use polysign::baidu::{Xiling, XilingApp, XilingPlacement, XilingSpelling};
use polysign::iflytek::{AccessKeyApi, AccessKeyHmacSha1, ApiKey, HmacUrl, HttpDigest};
use polysign::{Context, ErrorKind, Payload, Request, Signer};

fn key(key: &str, secret: &str) -> ApiKey {
    ApiKey::new(key, secret).expect("a credential")
}

/// Example X1, the URL to the byte.
#[test]
fn a_url_is_signed_as_the_document_signs_it() {
    let signer =
        HmacUrl::new(key("keyxxxxxxxx8ee279348519exxxxxxxx", "secretxxxxxxxx2df7900c09xxxxxxxx"));
    const SIGNED: &str = "authorization=YXBpX2tleT0ia2V5eHh4eHh4eHg4ZWUyNzkzNDg1MTlleHh4eHh4eHgiLCBhbGdvcml0aG09ImhtYWMtc2hhMjU2IiwgaGVhZGVycz0iaG9zdCBkYXRlIHJlcXVlc3QtbGluZSIsIHNpZ25hdHVyZT0iSHAzVHk0WmtTQm1MOGpLeU9McFFpdjlTcjVudm1lWUVIN1dzTC9aTzJKZz0i&date=Wed%2C%2010%20Jul%202019%2007%3A35%3A43%20GMT&host=iat-api.xfyun.cn";
    for (url, front) in [
        ("wss://iat-api.xfyun.cn/v2/iat", "wss://iat-api.xfyun.cn/v2/iat?"),
        ("wss://IAT-api.xfyun.cn:443/v2/iat?x=%41+b", "wss://iat-api.xfyun.cn/v2/iat?x=%41+b&"),
    ] {
        let request = Request::new("GET", url).expect(url);
        let signed = signer.sign_with(&request, &Context::at(1_562_744_143)).expect(url);
        assert_eq!(signed.url(&request).expect(url).expose(), format!("{front}{SIGNED}"));
        let explanation = signer.explain(&request, &Context::at(1_562_744_143)).expect(url);
        assert_eq!(
            explanation.string_to_sign().expect("a text").to_string(),
            "host: iat-api.xfyun.cn\ndate: Wed, 10 Jul 2019 07:35:43 GMT\nGET /v2/iat HTTP/1.1"
        );
    }
}

/// A key of every length leaves another rest for the last group of base64.
#[test]
fn an_authorization_of_any_length_is_one_base64_text() {
    use base64::Engine;
    let standard = base64::engine::general_purpose::STANDARD;
    for length in 1..100 {
        let id = "k".repeat(length);
        let signer = HmacUrl::new(key(&id, "s"));
        let request = Request::new("GET", "wss://h").expect("a request");
        let signed = signer.sign_with(&request, &Context::at(0)).expect("signed");
        let (_, authorization) = signed.query().next().expect("an authorization");
        let text = standard.decode(authorization).expect("base64");
        let expected = format!(
            "api_key=\"{id}\", algorithm=\"hmac-sha256\", headers=\"host date request-line\", \
             signature=\"{}\"",
            signed.signature().expect("a signature")
        );
        assert_eq!(String::from_utf8(text).expect("text"), expected);
    }
}

/// Example D1; a digest that was computed before, and the empty body.
#[test]
fn a_body_is_signed_by_its_digest() {
    let signer = HttpDigest::new(key("myapikey", "mysecret"));
    let body = r#"{"common":{"app_id":"bddb2ece"},"business":{"from":"cn","to":"en"},"data":{"text":"5LuK5aSp5aSp5rCU5oCO5LmI5qC377yf"}}"#;
    let request = Request::new("POST", "https://itrans.xfyun.cn/v2/its").expect("a request");
    let context = Context::at(1_623_557_967);
    let mut hasher = polysign::BodyHasher::sha256();
    hasher.update(body);
    for payload in [Payload::Bytes(body.as_bytes()), hasher.finish()] {
        let signed = signer.sign_with(&request.with_payload(payload), &context).expect("signed");
        let headers: Vec<_> = signed.headers().collect();
        assert_eq!(
            headers,
            [
                ("date", "Sun, 13 Jun 2021 04:19:27 GMT"),
                ("digest", "SHA-256=2914KHGUCAu4TIVDxqRs3Zy55EXa8hZ0kyFEE+4rMdg="),
                (
                    "authorization",
                    "api_key=\"myapikey\", algorithm=\"hmac-sha256\", headers=\"host date \
                     request-line digest\", signature=\"S2MbXzOYZ1JlLyCWjRRgYMmIh3nDkzCQPDkZ9P+Wqa0=\""
                ),
            ]
        );
    }
    let signed = signer.sign_with(&request.with_body(""), &context).expect("signed");
    let digest = "SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    assert!(signed.headers().any(|header| header == ("digest", digest)));
    for unstated in [request, request.with_payload(Payload::Unsigned)] {
        let result = signer.sign_with(&unstated, &context);
        assert_refused(result, ErrorKind::MissingPayload, "payload", None, "no body");
    }
}

#[test]
fn a_request_line_is_signed_as_it_stands_or_not_at_all() {
    let url = HmacUrl::new(key("k", "s"));
    let digest = HttpDigest::new(key("k", "s"));
    for (method, target, kind, field) in [
        ("get", "/", ErrorKind::InvalidMethod, "method"),
        ("GET", "/a/../b", ErrorKind::DotSegments, "url"),
        ("GET", "/%2e", ErrorKind::DotSegments, "url"),
        ("GET", "/it's", ErrorKind::InvalidUrl, "url"),
        ("GET", "/{a}", ErrorKind::InvalidUrl, "url"),
        ("GET", "/a|b", ErrorKind::InvalidUrl, "url"),
    ] {
        let text = format!("https://h{target}");
        let request = Request::new(method, &text).expect(target).with_body("");
        for signer in [&url as &dyn Signer, &digest] {
            let result = signer.sign_with(&request, &Context::at(0));
            assert_refused(result, kind, field, None, target);
        }
    }
}

fn access_key(api: AccessKeyApi) -> AccessKeyHmacSha1 {
    let credential = key("XXX", "test-secret").with_app_id("XXX").expect("an id");
    AccessKeyHmacSha1::new(credential, api).expect("a signer")
}

/// Example E1, in every order and spelling.
#[test]
fn parameters_are_signed_sorted_and_without_empty_ones() {
    let context = Context::at(1_742_745_679).with_nonce("edf53e32-6533-4d6a-acd3-fe4df14ee332");
    let signer = access_key(AccessKeyApi::RtasrLlm);
    for query in ["lang=cn", "l%61ng=%63n&empty=", "&k&lang=cn&signature=old&utc=1&uuid=2"] {
        let url = format!("wss://office-api-ast-dx.iflyaisol.com/ast/communicate/v1?{query}");
        let request = Request::new("GET", &url).expect(query);
        let signed = signer.sign_with(&request, &context).expect(query);
        assert_eq!(signed.signature(), Some("aNFI2VpzzbjJPNxofO7KdaSSwps="), "{query}");
        assert!(signed.query().any(|pair| pair == ("utc", "2025-03-24T00:01:19+0800")));
        assert_eq!(signed.nonce(), Some("edf53e32-6533-4d6a-acd3-fe4df14ee332"));
    }
}

#[test]
fn what_is_signed_in_different_ways_is_refused_by_name() {
    for (query, field) in [
        ("fileName=a%20b.wav", "fileName"),
        ("fileName=a+b.wav", "fileName"),
        ("x=1&f=%2A", "f"),
        ("f=~", "f"),
        ("f=%7e", "f"),
        ("a%20b=1", "url"),
        ("a~=1", "url"),
        ("%E4%B8%AD=1", "url"),
        ("accessKeySecret=s", "accessKeySecret"),
        ("%61ccessKeySecret=s", "accessKeySecret"),
    ] {
        let url = format!("https://office-api-ist-dx.iflyaisol.com/v2/upload?{query}");
        let request = Request::new("POST", &url).expect(query);
        let context = Context::at(0).with_nonce("0123456789abcdef");
        let result = access_key(AccessKeyApi::IfasrLlm).sign_with(&request, &context);
        assert_refused(result, ErrorKind::InvalidUrl, field, None, query);
    }
}

#[test]
fn a_nonce_has_the_form_of_the_product() {
    let request = Request::new("POST", "https://h/").expect("a request");
    let long = "a".repeat(65);
    for (api, nonce, is_fit) in [
        (AccessKeyApi::Compliance, "a", true),
        (AccessKeyApi::Compliance, "A-9", true),
        (AccessKeyApi::Compliance, &long[1..], true),
        (AccessKeyApi::Compliance, &long, false),
        (AccessKeyApi::RtasrLlm, "a_b", false),
        (AccessKeyApi::RtasrLlm, "", false),
        (AccessKeyApi::IfasrLlm, "0123456789abcDEF", true),
        (AccessKeyApi::IfasrLlm, "0123456789abcDE", false),
        (AccessKeyApi::IfasrLlm, "0123456789abcD-F", false),
    ] {
        let result = access_key(api).sign_with(&request, &Context::at(0).with_nonce(nonce));
        match is_fit {
            true => assert!(result.is_ok(), "{nonce}"),
            false => assert_refused(result, ErrorKind::InvalidNonce, "nonce", None, nonce),
        }
    }
    for (api, length) in [(AccessKeyApi::Compliance, 32), (AccessKeyApi::IfasrLlm, 16)] {
        let random = Context::at(0).with_random_nonce([0xab; 16]);
        let signed = access_key(api).sign_with(&request, &random).expect("signed");
        assert_eq!(signed.nonce(), Some("ab".repeat(length / 2).as_str()));
        let result = access_key(api).sign_with(&request, &Context::at(0));
        assert_refused(result, ErrorKind::MissingNonce, "nonce", None, "none");
    }
}

/// Examples L1 and L2, and the third form.
#[test]
fn a_token_has_the_expiry_that_is_signed() {
    let app = || XilingApp::new("s-pgewi73tzrtwt", "made-up-app-key").expect("a credential");
    let url = "https://open.xiling.baidu.com/cloud/realtime?figureId=1";
    let request = Request::new("GET", url).expect("a request");
    let context = Context::at(1_688_713_390);
    for (spelling, expire, signature) in [
        (
            XilingSpelling::Millis,
            "2023-07-07T08:03:10.000Z",
            Some("8425d8590fcbe12050c8e4ce30784532a9394660fdfcac72b7e1dea9f0c3f78a"),
        ),
        (
            XilingSpelling::Offset,
            "2023-07-07T08:03:10+00:00",
            Some("baa96a658a6223e5a66ee7a7bf3b46f101889cc1d2ca5c5be89129d33ca27968"),
        ),
        (XilingSpelling::Seconds, "2023-07-07T08:03:10Z", None),
    ] {
        let signer = Xiling::new(app()).with_spelling(spelling);
        let signed = signer.sign_with(&request, &context).expect("signed");
        let own = signed.signature().expect("a signature");
        assert!(signature.is_none_or(|signature| own == signature), "{expire}");
        let token = format!("s-pgewi73tzrtwt/{own}/{expire}");
        assert!(signed.headers().eq([("authorization", token.as_str())]));
        assert_eq!(signed.expires_at(), Some(1_688_716_990.into()));
        let in_query = signer.with_placement(XilingPlacement::Query);
        let signed = in_query.sign_with(&request, &context).expect("signed");
        let sent = signed.url(&request).expect("a URL");
        let token = token.replace('/', "%2F").replace(':', "%3A").replace('+', "%2B");
        assert_eq!(sent.expose(), format!("{url}&token={token}"));
    }
    for (seconds, kind) in [(0, Some(ErrorKind::InvalidExpiration)), (1, None), (u32::MAX, None)] {
        let result = Xiling::new(app()).with_expires_in(seconds);
        assert_eq!(result.err().map(|error| error.kind()), kind, "{seconds}");
    }
}

/// A parameter `token` is the caller's unless it is one of the scheme.
#[test]
fn a_former_token_is_removed_from_the_query_and_no_other() {
    let app = XilingApp::new("s-abc", "k").expect("a credential");
    let signer = Xiling::new(app);
    let digest = "ab".repeat(32);
    for (query, kept) in [
        (format!("token=s-old%2F{digest}%2F2023-07-07T08:03:10.000Z&a=1"), "a=1"),
        (format!("a=1&t%6fken=s-old/{digest}/2023-07-07T08:03:10%2B00:00"), "a=1"),
        ("token=mine&a=1".to_owned(), "token=mine&a=1"),
        ("token=a/b/c".to_owned(), "token=a/b/c"),
    ] {
        let url = format!("https://open.xiling.baidu.com/v1?{query}");
        let request = Request::new("GET", &url).expect("a request");
        let signed = signer.sign_with(&request, &Context::at(0)).expect("signed");
        let sent = signed.url(&request).expect("a URL");
        assert_eq!(sent.expose(), format!("https://open.xiling.baidu.com/v1?{kept}"));
        assert_eq!(signed.removed_query().any(|name| name == "token"), kept == "a=1");
    }
}
