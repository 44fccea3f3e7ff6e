//! The signers: the rows of the table that all tests of the crate use.

#[allow(dead_code, reason = "the samples are for other tests")]
#[path = "../../common/schemes/mod.rs"]
mod table;

pub(crate) use table::rows;
