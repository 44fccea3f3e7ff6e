//! Everything that values say of themselves, to be searched.

use std::any::type_name;
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::{Debug, Display};

use polysign::Scheme;

use crate::common::pieces::Pieces;

/// What was shown so far.
pub(crate) struct Shown {
    texts: Vec<(String, String)>,
    types: BTreeSet<String>,
}

impl Shown {
    pub(crate) fn new() -> Self {
        Self { texts: Vec::new(), types: BTreeSet::new() }
    }

    /// A text that may be logged.
    pub(crate) fn text(&mut self, of: &str, text: impl Into<String>) {
        self.texts.push((of.to_owned(), text.into()));
    }

    /// All forms of `Debug`. The type counts as shown.
    pub(crate) fn debug<T: Debug + ?Sized>(&mut self, value: &T) {
        let of = type_name::<T>();
        self.types.extend(public_name(of));
        for text in [
            format!("{value:?}"),
            format!("{value:#?}"),
            format!("{value:x?}"),
            format!("{value:X?}"),
            format!("{value:30?}"),
            format!("{value:.30?}"),
        ] {
            self.text(of, text);
        }
    }

    /// A signer or a verifier, behind its trait. The type that counts as shown is the one that it says
    /// it is.
    pub(crate) fn of_scheme<T: Debug + ?Sized>(&mut self, scheme: &Scheme, value: &T) {
        self.debug(value);
        let said = format!("{value:?}");
        let end = said.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(said.len());
        let vendor = scheme.name().split('/').next().unwrap_or_default();
        self.types.insert(format!("{vendor}::{}", &said[..end]));
    }

    /// `Debug` and `Display`.
    pub(crate) fn display<T: Debug + Display + ?Sized>(&mut self, value: &T) {
        self.debug(value);
        let of = type_name::<T>();
        for text in [format!("{value}"), format!("{value:#}"), format!("{value:30}")] {
            self.text(of, text);
        }
    }

    /// An error and all that it names as its source.
    pub(crate) fn error<E: Error + 'static>(&mut self, error: &E) {
        self.display(error);
        let mut source = error.source();
        while let Some(inner) = source {
            self.text("source", format!("{inner}|{inner:?}|{inner:#?}"));
            source = inner.source();
        }
    }

    /// An error that has to be one.
    pub(crate) fn refused<T, E: Error + 'static>(&mut self, input: &str, result: Result<T, E>) {
        match result {
            Ok(_) => panic!("{input}: was not refused"),
            Err(error) => self.error(&error),
        }
    }

    pub(crate) fn types(&self) -> &BTreeSet<String> {
        &self.types
    }

    /// Fails when a piece is in anything that was shown.
    pub(crate) fn has_none_of(&self, pieces: &Pieces) {
        for (of, text) in &self.texts {
            // `{:#?}` breaks lists into lines.
            let in_one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let spellings = match text.contains('\n') {
                true => vec![text, &in_one_line],
                false => vec![text],
            };
            for text in spellings {
                if let Some(piece) = pieces.find(text.as_bytes()) {
                    let piece = String::from_utf8_lossy(piece);
                    panic!("{of} shows {piece:?} in {text}");
                }
            }
        }
    }
}

/// `huawei::AccessKey` for `polysign::huawei::credential::Credential`.
fn public_name(type_name: &str) -> Option<String> {
    let path = type_name.split('<').next()?.strip_prefix("polysign::")?;
    let last = path.rsplit("::").next()?;
    Some(match path.strip_prefix("vendors::") {
        Some(vendor) => format!("{}::{last}", vendor.split("::").next()?),
        None => last.to_owned(),
    })
}
