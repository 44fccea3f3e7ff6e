//! Checking signatures of requests that arrive: for gateways, callbacks and mocks.
//!
//! Each scheme has a verifier in its vendor's module, made from a lookup that returns a prepared
//! key by its id, and from a [`Policy`]. It reads the request as it came in
//! ([`Request::from_parts`]), by the canonicalisation that signs.
//!
//! ```
//! # #[cfg(feature = "huawei")] {
//! use std::sync::Arc;
//! use polysign::verify::{Reason, Verifier};
//! use polysign::{Request, UnixTime, huawei};
//!
//! let credential = huawei::AccessKey::new("my-ak", "my-sk")?;
//! let key = Arc::new(huawei::VerifyingAccessKey::new(credential));
//! let lookup = move |id: &str| (id == "my-ak").then(|| Arc::clone(&key));
//! let verifier = huawei::SdkHmacSha256Verifier::new(lookup);
//!
//! // All headers that came in. The body has to be given where the scheme covers it, also an empty one.
//! # let sent = Request::new("GET", "https://example.com/v1/tasks?page=2")?;
//! # let signer = huawei::SdkHmacSha256::new(huawei::AccessKey::new("my-ak", "my-sk")?);
//! # use polysign::{Context, Signer};
//! # let signed = signer.sign_with(&sent, &Context::at(1_573_789_015))?;
//! # let headers: Vec<_> = [("host", "example.com")].into_iter().chain(signed.headers()).collect();
//! let request = Request::from_parts("GET", "https", "example.com", "/v1/tasks?page=2")?
//!     .with_headers(&headers)
//!     .with_body("");
//! let now = UnixTime::new(1_573_789_020); // or `SystemTime::now().into()`
//! match verifier.verify(&request, now) {
//!     Ok(verified) => assert_eq!(verified.key_id(), "my-ak"),
//!     // `Display` has one text for every reason. That is for the client, the rest for the log.
//!     Err(rejection) => panic!("{rejection}: {}, {}", rejection.reason(), rejection.detail()),
//! }
//!
//! let rejection = verifier.verify(&request, now.saturating_add(3600)).unwrap_err();
//! assert_eq!(rejection.reason(), Reason::Clock);
//! # }
//! # Ok::<(), polysign::Error>(())
//! ```
//!
//! # Which host
//!
//! As when signing, a `Host` header is the host that was signed; the authority that
//! [`Request::from_parts`] takes counts only where there is none. The vendors' SDKs sign the host as
//! it was typed, with capital letters and a default port, and this crate signs its canonical form.
//! The verifiers of Huawei and Baidu accept either: the text that arrived, and its canonical form.
//!
//! A request that was signed for another host with the same key verifies, if its `Host` names that
//! host. A server that answers for certain hosts has to refuse all others first, as
//! `tower::VerifyLayer` does.
//!
//! # What a signature does not distinguish
//!
//! A signature covers a canonical form, which several requests have in common. A router or a handler
//! may take them for different ones, so what no vendor's SDK needs by default is rejected with
//! [`Reason::Ambiguous`] or [`Reason::HeaderNotCovered`], in [`Verifier::verify`] and in the layer:
//!
//! | requests with one signature | of | the standard policy | otherwise |
//! |---|---|---|---|
//! | `/a%2Fb` and `/a/b` | Huawei, Baidu | rejects `%2F` | [`Policy::allow_escaped_slashes`] |
//! | `/a/` and `/a` | Huawei | rejects `/a/` | [`Policy::allow_trailing_slash`] |
//! | `k=2&k=1` and `k=1&k=2`; a header's values likewise, where it is covered | Huawei, Baidu, Tencent, iFlytek's `access-key` | rejects values that do not arrive in the order of the bytes | [`Policy::allow_any_order`] |
//! | with and without `X-HTTP-Method-Override` and its like, where it is not covered | Huawei, Baidu | rejects it | [`Policy::allow_uncovered_overrides`] |
//! | with and without any other header that is not covered | all | accepts both | [`Policy::with_covered_headers`], [`Verified::covers_header`] |
//! | `/%61` and `/a` | Huawei, Baidu | accepts both | [`Policy::require_exact_target`] |
//! | `?k` and `?k=`, `+` and `%20` in a query | Huawei, Baidu, Tencent's aPaaS and speech, iFlytek's `access-key` | accepts both | [`Policy::require_exact_target`] |
//! | `a=1%26b=2` and `a=1&b=2` | Tencent's aPaaS and speech | rejects `&` in a parameter, and `=` in its name, with [`Reason::Request`] | [`Policy::allow_ambiguous_parameters`] |
//! | in the header and as a presigned URL | Baidu | accepts both | `baidu::BceAuthV1Verifier::with_placements` |
//! | the case of a covered header's value | Tencent's TC3 | accepts both | |
//! | a name's case, blanks around a value, the order of different names | all | accepts both | |
//!
//! Signatures that give themselves a lifetime are accepted for a week at most
//! ([`Policy::with_longest_expiry`]).
//!
//! # What the vendors' SDKs send
//!
//! `tests/sdk` verifies thousands of requests that each SDK signed as its client does by default:
//!
//! | SDK or sample, version | accepted |
//! |---|---|
//! | `huaweicloudsdkcore` 3.1.219 (Python) | directly; a body that is not JSON with [`Policy::allow_unsigned_body`], as the SDK does not sign it; a `/` in a path parameter with [`Policy::allow_escaped_slashes`]; a path that ends in `/` with [`Policy::allow_trailing_slash`] |
//! | `@huaweicloud/huaweicloud-sdk-core` 3.1.211 (Node) | directly; not with a path that has to be percent-encoded, which the SDK signs encoded twice |
//! | `bce-python-sdk` 0.9.79 | directly, with its empty list of signed headers |
//! | `@baiducloud/sdk` 1.0.7 (Node) | directly, with its list in the order of the lines |
//! | `tencentcloud-sdk-python-common` 3.1.195, `tencentcloud-sdk-nodejs-common` 4.1.220 | directly |
//! | Tencent aPaaS and speech, ZEGO, Xiling: the documented samples (Python, Node) | directly |
//! | `xfyunsdkcore` 0.0.3, and the documented samples of iFlytek's schemes (Python, Node) | directly |
//!
//! # Which key
//!
//! A lookup has to compare ids byte by byte. One that takes `AK` and `ak` for the same, as some
//! databases do, lets what was accepted be sent again under the other id where the signature
//! does not cover the id, as with Huawei: a replay cache keeps keys apart by their ids.

