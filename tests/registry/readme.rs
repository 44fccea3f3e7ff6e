//! What the README says, in both languages: the tables of the schemes, and that the pages agree.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

use super::pairs::asked;
use crate::common::schemes::{first_rows, rows};
use crate::common::stages::variables;

pub(super) const ENGLISH: &str = include_str!("../../README.md");
const CHINESE: &str = include_str!("../../README.zh-CN.md");
const PAGE_LINKS: &str = include_str!("../../docs/page_links.md");
const CONTRIBUTING: &str = include_str!("../../CONTRIBUTING.md");

/// The page before its first heading, and the text under each, with the heading.
fn sections(page: &str) -> Vec<&str> {
    page.split("\n## ").collect()
}

/// The section of a page that has this heading on the English one.
pub(super) fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let at = sections(ENGLISH).iter().position(|text| text.lines().next() == Some(heading));
    sections(page)[at.expect(heading)]
}

/// The cells of the row that begins with a scheme's name.
fn row<'a>(section: &'a str, scheme: &str) -> Vec<&'a str> {
    let start = format!("| `{scheme}` |");
    let row = section.lines().find(|line| line.starts_with(&start));
    row.expect(scheme).split('|').map(str::trim).collect()
}

/// The names in a cell, without the values that stand in parentheses.
pub(super) fn names(cell: &str) -> impl Iterator<Item = String> {
    let outside = cell.split(['(', '（']).enumerate().map(|(at, part)| match at {
        0 => part,
        _ => part.split_once([')', '）']).expect("closed").1,
    });
    spans(&outside.collect::<String>()).into_iter()
}

/// What stands between backticks, on one line each.
fn spans(text: &str) -> Vec<String> {
    let words = |span: &str| span.split_whitespace().collect::<Vec<_>>().join(" ");
    text.split('`').skip(1).step_by(2).map(words).collect()
}

/// The blocks of code of a section with their fences, and the text around them.
fn code_and_prose(section: &str) -> (Vec<String>, String) {
    let mut parts = section.split("\n```");
    let mut prose = parts.next().unwrap_or_default().to_owned();
    let mut code = Vec::new();
    while let Some(block) = parts.next() {
        code.push(block.to_owned());
        prose += parts.next().expect("the fence is closed");
    }
    (code, prose)
}

/// The part of a link that leads to a heading, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    heading.chars().filter(kept).collect::<String>().to_lowercase().replace(' ', "-")
}

/// Where the links in a text lead; to a heading of the page by its number.
fn targets(text: &str, headings: &[String]) -> Vec<String> {
    let written = text.split("](").skip(1).map(|rest| rest.split_once(')').expect("closed").0);
    let numbered = |target: &str| match target.strip_prefix('#') {
        Some(name) => format!("section {:?}", headings.iter().position(|heading| heading == name)),
        None if target.starts_with("README.") => "the other language".to_owned(),
        None => target.to_owned(),
    };
    written.map(numbered).collect()
}

/// What is the same in every language, for each section: code, the cells of each row of a table, what
/// stands between backticks, where links lead, and how links are defined.
fn outline(page: &str) -> Vec<Vec<String>> {
    let sections = sections(page);
    let heading = |text: &&str| anchor(text.lines().next().unwrap_or_default());
    let headings: Vec<_> = sections.iter().map(heading).collect();
    let facts = |section: &&str| {
        let (code, prose) = code_and_prose(section);
        let rows = prose.lines().map(str::trim).filter(|line| line.starts_with('|'));
        let rows = rows.map(|row| format!("a row of {} cells", row.matches('|').count() - 1));
        let definitions = prose.lines().filter(|line| line.contains("]: ")).map(str::to_owned);
        let (mut spans, mut targets) = (spans(&prose), targets(&prose, &headings));
        spans.sort();
        targets.sort();
        code.into_iter().chain(rows).chain(definitions).chain(spans).chain(targets).collect()
    };
    sections.iter().map(facts).collect()
}

#[test]
fn the_table_of_settings_has_every_key() {
    for table_row in first_rows() {
        let scheme = table_row.scheme;
        for page in [ENGLISH, CHINESE] {
            let row = row(section(page, "A signer by name"), scheme);
            let listed: BTreeSet<String> = names(row[2]).chain(names(row[3])).collect();
            assert_eq!(listed, asked(table_row), "{scheme}");
        }
    }
}

/// The variables that the table lists for a scheme, in its row and in those below without a name.
fn listed_variables(section: &str, scheme: &str) -> BTreeSet<String> {
    let mut listed = BTreeSet::new();
    let mut is_of_scheme = false;
    for row in section.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        is_of_scheme = cells[1] == format!("`{scheme}`") || (is_of_scheme && cells[1].is_empty());
        if is_of_scheme && (cells[4].starts_with("the same") || cells[4].starts_with("同上")) {
            return listed_variables(section, "iflytek/hmac-url");
        }
        let variables = spans(cells[4]).into_iter().filter(|_| is_of_scheme);
        listed.extend(variables.filter(|name| name.contains('_')));
    }
    // A prefix stands for the variables of the row with another one.
    if listed.remove("SPARKAI_") {
        listed.extend(listed.clone().iter().map(|name| name.replace("XFYUN_", "SPARKAI_")));
    }
    listed
}

