//! `X-Auth-Token`, and the pure ends of getting a token, after "Authentication" of the MetaStudio
//! API reference.

use polysign::huawei::{
    AccessKey, AgencyLogin, AuthToken, IamName, PasswordLogin, SdkHmacSha256, Token, TokenScope,
};
use polysign::{Context, ErrorKind, Payload, Secret, Signer};
use serde_json::{Value, json};

use super::{RESOURCE, TIME, request};
use crate::common::stages::{fault, pairs, refused, sign, variables};

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
    let body = json!({"token": {"expires_at": expires_at}}).to_string();
    match (Token::from_answer("MIIDkgYJ", body.as_bytes()), expected) {
        (Ok(token), Some(expected)) => {
            assert_eq!(token.expires_at(), Some(expected.into()), "{expires_at}");
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
    let body = br#"{"token":{"expires_at":"2020-01-04T09:05:22Z"}}"#;
    let error = Token::from_answer("", body).expect_err("no token");
    assert_eq!(fault(&error), (ErrorKind::InvalidCredential, "token"));
}

#[test]
fn other_bodies_are_no_answer() {
    for body in [
        "",
        "{}",
        "[]",
        r#"{"expires_at":"2020-01-04T09:05:22Z"}"#,
        r#"{"token":"2020-01-04T09:05:22Z"}"#,
        r#"{"token":{"expires_at":1578128722}}"#,
        r#"{"token":{"expires_at":"2020-01-04T09:05:22Z"}"#,
        r#"{"token":{"expires_at":"2020-01-04T09:05:22Z","expires_at":"2030-01-04T09:05:22Z"}}"#,
        r#"{"error":{"code":401,"message":"The username or password is wrong."}}"#,
    ] {
        let error = Token::from_answer("t", body.as_bytes()).expect_err(body);
        assert_eq!(fault(&error), (ErrorKind::InvalidExpiration, "expires_at"), "{body}");
        let error = AccessKey::from_answer(body.as_bytes(), 0).expect_err(body);
        assert_eq!(error.kind(), ErrorKind::MissingCredential, "{body}");
    }
}

#[test]
fn a_token_is_renewed_a_quarter_of_its_life_before_its_end_and_an_hour_at_most() {
    for (issued_at, expected) in [
        (r#","issued_at":"2020-01-03T09:05:22.701000Z""#, 3_600),
        (r#","issued_at":"2020-01-04T08:05:22Z""#, 900),
        (r#","issued_at":"2020-01-04T09:05:22Z""#, 0),
        (r#","issued_at":"2021-01-04T09:05:22Z""#, 0),
        (r#","issued_at":"a moment ago""#, 3_600),
        ("", 3_600),
    ] {
        let body =
            format!(r#"{{"token":{{"expires_at":"2020-01-04T09:05:22.701000Z"{issued_at}}}}}"#);
        let token = Token::from_answer("t", body.as_bytes()).expect("a token");
        assert_eq!(token.renew_from(), Some((1578128722 - expected).into()), "{issued_at}");
    }
    assert_eq!(token("t").renew_from(), None);
    assert_eq!(token("t").with_expires_at(10_000).renew_from(), Some(6_400.into()));
}

/// The answer that the document prints for a temporary access key.
#[test]
fn a_temporary_key_signs_until_it_expires() {
    let body = br#"{"credential":{"access":"E6DX0TF2ZREQ4ZAVM5CS","secret":"w9ePum0qdfac39\/ErLD0",
        "expires_at":"2020-01-08T02:56:19.587000Z","securitytoken":"gQpjbi1ub3J0aC0x\/+="}}"#;
    let end = 1_578_452_179;
    let key = AccessKey::from_answer(body, end - 900).expect("a key");
    assert_eq!(key.expires_at(), Some(end.into()));
    assert_eq!(key.renew_from(), Some((end - 225).into()));
    let signer = SdkHmacSha256::new(key);
    let request = request("GET", RESOURCE);
    let stages = sign(&signer, &request, end - 1, &[("security_token", "gQpjbi1ub3J0aC0x/+=")]);
    assert_eq!(stages.header("x-security-token"), "gQpjbi1ub3J0aC0x/+=");
    assert!(stages.header("authorization").contains("Access=E6DX0TF2ZREQ4ZAVM5CS,"));
    let error = refused(&signer, &request, &Context::at(end));
    assert_eq!(fault(&error), (ErrorKind::CredentialExpired, "access_key"));
    let lasting = AccessKey::new("k", "s").expect("a key");
    assert_eq!((lasting.expires_at(), lasting.renew_from()), (None, None));
}

/// A body as JSON.
fn read(body: &Secret) -> Value {
    serde_json::from_str(body.expose()).expect("JSON")
}

/// The body as the document prints it, with these four texts.
#[track_caller]
fn login(user: &str, password: &str, domain: &str, project: &str) {
    let login = PasswordLogin::new(user, password, domain).expect("a login");
    let login = login.with_scope(TokenScope::Project(project.into())).expect("a scope");
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
    assert_eq!(read(&login.body()), expected);
}

#[test]
fn password_login_body() {
    login("username", "$ADMIN_PASS", "domainname", "xxxxxxxx");
    login("\"", "\\", "\"\\", "\\\"");
    login("a\"b\\c", "\"\"\\\\", "\\n", "\\u0041");
    login("用户", "密 码", "é", "💡\u{2003}💡");
    login("}", "x\",\"x\":\"", "/", "<>&");
}

/// A person may have chosen what looks like a mistake in a key.
#[test]
fn passwords_may_look_like_placeholders() {
    for password in ["\"quoted\"", "'quoted'", "${PASSWORD}", "{{password}}", "<password>", "«a»"]
    {
        login("user", password, "domain", "project");
        assert!(Secret::new("password", password).is_err(), "{password}");
        assert!(Secret::password("password", password).is_ok(), "{password}");
    }
}

fn id(text: &str) -> IamName {
    IamName::Id(text.to_owned())
}

#[test]
fn users_domains_and_projects_go_by_id_or_name() {
    let user =
        |user: IamName, domain: IamName| PasswordLogin::new(user, "p", domain).expect("a login");
    for (login, expected) in [
        (
            user("u".into(), id("d")).with_scope(TokenScope::Project(id("r"))),
            json!([{"name":"u","password":"p","domain":{"id":"d"}}, {"project":{"id":"r"}}]),
        ),
        (
            user(id("u"), "d".into()).with_scope(TokenScope::Domain("d".into())),
            json!([{"id":"u","password":"p","domain":{"name":"d"}}, {"domain":{"name":"d"}}]),
        ),
        (
            user(id("u"), id("d")).with_scope(TokenScope::Domain(id("d"))),
            json!([{"id":"u","password":"p","domain":{"id":"d"}}, {"domain":{"id":"d"}}]),
        ),
        (
            Ok(user("u".into(), "d".into())),
            json!([{"name":"u","password":"p","domain":{"name":"d"}}, null]),
        ),
    ] {
        let body = read(&login.expect("a scope").body());
        let auth = &body["auth"];
        assert_eq!(auth["identity"]["methods"], json!(["password"]));
        assert_eq!(json!([auth["identity"]["password"]["user"], auth["scope"]]), expected);
    }
}

#[test]
fn multi_factor_login() {
    let login = PasswordLogin::new("u", "p", "d").expect("a login");
    let login = login.with_passcode("7116d09f88fa41908676fdd4b039e95b", "123456").expect("a code");
    let expected = json!({"auth": {"identity": {
        "methods": ["password", "totp"],
        "password": {"user": {"name": "u", "password": "p", "domain": {"name": "d"}}},
        "totp": {"user": {"id": "7116d09f88fa41908676fdd4b039e95b", "passcode": "123456"}}
    }}});
    assert_eq!(read(&login.body()), expected);
}

#[test]
fn agencies_and_temporary_keys() {
    let named = AgencyLogin::new("IAMAgency", "IAMDomainA").expect("a login");
    let by_id = AgencyLogin::new("IAMAgency", id("d78cbac186b744899480f25bd022f468"));
    let by_id = by_id.expect("a login").with_scope(TokenScope::Project("cn-north-1".into()));
    let expected = json!({"auth": {
        "identity": {
            "methods": ["assume_role"],
            "assume_role": {
                "domain_id": "d78cbac186b744899480f25bd022f468",
                "agency_name": "IAMAgency"
            }
        },
        "scope": {"project": {"name": "cn-north-1"}}
    }});
    assert_eq!(read(&by_id.expect("a scope").body()), expected);
    let expected = json!({"auth": {"identity": {
        "methods": ["assume_role"],
        "assume_role":
            {"domain_name": "IAMDomainA", "agency_name": "IAMAgency", "duration_seconds": 3600}
    }}});
    assert_eq!(read(&named.temporary_key_body(3_600).expect("a body")), expected);
    let expected = json!({"auth": {"identity": {
        "methods": ["token"], "token": {"id": "MIIEIwYJ", "duration_seconds": 900}
    }}});
    assert_eq!(read(&token("MIIEIwYJ").temporary_key_body(900).expect("a body")), expected);
    for seconds in [0, 899, 86_401, u32::MAX] {
        let error = token("t").temporary_key_body(seconds).expect_err("too short or too long");
        assert_eq!(fault(&error), (ErrorKind::InvalidExpiration, "seconds"));
        assert!(named.temporary_key_body(seconds).is_err());
    }
}

#[test]
fn password_login_is_checked_by_field() {
    for (texts, field) in [
        (["", "p", "d", "r"], "user"),
        (["u", "p ", "d", "r"], "password"),
        (["u", "", "d", "r"], "password"),
        (["u", "p\n", "d", "r"], "password"),
        (["u", "p", "d\n", "r"], "domain"),
        (["u", "p", "d", "\0"], "project"),
    ] {
        let [user, password, domain, project] = texts;
        let login = PasswordLogin::new(user, password, domain);
        let login = login.and_then(|login| login.with_scope(TokenScope::Project(project.into())));
        assert_eq!(fault(&login.expect_err(field)), (ErrorKind::InvalidCredential, field));
    }
    let login = || PasswordLogin::new("u", "p", "d").expect("a login");
    for (user_id, code, field) in [("", "1", "user_id"), ("u", " 1", "passcode")] {
        let error = login().with_passcode(user_id, code).expect_err(field);
        assert_eq!(fault(&error), (ErrorKind::InvalidCredential, field));
    }
    assert_eq!(fault(&AgencyLogin::new("", "d").expect_err("no agency")).1, "agency");
}

const PASSWORD: (&str, &str) = ("HW_PASSWORD", "p");
const USER: (&str, &str) = ("HW_USER_NAME", "u");
const DOMAIN: (&str, &str) = ("HW_DOMAIN_NAME", "d");

#[test]
fn logins_from_variables() {
    let all = [
        PASSWORD,
        USER,
        ("HW_USER_ID", "user-id"),
        DOMAIN,
        ("HW_DOMAIN_ID", "domain-id"),
        ("HW_PROJECT_NAME", "project"),
        ("HW_PROJECT_ID", "project-id"),
    ];
    for (set, expected) in [
        (
            &all[..],
            json!([{"id":"user-id","password":"p","domain":{"id":"domain-id"}},
            {"project":{"id":"project-id"}}]),
        ),
        (
            &[PASSWORD, USER, DOMAIN, ("HW_PROJECT_NAME", "r")],
            json!([
            {"name":"u","password":"p","domain":{"name":"d"}}, {"project":{"name":"r"}}]),
        ),
        (
            &[PASSWORD, USER, DOMAIN, ("HW_PROJECT_ID", " ")],
            json!([
            {"name":"u","password":"p","domain":{"name":"d"}}, {"domain":{"name":"d"}}]),
        ),
    ] {
        let login = PasswordLogin::from_vars(variables(set)).expect("valid").expect("set");
        let body = read(&login.body());
        let found = json!([body["auth"]["identity"]["password"]["user"], body["auth"]["scope"]]);
        assert_eq!(found, expected);
    }
    assert!(PasswordLogin::from_vars(variables(&[])).expect("nothing wrong").is_none());
    for (set, name) in [
        (&[USER, DOMAIN][..], PASSWORD.0),
        (&[PASSWORD, DOMAIN], USER.0),
        (&[PASSWORD, USER], DOMAIN.0),
    ] {
        let error = PasswordLogin::from_vars(variables(set)).expect_err(name);
        assert_eq!(error.kind(), ErrorKind::MissingCredential);
        assert!(error.to_string().contains(name), "{error}");
    }
    let token = Token::from_vars(variables(&[("HW_AUTH_TOKEN", "t")])).expect("valid");
    let stages = sign(&AuthToken::new(token.expect("set")), &request("GET", RESOURCE), TIME, &[]);
    assert_eq!(stages.header("x-auth-token"), "t");
}

#[cfg(feature = "serde")]
#[test]
fn logins_from_configuration() {
    let read_login = serde_json::from_value::<PasswordLogin>;
    let login = json!({"password":"${p}","user_name":"u","domain_id":"d","project_name":"r"});
    let body = read(&read_login(login).expect("a login").body());
    assert_eq!(body["auth"]["identity"]["password"]["user"]["password"], "${p}");
    assert_eq!(body["auth"]["scope"], json!({"project": {"name": "r"}}));
    for (login, expected) in [
        (
            json!({"password":"p"}),
            "user_name: is not given, and neither is the id; set one of the two",
        ),
        (json!({"user_name":"u"}), "password: is not in the configuration; add it"),
        (json!({"passwort":"p"}), "passwort: is not a setting here; did you mean `password`?"),
    ] {
        assert_eq!(read_login(login).expect_err(expected).to_string(), expected);
    }
}
