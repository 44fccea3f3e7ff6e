//! What a refusal says of itself, and schemes without rules or with rules of a custom scheme.

use polysign::Scheme;
use polysign::refusal::{Refusal, Refused, Response, Rule, Rules};

use super::hostile::scheme;
use super::{VENDORS, cases};

static FOREIGN: Scheme = Scheme::new("foreign/scheme").with_refusals(&RULES);

static RULES: Rules = Rules::new(&[
    Rule::new(Refused::Replay, &["Draw a new nonce."]).with_codes(&["E7"]),
    Rule::new(Refused::Clock, &["Set the clock."])
        .with_codes(&["E8"])
        .with_texts(&["too late", "too early"]),
])
.with_code_fields(&["fault.kind.id"])
.with_message_fields(&["fault.text"])
.with_request_id_fields(&["x-trace"]);

fn read(scheme: &Scheme, status: u16, body: &str) -> Option<Refusal> {
    scheme.read_refusal(&Response::new(body).with_status(status))
}

fn refused(scheme: &Scheme, status: u16, body: &str) -> Option<Refused> {
    read(scheme, status, body).map(|refusal| refusal.refused())
}

#[test]
fn a_scheme_of_someones_own_brings_its_rules() {
    let body = r#"{"fault": {"kind": {"id": "E7"}, "text": "used before"}}"#;
    assert_eq!(refused(&FOREIGN, 400, body), Some(Refused::Replay));
    let body = r#"{"fault": {"kind": {"id": "E8"}, "text": "Too Early"}}"#;
    assert_eq!(refused(&FOREIGN, 400, body), Some(Refused::Clock));
    let body = r#"{"fault": {"kind": {"id": "E8"}, "text": "no reason"}}"#;
    assert_eq!(refused(&FOREIGN, 403, body), Some(Refused::Unknown));
    assert_eq!(refused(&FOREIGN, 200, body), None);
    let in_a_list = r#"{"fault": {"kind": {"id": ["E7"]}}}"#;
    assert_eq!(refused(&FOREIGN, 500, in_a_list), Some(Refused::ServerError));
    let deeper = r#"{"fault": {"kind": {"id": {"id": "E7"}}}}"#;
    assert_eq!(refused(&FOREIGN, 500, deeper), Some(Refused::ServerError));
    let headers = [("X-Trace", "t-9")];
    let response = Response::new("").with_status(401).with_headers(&headers);
    let refusal = FOREIGN.read_refusal(&response).expect("refused");
    assert_eq!(refusal.request_id(), Some("t-9"));
}

#[test]
fn without_rules_only_the_status_counts() {
    let bare = Scheme::new("foreign/bare");
    let body = r#"{"Code": 100000005, "code": "SignatureDoesNotMatch"}"#;
    for (status, expected) in [
        (101, None),
        (200, None),
        (304, None),
        (400, Some(Refused::Unknown)),
        (401, Some(Refused::Unknown)),
        (403, Some(Refused::Unknown)),
        (404, Some(Refused::NotAuthentication)),
        (413, Some(Refused::BodyTooLarge)),
        (429, Some(Refused::Throttled)),
        (500, Some(Refused::ServerError)),
    ] {
        assert_eq!(refused(&bare, status, body), expected, "{status}");
    }
    assert_eq!(bare.read_refusal(&Response::new(body)), None);
}

/// A program that prints a refusal tells a person what it is and what to do, in one line.
#[test]
fn every_refusal_says_what_to_do() {
    for vendor in VENDORS {
        for case in cases::of(vendor) {
            let Some(refusal) = case.read() else { continue };
            let line = refusal.to_string();
            assert!(line.starts_with(refusal.refused().as_str()), "{line}");
            assert!(!line.contains('\n'), "{line}");
            assert!(!refusal.advice().is_empty(), "{line}");
            for sentence in refusal.advice() {
                assert!(line.contains(sentence), "{line}");
                assert!(sentence.ends_with('.'), "{sentence}");
            }
        }
    }
}

#[test]
fn a_refusal_is_one_line() {
    let body = r#"{"code": "RequestTimeTooSkewed", "message": "x"}"#;
    let scheme = scheme("baidu/bce-auth-v1");
    let refusal = read(scheme, 403, body).expect("refused");
    assert_eq!(
        refusal.to_string(),
        "clock, code RequestTimeTooSkewed. Set the clock: it is too far from the server's, which \
         the `Date` header of the answer gives."
    );
    assert_eq!(
        format!("{refusal:?}"),
        "Refusal { scheme: \"baidu/bce-auth-v1\", refused: Clock, code: Some(\"RequestTimeTooSkewed\"), \
         text: None, .. }"
    );
}

