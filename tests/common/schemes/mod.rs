//! The table of schemes: every scheme, in every placement and with every kind of credential.
//!
//! The suites, the tests for leaks, the wire test and the benches take their signers from here. A new
//! scheme is its facts and a row in the vendor's file, and an arm of `verifiers::verifier`. The first row
//! of a scheme has no more of a credential than the scheme needs.

mod baidu;
mod formula;
mod huawei;
mod iflytek;
mod tencent;
mod zego;

use polysign::{Error, Request, Signer};

pub(crate) use formula::{Explained, Signature};

type Pairs = &'static [(&'static str, &'static str)];

/// What the suites know of a scheme, besides what it says of itself.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) scheme: &'static str,
    /// All fields of its credential.
    pub(crate) fields: Fields,
    /// The fields and options without which there is no signer.
    pub(crate) needs: &'static [&'static str],
    /// The vendor's formula, from the explanation alone.
    pub(crate) formula: fn(&dyn Explained) -> Signature,
    pub(crate) as_sent: AsSent,
    pub(crate) vectors: Vectors,
}

pub(crate) type Fields = &'static [(&'static str, Kind)];

/// What a field of a credential takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A number that fits into 32 bits.
    Number,
    /// A time of ISO 8601.
    Time,
    /// Any text.
    Id,
    /// Visible ASCII, which a header takes.
    HeaderId,
    /// Any text, and secret.
    Secret,
    /// Visible ASCII, and secret.
    Token,
}

impl Kind {
    pub(crate) fn is_secret(self) -> bool {
        matches!(self, Self::Secret | Self::Token)
    }
}

/// Which part of the URL is signed as it is sent, where other schemes decode it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AsSent {
    Nothing,
    Path,
    PathAndQuery,
}

/// The lines of a scheme's vectors, by what its verifier says of them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Vectors {
    /// Verified with the lenient policy.
    pub(crate) verified: usize,
    /// Verified where unsigned bodies are allowed, and rejected otherwise.
    pub(crate) with_unsigned_body: usize,
    /// Verified where the host may be left out, and rejected otherwise.
    pub(crate) without_host: usize,
    /// Both.
    pub(crate) with_neither: usize,
    /// Rejected, because the declared digest is not the body's.
    pub(crate) body_mismatch: usize,
    /// Not signed at all: the vector is about an error.
    pub(crate) not_signed: usize,
}

impl Vectors {
    pub(crate) const NONE: Self = Self::verified(0);

    /// All of them are verified.
    const fn verified(verified: usize) -> Self {
        Self {
            verified,
            with_unsigned_body: 0,
            without_host: 0,
            with_neither: 0,
            body_mismatch: 0,
            not_signed: 0,
        }
    }
}

/// A signer, and a request that it would sign.
#[derive(Debug)]
pub(crate) struct Row {
    /// What sets this row apart from all others.
    pub(crate) name: &'static str,
    pub(crate) scheme: &'static str,
    pub(crate) facts: &'static Facts,
    /// Made up.
    pub(crate) credential: Pairs,
    pub(crate) options: Pairs,
    pub(crate) sample: &'static Sample,
}

/// A request as the vendor's documents have it.
#[derive(Debug)]
pub(crate) struct Sample {
    pub(crate) method: &'static str,
    pub(crate) url: &'static str,
    pub(crate) headers: Pairs,
    pub(crate) body: &'static str,
}

impl Sample {
    pub(crate) fn request(&self) -> Request<'static> {
        let request = Request::new(self.method, self.url).expect("a sample is a request");
        request.with_headers(self.headers).with_body(self.body)
    }
}

impl Row {
    /// The signer of this row. `more` replaces settings of the row.
    pub(crate) fn signer(&self, more: &[(&str, &str)]) -> Result<Box<dyn Signer>, Error> {
        let is_replaced = |key: &str| more.iter().any(|(other, _)| *other == key);
        let own = self.settings().copied();
        let mut all: Vec<(&str, &str)> = own.filter(|(key, _)| !is_replaced(key)).collect();
        all.extend(more);
        polysign::registry::signer_from_pairs(self.scheme, all)
    }

    /// A field of the credential or an option, where the row has it.
    pub(crate) fn setting(&self, key: &str) -> Option<&'static str> {
        let setting = self.settings().find(|(name, _)| *name == key);
        setting.map(|(_, value)| *value)
    }

    /// The fields of the credential that are secret, where the row has them.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = (&'static str, Kind)> {
        let fields = self.facts.fields.iter().copied();
        fields.filter(|(field, kind)| kind.is_secret() && self.setting(field).is_some())
    }

    /// What the scheme needs, as the row has it.
    pub(crate) fn needed(&self) -> Vec<(&'static str, &'static str)> {
        let value = |key: &&'static str| {
            (*key, self.setting(key).unwrap_or_else(|| panic!("{}: no {key}", self.name)))
        };
        self.facts.needs.iter().map(value).collect()
    }

    /// Whether `key` is a field of the credential, and no option.
    pub(crate) fn has_field(&self, key: &str) -> bool {
        self.facts.fields.iter().any(|(field, _)| *field == key)
    }

    /// Credential and options.
    pub(crate) fn settings(&self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        self.credential.iter().chain(self.options)
    }
}

const JSON: Pairs = &[("Content-Type", "application/json")];

const fn row(
    name: &'static str,
    facts: &'static Facts,
    credential: Pairs,
    options: Pairs,
    sample: &'static Sample,
) -> Row {
    Row { name, scheme: facts.scheme, facts, credential, options, sample }
}

const VENDORS: [&[Row]; 5] = [zego::ROWS, tencent::ROWS, baidu::ROWS, huawei::ROWS, iflytek::ROWS];

/// The rows whose schemes are compiled in.
pub(crate) fn rows() -> impl Iterator<Item = &'static Row> {
    let is_there = |row: &&Row| polysign::schemes().any(|scheme| scheme.name() == row.scheme);
    VENDORS.into_iter().flatten().filter(is_there)
}

/// The first row of each scheme.
pub(crate) fn first_rows() -> impl Iterator<Item = &'static Row> {
    let mut former = Vec::new();
    rows().filter(move |row| {
        let is_first = !former.contains(&row.scheme);
        former.push(row.scheme);
        is_first
    })
}

/// The first row of a scheme.
pub(crate) fn first_row(scheme: &str) -> &'static Row {
    let row = rows().find(|row| row.scheme == scheme);
    row.unwrap_or_else(|| panic!("no row of {scheme}"))
}
