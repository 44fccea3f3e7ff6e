//! The trait that all schemes share.
//!
//! Two methods have no body: the facts of the scheme, and the walk that writes a signature. The
//! others are provided, and forwarded by references, boxes and wrappers, so that a wrapper that
//! changes one of them changes it for every caller.

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt::Debug;

#[cfg(feature = "std")]
use super::context::system_time;
use crate::sign::Draft;
use crate::{Context, Error, Explanation, Request, Scheme, Signed};

/// Signs requests by one scheme, with one credential.
///
/// Signing reads nothing but its arguments and changes nothing but `signed`: no clock, no
/// environment, no network. Only [`Signer::sign`] asks the system for the time and a nonce.
///
/// A signer is shared between threads and lives as long as the program: create it once, and keep it
/// as `&dyn Signer`, `Box<dyn Signer>` or `Arc<dyn Signer>`.
///
/// The trait is open and object-safe. A custom scheme implements the two methods without a body, as
/// [the module's page](crate::sign#a-custom-scheme) shows. `&S`, `Box<S>` and `Arc<S>` are signers
/// where `S` is.
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
    /// Returns the facts of the scheme, in the placement of this signer: name, clock tolerance, the
    /// parts that it covers, the fields that it writes.
    fn scheme(&self) -> &'static Scheme;

    /// Writes the signature of `request` into `draft`, and completes its explanation if there is
    /// one.
    ///
    /// This is for authors of schemes. Users call [`Signer::sign`] and [`Signer::explain`], which
    /// check the request and call this.
    ///
    /// # Errors
    ///
    /// The errors that the page of the scheme lists.
    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error>;

    /// Signs `request` into a value that the caller keeps.
    ///
    /// From the second signature on this saves the allocation. Only the sorting of more than 72
    /// parameters or 40 headers allocates, too. The former content of `signed` is wiped; after an
    /// error it is empty.
    ///
    /// ```
    /// # #[cfg(feature = "tencent")] {
    /// use polysign::{Context, Request, Signed, Signer, tencent};
    ///
    /// let signer = tencent::IvhApaas::new(tencent::AppKey::new("appkey", "accesstoken")?);
    /// let mut signed = Signed::new();
    /// for (time, session) in [(1_717_639_699, "a"), (1_717_639_700, "b")] {
    ///     let url = format!("https://gw.tvs.qq.com/v2/ivh?requestid={session}");
    ///     let request = Request::new("POST", &url)?.with_body("{}");
    ///     signer.sign_into(&request, &Context::at(time), &mut signed)?;
    ///     assert_eq!(signed.signed_at(), Some(time.into()));
    /// }
    /// # }
    /// # Ok::<(), polysign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::TimeOutOfRange`](crate::ErrorKind::TimeOutOfRange) for a time before 1970 or
    ///   after 9999;
    /// - the errors of [`Request::check_headers`], for a request that cannot be sent;
    /// - the errors that the page of the scheme lists.
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

    /// Shows how the signature of `request` is computed, without the secrets.
    ///
    /// The result has each text on the way to the signature, with secrets and tokens as named gaps;
    /// the parts of the request that are not covered; and what the vendor requires of such a request
    /// and is absent. To find out why a server has refused, pass the request that was sent and
    /// [`Signed::context`] of its signature.
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
        drop(draft);
        Ok(explanation)
    }

    /// Signs `request` with the time and nonce of `context`.
    ///
    /// Use it in tests, without the standard library, and with a custom clock. The same arguments
    /// always give the same signature.
    ///
    /// # Errors
    ///
    /// The errors of [`Signer::sign_into`].
    fn sign_with(&self, request: &Request<'_>, context: &Context<'_>) -> Result<Signed, Error> {
        let mut signed = Signed::new();
        self.sign_into(request, context, &mut signed)?;
        Ok(signed)
    }

    /// Signs `request` with the system's time and, where the scheme has one, a fresh nonce.
    ///
    /// For a retry, sign again: a signature holds the time, and some servers accept each one once.
    ///
    /// # Errors
    ///
    /// The errors of [`Signer::sign_into`], and
    /// [`ErrorKind::Unavailable`](crate::ErrorKind::Unavailable) when the system's clock or random
    /// source fails.
    #[cfg(feature = "std")]
    fn sign(&self, request: &Request<'_>) -> Result<Signed, Error> {
        let context = Context::fresh(system_time()?, self.scheme().needs_nonce())?;
        self.sign_with(request, &context)
    }
}

/// Forwards the methods of [`Signer`] to another signer, within an implementation: all but `sign`,
/// or all.
macro_rules! forward {
    ($self:ident => $signer:expr, and sign) => {
        $crate::sign::forward!($self => $signer);

        #[cfg(feature = "std")]
        fn sign(&$self, request: &$crate::Request<'_>) -> Result<$crate::Signed, $crate::Error> {
            $signer.sign(request)
        }
    };
    ($self:ident => $signer:expr) => {
        fn scheme(&$self) -> &'static $crate::Scheme {
            $signer.scheme()
        }

        fn write(
            &$self,
            request: &$crate::Request<'_>,
            draft: &mut $crate::sign::Draft<'_, '_>,
        ) -> Result<(), $crate::Error> {
            $signer.write(request, draft)
        }

        fn sign_into(
            &$self,
            request: &$crate::Request<'_>,
            context: &$crate::Context<'_>,
            signed: &mut $crate::Signed,
        ) -> Result<(), $crate::Error> {
            $signer.sign_into(request, context, signed)
        }

        fn explain(
            &$self,
            request: &$crate::Request<'_>,
            context: &$crate::Context<'_>,
        ) -> Result<$crate::Explanation, $crate::Error> {
            $signer.explain(request, context)
        }

        fn sign_with(
            &$self,
            request: &$crate::Request<'_>,
            context: &$crate::Context<'_>,
        ) -> Result<$crate::Signed, $crate::Error> {
            $signer.sign_with(request, context)
        }
    };
}
pub(crate) use forward;

impl<S: Signer + ?Sized> Signer for &S {
    forward!(self => (**self), and sign);
}

impl<S: Signer + ?Sized> Signer for Box<S> {
    forward!(self => (**self), and sign);
}

impl<S: Signer + ?Sized> Signer for Arc<S> {
    forward!(self => (**self), and sign);
}
