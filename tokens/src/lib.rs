#![doc = include_str!("../README.md")]
//!
//! # Where to look
//!
//! - **ZEGO, rooms and digital humans:** [`zego::Token04`].
//! - **Tencent RTC and IM, login:** [`tencent::UserSig`].
//! - **Tencent RTC, one room:** [`tencent::PrivateMapKey`].
//! - **Read a token that a client shows:** [`tencent::UserSigDocument`], [`zego::Token04Document`].
//!
//! # What holds for all of them
//!
//! A token is a pure function: `sign_with` takes the credential and a [`Context`](polysign::Context)
//! with time and nonce, and gives the same text for the same input. `sign` reads the system's clock
//! and random source, and calls it. The result is a [`Token`], which is redacted in `Debug` and wiped
//! when it is dropped, and which knows when it expires.
//!
//! A refused input is a [`polysign::Error`] with the field at fault. A token that cannot be read or
//! does not hold is a [`polysign::verify::Rejection`]: one text for the client, the reason for the
//! operator.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::disallowed_methods,
        clippy::expect_used,
        clippy::get_unwrap,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod fields;
pub mod tencent;
mod token;
mod wiping;
pub mod zego;

pub use token::Token;
