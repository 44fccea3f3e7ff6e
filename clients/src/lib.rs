//! The pages of `polysign` whose code uses clients and servers, compiled with these.
//!
//! The rest of this package is in `examples` and `tests`.

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

#[cfg(doctest)]
#[doc = include_str!("../../src/tower/verify/nested.md")]
mod nested_routers {}

#[cfg(doctest)]
#[doc = include_str!("../../src/http/sign_reqwest.md")]
mod sign_reqwest {}
