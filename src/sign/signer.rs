//! The trait that all schemes share.

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt::Debug;

use super::context::system_time;
use crate::{Context, Error, ErrorKind, Explanation, Request, Scheme, Signed};

/// Signs requests with one credential by one scheme.
///
/// Signing reads nothing but its arguments and changes nothing but `signed`: no clock, no
/// environment, no network. Only [`Signer::sign`] asks the system for the time and a nonce.
///
/// The trait is open: a scheme of your own is a type that implements the three methods without a
/// body. `sign_into` takes a [`Draft`](crate::Draft) from [`Signed::draft`], which checks time and
/// headers, sets its fields on it, and finishes it; `explain` makes the same checks. It can be used as `&dyn Signer`, `Box<dyn Signer>` and `Arc<dyn Signer>`.
///
/// ```
/// use std::collections::HashMap;
/// use polysign::{Error, Request, Signer};
///
/// fn send(signers: &HashMap<String, Box<dyn Signer>>, vendor: &str) -> Result<(), Error> {
///     let request = Request::new("GET", "https://example.com/v1/tasks?page=1")?;
///     if let Some(signer) = signers.get(vendor) {
///         let signed = signer.sign(&request)?;
///         let url = signed.url(&request)?;
///         for (name, value) in signed.headers() { /* set it */ }
///     }
///     Ok(())
/// }
/// ```
pub trait Signer: Debug + Send + Sync {
    /// The facts of the scheme: name, clock window, what it covers, what it writes.
    fn scheme(&self) -> &'static Scheme;

    /// Signs into a value that the caller keeps, which saves the allocation from the second
    /// signature on. What was in `signed` is wiped; after an error it is empty.
    ///
    /// # Errors
    ///
    /// What the scheme refuses to sign; each scheme's page lists it.
    fn sign_into(
        &self,
        request: &Request<'_>,
        context: &Context<'_>,
        signed: &mut Signed,
    ) -> Result<(), Error>;

    /// Shows what [`Signer::sign_into`] signs, with secrets and tokens as named gaps; what that does
    /// not cover; and what the vendor requires of such a request and is absent.
    ///
    /// # Errors
    ///
    /// The same as when signing.
    fn explain(&self, request: &Request<'_>, context: &Context<'_>) -> Result<Explanation, Error>;

    /// Signs with the given time and nonce.
    ///
    /// # Errors
    ///
    /// As [`Signer::sign_into`], and [`ErrorKind::NotSigned`] when that left nothing.
    fn sign_with(&self, request: &Request<'_>, context: &Context<'_>) -> Result<Signed, Error> {
        let mut signed = Signed::new();
        self.sign_into(request, context, &mut signed)?;
        match signed.scheme() {
            Some(_) => Ok(signed),
            // A signer of someone's own that forgot to finish its draft.
            None => Err(Error::new(
                ErrorKind::NotSigned,
                "signed",
                "was left empty by the signer; it has to finish its draft",
            )),
        }
    }

    /// Signs with the system's time and, where the scheme has one, a fresh nonce.
    ///
    /// # Errors
    ///
    /// As [`Signer::sign_into`], and [`ErrorKind::Unavailable`] when clock or random source fail, or without feature `std`.
    fn sign(&self, request: &Request<'_>) -> Result<Signed, Error> {
        let context = Context::fresh(system_time()?, self.scheme().needs_nonce())?;
        self.sign_with(request, &context)
    }
}

macro_rules! forward {
    ($($pointer:ty),*) => {$(
        impl<S: Signer + ?Sized> Signer for $pointer {
            fn scheme(&self) -> &'static Scheme {
                (**self).scheme()
            }

            fn sign_into(
                &self,
                request: &Request<'_>,
                context: &Context<'_>,
                signed: &mut Signed,
            ) -> Result<(), Error> {
                (**self).sign_into(request, context, signed)
            }

            fn explain(
                &self,
                request: &Request<'_>,
                context: &Context<'_>,
            ) -> Result<Explanation, Error> {
                (**self).explain(request, context)
            }

            fn sign_with(
                &self,
                request: &Request<'_>,
                context: &Context<'_>,
            ) -> Result<Signed, Error> {
                (**self).sign_with(request, context)
            }

            fn sign(&self, request: &Request<'_>) -> Result<Signed, Error> {
                (**self).sign(request)
            }
        }
    )*};
}

forward!(&S, Box<S>, Arc<S>);
