//! The headers and parameters that signing sets and removes, as data.
//!
//! Every way of applying a signature builds on this data: [`Signed::url`], the functions of
//! `polysign::http`, the layers of `polysign::tower`, and code for any other client.

use alloc::vec::Vec;
use core::fmt;

use smallvec::SmallVec;

use crate::secret::WipedText;
use crate::{Error, ErrorKind, Request, Scheme, UnixTime};

/// The result of signing: headers and query parameters to set, names to remove.
///
/// It belongs to the request that was signed. [`Signed::url`] and the functions of `polysign::http`
/// refuse another one: with another method, URL, payload, or size of headers. This guards against
/// mistakes and is no digest.
///
/// All text is in one block of memory, which is wiped on drop. A value that is signed into again,
/// with [`Signer::sign_into`](crate::Signer::sign_into), reuses that block. `Debug` shows values
/// only where they are no secret.
///
/// ```
/// # #[cfg(feature = "huawei")] {
/// use polysign::{Context, Request, Signer, huawei};
///
/// let signer = huawei::SdkHmacSha256::new(huawei::AccessKey::new("my-ak", "my-sk")?);
/// let request = Request::new("GET", "https://example.com/v1/tasks")?;
/// let signed = signer.sign_with(&request, &Context::at(1_573_789_015))?;
///
/// // With any client: remove first, then set.
/// let mut headers = vec![("x-sdk-date".to_string(), "the one of a former signature".to_string())];
/// headers.retain(|(name, _)| !signed.removed_headers().any(|removed| removed == name));
/// for (name, value) in signed.headers() {
///     headers.retain(|(other, _)| other != name);
///     headers.push((name.to_string(), value.to_string()));
/// }
/// assert!(headers.contains(&("x-sdk-date".into(), "20191115T033655Z".into())));
/// assert_eq!(headers.len(), 2); // and authorization
/// # }
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Default)]
pub struct Signed {
    /// The values of all fields, one after the other.
    pub(crate) text: WipedText,
    pub(crate) fields: SmallVec<[Field; 8]>,
    pub(crate) facts: Option<Facts>,
}

/// The places of the signature and the nonce in the text.
#[derive(Clone, Copy, Default)]
pub(crate) struct Marks {
    pub(crate) signature: Option<Range>,
    pub(crate) nonce: Option<Range>,
}

/// Facts of a signature besides its fields: what it is for, and how it may be applied.
#[derive(Clone, Copy)]
pub(crate) struct Facts {
    pub(crate) scheme: &'static Scheme,
    pub(crate) also_stale: &'static [&'static str],
    pub(crate) also_stale_query: &'static [&'static str],
    pub(crate) fingerprint: u64,
    pub(crate) signed_at: UnixTime,
    pub(crate) expires_at: Option<UnixTime>,
    pub(crate) keeps_dot_segments: bool,
    pub(crate) marks: Marks,
}

/// A place in the text, from one byte to before another. Unlike that of `core` it is `Copy`.
#[derive(Clone, Copy, Default)]
pub(crate) struct Range {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A header or a parameter to set, whose value lies in the text.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) value: Range,
    pub(crate) kind: FieldKind,
}

/// The part of a request in which a field is set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    Header,
    Query,
}

