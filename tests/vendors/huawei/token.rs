//! `X-Auth-Token`, and the pure ends of getting a token, after "Authentication" of the MetaStudio
//! API reference.

use polysign::huawei::{AuthToken, PasswordLogin, Token};
use polysign::{Context, ErrorKind, Payload, Signer};
use serde_json::{Value, json};

use super::{RESOURCE, TIME, request};
use crate::common::stages::{fault, pairs, refused, sign};

fn token(text: &str) -> Token {
    Token::new(text).expect("a token")
}

#[test]
fn document_example() {
    let signer = AuthToken::new(token("ABCDEFJ...."));
    let url = "https://iam.ap-southeast-1.myhuaweicloud.com/v3.0/OS-USER/users";
    let headers = [
        ("Content-Type", "application/json"),
        ("Authorization", "SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=0"),
        ("X-Sdk-Date", "20191115T033655Z"),
        ("X-Auth-Token", "former"),
    ];
    let request = request("POST", url).with_headers(&headers).with_body("{}");
    let stages = sign(&signer, &request, TIME, &[]);
    assert_eq!(stages.headers, pairs(&[("x-auth-token", "ABCDEFJ....")]));
    assert_eq!(stages.query, pairs(&[]));
    assert_eq!(stages.url(), url);
    assert_eq!(
        stages.shown,
        "scheme: huawei/auth-token\nheader:\nX-Auth-Token: [token]\n\
         not covered: method, host, path, query, body, header content-type\n"
    );
    let signed = signer.sign_with(&request, &Context::at(TIME)).expect("signed");
    assert_eq!(signed.signature(), None);
    assert!(signed.is_secret_header("x-auth-token"));
    let removed: Vec<_> = signed.removed_headers().collect();
    for name in ["authorization", "x-sdk-date", "x-security-token"] {
        assert!(removed.contains(&name), "{name}");
    }
    assert!(!removed.contains(&"x-auth-token"), "it is set");
}

#[test]
fn body_may_be_of_any_size_and_need_not_be_stated() {
    let signer = AuthToken::new(token("t"));
    assert!(signer.scheme().covers().is_nothing());
    let large = vec![0; 12 * 1024 * 1024 + 1];
    let post = request("POST", RESOURCE);
    for request in [post, post.with_body(&large), post.with_payload(Payload::Unsigned)] {
        assert!(signer.sign_with(&request, &Context::at(TIME)).is_ok());
    }
}

#[test]
fn expired_token_is_an_error() {
    let signer = AuthToken::new(token("t").with_expires_at(TIME));
    let request = request("GET", RESOURCE);
    for time in [TIME, TIME + 1] {
        let error = refused(&signer, &request, &Context::at(time));
        assert_eq!(fault(&error), (ErrorKind::CredentialExpired, "token"));
    }
    let stages = sign(&signer, &request, TIME - 1, &[]);
    assert_eq!(stages.expires_at, Some(TIME));
    let stages = sign(&AuthToken::new(token("t")), &request, TIME, &[]);
    assert_eq!(stages.expires_at, None, "not known");
}

#[test]
fn clear_text_is_for_this_machine_unless_allowed() {
    let elsewhere = request("GET", "http://service.region.example.com/");
    let error = refused(&AuthToken::new(token("t")), &elsewhere, &Context::at(TIME));
    assert_eq!(fault(&error), (ErrorKind::ClearText, "url"));
    let allowed = AuthToken::new(token("t")).allow_clear_text();
    assert!(allowed.sign_with(&elsewhere, &Context::at(TIME)).is_ok());
    let here = request("GET", "http://127.0.0.1/");
    assert!(AuthToken::new(token("t")).sign_with(&here, &Context::at(TIME)).is_ok());
}

#[test]
fn token_has_to_fit_a_header() {
    for (text, kind) in [
        ("", ErrorKind::InvalidCredential),
        ("t ", ErrorKind::InvalidCredential),
        ("a\r\nb", ErrorKind::InvalidCredential),
        ("a b", ErrorKind::NonAsciiHeader),
        ("é", ErrorKind::NonAsciiHeader),
    ] {
        let error = Token::new(text).expect_err(text);
        assert_eq!(fault(&error), (kind, "token"), "{text:?}");
    }
}

/// When a token from an answer expires; `None` when it has to be refused.
#[track_caller]
fn answer(expires_at: &str, expected: Option<i64>) {
    match (Token::from_answer("MIIDkgYJ", expires_at), expected) {
        (Ok(token), Some(expected)) => {
            let signer = AuthToken::new(token);
            let stages = sign(&signer, &request("GET", RESOURCE), 0, &[]);
            assert_eq!(stages.header("x-auth-token"), "MIIDkgYJ");
            assert_eq!(stages.expires_at, Some(expected), "{expires_at}");
        }
        (Err(error), None) => {
            assert_eq!(fault(&error), (ErrorKind::InvalidExpiration, "expires_at"));
        }
        (found, _) => panic!("{expires_at}: {found:?}"),
    }
}

#[test]
fn token_from_an_answer() {
    answer("2020-01-04T09:05:22.701000Z", Some(1578128722));
    answer("2020-01-04T09:05:22Z", Some(1578128722));
    answer("2020-01-04T17:05:22+08:00", Some(1578128722));
    answer("1970-01-01T00:00:01Z", Some(1));
    for text in ["", "1578128722", "2020-01-04", "2020-01-04 09:05", "2020-13-04T09:05:22Z"] {
        answer(text, None);
    }
    let error = Token::from_answer("", "2020-01-04T09:05:22Z").expect_err("no token");
    assert_eq!(fault(&error), (ErrorKind::InvalidCredential, "token"));
}

/// The body as the document prints it, with these four texts.
#[track_caller]
fn login(user: &str, password: &str, domain: &str, project: &str) {
    let login = PasswordLogin::new(user, password, domain, project).expect("a login");
    let body: Value = serde_json::from_str(login.body().expose()).expect("JSON");
    let expected = json!({
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": {
                    "user": {
                        "name": user,
                        "password": password,
                        "domain": { "name": domain }
                    }
                }
            },
            "scope": { "project": { "name": project } }
        }
    });
    assert_eq!(body, expected);
}

#[test]
fn password_login_body() {
    login("username", "$ADMIN_PASS", "domainname", "xxxxxxxx");
    login("\"", "\\", "\"\\", "\\\"");
    login("a\"b\\c", "\"\"\\\\", "\\n", "\\u0041");
    login("用户", "密 码", "é", "💡\u{2003}💡");
    login("}", "x\",\"x\":\"", "/", "<>&");
}

#[test]
fn password_login_is_checked_by_field() {
    for (texts, field) in [
        (["", "p", "d", "r"], "user"),
        (["u", "p ", "d", "r"], "password"),
        (["u", "p", "d\n", "r"], "domain"),
        (["u", "p", "d", "\0"], "project"),
    ] {
        let [user, password, domain, project] = texts;
        let error = PasswordLogin::new(user, password, domain, project).expect_err(field);
        assert_eq!(fault(&error), (ErrorKind::InvalidCredential, field));
    }
}
