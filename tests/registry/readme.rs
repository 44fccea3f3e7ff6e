//! What the README says of the schemes.

use std::collections::BTreeSet;

use super::NEEDED;
use super::pairs::asked;

const README: &str = include_str!("../../README.md");

/// The text under a heading.
pub(super) fn section(heading: &str) -> &'static str {
    let (_, text) = README.split_once(heading).expect(heading);
    text.split_once("\n## ").map_or(text, |(text, _)| text)
}

/// The cells of the row that begins with a scheme's name.
fn row(section: &'static str, scheme: &str) -> Vec<&'static str> {
    let start = format!("| `{scheme}` |");
    let row = section.lines().find(|line| line.starts_with(&start));
    row.expect(scheme).split('|').map(str::trim).collect()
}

/// The names in a cell, without the values that stand in parentheses.
pub(super) fn names(cell: &str) -> impl Iterator<Item = String> {
    let outside = cell.split('(').enumerate().map(|(at, part)| match at {
        0 => part,
        _ => part.split_once(')').expect("closed").1,
    });
    let outside: String = outside.collect();
    let quoted: Vec<_> = outside.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    quoted.into_iter()
}

#[test]
fn the_table_of_settings_has_every_key() {
    for (scheme, needed) in NEEDED {
        let row = row(section("\n## A signer by name"), scheme);
        let listed: BTreeSet<String> = names(row[2]).chain(names(row[3])).collect();
        assert_eq!(listed, asked(scheme, needed), "{scheme}");
    }
}

#[test]
fn every_scheme_has_a_product_and_says_what_it_does_not_cover() {
    for (scheme, _) in NEEDED {
        let products = section("\n## Products and schemes");
        assert!(products.contains(&format!("| `{scheme}`")), "{scheme}");
        row(section("\n## What a signature does not cover"), scheme);
    }
}
