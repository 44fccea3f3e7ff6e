//! Refusals whose answers echo what was sent: in every field, in every form.

use polysign::refusal::{Refused, Response, Rule, Rules};
use polysign::{Request, Scheme};
use serde_json::json;

use super::shown::Shown;
use super::values::{CONTEXT, OF_A_SIGNATURE, URL};
use crate::common::drawn::{Secrets, signers};
use crate::common::pieces::Pieces;

static RULES: Rules = Rules::new(&[Rule::new(Refused::Unknown, &["Ask."])]);

/// Answers of a server that puts what it was sent, and what it computed, into every field.
pub(crate) fn show_refusals(secrets: &Secrets, shown: &mut Shown, pieces: &mut Pieces) {
    shown.debug(&RULES);
    shown.debug(&RULES.clone());
    shown.debug(&Rule::new(Refused::Replay, &["Ask."]));
    shown.display(&Refused::Ambiguous(&[Refused::Clock, Refused::Expired]));
    for secret in secrets.all() {
        polysign::schemes().for_each(|scheme| show_echo(scheme, secret, false, shown));
    }
    for (_, signer) in signers(secrets) {
        let request = Request::new("POST", URL).unwrap().with_body("{}");
        let signed = signer.sign_with(&request, &CONTEXT).unwrap();
        let fields = signed.headers().chain(signed.query());
        let fields = fields.map(|(_, value)| value);
        for value in fields.filter(|value| value.len() >= OF_A_SIGNATURE) {
            show_echo(signer.scheme(), value, false, shown);
        }
        if let Some(signature) = signed.signature() {
            pieces.add(signature, OF_A_SIGNATURE);
            show_echo(signer.scheme(), signature, true, shown);
        }
        let url = signed.url(&request).unwrap();
        show_echo(signer.scheme(), url.expose(), true, shown);
    }
}

/// Shows what is read of answers with `echo` in them; their message, too, where `echo` has a form by
/// which a secret can be told.
fn show_echo(scheme: &Scheme, echo: &str, is_quoted: bool, shown: &mut Shown) {
    let headers = [("x-bce-request-id", echo), ("www-authenticate", echo)];
    for body in answers(echo) {
        let response = Response::new(&body).with_status(401).with_headers(&headers);
        shown.debug(&response);
        let refusal = scheme.read_refusal(&response).expect("refused");
        let kept = [refusal.code(), refusal.message(), refusal.request_id()];
        let is_kept = kept.iter().flatten().any(|text| text.contains(echo.trim()));
        assert!(is_kept, "{}: {body}", scheme.name());
        shown.display(&refusal);
        if is_quoted {
            let quoted = refusal.quoted_message().expect("a message");
            shown.text("Refusal::quoted_message", quoted);
        }
    }
}

fn answers(echo: &str) -> Vec<String> {
    let told = format!("verify aksk signature fail, expected {echo}");
    let in_xml = echo.replace('&', "&amp;").replace('<', "&lt;");
    vec![
        json!({"code": echo, "message": echo, "requestId": echo}).to_string(),
        json!({"error_code": "APIG.0301", "error_msg": told, "request_id": echo}).to_string(),
        json!({"Code": 100_000_005, "Message": told, "RequestId": echo}).to_string(),
        json!({"Header": {"Code": echo, "Message": echo, "RequestID": echo}}).to_string(),
        json!({"code": "10110", "desc": told, "sid": echo}).to_string(),
        format!("<Error><Code>{in_xml}</Code><Message>{in_xml}</Message></Error>"),
        format!("Code: 10110, APIG.0301, {echo}"),
    ]
}