impl Signed {
    /// Creates an empty value to sign into. It sets nothing, and applying it is an error, until
    /// something was signed into it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the headers to set: name in lower case, value in printable ASCII.
    ///
    /// To *set* is to replace: all headers of that name that the request has are removed. There is a
    /// `host` header among them only where the host of the request is not in canonical form.
    ///
    /// These are pairs of text, and nothing guards what they are put on. They are right for the
    /// request that was signed, with its method, URL, headers and body, and only together with
    /// [`Signed::removed_headers`] and [`Signed::url`]. That function guards: it refuses every
    /// request but the one that was signed, so call it first, also where the signature is in
    /// headers. The functions of `polysign::http` and the layer of `polysign::tower` do all of it.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.placed(FieldKind::Header)
    }

    /// Returns the query parameters to set, decoded, in the order in which the vendor wants them at
    /// the end of the query. [`Signed::url`] writes them percent-encoded, and guards that they are
    /// put on the request that was signed.
    pub fn query(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.placed(FieldKind::Query)
    }

    /// Returns the headers to remove, in lower case: those of a former signature, in any placement
    /// of the scheme, that this one does not set.
    pub fn removed_headers(&self) -> impl Iterator<Item = &'static str> {
        self.facts
            .iter()
            .flat_map(|facts| facts.scheme.stale_headers().iter().chain(facts.also_stale))
            .copied()
            .filter(|name| !self.headers().any(|(set, _)| set == *name))
    }

    /// Returns the query parameters to remove, decoded: those of a former signature, in any
    /// placement of the scheme, that this one does not set.
    pub fn removed_query(&self) -> impl Iterator<Item = &'static str> {
        self.facts
            .iter()
            .flat_map(|facts| {
                facts.scheme.stale_query().chain(facts.also_stale_query.iter().copied())
            })
            .filter(|name| !self.query().any(|(set, _)| set == *name))
    }

    /// Returns the signature as it is sent, in hexadecimal or base64. `None` where the scheme has
    /// none, as with a token.
    #[must_use]
    pub fn signature(&self) -> Option<&str> {
        let mark = self.facts?.marks.signature?;
        self.text.get(mark.start, mark.end)
    }

    /// Returns the time that was signed. `None` when nothing was signed.
    #[must_use]
    pub fn signed_at(&self) -> Option<UnixTime> {
        Some(self.facts?.signed_at)
    }

    /// Returns the nonce that was signed, as it is sent. `None` where the scheme has none.
    #[must_use]
    pub fn nonce(&self) -> Option<&str> {
        let mark = self.facts?.marks.nonce?;
        self.text.get(mark.start, mark.end)
    }

    /// Returns the last second in which the server accepts this signature.
    ///
    /// It is the time that was signed plus the scheme's clock tolerance, or the end of the lifetime
    /// that the signer was given. `None` if that has no end, or if the vendor does not say.
    #[must_use]
    pub fn expires_at(&self) -> Option<UnixTime> {
        self.facts?.expires_at
    }

    /// Returns the facts of the scheme that signed. `None` when nothing was signed.
    #[must_use]
    pub fn scheme(&self) -> Option<&'static Scheme> {
        Some(self.facts?.scheme)
    }

    /// Returns whether the value of a header has to be kept out of logs. `name` is in lower case, as
    /// [`Signed::headers`] returns it.
    #[must_use]
    pub fn is_secret_header(&self, name: &str) -> bool {
        self.scheme().is_some_and(|scheme| scheme.secret_headers().contains(&name))
    }

    /// Iterates over the names of the headers to set, without the one that carries the signature.
    pub(super) fn plain_headers(&self) -> impl Iterator<Item = &'static str> {
        let signature = self.facts.and_then(|facts| facts.marks.signature);
        let carries_signature = move |range: Range| {
            signature.is_some_and(|mark| range.start <= mark.start && mark.start < range.end)
        };
        self.fields
            .iter()
            .filter(move |field| field.kind == FieldKind::Header && !carries_signature(field.value))
            .map(|field| field.name)
    }

    /// Empties the value and wipes its text. The memory is kept for the next signature.
    pub fn clear(&mut self) {
        self.text.clear();
        self.fields.clear();
        self.facts = None;
    }

    /// Checks that every field is one that the scheme declares, is there once, and can be sent.
    pub(crate) fn check_fields(&self, scheme: &Scheme) -> Result<(), Error> {
        if !scheme.names_are_fit() {
            return Err(fault(
                scheme.name(),
                "declares a name that cannot be sent: header names are in lower case, parameters \
                 of characters that need no encoding",
            ));
        }
        if !self.are_in_declared_order(scheme) {
            self.check_names(scheme)?;
        }
        // One pass over all values; only if it finds something, which value is it.
        if self.text.is_printable_ascii() {
            return Ok(());
        }
        self.check_values()
    }

    /// Returns whether the fields are set in the order in which the scheme declares them, as its
    /// signers do. Then each is declared, and none is there twice.
    fn are_in_declared_order(&self, scheme: &Scheme) -> bool {
        let mut headers = scheme.headers().iter();
        let mut query = scheme.query().iter();
        self.fields.iter().all(|field| match field.kind {
            FieldKind::Header => headers.any(|name| is_same(name, field.name)),
            FieldKind::Query => query.any(|name| is_same(name, field.name)),
        })
    }

    /// Checks each name by itself: the scheme has to declare it, and it must not be there twice.
    fn check_names(&self, scheme: &Scheme) -> Result<(), Error> {
        for (at, field) in self.fields.iter().enumerate() {
            let declared = match field.kind {
                FieldKind::Header => scheme.headers(),
                FieldKind::Query => scheme.query(),
            };
            let mut earlier = self.fields.iter().take(at);
            let is_twice =
                earlier.any(|other| other.kind == field.kind && other.name == field.name);
            if is_twice || !declared.contains(&field.name) {
                return Err(fault(field.name, "is not declared by the scheme, or is set twice"));
            }
        }
        Ok(())
    }

    /// Finds the value that cannot be sent: a header of printable ASCII, a parameter of UTF-8.
    fn check_values(&self) -> Result<(), Error> {
        for field in self.fields.iter() {
            let value = self.text.bytes(field.value.start, field.value.end);
            let is_fit = match field.kind {
                FieldKind::Header => value.is_some_and(|value| value.iter().all(is_printable)),
                FieldKind::Query => value.is_some_and(|value| core::str::from_utf8(value).is_ok()),
            };
            if !is_fit {
                return Err(fault(
                    field.name,
                    "has a value that cannot be sent; correct the signer",
                ));
            }
        }
        Ok(())
    }

    /// Returns the scheme and options that applying needs, if the request is the one that was signed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotSigned`] and [`ErrorKind::DifferentRequest`].
    pub(crate) fn belongs_to(&self, request: &Request<'_>) -> Result<&Facts, Error> {
        let Some(facts) = &self.facts else {
            let advice = "is empty; sign a request into it first";
            return Err(Error::new(ErrorKind::NotSigned, "signed", advice));
        };
        if facts.fingerprint != request.fingerprint() {
            let advice = "is not the one that was signed; sign it";
            return Err(Error::new(ErrorKind::DifferentRequest, "request", advice));
        }
        Ok(facts)
    }

    /// Iterates over name and value of the fields of one kind.
    fn placed(&self, kind: FieldKind) -> impl Iterator<Item = (&'static str, &str)> {
        self.fields
            .iter()
            .filter(move |field| field.kind == kind)
            .map(|field| (field.name, self.value(field.value)))
    }

    /// Returns the value of a field, which was checked to be text.
    #[allow(
        clippy::expect_used,
        reason = "values are checked to be text before a draft is finished; an empty value is another"
    )]
    fn value(&self, range: Range) -> &str {
        self.text.get(range.start, range.end).expect("a value that was checked to be text")
    }
}

