//! Refusals whose answers echo what was sent: in every field, in every form.

use polysign::refusal::{Refused, Response, Rule, Rules};
use serde_json::json;

use crate::pieces::Pieces;
use crate::shown::Shown;
use crate::signers::Secrets;
use crate::values::signed_by_every_signer;

static RULES: Rules = Rules::new(&[Rule::new(Refused::Unknown, &["Ask."])]);

/// Answers of a server that puts all it knows into every field of every vendor.
pub(crate) fn show_refusals(secrets: &Secrets, shown: &mut Shown, pieces: &mut Pieces) {
    shown.debug(&RULES);
    shown.debug(&RULES.clone());
    shown.debug(&Rule::new(Refused::Replay, &["Ask."]));
    shown.display(&Refused::Ambiguous(&[Refused::Clock, Refused::Expired]));
    let echoes = secrets.all().map(str::to_owned);
    let echoes: Vec<String> = echoes.chain(signed_by_every_signer(secrets, pieces)).collect();
    let mut count = 0;
    for scheme in polysign::schemes() {
        for echo in &echoes {
            for body in answers(echo) {
                let headers = [("x-bce-request-id", echo.as_str()), ("x-request-id", echo)];
                let response = Response::new(&body).status(401).headers(&headers);
                shown.debug(&response);
                let refusal = scheme.read_refusal(&response).expect("refused");
                shown.display(&refusal);
                count += 1;
            }
        }
    }
    assert!(count > 0);
}

fn answers(echo: &str) -> Vec<String> {
    let told = format!("verify aksk signature fail, expected {echo}");
    vec![
        json!({"code": echo, "message": echo, "requestId": echo}).to_string(),
        json!({"error_code": "APIG.0301", "error_msg": told, "request_id": echo}).to_string(),
        json!({"Code": 100_000_005, "Message": told, "RequestId": echo}).to_string(),
        json!({"Header": {"Code": echo, "Message": echo, "RequestID": echo}}).to_string(),
        json!({"code": "10110", "desc": told, "sid": echo}).to_string(),
        format!("<Error><Code>{echo}</Code><Message>{echo}</Message></Error>"),
        format!("Code: 10110, APIG.0301, {echo}"),
    ]
}
