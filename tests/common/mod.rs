//! What suites share.
#![allow(dead_code, reason = "no binary needs all of it")]

pub(crate) mod arbitrary;
pub(crate) mod drawn;
pub(crate) mod every_signer;
pub(crate) mod formulas;
pub(crate) mod keys;
pub(crate) mod payload;
pub(crate) mod pieces;
pub(crate) mod random;
pub(crate) mod refusing;
pub(crate) mod schemes;
pub(crate) mod sending;
pub(crate) mod stages;
pub(crate) mod typed;
pub(crate) mod verifiers;
