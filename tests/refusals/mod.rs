//! What a server's answer is read as: every vendor, every cause that is documented or reported, and
//! as many answers that name none.
#![cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]

mod cases;
mod corpus;
mod forms;
mod hostile;
mod said;
mod unlisted;
mod verdict;

use std::collections::BTreeSet;

use cases::Case;
use polysign::refusal::{Refusal, Refused};

pub(crate) const VENDORS: [&str; 5] = ["zego", "tencent", "baidu", "huawei", "iflytek"];

#[test]
fn every_case_is_read_as_what_it_is() {
    let mut wrong = Vec::new();
    let (mut with_cause, mut without) = (0, 0);
    for vendor in VENDORS {
        let mut names = BTreeSet::new();
        for case in cases::of(vendor) {
            assert!(names.insert(case.case.clone()), "{vendor}: {} twice", case.case);
            match case.names_a_cause() {
                true => with_cause += 1,
                false => without += 1,
            }
            let (read, expected) =
                (Outcome::of(case.read().as_ref(), &case), Outcome::expected(&case));
            if read != expected {
                wrong.push(format!(
                    "{vendor}, {}:\n  read     {read:?}\n  expected {expected:?}",
                    case.case
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(with_cause >= 70, "{with_cause} cases name a cause");
    assert!(without >= with_cause, "{without} cases name none, {with_cause} do");
}

impl Case {
    fn names_a_cause(&self) -> bool {
        let label = self.refused.as_deref();
        let is_none = matches!(
            label,
            None | Some("unknown" | "not-authentication" | "throttled" | "server-error")
        );
        assert!(is_none || self.from != "no cause", "{}", self.case);
        !is_none
    }
}

/// What is compared: a case that does not give code, message or id takes any.
#[derive(Debug, PartialEq)]
struct Outcome {
    refused: Option<String>,
    causes: Vec<String>,
    field: Option<String>,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    another_clock_may_help: bool,
    retrying_does_harm: bool,
}

impl Outcome {
    fn of(refusal: Option<&Refusal>, case: &Case) -> Self {
        let refused = refusal.map(Refusal::refused);
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let kept =
            |text: Option<&str>, given: &Option<String>| owned(text).filter(|_| given.is_some());
        Self {
            refused: refused.map(|refused| refused.as_str().to_owned()),
            causes: match refused {
                Some(Refused::Ambiguous(causes)) => {
                    causes.iter().map(|cause| cause.as_str().to_owned()).collect()
                }
                _ => Vec::new(),
            },
            field: match refused {
                Some(Refused::Malformed(field)) => Some(field.to_owned()),
                _ => None,
            },
            code: kept(refusal.and_then(Refusal::code), &case.code),
            message: kept(refusal.and_then(Refusal::message), &case.message),
            request_id: kept(refusal.and_then(Refusal::request_id), &case.request_id),
            another_clock_may_help: refusal.is_some_and(Refusal::another_clock_may_help),
            retrying_does_harm: refusal.is_some_and(Refusal::retrying_does_harm),
        }
    }

    fn expected(case: &Case) -> Self {
        let causes = case.causes.iter().chain(&case.refused);
        Self {
            refused: case.refused.clone(),
            causes: case.causes.clone(),
            field: case.field.clone(),
            code: case.code.clone(),
            message: case.message.clone(),
            request_id: case.request_id.clone(),
            another_clock_may_help: causes.into_iter().any(|cause| cause == "clock"),
            retrying_does_harm: case.retrying_does_harm,
        }
    }
}
