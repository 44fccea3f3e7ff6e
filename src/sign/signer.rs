//! The trait that all schemes share.

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt::Debug;

#[cfg(feature = "std")]
use super::context::system_time;
use crate::sign::Draft;
use crate::{Context, Error, Explanation, Request, Scheme, Signed};

/// Signs requests with one credential by one scheme.
///
/// Signing reads nothing but its arguments and changes nothing but `signed`: no clock, no
/// environment, no network. Only [`Signer::sign`] asks the system for the time and a nonce.
///
/// The trait is open and object-safe. A custom scheme implements the two methods without a body;
/// `&S`, `Box<S>` and `Arc<S>` are signers where `S` is.
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
    /// Returns the facts of the scheme: name, clock tolerance, what it covers, what it writes.
    fn scheme(&self) -> &'static Scheme;

    /// Writes the signature of `request` into `draft`, and completes its explanation if there is
    /// one. Users call [`Signer::sign`] and [`Signer::explain`]; both end here.
    ///
    /// # Errors
    ///
    /// The errors that the scheme's page lists.
    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error>;

    /// Signs into a value that the caller keeps, which saves the allocation from the second
    /// signature on. (Beyond 72 parameters or 40 headers the sorting allocates, too.) What was in `signed` is wiped; after an error it is empty.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TimeOutOfRange`](crate::ErrorKind::TimeOutOfRange); errors of
    /// [`Request::check_headers`] for headers that cannot be sent; and the errors that the
    /// scheme's page lists.
    fn sign_into(
        &self,
        request: &Request<'_>,
        context: &Context<'_>,
        signed: &mut Signed,
    ) -> Result<(), Error> {
        let mut draft = Draft::start(self.scheme(), request, context, signed, None)?;
        self.write(request, &mut draft)?;
        draft.finish()
    }

    /// Shows what [`Signer::sign_into`] signs, with secrets and tokens as named gaps; what that does
    /// not cover; and what the vendor requires of such a request and is absent.
    ///
    /// # Errors
    ///
    /// The errors of [`Signer::sign_into`].
    fn explain(&self, request: &Request<'_>, context: &Context<'_>) -> Result<Explanation, Error> {
        let mut signed = Signed::new();
        let mut explanation = Explanation::new(self.scheme(), request);
        let explained = Some(&mut explanation);
        let mut draft = Draft::start(self.scheme(), request, context, &mut signed, explained)?;
        self.write(request, &mut draft)?;
        draft.finish()?;
        Ok(explanation)
    }

    /// Signs with the given time and nonce.
    ///
    /// # Errors
    ///
    /// The errors of [`Signer::sign_into`].
    fn sign_with(&self, request: &Request<'_>, context: &Context<'_>) -> Result<Signed, Error> {
        let mut signed = Signed::new();
        self.sign_into(request, context, &mut signed)?;
        Ok(signed)
    }

    /// Signs with the system's time and, where the scheme has one, a fresh nonce.
    ///
    /// # Errors
    ///
    /// The errors of [`Signer::sign_into`], and [`ErrorKind::Unavailable`](crate::ErrorKind) when
    /// the clock or the random source fails.
    #[cfg(feature = "std")]
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

            fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
                (**self).write(request, draft)
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

            #[cfg(feature = "std")]
            fn sign(&self, request: &Request<'_>) -> Result<Signed, Error> {
                (**self).sign(request)
            }
        }
    )*};
}

forward!(&S, Box<S>, Arc<S>);
