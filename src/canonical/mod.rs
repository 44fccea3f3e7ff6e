//! The parts that canonical forms are made of. Nothing here knows a vendor.

#[cfg(feature = "_digest")]
mod hash;
mod headers;
mod pair;
mod part;
mod query;
mod rank;
mod slots;

#[cfg(feature = "_base64")]
pub(crate) use hash::{Base64, from_base64};
#[cfg(feature = "_digest")]
pub(crate) use hash::{Hashing, Key, is_same, keyed};
#[cfg(feature = "_hex")]
pub(crate) use hash::{Hex, from_hex};
pub(crate) use headers::{Header, each_name, write_names};
pub(crate) use pair::{Pair, Place};
pub(crate) use part::{Part, encoded_byte};
pub(crate) use query::{Added, Order, Parameters, Pieces, Query, SkippedNames};
pub(crate) use slots::{Filling, Scratch, with_slots};
