//! The signers of the table, at one time and with one nonce.

use polysign::{Context, Signer};

use super::schemes::rows;
use super::typed::typed;

/// 2019-11-15T03:36:55Z
pub(crate) const TIME: i64 = 1_573_789_015;

/// The signer of a row by its name.
pub(crate) fn signer(name: &str) -> Box<dyn Signer> {
    signer_with(name, &[])
}

/// The same with further settings.
pub(crate) fn signer_with(name: &str, more: &[(&str, &str)]) -> Box<dyn Signer> {
    let row = rows().find(|row| row.name == name);
    let row = row.unwrap_or_else(|| panic!("no row {name}"));
    let signer = row.signer(more).unwrap_or_else(|error| panic!("{name}: {error}"));
    typed(signer)
}

/// All of them with their names.
pub(crate) fn every_signer() -> impl Iterator<Item = (&'static str, Box<dyn Signer>)> {
    rows().map(|row| (row.name, signer(row.name)))
}

/// A time and a nonce that suit every scheme.
pub(crate) fn context() -> Context<'static> {
    Context::at(TIME).with_random_nonce([0x5a; 16])
}

/// The signature of a scheme that has one.
pub(crate) fn signature_of(signed: &polysign::Signed) -> String {
    signed.signature().expect("a signature").to_owned()
}