/// Compares two names. Those that a signer declares and those that it sets are mostly one text in
/// memory, which takes no call to see.
#[inline]
fn is_same(name: &'static str, other: &'static str) -> bool {
    core::ptr::eq(name, other) || name == other
}

/// Returns whether a byte can stand in the value of a header that we write.
fn is_printable(byte: &u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// Creates the error for a bug in a signer.
fn fault(name: &'static str, advice: &'static str) -> Error {
    Error::new(ErrorKind::SignerFault, name, advice)
}

/// Shows values only where they are no secret; the signature is one.
impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secret = self.scheme().map(|scheme| (scheme.secret_headers(), scheme.secret_query()));
        let (secret_headers, secret_query) = secret.unwrap_or_default();
        let shown = |name: &'static str, value, secret: &[&str]| {
            let is_secret = secret.contains(&name);
            (name, if is_secret { "[redacted]" } else { value })
        };
        let headers = self.headers().map(|(name, value)| shown(name, value, secret_headers));
        let query = self.query().map(|(name, value)| shown(name, value, secret_query));
        f.debug_struct("Signed")
            .field("scheme", &self.scheme().map(Scheme::name))
            .field("headers", &headers.collect::<Vec<_>>())
            .field("query", &query.collect::<Vec<_>>())
            .field("signed_at", &self.signed_at())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