/// What nobody documents is shown as far as it can hold no secret.
#[test]
fn an_undocumented_answer_is_shown_in_the_servers_words() {
    let huawei = scheme("huawei/sdk-hmac-sha256");
    for (body, shown, hidden) in [
        (
            r#"{"error_code": "MSS.20010135", "error_msg": "The name is not allowed."}"#,
            "unknown, code MSS.20010135, \"The name is not allowed.\". ",
            None,
        ),
        (
            r#"{"error_code": "MSS.20010135", "error_msg": "no right for key q7Zk20LmXa81"}"#,
            "unknown, code MSS.20010135. ",
            Some("q7Zk20LmXa81"),
        ),
        (
            r#"{"error_code": "aGVsbG8gd29ybGQx", "error_msg": "no"}"#,
            "unknown, \"no\". ",
            Some("aGVsbG8gd29ybGQx"),
        ),
    ] {
        let said = read(huawei, 400, body).expect("refused").to_string();
        assert!(said.starts_with(shown), "{said}");
        assert!(hidden.is_none_or(|hidden| !said.contains(hidden)), "{said}");
    }
}

/// Secrets are told by their names where they have no form: in headers and parameters of the
/// caller's own, too, which a gateway echoes.
#[test]
fn a_quoted_message_hides_what_is_called_a_secret() {
    for (message, expected) in [
        (
            "GET|/|X-Token=abc&x=1|host:h|x-custom-secret:a b, c|x-api-key: k|x-tag:t||",
            "GET|/|X-Token=[redacted]&x=1|host:h|x-custom-secret:[redacted]|x-api-key:[redacted]|x-tag:t||",
        ),
        (r#"{"password" : "hunter2", "name": "n"}"#, r#"{"password:[redacted]", "name": "n"}"#),
        (
            "signature expired,signature time:20230527T000431Z",
            "signature expired,signature time:20230527T000431Z",
        ),
    ] {
        let body = serde_json::json!({"error_code": "APIG.0301", "error_msg": message}).to_string();
        let refusal = read(scheme("huawei/sdk-hmac-sha256"), 401, &body).expect("refused");
        assert_eq!(refusal.quoted_message().as_deref(), Some(expected));
    }
}

#[test]
fn a_quoted_message_forges_no_line_and_shows_no_signature() {
    let hex = "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe";
    let base64 = "IrrzsJeOFk1NGfJHW6SkHUoN9CU=";
    let message = format!(
        "no\n2026-01-01 ERROR forged\u{1b}[2J\u{2028}|x-security-token:short.tok|host:h|expected {hex}, \
         got {base64}; see https://h/?a=1&signature=abc%3D&b=2"
    );
    let body = serde_json::json!({"error_code": "APIG.0301", "error_msg": message}).to_string();
    let scheme = scheme("huawei/sdk-hmac-sha256");
    let refusal = read(scheme, 401, &body).expect("refused");
    assert_eq!(refusal.message(), Some(message.as_str()));
    assert_eq!(
        refusal.quoted_message().as_deref(),
        Some(
            "no\\n2026-01-01 ERROR forged\\u{1b}[2J\\u{2028}|x-security-token:[redacted]|host:h|expected \
             [redacted], got [redacted]; see https://h/?a=1&signature=[redacted]&b=2"
        )
    );
}

/// As a server has them that says what stood in the URL, or that cuts the padding off.
#[test]
fn a_quoted_message_shows_no_signature_in_another_spelling() {
    for signature in [
        "IrrzsJeOFk1NGfJHW6SkHUoN9CU",
        "IrrzsJeOFk1NGfJHW6SkHUoN9CU%3D",
        "zOeIe%2fzVMA9DugfB%2FIEXL5m7e2k%3D",
        "BfWuaC9kmaicCggXc693uK%2BsZQ8qe88O4HVQNTdwZuo%3D",
        "%49rrzsJeOFk1NGfJHW6SkHUoN9CU%3D",
        // A mark in the middle, so that neither half is long.
        "BfWuaC9kmaicCggX+c693uKsZQ8qe88=",
        "BfWuaC9kmaicCggX/c693uKsZQ8qe88=",
        "BfWuaC9kmaicCggX_c693uKsZQ8qe88=",
        "BfWuaC9kmaicCggX%2Bc693uKsZQ8qe",
    ] {
        let body = serde_json::json!({"code": 10110, "message": format!("got {signature}, no")});
        let refusal = read(scheme("iflytek/signa"), 401, &body.to_string()).expect("refused");
        assert_eq!(refusal.quoted_message().as_deref(), Some("got [redacted], no"));
    }
}
