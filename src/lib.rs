// The README links to docs.rs, since it is also read outside of these pages. Here the links of this file,
// which come first, replace them, and are checked.
#![cfg_attr(
    all(
        not(doctest),
        feature = "serde",
        feature = "tower",
        feature = "zego",
        feature = "tencent",
        feature = "baidu",
        feature = "huawei",
        feature = "iflytek"
    ),
    doc = include_str!("../docs/page_links.md")
)]
#![cfg_attr(not(doctest), doc = include_str!("../README.md"))]
//!
//! # Where to look
//!
//! - **Sign a request:** [`Request`], a signer of a vendor's module, [`Signer::sign`], [`Signed`].
//! - **Find out why a server refuses:** [`Signer::explain`], [`Explanation`], [`compare`] for what
//!   the server says that it signed, [`refusal`] for what its answer means.
//! - **Check requests that arrive:** [`verify`], and the verifiers in the vendors' modules.
//! - **Choose a signer at run time:** [`signer`](fn@signer), [`schemes`] and [`registry`].
//! - **Add a scheme:** [`sign`] shows a custom scheme from end to end; [`custom`] has the building
//!   blocks.
//!
//! # Terms
//!
//! Vendors use different words for the same steps. These pages use the following ones.
//!
//! - **Scheme:** a vendor's rule for signing, named `vendor/scheme`, such as
//!   `baidu/bce-auth-v1`. [`Scheme`] holds its facts: what it covers, what it writes, how exact the
//!   clock has to be.
//! - **Placement:** where the signature goes, into headers or into the query. Some schemes have one
//!   placement; where there are several, an option of the signer selects it.
//! - **Canonical request:** the request as text in the one form on which client and server agree,
//!   with method, path, query, headers and a digest of the body on lines. Two requests that mean the
//!   same have the same canonical request.
//! - **String to sign:** the text over which the signature is computed. In many schemes it is short
//!   and holds the time and a digest of the canonical request.
//! - **Signed headers:** the headers that are part of the canonical request, and the list of their
//!   names that some schemes send along. A header outside the list can be changed on the way.
//! - **Covered:** protected by the signature. If a covered part changes after signing, the server
//!   refuses the request; if another part changes, nobody notices. See [`sign::Covers`].
//! - **Clock tolerance:** the number of seconds by which the time that was signed may differ from
//!   the server's clock, in either direction. Also called the clock window.
//! - **Nonce:** a value that makes a signature unique, so that two requests of the same second have
//!   different signatures. See [`sign::Nonce`].
//! - **Replay cache:** a server's record of the signatures or nonces that it has accepted. A second
//!   request with one of them is a replay, and is refused. See [`verify::ReplayCache`].
//! - **Payload:** the body as far as a signature has to know it. It is in one of four states: its
//!   bytes, a digest of them that was computed before, left out of the signature on purpose, or not
//!   stated. A scheme that covers the body refuses to guess the last one. See [`Payload`].
//! - **Redacted:** shown without its value. Secrets, tokens and signatures are redacted in every
//!   `Debug`, error and explanation; [`redact`](fn@redact) does it to any text.
//! - **Draft:** a signature in the making. A signer writes its headers and parameters into a
//!   [`sign::Draft`], and describes there how it arrives at them.
//! - **Custom scheme:** a scheme that this crate does not have and that a user adds by implementing
//!   [`Signer`]. Explanations, comparisons, layers and [`Signed`] work for it as for the others.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]
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
// The shared parts serve all vendors and custom schemes, and no vendor needs all of them.
#![cfg_attr(
    not(all(
        feature = "custom",
        feature = "zego",
        feature = "tencent",
        feature = "baidu",
        feature = "huawei",
        feature = "iflytek"
    )),
    allow(dead_code, unreachable_pub, unused_imports, unused_macros)
)]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod canonical;
#[cfg(feature = "std")]
pub mod clock;
pub mod compare;
mod config;
#[cfg(feature = "custom")]
pub mod custom;
mod error;
pub mod explain;
#[cfg(feature = "http")]
pub mod http;
mod redact;
pub mod refusal;
pub mod registry;
pub mod request;
mod secret;
pub mod sign;
mod text;
#[cfg(feature = "tower")]
pub mod tower;
mod vendors;
pub mod verify;

pub use error::{Error, ErrorKind};
pub use redact::redact;
#[doc(inline)]
pub use registry::{schemes, signer};
#[cfg(feature = "_sha2")]
#[doc(inline)]
pub use request::BodyHasher;
#[doc(inline)]
pub use request::{Payload, Request, UrlBuilder};
pub use secret::Secret;
#[doc(inline)]
pub use sign::{Context, Explanation, Scheme, Signed, Signer};
pub use text::UnixTime;
#[cfg(feature = "baidu")]
pub use vendors::baidu;
#[cfg(feature = "huawei")]
pub use vendors::huawei;
#[cfg(feature = "iflytek")]
pub use vendors::iflytek;
#[cfg(feature = "tencent")]
pub use vendors::tencent;
#[cfg(feature = "zego")]
pub use vendors::zego;
