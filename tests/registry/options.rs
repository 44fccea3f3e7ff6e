//! The options of each scheme, and those that there are not.

use polysign::{Context, ErrorKind, Request, Signer};

use super::{Settings, refused, signed, with};
use crate::common::stages::fault;

/// With an option the signer writes what it does not write without.
#[track_caller]
fn option(scheme: &str, more: Settings<'_>, expected: &str) {
    let headers = [("content-type", "text/plain"), ("x-request-id", "1"), ("accept", "*/*")];
    let found = |signer: Box<dyn Signer>| signed(&signer, "https://h.example.com/a", &headers);
    let default = found(with(scheme, &[]).expect(scheme));
    let changed = found(with(scheme, more).expect(scheme));
    assert!(changed.contains(expected), "{expected} is not in {changed}");
    assert!(!default.contains(expected), "{expected} is in {default}");
}

#[test]
fn huawei_options() {
    let scheme = "huawei/sdk-hmac-sha256";
    let security_token = [("security_token", "tok")];
    option(scheme, &security_token, r#"("x-security-token", "tok")"#);
    option(scheme, &[("project_id", "p")], r#"("x-project-id", "p")"#);
    option(scheme, &[("domain_id", "d")], r#"("x-domain-id", "d")"#);
    for list in ["accept;x-sdk-date", "X-Sdk-Date, Accept", " x-sdk-date accept "] {
        option(scheme, &[("signed_headers", list)], "SignedHeaders=accept;x-sdk-date,");
    }
    let added = [("signed_headers", "default"), ("add_signed_headers", "Accept,x-none")];
    option(scheme, &added, "=accept;content-type;host;x-request-id;x-sdk-date,");
    let left_out = [("leave_out_signed_headers", "x-request-id;content-type")];
    option(scheme, &left_out, "=host;x-sdk-date,");
    for (key, value, kind, field) in [
        ("signed_headers", "host", ErrorKind::MissingHeader, "x-sdk-date"),
        ("signed_headers", "", ErrorKind::MissingHeader, "x-sdk-date"),
        ("signed_headers", "x-sdk-date;x_a", ErrorKind::InvalidHeader, "x_a"),
        ("add_signed_headers", "a:b", ErrorKind::InvalidHeader, "add_signed_headers"),
        ("leave_out_signed_headers", "host", ErrorKind::MissingHeader, "host"),
        ("security_token", "é", ErrorKind::NonAsciiHeader, "security_token"),
        ("project_id", " ", ErrorKind::InvalidCredential, "project_id"),
    ] {
        refused(scheme, &[(key, value)], (kind, field));
    }
}

#[test]
fn huawei_token_options() {
    let scheme = "huawei/auth-token";
    let signer = with(scheme, &[("expires_at", "2020-01-04T09:05:22.701000Z")]).expect(scheme);
    let request = Request::new("GET", "https://h.example.com/").expect("a URL");
    assert!(signer.sign_with(&request, &Context::at(1578128721)).is_ok());
    let error = signer.sign_with(&request, &Context::at(1578128722)).expect_err("expired");
    assert_eq!(fault(&error), (ErrorKind::CredentialExpired, "token"));
    let expected = (ErrorKind::InvalidExpiration, "expires_at");
    refused(scheme, &[("expires_at", "1578128722")], expected);
}

#[test]
fn baidu_options() {
    let scheme = "baidu/bce-auth-v1";
    option(scheme, &[("session_token", "tok")], r#"("x-bce-security-token", "tok")"#);
    option(
        scheme,
        &[("placement", "x-bce-signature")],
        r#"[("x-bce-signature", "bce-auth-v1/my_ak/"#,
    );
    option(scheme, &[("placement", "query")], r#"[] [("authorization", "bce-auth-v1/my_ak/"#);
    option(scheme, &[("expires_in", "60")], "2019-11-15T03:36:55Z/60/host");
    let never = [("expires_in", "-1"), ("placement", "query")];
    option(scheme, &never, "2019-11-15T03:36:55Z/-1/host");
    option(scheme, &[("signed_headers", "document-default")], "/content-type;host;x-bce-date/");
    option(scheme, &[("signed_headers", "host;accept")], "/accept;host/");
    let bare = signed(&with(scheme, &[]).expect(scheme), "https://h.example.com/a", &[]);
    for same in [("placement", "header"), ("signed_headers", "default"), ("expires_in", "1800")] {
        let signer = with(scheme, &[same]).expect(scheme);
        assert_eq!(signed(&signer, "https://h.example.com/a", &[]), bare, "{same:?}");
    }
    for (key, value, kind, field) in [
        ("placement", "body", ErrorKind::InvalidOption, "placement"),
        ("placement", "", ErrorKind::InvalidOption, "placement"),
        ("expires_in", "0", ErrorKind::InvalidExpiration, "expires_in"),
        ("expires_in", "-2", ErrorKind::InvalidExpiration, "expires_in"),
        ("expires_in", "4294967296", ErrorKind::InvalidExpiration, "expires_in"),
        ("expires_in", "1h", ErrorKind::InvalidExpiration, "expires_in"),
        ("expires_in", "", ErrorKind::InvalidExpiration, "expires_in"),
        ("signed_headers", "x-bce-date", ErrorKind::MissingHeader, "host"),
        ("keep_dot_segments", "yes", ErrorKind::InvalidOption, "keep_dot_segments"),
    ] {
        refused(scheme, &[(key, value)], (kind, field));
    }
    let request = Request::new("GET", "https://h.bcebos.com/a/../b").expect("a URL");
    for (value, is_applied) in [("true", true), ("false", false)] {
        let signer = with(scheme, &[("keep_dot_segments", value)]).expect(scheme);
        let signed = signer.sign_with(&request, &Context::at(0)).expect("signed");
        assert_eq!(signed.url(&request).is_ok(), is_applied);
    }
}

#[test]
fn tencent_options() {
    let scheme = "tencent/ivh-apaas";
    option(scheme, &[("requestid", "a b")], r#"("requestid", "a b")"#);
    let signer = with(scheme, &[("requestid", "i")]).expect(scheme);
    assert!(polysign::schemes().any(|facts| facts == signer.scheme()));
    refused(scheme, &[("requestid", "")], (ErrorKind::InvalidCredential, "requestid"));
}

#[test]
fn speech_options() {
    let scheme = "tencent/speech-hmac-sha1";
    let fields = [("secret_id", "k"), ("secret_key", "s"), ("app_id", "1")];
    let make = |more: Settings<'_>| super::make(scheme, &[more, &fields[..]].concat());
    for (api, nonce) in [
        ("asr-v2", true),
        ("speech-translate", true),
        ("virtual-number", true),
        ("soe", true),
        ("asr-flash", false),
        ("tts-stream", false),
        ("vc-stream", false),
    ] {
        let signer = make(&[("api", api)]).expect(api);
        assert_eq!(signer.scheme().needs_nonce(), nonce, "{api}");
    }
    for (key, value, kind) in [
        ("api", "asr", ErrorKind::InvalidOption),
        ("api", "", ErrorKind::InvalidOption),
        ("expires_in", "0", ErrorKind::InvalidExpiration),
        ("expires_in", "7776000", ErrorKind::InvalidExpiration),
        ("expires_in", "-1", ErrorKind::InvalidExpiration),
        ("expires_in", "a day", ErrorKind::InvalidExpiration),
    ] {
        let error = make(&[(key, value), ("api", "soe")]).expect_err(value);
        assert_eq!(fault(&error), (kind, key), "{value}");
    }
    assert!(make(&[("expires_in", "7775999"), ("api", "soe")]).is_ok());
    let error = make(&[("expires_in", "60"), ("api", "asr-flash")]).expect_err("no expiry");
    assert_eq!(fault(&error), (ErrorKind::InvalidExpiration, "expires_in"));
    for api in ["asr-flash", "tts-stream", "vc-stream"] {
        let error = make(&[("token", "t"), ("api", api)]).expect_err(api);
        assert_eq!(fault(&error), (ErrorKind::InvalidCredential, "token"));
    }
}

#[test]
fn iflytek_options() {
    let scheme = "iflytek/signa";
    option(scheme, &[("placement", "query")], r#"[] [("appid", "zmeet"), ("ts", "#);
    option(scheme, &[("dialect", "rtasr")], r#"[] [("appid", "zmeet"), ("ts", "#);
    option(scheme, &[("dialect", "lfasr-v2")], r#"[] [("appId", "zmeet"), ("ts", "#);
    option(scheme, &[("dialect", "aippt-v2")], r#"[("appid", "zmeet"), ("timestamp", "#);
    let bare = signed(&with(scheme, &[]).expect(scheme), "https://h.example.com/", &[]);
    for same in [("placement", "header"), ("dialect", "abcpen")] {
        let signer = with(scheme, &[same]).expect(scheme);
        assert_eq!(signed(&signer, "https://h.example.com/", &[]), bare, "{same:?}");
    }
    for more in [
        &[("dialect", "iat")][..],
        &[("dialect", "")],
        &[("placement", "body")],
        &[("dialect", "rtasr"), ("placement", "header")],
        &[("dialect", "lfasr-v2"), ("placement", "header")],
        &[("dialect", "aippt-v2"), ("placement", "query")],
    ] {
        refused(scheme, more, (ErrorKind::InvalidOption, "dialect"));
    }
    // An id that cannot stand in a header can stand in a query.
    refused(scheme, &[("app_id", "应用")], (ErrorKind::NonAsciiHeader, "app_id"));
    assert!(with(scheme, &[("app_id", "应用"), ("placement", "query")]).is_ok());
}

#[test]
fn clear_text_option() {
    let request = Request::new("GET", "http://h.example.com/").expect("a URL");
    let context = Context::at(5).with_nonce("n");
    for scheme in ["zego/server-api-v2", "huawei/auth-token", "iflytek/signa"] {
        for (settings, is_signed) in [
            (&[][..], false),
            (&[("allow_clear_text", "false")], false),
            (&[("allow_clear_text", "true")], true),
        ] {
            let signer = with(scheme, settings).expect(scheme);
            let signed = signer.sign_with(&request, &context);
            assert_eq!(signed.is_ok(), is_signed, "{scheme} {settings:?}");
        }
        for value in ["1", "", "True"] {
            let expected = (ErrorKind::InvalidOption, "allow_clear_text");
            refused(scheme, &[("allow_clear_text", value)], expected);
        }
    }
}