mod ambiguities;
pub(crate) mod authorization;
pub(crate) mod checks;
pub(crate) mod declared;
pub(crate) mod fields;
pub(crate) mod keys;
pub(crate) mod listed;
#[cfg(feature = "std")]
mod memory_replay_cache;
mod parameters;
mod policy;
mod rejection;
mod replay_cache;
mod sorted;
mod verified;

pub use crate::text::TimeUnit;
#[cfg(feature = "std")]
pub use memory_replay_cache::MemoryReplayCache;
pub use policy::Policy;
pub use rejection::{Reason, Rejection};
pub use replay_cache::{ReplayCache, Seen};
pub use verified::Verified;
pub(crate) use verified::join_names;

pub(crate) use ambiguities::Ambiguities;
pub(crate) use authorization::{authorization, slashed};
#[cfg(feature = "_digest")]
pub(crate) use keys::check_token;
pub(crate) use keys::{Claim, Keys, bad_signature};
pub(crate) use listed::ListedHeaders;

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt::Debug;

use crate::{Request, Scheme, UnixTime};

/// Checks requests that are signed by one scheme.
///
/// The trait is open and object-safe, as [`Signer`](crate::Signer) is. A custom verifier reads
/// the fields of the signature, asks [`Policy::check_clock`], compares in constant time, with an
/// unknown key too, and asks [`Policy::check_replay`] last.
pub trait Verifier: Debug + Send + Sync {
    /// Returns the facts of the scheme.
    fn scheme(&self) -> &'static Scheme;

    /// Checks what needs neither the body nor a key: the form of the signature, its times, and what
    /// it covers. A server asks this before it reads a body; [`Verifier::verify`] checks it again.
    ///
    /// # Errors
    ///
    /// A [`Rejection`] that `verify` would return for any body. The default implementation returns
    /// none.
    fn check_head(&self, request: &Request<'_>, now: UnixTime) -> Result<(), Rejection> {
        let _ = (request, now);
        Ok(())
    }

    /// Checks the signature of `request` at the time `now`.
    ///
    /// The request has to have all headers that came in, and its payload where the scheme covers it:
    /// `""` for a request without a body, with any method.
    ///
    /// # Errors
    ///
    /// A [`Rejection`]: one text for the client, the [`Reason`] for the operator.
    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection>;
}

macro_rules! forward {
    ($($pointer:ty),*) => {$(
        impl<V: Verifier + ?Sized> Verifier for $pointer {
            fn scheme(&self) -> &'static Scheme {
                (**self).scheme()
            }

            fn check_head(&self, request: &Request<'_>, now: UnixTime) -> Result<(), Rejection> {
                (**self).check_head(request, now)
            }

            fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
                (**self).verify(request, now)
            }
        }
    )*};
}

forward!(&V, Box<V>, Arc<V>);
