//! The signers of the table with secrets that are drawn.

use std::collections::BTreeMap;
use std::ops::{Index, IndexMut};

use polysign::Signer;

use super::schemes::{Kind, Row, rows};
use super::typed::typed;

/// A secret or token for each secret field of the table. `huawei/secret_key` is that of all schemes of
/// Huawei that have such a field.
pub(crate) struct Secrets(BTreeMap<String, String>);

impl Secrets {
    /// A token goes into a header.
    pub(crate) fn draw(
        mut secret: impl FnMut() -> String,
        mut token: impl FnMut() -> String,
    ) -> Self {
        let mut drawn = BTreeMap::new();
        for row in rows() {
            for (field, kind) in row.facts.fields.iter().filter(|(_, kind)| kind.is_secret()) {
                drawn.entry(place(row.scheme, field)).or_insert_with(|| match kind {
                    Kind::Token => token(),
                    _ => secret(),
                });
            }
        }
        Self(drawn)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.named().map(|(_, secret)| secret)
    }

    /// All of them with their places.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(place, secret)| (place.as_str(), secret.as_str()))
    }

    /// The secrets of `row`, by its fields.
    pub(crate) fn of(&self, row: &Row) -> Vec<(&'static str, &str)> {
        let drawn = |(field, _)| (field, self[&*place(row.scheme, field)].as_str());
        row.secrets().map(drawn).collect()
    }

    /// The secret of a scheme's field, where it is secret.
    pub(crate) fn get(&self, scheme: &str, field: &str) -> Option<&str> {
        self.0.get(&place(scheme, field)).map(String::as_str)
    }
}

impl Index<&str> for Secrets {
    type Output = String;

    fn index(&self, place: &str) -> &String {
        self.0.get(place).unwrap_or_else(|| panic!("nothing is drawn for {place}"))
    }
}

impl IndexMut<&str> for Secrets {
    fn index_mut(&mut self, place: &str) -> &mut String {
        self.0.get_mut(place).unwrap_or_else(|| panic!("nothing is drawn for {place}"))
    }
}

/// `huawei/secret_key` for that field of any scheme of Huawei.
fn place(scheme: &str, field: &str) -> String {
    let vendor = scheme.split('/').next().unwrap_or_default();
    format!("{vendor}/{field}")
}

/// The signers of the table with these secrets in the place of its own.
pub(crate) fn signers(secrets: &Secrets) -> Vec<(&'static str, Box<dyn Signer>)> {
    let signer = |row: &'static Row| {
        let signer = row.signer(&secrets.of(row));
        let signer = signer.unwrap_or_else(|error| panic!("{}: {error}", row.name));
        (row.name, typed(signer))
    };
    rows().map(signer).collect()
}
