//! The names of all public types, from the list of the public API.

use std::collections::BTreeSet;

/// CI compares it with what `rustdoc` finds.
const API: &str = include_str!("../api/public.txt");

const VENDORS: [&str; 5] = ["zego", "tencent", "baidu", "huawei", "iflytek"];

/// `Request`, `huawei::AccessKey` and so on: all that is public and neither trait nor function.
pub(crate) fn public_types() -> BTreeSet<String> {
    let types: BTreeSet<String> = API.lines().filter_map(type_of).map(public_name).collect();
    assert!(types.len() > 60, "not the list of the API: {types:?}");
    types
}

/// The path of the type that a line is about.
fn type_of(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace();
    let kind = (words.next()? == "pub").then(|| words.next())??;
    let is_type = ["struct", "enum", "union", "type"].contains(&kind);
    let path = words.next()?.split('<').next()?;
    // An associated type has no value of its own.
    (is_type && !path.starts_with('<')).then_some(path)
}

/// `huawei::AccessKey` for `polysign::huawei::AccessKey`, `Policy` for `polysign::verify::Policy`.
fn public_name(path: &str) -> String {
    let mut parts = path.split("::").skip(1);
    let first = parts.next().unwrap_or_default();
    let last = parts.last().unwrap_or(first);
    match VENDORS.contains(&first) {
        true => format!("{first}::{last}"),
        false => last.to_owned(),
    }
}
