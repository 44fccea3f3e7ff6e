//! The names of all public types, read from the source.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// `Request`, `huawei::AccessKey` and so on: all that is public and neither trait nor function.
pub(crate) fn public_types() -> BTreeSet<String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let traits = names_of_traits(&src);
    let mut types = BTreeSet::new();
    collect(&src.join("lib.rs"), &src, "", &mut types);
    types.retain(|name| !traits.contains(name.rsplit("::").next().unwrap_or_default()));
    types
}

fn collect(file: &Path, folder: &Path, path: &str, types: &mut BTreeSet<String>) {
    let code = code(file);
    let mut add = |name: &str| {
        assert_ne!(name, "*", "{}: a list of types has names", file.display());
        // Functions and constants begin otherwise; only types are of interest.
        let is_type = name.starts_with(|letter: char| letter.is_ascii_uppercase())
            && name.contains(|letter: char| letter.is_ascii_lowercase());
        if is_type {
            types.insert(format!("{path}{name}"));
        }
    };
    for kind in ["pub struct ", "pub enum ", "pub union ", "pub type "] {
        items(&code, kind).iter().for_each(|name| add(name));
    }
    for part in code.split("\npub use ").skip(1) {
        let (exports, _) = part.split_once(';').expect("an export ends");
        let list = exports.split_once('{').map_or(exports, |(_, list)| list);
        for export in list.trim_end().trim_end_matches('}').split(',') {
            let name = export.rsplit(" as ").next().unwrap_or_default();
            let name = name.rsplit("::").next().unwrap_or_default().trim();
            if !name.is_empty() {
                add(name);
            }
        }
    }
    for vendor in items(&code, "pub use vendors::") {
        let folder = folder.join("vendors").join(&vendor);
        collect(
            &folder.join("mod.rs"),
            &folder,
            &format!("{vendor}::"),
            types,
        );
    }
    for module in items(&code, "pub mod ") {
        let candidates = [
            folder.join(format!("{module}.rs")),
            folder.join(&module).join("mod.rs"),
        ];
        let file = candidates.iter().find(|file| file.exists());
        let file = file.unwrap_or_else(|| panic!("no file of module {module}"));
        collect(file, &folder.join(&module), path, types);
    }
}

/// The source before its tests, with a line end in front so that an item at the start of a line is
/// found by it.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file:?}: {error}"));
    let text = text.split("\n#[cfg(test)]").next().unwrap_or_default();
    format!("\n{text}")
}

/// The names behind `kind`, of items that are not nested.
fn items(code: &str, kind: &str) -> Vec<String> {
    code.split(&format!("\n{kind}"))
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect()
        })
        .collect()
}

fn names_of_traits(folder: &Path) -> BTreeSet<String> {
    files(folder)
        .iter()
        .flat_map(|file| items(&code(file), "pub trait "))
        .collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the sources are there");
    let paths = entries.map(|entry| entry.expect("can be read").path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}
