//! Signing: the trait, the facts of a scheme, and the result.
//!
//! [`Signer`] is the trait that all schemes share. A signer takes a [`Request`](crate::Request) and
//! a [`Context`], which is the time and the nonce, and returns a [`Signed`]: headers and parameters
//! to set, names to remove. [`Scheme`] describes the scheme without a request, and
//! [`Explanation`] shows step by step what was signed.
//!
//! # One walk
//!
//! A signer has one method that does the work, [`Signer::write`]. It writes into a [`Draft`], which
//! collects the fields and, if somebody asked for an explanation, also the text that is signed. So
//! an explanation cannot differ from the signature that it explains.
//!
//! # Pure signing
//!
//! [`Signer::sign_with`] depends on its arguments only. It does no I/O and reads no clock, random
//! source or environment, so that a signature can be computed again, for a test or to see what a
//! server has refused. [`Signer::sign`] asks the system for the time and a nonce, and calls it.
//!
//! # A custom scheme
//!
//! A scheme that this crate does not have is a type that implements the two methods of [`Signer`]
//! without a body. Everything else, such as applying, explaining, `tower` layers and
//! [`Replaceable`], works with it.
//!
//! ```
//! use hmac::{Hmac, KeyInit, Mac};
//! use polysign::explain::Text;
//! use polysign::sign::{Covers, Draft};
//! use polysign::{Context, Error, Request, Scheme, Secret, Signer};
//!
//! /// Sends `x-app`, `x-time` and `x-signature`, an HMAC over method, path and time.
//! #[derive(Debug)]
//! struct Example {
//!     app: String,
//!     key: Secret,
//! }
//!
//! static SCHEME: Scheme = Scheme::new("example/hmac")
//!     .with_covers(Covers::NOTHING.with_method().with_path())
//!     .with_clock_window(300)
//!     .with_headers(&["x-app", "x-time", "x-signature"])
//!     // A former signature is replaced, and its value is kept out of logs.
//!     .with_stale_headers(&["x-app", "x-time", "x-signature"])
//!     .with_secret_headers(&["x-signature"]);
//!
//! impl Signer for Example {
//!     fn scheme(&self) -> &'static Scheme {
//!         &SCHEME
//!     }
//!
//!     fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
//!         let time = draft.time().to_string();
//!         let text = format!("{}\n{}\n{time}", request.covered_method()?, request.path());
//!         if let Some(explanation) = draft.explanation() {
//!             let mut stage = Text::new();
//!             for (at, line) in text.lines().enumerate() {
//!                 if at > 0 {
//!                     stage.push_line_end();
//!                 }
//!                 stage.push(line);
//!             }
//!             explanation.set_key_id(&self.app);
//!             explanation.add_stage("string_to_sign", stage);
//!         }
//!         let key = self.key.expose().as_bytes();
//!         let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key).expect("any length will do");
//!         mac.update(text.as_bytes());
//!         let signature = hex::encode(mac.finalize().into_bytes());
//!         draft.header("x-app", |value| value.push(&self.app));
//!         draft.header("x-time", |value| value.push(&time));
//!         draft.header("x-signature", |value| value.push_signature(&signature));
//!         Ok(())
//!     }
//! }
//!
//! let signer = Example { app: "my-app".into(), key: Secret::new("key", "correct horse")? };
//! let request = Request::new("GET", "https://example.com/v1/tasks?page=2")?;
//! let context = Context::at(1_573_789_015);
//!
//! let signed = signer.sign_with(&request, &context)?;
//! assert_eq!(signed.signature().map(str::len), Some(64));
//! assert_eq!(signed.expires_at(), Some((1_573_789_015 + 300).into()));
//!
//! let explanation = signer.explain(&request, &context)?;
//! let signed_text = explanation.string_to_sign().expect("a stage was added").to_string();
//! assert_eq!(signed_text, "GET\n/v1/tasks\n1573789015");
//! assert!(!explanation.covers().query()); // anyone on the way can change `page`
//! # Ok::<(), Error>(())
//! ```

/// Declares functions that set a field of `self` and return it, also in constants.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident($value:ident: $type:ty) => $($field:ident).+;)+) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $name(mut self, $value: $type) -> Self {
            self.$($field).+ = $value;
            self
        }
    )+};
}

mod context;
mod covers;
mod draft;
pub(crate) mod explanation;
#[cfg(feature = "_hex")]
mod nonce;
pub(crate) mod refusal;
#[cfg(feature = "std")]
mod replaceable;
mod scheme;
mod signed;
mod signed_url;
mod signer;

#[cfg(feature = "std")]
pub(crate) use context::system_time;
pub use context::{Context, Nonce};
pub use covers::Covers;
pub use draft::{Draft, FieldValue};
pub(crate) use explanation::has_parameter;
pub use explanation::{Absent, Explanation, Piece, Requirement, Text};
#[cfg(feature = "_hex")]
pub(crate) use nonce::NonceText;
#[cfg(feature = "std")]
pub use replaceable::Replaceable;
pub use scheme::Scheme;
pub use signed::Signed;
pub use signed_url::SignedUrl;
pub use signer::Signer;
pub(crate) use signer::forward;