/// The variables that a scheme asks for, with the options of each of its rows.
fn asked_variables(scheme: &str) -> BTreeSet<String> {
    let asked = RefCell::new(BTreeSet::new());
    let ask = |variable: &str| {
        asked.borrow_mut().insert(variable.to_owned());
        None
    };
    for row in rows().filter(|row| row.scheme == scheme) {
        let signer = polysign::registry::signer_from_vars(scheme, variables(row.options), ask);
        assert!(signer.is_err(), "{scheme} needs no credential");
    }
    asked.into_inner()
}

#[test]
fn the_table_of_settings_has_every_variable() {
    for scheme in first_rows().map(|row| row.scheme) {
        for page in [ENGLISH, CHINESE] {
            let listed = listed_variables(section(page, "A signer by name"), scheme);
            assert_eq!(listed, asked_variables(scheme), "{scheme}");
        }
    }
}

#[test]
fn every_scheme_has_a_product_and_says_what_it_does_not_cover() {
    for scheme in first_rows().map(|row| row.scheme) {
        for page in [ENGLISH, CHINESE] {
            let products = section(page, "Products and schemes");
            assert!(products.contains(&format!("| `{scheme}`")), "{scheme}");
            row(section(page, "What a signature does not cover"), scheme);
        }
    }
}

#[test]
fn both_languages_have_the_same_content() {
    let (english, chinese) = (outline(ENGLISH), outline(CHINESE));
    for (english_section, chinese_section) in english.iter().zip(&chinese) {
        assert_eq!(english_section, chinese_section);
    }
    assert_eq!(english.len(), chinese.len());
    let commands = |page: &str| page.matches("\n```sh\n").count();
    assert_eq!((commands(ENGLISH), commands(CHINESE)), (2, 2));
}

/// The comparison sees what it is to see.
#[test]
fn a_page_that_differs_is_noticed() {
    let cut = |from: &str| CHINESE.replacen(from, "", 1);
    let changed = [
        cut("cargo run --example sign\n"),
        cut("\n## 三行代码\n"),
        cut("| | | | 或 `BAIDUCLOUD_ACCESS_KEY`、`BAIDUCLOUD_SECRET_KEY` |\n"),
        CHINESE.replacen("(tokens/README.md)", "(tokens)", 1),
        CHINESE.replacen("(#重定向)", "(#回调)", 1),
        CHINESE.replacen("polysign/trait.Signer.html", "polysign/struct.Signer.html", 1),
        CHINESE.replacen("`XFYUN_APP_ID`", "`XFYUN_APPID`", 1),
    ];
    for page in changed {
        assert_ne!(page, CHINESE, "nothing was changed");
        assert_ne!(outline(&page), outline(ENGLISH));
    }
}

#[test]
fn links_lead_somewhere() {
    for page in [ENGLISH, CHINESE] {
        let headings: Vec<_> = sections(page)
            .iter()
            .map(|text| anchor(text.lines().next().expect("a title")))
            .collect();
        let (_, prose) = code_and_prose(page);
        for target in prose.split("](").skip(1).map(|rest| rest.split_once(')').expect("closed").0)
        {
            match target.strip_prefix('#') {
                Some(name) => assert!(headings.iter().any(|heading| heading == name), "{target}"),
                None => {
                    assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(target).exists(), "{target}")
                }
            }
        }
        for (named, rest) in prose.split("[`").skip(1).filter_map(|link| link.split_once('`')) {
            let is_defined = prose.contains(&format!("\n[`{named}`]: https://"));
            assert!(!rest.starts_with(']') || rest.starts_with("](") || is_defined, "{named}");
        }
    }
}

#[test]
fn links_to_pages_are_links_to_items_in_the_documentation() {
    let defined = |text: &'static str| {
        let lines = text.lines().filter(|line| line.starts_with('['));
        lines
            .filter_map(|line| line.split_once("]: "))
            .map(|(name, _)| name)
            .collect::<BTreeSet<_>>()
    };
    assert!(defined(ENGLISH).len() > 40);
    assert_eq!(defined(ENGLISH), defined(PAGE_LINKS));
}

#[test]
fn the_chinese_page_uses_the_terms_that_are_listed() {
    let (_, list) = CONTRIBUTING.split_once("## Chinese words").expect("the list");
    let rows = list.lines().filter(|line| line.starts_with('|')).skip(2);
    let terms: Vec<_> = rows.map(|row| row.split('|').nth(2).expect("a term").trim()).collect();
    assert!(terms.len() > 15, "{terms:?}");
    for term in terms {
        assert!(CHINESE.contains(term), "{term}");
    }
}
