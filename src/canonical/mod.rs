//! The parts that canonical forms are made of. Nothing here knows a vendor.

mod bytes;
mod encode;
mod headers;
mod pair;
mod part;
mod path;
mod query;
mod rank;
mod sink;
mod slots;
#[cfg(feature = "_time")]
mod timestamp;

pub(crate) use bytes::{Decimal, class, cut, is_token};
pub(crate) use encode::{Decoded, Form, decode, encode, hex_digit, recode};
pub(crate) use headers::{Header, compare_names, each_name, find_forbidden, trim, write_names};
pub(crate) use part::{Part, encoded_byte};
pub(crate) use path::Path;
pub(crate) use pair::{Pair, Place};
pub(crate) use query::{Added, Order, Parameters, Pieces, Query, pairs};
pub(crate) use sink::Sink;
pub(crate) use slots::{Filling, Scratch, with_slots};
#[cfg(feature = "_time")]
pub(crate) use timestamp::{Timestamp, read_basic, read_extended};
