//! JSON of what the library says. Its fields and labels are stable.

use polysign::compare::{Comparison, Verdict};
use polysign::refusal::{Refusal, Refused};
use polysign::{Explanation, Scheme};
use serde_json::{Value, json};

/// Writes one object, for a person and a program.
pub(crate) fn text(value: &Value) -> String {
    format!("{value:#}")
}

/// Returns everything that is known of a refusal. Without one all fields but the scheme are empty.
pub(crate) fn refusal(scheme: &Scheme, refusal: Option<&Refusal>) -> Value {
    let refused = refusal.map(Refusal::refused);
    let causes = refused.as_ref().map_or(&[][..], |refused| refused.causes());
    let labels: Vec<&str> = causes.iter().map(|cause| cause.as_str()).collect();
    let field = causes.iter().find_map(|cause| match cause {
        Refused::Malformed(field) => Some(*field),
        _ => None,
    });
    json!({
        "scheme": scheme.name(),
        "refused": refused.map(|refused| refused.as_str()),
        "causes": labels,
        "field": field,
        "code": refusal.and_then(Refusal::code),
        "message": refusal.and_then(Refusal::quoted_message),
        "request_id": refusal.and_then(Refusal::request_id),
        "advice": refusal.map_or(&[][..], Refusal::advice),
        "another_clock_may_help": refusal.is_some_and(Refusal::another_clock_may_help),
        "retrying_does_harm": refusal.is_some_and(Refusal::retrying_does_harm),
    })
}

pub(crate) fn comparison(comparison: &Comparison) -> Value {
    let differences = comparison.differences().iter().map(|difference| {
        json!({
            "component": difference.component().to_string(),
            "ours": difference.ours().map(ToString::to_string),
            "theirs": difference.theirs().map(ToString::to_string),
            "cause": difference.cause().map(|cause| cause.as_str()),
        })
    });
    let causes = comparison.causes();
    json!({
        "verdict": match comparison.verdict() {
            Verdict::Same => "same",
            Verdict::Different => "different",
            Verdict::Unrelated => "unrelated",
        },
        "stage": comparison.stage(),
        "differences": differences.collect::<Vec<_>>(),
        "omitted": comparison.omitted(),
        "causes": causes.iter().map(|cause| cause.as_str()).collect::<Vec<_>>(),
        "advice": causes.iter().map(|cause| cause.advice()).collect::<Vec<_>>(),
    })
}

pub(crate) fn explanation(explanation: &Explanation) -> Value {
    let covers = explanation.covers();
    let stages =
        explanation.stages().map(|(name, text)| json!({ "name": name, "text": text.to_string() }));
    let absent = explanation
        .absent()
        .iter()
        .map(|absent| json!({ "name": absent.name(), "why": absent.why() }));
    json!({
        "scheme": explanation.scheme().name(),
        "key_id": explanation.key_id(),
        "stages": stages.collect::<Vec<_>>(),
        "covers": {
            "method": covers.method(),
            "host": covers.host(),
            "path": covers.path(),
            "query": covers.query(),
            "body": covers.body(),
        },
        "signed_headers": explanation.signed_headers(),
        "uncovered_headers": explanation.uncovered_headers().collect::<Vec<_>>(),
        "absent": absent.collect::<Vec<_>>(),
    })
}
