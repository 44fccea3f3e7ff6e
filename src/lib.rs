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

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

// The shared parts serve all vendors, and not every vendor needs all of them.
macro_rules! shared {
    ($($(#[$attribute:meta])* $name:ident),* $(,)?) => {
        $($(#[$attribute])*
        #[cfg_attr(
            not(all(
                feature = "zego",
                feature = "tencent",
                feature = "baidu",
                feature = "huawei",
                feature = "iflytek"
            )),
            allow(dead_code, unused_imports, unused_macros)
        )]
        mod $name;)*
    };
}

shared!(
    apply,
    canonical,
    clock,
    context,
    credential,
    draft,
    error,
    explain,
    fingerprint,
    found,
    header_names,
    headers,
    host,
    #[cfg(feature = "_digest")]
    mac,
    payload,
    redact,
    registry,
    replaceable,
    request,
    scheme,
    secret,
    #[cfg(all(feature = "std", target_has_atomic = "64"))]
    server_clock,
    signed,
    signer,
    unknown_name,
    url,
    url_builder,
);

pub mod compare;
#[cfg_attr(
    not(all(
        feature = "zego",
        feature = "tencent",
        feature = "baidu",
        feature = "huawei",
        feature = "iflytek"
    )),
    allow(dead_code, unused_imports)
)]
pub mod verify;

pub mod refusal;

#[cfg(feature = "baidu")]
pub mod baidu;
#[cfg(feature = "http")]
pub mod http;
#[cfg(feature = "huawei")]
pub mod huawei;
#[cfg(feature = "iflytek")]
pub mod iflytek;
#[cfg(feature = "tencent")]
pub mod tencent;
#[cfg(feature = "tower")]
pub mod tower;
#[cfg(feature = "zego")]
pub mod zego;

pub use apply::SignedUrl;
pub use clock::{Clock, Clocked, SystemClock};
pub use context::{Context, Nonce};
pub use draft::{Draft, Value};
pub use error::{Error, ErrorKind};
pub use explain::{Absent, Explanation, Piece, Requirement, Text};
pub use headers::{HeaderIter, Headers};
pub use host::Host;
#[cfg(feature = "_sha2")]
pub use payload::BodyHasher;
pub use payload::{BodyDigest, Payload};
pub use redact::redact;
pub use registry::{schemes, signer, signer_from_pairs, signer_from_vars};
#[cfg(feature = "std")]
pub use registry::{signer_from_env, signer_from_pairs_or_env};
pub use replaceable::Replaceable;
pub use request::Request;
pub use scheme::{Covers, Scheme};
pub use secret::Secret;
#[cfg(all(feature = "std", target_has_atomic = "64"))]
pub use server_clock::{ClockOffset, Observation, RoundTrip, Sent, ServerClock};
pub use signed::Signed;
pub use signer::Signer;
pub use url::UrlScheme;
pub use url_builder::UrlBuilder;

// The page above, tested where everything that its code uses is compiled in.
#[cfg(all(
    doctest,
    feature = "std",
    feature = "http",
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]
#[doc = include_str!("../README.md")]
mod readme {}
