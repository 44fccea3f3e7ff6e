//! Text as bytes: characters, percent-encoding, numbers, dates and escapes.
//!
//! This is the lowest layer. It knows nothing of requests and schemes. Two kinds of text pass
//! through it:
//!
//! - text to sign, which is checked before it gets here and read exactly: `bytes`, `encode`,
//!   `timestamp`, `header`, `json`;
//! - text from elsewhere, such as answers and logs, which is read as far as it goes: `lenient`,
//!   `unescape`, `quoted`, `pattern`.

mod bytes;
mod encode;
mod escape;
mod found;
mod header;
mod json;
mod lenient;
mod pattern;
mod quoted;
mod sink;
mod time_unit;
#[cfg(feature = "_time")]
mod timestamp;
mod unescape;
mod unix_time;

pub use bytes::Decimal;
pub(crate) use bytes::{class, cut, find_byte, find_either, is_token, split};
pub(crate) use encode::{
    Decoded, STRICT, encoded_byte, hex_digit, is_canonical_in_query, is_literal,
};
pub use encode::{Form, decode, encode, recode};
pub(crate) use escape::write_escaped;
pub(crate) use found::Found;
pub(crate) use header::{compare_names, find_forbidden, is_same_name, lower_case, trim};
pub(crate) use json::{Json, Member, member, members};
pub(crate) use lenient::{is_html, status_line, to_text, up_to, without_entities, without_escapes};
pub(crate) use pattern::{find_pattern, words};
pub(crate) use quoted::{Quoted, is_end_of_token, is_of_word, length_of_word};
pub(crate) use sink::secrets_as_text;
pub use sink::{Encoded, Sink};
pub use time_unit::TimeUnit;
#[cfg(feature = "_time")]
pub use timestamp::{Timestamp, read_basic, read_extended};
#[cfg(feature = "_time")]
pub(crate) use timestamp::{read_http, read_zoned, zoned};
pub(crate) use unescape::{Unescaped, unescape};
pub use unix_time::UnixTime;
