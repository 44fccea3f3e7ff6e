//! Why a server refused a request, from what it answered.
//!
//! [`Scheme::read_refusal`](crate::Scheme::read_refusal) reads the answer by the vendor's own list
//! of codes, which is data in the vendor's module. A custom scheme brings its list with
//! [`Scheme::with_refusals`](crate::Scheme::with_refusals).
//!
//! An answer may come as people have it: as JSON or XML, printed by a program in any of a dozen
//! languages, as the text of an exception, in a log, from `curl -i` and `curl -v`, cut off, or
//! within another answer. What is unknown stays unknown: about a code that the vendor's list does
//! not have nothing is claimed, unless the status tells more, and what the caller's own data quotes
//! is not the server's answer.
//!
//! ```
//! # #[cfg(feature = "huawei")] {
//! use polysign::refusal::{Refused, Response};
//! use polysign::{Signer, huawei};
//!
//! let signer = huawei::SdkHmacSha256::new(huawei::AccessKey::new("ak", "sk")?);
//! let body = r#"{"error_code": "APIG.0301", "request_id": "f6e7",
//!     "error_msg": "Incorrect IAM authentication information: verify aksk signature fail"}"#;
//! let response = Response::new(body).with_status(401);
//! let refusal = signer.scheme().read_refusal(&response).expect("refused");
//! assert_eq!(refusal.refused(), Refused::Signature);
//! assert_eq!(refusal.request_id(), Some("f6e7"));
//! assert!(refusal.retrying_does_harm());
//! println!("{refusal}");
//! # }
//! # Ok::<(), polysign::Error>(())
//! ```

mod answer;
mod fields;
mod plain;
mod reading;
mod report;
mod scan;
mod words;

pub use crate::sign::refusal::{Refused, Rule, Rules};
pub use report::Refusal;

use crate::request::Headers;

/// Holds what a server answered, as far as it is known.
///
/// Status and headers may be left out: a message of a WebSocket has neither.
#[derive(Clone, Copy)]
pub struct Response<'a> {
    status: Option<u16>,
    headers: Headers<'a>,
    body: &'a [u8],
}

impl<'a> Response<'a> {
    /// Creates an answer with that body, or a message of a WebSocket; empty where there is none. It
    /// may be cut off, and need not be text.
    #[must_use]
    pub fn new<B: AsRef<[u8]> + ?Sized>(body: &'a B) -> Self {
        Self { status: None, headers: Headers::NONE, body: body.as_ref() }
    }

    /// Sets the HTTP status, 401 for example.
    #[must_use]
    pub const fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets the headers of the answer.
    #[must_use]
    pub fn with_headers(mut self, headers: impl Into<Headers<'a>>) -> Self {
        self.headers = headers.into();
        self
    }
}

impl Response<'_> {
    fn is_error(&self) -> bool {
        self.status.is_some_and(|status| status >= 400)
    }
}

/// Shows status, names of headers and length: an answer may hold what was sent.
impl core::fmt::Debug for Response<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body_length", &self.body.len())
            .finish()
    }
}
