// The README links to docs.rs, since it is also read outside of these pages. Here the links of this file,
// which come first, replace them, and are checked.
#![cfg_attr(
    all(
        not(doctest),
        feature = "tower",
        feature = "zego",
        feature = "tencent",
        feature = "baidu",
        feature = "huawei",
        feature = "iflytek"
    ),
    doc = include_str!("page_links.md")
)]
#![cfg_attr(not(doctest), doc = include_str!("../README.md"))]
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
// The shared parts serve all vendors, and not every vendor needs all of them.
#![cfg_attr(
    not(all(
        feature = "zego",
        feature = "tencent",
        feature = "baidu",
        feature = "huawei",
        feature = "iflytek"
    )),
    allow(dead_code, unused_imports, unused_macros)
)]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod canonical;
#[cfg(feature = "std")]
pub mod clock;
pub mod compare;
mod config;
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
