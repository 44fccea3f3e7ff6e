//! The keys and variables by which a scheme is configured, as the crate itself says.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::schemes::{Kind, Row};
use super::stages::variables;

/// The keys of a scheme, as the error for one that is not there lists them: fields, then options.
pub(crate) fn keys(row: &Row) -> Vec<String> {
    let error = row.signer(&[("no_such_key", "")]).expect_err(row.name).to_string();
    let (_, listed) = error.split_once("write one of ").expect(&error);
    listed.split(", ").map(str::to_owned).collect()
}

/// The keys that are no fields of the credential.
pub(crate) fn options(row: &Row) -> Vec<String> {
    keys(row).into_iter().filter(|key| !row.has_field(key)).collect()
}

/// A variable that stands for a field.
#[derive(Debug, Clone)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) field: &'static str,
    pub(crate) kind: Kind,
}

/// The families of variables from which the credential of a row is read.
pub(crate) fn families(row: &Row) -> Vec<Vec<Variable>> {
    let asked = |set: &str| {
        let asked = RefCell::new(Vec::new());
        let ask = |name: &str| {
            asked.borrow_mut().push(name.to_owned());
            (name == set).then(|| "x".to_owned())
        };
        // Whether there is a signer does not matter, only what is asked for.
        drop(polysign::registry::signer_from_vars(row.scheme, variables(row.options), ask));
        asked.into_inner()
    };
    let all = asked("");
    assert!(!all.is_empty(), "{}: no variables", row.scheme);
    // With one that is set, its family is the last that is asked for.
    let ends: BTreeSet<usize> = all.iter().map(|name| asked(name).len()).collect();
    let mut start = 0;
    let family = |end| {
        let names = &all[std::mem::replace(&mut start, end)..end];
        let of = |(name, (field, kind)): (&String, &(&'static str, Kind))| Variable {
            name: name.clone(),
            field,
            kind: *kind,
        };
        names.iter().zip(row.facts.fields).map(of).collect()
    };
    ends.into_iter().map(family).collect()
}
