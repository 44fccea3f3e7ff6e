//! What a server says that it signed, compared with what was signed: the crate names what came in
//! between, and claims nothing where there is nothing.
//!
//! `tests/compare/README.md` has the form of a case.
#![cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]

mod case;
mod edges;
mod form;
mod hostile;
mod shown;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::slice;

use case::{Case, Saw};
use form::{FORMS, Form};
use polysign::compare::Verdict;

/// All cases, in the order of the files' names.
fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compare/cases");
    let entries = fs::read_dir(&folder).expect("the cases are there");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("can be read").path()).collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a file of cases is UTF-8");
        for (at, line) in text.lines().enumerate() {
            let case: Case = serde_json::from_str(line)
                .unwrap_or_else(|error| panic!("{}:{}: {error}", file.display(), at + 1));
            cases.push(case);
        }
    }
    let ids: BTreeSet<_> = cases.iter().map(|case| &case.id).collect();
    assert_eq!(ids.len(), cases.len(), "each case has its own id");
    cases
}

#[test]
fn the_injected_cause_is_named_and_no_other() {
    let (mut injected, mut faults, mut by_vendor) = (0, Vec::new(), BTreeMap::new());
    for case in cases().iter().filter(|case| !matches!(case.saw, Saw::Text(_))) {
        let comparison = case.signed().compare(case.server_text());
        let mut named: Vec<_> = comparison.causes().iter().map(|cause| cause.as_str()).collect();
        named.sort_unstable();
        let verdict = match case.causes.is_empty() {
            true => Verdict::Same,
            false => Verdict::Different,
        };
        if named != case.causes || comparison.verdict() != verdict {
            faults.push(format!("{}: {named:?}\n{comparison}", case.id));
        }
        injected += usize::from(!case.causes.is_empty());
        let vendor = case.scheme.split('/').next().unwrap_or_default().to_owned();
        *by_vendor.entry(vendor).or_insert(0) += 1;
    }
    println!("{injected} with a cause: {by_vendor:?}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(injected >= 60, "only {injected} cases");
    assert!(by_vendor.len() >= 3, "{by_vendor:?}");
}

/// The partner of each case: the server saw what was signed, and says so in the same form.
#[test]
fn without_the_cause_none_is_named() {
    let mut faults = Vec::new();
    for case in &cases() {
        let signed = case.signed();
        for (form, wrap) in FORMS {
            for (stage, text) in case.final_stages() {
                let comparison = signed.compare(wrap(&text));
                let is_same = comparison.verdict() == Verdict::Same
                    && comparison.stage() == Some(stage)
                    && comparison.causes().is_empty();
                if !is_same {
                    faults.push(format!("{} {form} {stage}: {comparison}", case.id));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The server speaks of another request, or of none: nothing is claimed.
#[test]
fn of_an_unrelated_text_nothing_is_claimed() {
    let cases = cases();
    let mut faults = Vec::new();
    let mut texts = 0;
    for (at, case) in cases.iter().enumerate() {
        if let Saw::Text(text) = &case.saw {
            texts += 1;
            assert!(case.causes.is_empty(), "{}", case.id);
            faults.extend(claims(case, text, &case.id, FORMS));
        }
        let others = cases.iter().filter(|other| other.is_foreign_to(case));
        for (form, other) in FORMS.iter().cycle().skip(at).zip(others) {
            for (_, text) in other.final_stages() {
                faults.extend(claims(case, &text, &other.id, slice::from_ref(form)));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(texts >= 20, "only {texts} texts");
}

/// Where the vendor never shows what it signed, the reader did nothing wrong.
#[test]
fn a_vendor_without_an_echo_is_said_to_have_none() {
    use crate::common::schemes::rows;

    const SILENT: [&str; 4] =
        ["zego/server-api-v2", "tencent/ivh-apaas", "baidu/bce-auth-v1", "iflytek/signa"];
    let context = crate::common::every_signer::context();
    for row in rows() {
        let signer = row.signer(&[]).expect(row.name);
        let explanation = signer.explain(&row.sample.request(), &context).expect(row.name);
        let shown = explanation.compare(r#"{"code": 401, "message": "denied"}"#).to_string();
        if SILENT.contains(&row.scheme) {
            assert!(shown.contains("answers of this vendor do not show"), "{shown}");
        } else if row.scheme == "huawei/sdk-hmac-sha256" {
            assert!(shown.contains("was it explained with the time"), "{shown}");
        }
    }
}

/// What is claimed of a text in any form, where nothing should be.
fn claims(case: &Case, text: &str, of: &str, forms: &[(&str, Form)]) -> Vec<String> {
    let signed = case.signed();
    let compared = forms.iter().map(|(form, wrap)| (form, signed.compare(wrap(text))));
    compared
        .filter(|(_, comparison)| comparison.verdict() != Verdict::Unrelated)
        .map(|(form, comparison)| format!("{} {of} {form}: {comparison}", case.id))
        .collect()
}

/// A cause that no case injects would never have been seen at work.
#[test]
fn every_cause_is_injected_somewhere() {
    let injected: BTreeSet<_> = cases().into_iter().flat_map(|case| case.causes).collect();
    // A label is the variant's name in lower case with hyphens.
    let labels: BTreeSet<_> = include_str!("../api/public.txt")
        .lines()
        .filter_map(|line| line.strip_prefix("pub polysign::compare::Cause::"))
        .map(hyphenated)
        .collect();
    assert!(labels.len() > 30, "{labels:?}");
    assert_eq!(injected, labels, "left: injected; right: there are");
}

fn hyphenated(name: &str) -> String {
    let mut label = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !label.is_empty() {
            label.push('-');
        }
        label.push(letter.to_ascii_lowercase());
    }
    label
}
