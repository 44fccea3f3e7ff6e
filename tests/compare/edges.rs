//! Texts whose own edges look like those of a quotation.

use polysign::compare::Verdict;
use polysign::{Explanation, Request, Signer};

use super::form::FORMS;
use crate::common::every_signer::{context, every_signer};

/// Methods that are more than a word in capitals, or of which a part is one.
const METHODS: &[&str] = &["9015ET", "GET", "get", "PROPFIND2", "M-SEARCH", "x'GET"];

/// Parameters that begin and end with the marks of a quotation.
const QUERIES: &[&str] = &["a=b", "\"a=b", "a=b\"", "'a'='b'", "zz=\"", "`=`", "a=b,", ";a=b;"];

#[test]
fn what_looks_like_a_quotation_is_compared_as_it_is() {
    let mut faults = Vec::new();
    for (method, query) in
        METHODS.iter().flat_map(|method| QUERIES.iter().map(move |it| (method, it)))
    {
        let url = format!("https://h.example.com/v1/a/?{query}");
        let request = Request::new(method, &url).expect("a request").with_body("{}");
        for (case, signer) in every_signer() {
            // Some schemes refuse other methods than their API has.
            let Ok(explanation) = signer.explain(&request, &context()) else { continue };
            faults.extend(
                faults_of(&explanation).map(|fault| format!("{case} {method} {query} {fault}")),
            );
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is not the same although it is: a canonical request is found in all forms, and no other text
/// is another one.
fn faults_of(explanation: &Explanation) -> impl Iterator<Item = String> {
    let stages = explanation.stages();
    let texts = stages.flat_map(|(stage, text)| {
        let text = String::from_utf8(text.fill(|_| Some("tok+/="))).expect("UTF-8");
        FORMS.iter().map(move |(form, wrap)| (stage, form, wrap(&text)))
    });
    texts.filter_map(|(stage, form, text)| {
        let comparison = explanation.compare(text);
        let is_right = match comparison.verdict() {
            Verdict::Same => true,
            Verdict::Different => false,
            Verdict::Unrelated => stage != "canonical_request",
        };
        (!is_right).then(|| format!("{form} {stage}: {comparison}"))
    })
}
