//! Signers and verifiers for further clouds, on top of [`polysign`]: AWS Signature Version 4, also for S3
//! and the stores that copy it, Aliyun, and Volcengine.
//!
//! Everything of `polysign` works with them: explanations, comparisons, layers, refusals. They are made
//! of the public blocks of [`polysign::custom`] and of nothing else.
//!
//! ```
//! # #[cfg(feature = "aws")] {
//! use polysign::{Context, Request, Signer};
//! use polysign_clouds::aws;
//!
//! let key = aws::AccessKey::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
//! let signer = aws::SigV4::new(key, "us-east-1", "iam")?;
//! let url = "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08";
//! let signed = signer.sign_with(&Request::new("GET", url)?, &Context::at(1_440_938_160))?;
//! assert_eq!(signed.headers().count(), 2);
//! # }
//! # Ok::<(), polysign::Error>(())
//! ```
//!
//! A signer by name comes from a registry that has the entries of both crates:
//!
//! ```
//! use polysign::registry::Registry;
//!
//! static REGISTRY: Registry = Registry::new(&[polysign::registry::ENTRIES, polysign_clouds::ENTRIES]);
//!
//! # #[cfg(feature = "aws")] {
//! let signer = REGISTRY.signer("aws/sigv4", |key| match key {
//!     "access_key_id" => Some("AKIDEXAMPLE".to_owned()),
//!     "secret_access_key" => Some("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned()),
//!     "region" => Some("us-east-1".to_owned()),
//!     "service" => Some("s3".to_owned()),
//!     _ => None,
//! })?;
//! assert_eq!(signer.scheme().name(), "aws/sigv4");
//! # }
//! # Ok::<(), polysign::Error>(())
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice,
        clippy::todo, clippy::unreachable, clippy::unwrap_used
    )
)]
// The shared parts serve all vendors, and no vendor needs all of them.
#![cfg_attr(
    not(all(feature = "aws", feature = "aliyun", feature = "volcengine")),
    allow(dead_code, unreachable_pub, unused_imports, unused_macros)
)]

extern crate alloc;

mod access_key;
#[cfg(feature = "aliyun")]
pub mod aliyun;
mod arrived;
#[cfg(feature = "aws")]
pub mod aws;
mod buffer;
mod canonical;
mod scope;
mod signed_headers;
#[cfg(feature = "volcengine")]
pub mod volcengine;

use polysign::registry::Entry;

/// The schemes of this crate whose features are on, for a [`Registry`](polysign::registry::Registry).
pub const ENTRIES: &[Entry] = &[
    #[cfg(feature = "aws")]
    aws::SIGV4,
    #[cfg(feature = "aliyun")]
    aliyun::ACS3_HMAC_SHA256,
    #[cfg(feature = "aliyun")]
    aliyun::RPC_HMAC_SHA1,
    #[cfg(feature = "volcengine")]
    volcengine::HMAC_SHA256,
];
