//! What signing sets and removes, as data.

use alloc::vec::Vec;
use core::fmt;

use crate::canonical::Scratch;
use crate::secret::WipedText;
use crate::{Error, ErrorKind, Request, Scheme};

/// The result of signing: headers and query parameters to set, names to remove.
///
/// It belongs to the request that was signed and is refused for another: one with another method,
/// URL, payload, or size of headers. (This guards against a mistake; it is no digest.) All its text is in
/// one block of memory, which is wiped on drop. A value that is signed into again, with
/// [`Signer::sign_into`](crate::Signer::sign_into), reuses that block.
#[derive(Default)]
pub struct Signed {
    /// The values of all fields, one behind the other.
    pub(crate) text: WipedText,
    pub(crate) fields: [Field; 8],
    /// Fields beyond those that have room above.
    pub(crate) more: Vec<Field>,
    pub(crate) count: usize,
    pub(crate) facts: Option<Facts>,
    pub(crate) marks: Marks,
    pub(crate) scratch: Scratch,
}

/// Where in the text stands what can be asked for by itself.
#[derive(Clone, Copy, Default)]
pub(crate) struct Marks {
    pub(crate) signature: Option<Span>,
    pub(crate) nonce: Option<Span>,
}

#[derive(Clone, Copy)]
pub(crate) struct Facts {
    pub(crate) scheme: &'static Scheme,
    pub(crate) also_stale: &'static [&'static str],
    pub(crate) fingerprint: u64,
    pub(crate) unix_seconds: i64,
    pub(crate) expires_at: Option<i64>,
    pub(crate) keeps_dot_segments: bool,
    pub(crate) is_complete: bool,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) value: Span,
    pub(crate) place: Place,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Place {
    #[default]
    Header,
    Query,
}

impl Signed {
    /// A value to sign into. It sets nothing and can be applied to nothing until then.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Headers to set: name in lower case, value in printable ASCII.
    ///
    /// To *set* is to replace: where the request has headers of that name, they go.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.placed(Place::Header)
    }

    /// Query parameters to set, decoded, in the order in which the vendor wants them at the end
    /// of the query. [`Signed::url`] writes them encoded.
    pub fn query(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.placed(Place::Query)
    }

    /// Headers to remove: those of a former signature that this one does not set.
    pub fn removed_headers(&self) -> impl Iterator<Item = &'static str> {
        let facts = self.complete().ok();
        facts
            .into_iter()
            .flat_map(|facts| facts.scheme.stale_headers().iter().chain(facts.also_stale))
            .copied()
            .filter(|name| !self.headers().any(|(set, _)| set == *name))
    }

    /// Query parameters to remove: those of a former signature that this one does not set.
    pub fn removed_query(&self) -> impl Iterator<Item = &'static str> {
        let facts = self.complete().ok();
        facts
            .into_iter()
            .flat_map(|facts| facts.scheme.stale_query())
            .filter(|name| !self.query().any(|(set, _)| set == *name))
    }

    /// The signature as it is sent (hexadecimal or base64), where the scheme has one.
    #[must_use]
    pub fn signature(&self) -> Option<&str> {
        self.complete().ok()?;
        self.text
            .get(self.marks.signature?.start, self.marks.signature?.end)
    }

    /// The time that was signed, in unix seconds.
    #[must_use]
    pub fn unix_seconds(&self) -> Option<i64> {
        Some(self.complete().ok()?.unix_seconds)
    }

    /// The nonce that was signed.
    #[must_use]
    pub fn nonce(&self) -> Option<&str> {
        self.complete().ok()?;
        self.text
            .get(self.marks.nonce?.start, self.marks.nonce?.end)
    }

    /// When the server will stop accepting this signature, in unix seconds: the time that was
    /// signed and the scheme's window or the signature's own validity. `None` if never, or if the
    /// vendor does not say.
    #[must_use]
    pub fn expires_at(&self) -> Option<i64> {
        self.complete().ok()?.expires_at
    }

    /// The scheme that signed.
    #[must_use]
    pub fn scheme(&self) -> Option<&'static Scheme> {
        Some(self.complete().ok()?.scheme)
    }

    /// Whether the value of a header that is set has to be kept out of logs.
    #[must_use]
    pub fn is_secret_header(&self, name: &str) -> bool {
        self.scheme()
            .is_some_and(|scheme| scheme.secret_headers().contains(&name))
    }

    /// Empties the value and wipes its text. The memory stays.
    pub fn clear(&mut self) {
        self.text.clear();
        self.more.clear();
        self.count = 0;
        self.facts = None;
        self.marks = Marks::default();
    }

    /// Whether every field is one that the scheme declares, is there once, and can be sent.
    pub(crate) fn check_fields(&self) -> Result<(), Error> {
        let Some(facts) = &self.facts else {
            return Ok(());
        };
        if !facts.scheme.names_are_fit() {
            return Err(fault(
                facts.scheme.name(),
                "declares a name that cannot be sent: header names are in lower case, parameters \
                 of characters that need no encoding",
            ));
        }
        let (mut seen_headers, mut seen_query) = (Seen::default(), Seen::default());
        for field in self.all() {
            let is_new = match field.place {
                Place::Header => seen_headers.is_new(field.name, facts.scheme.headers()),
                Place::Query => seen_query.is_new(field.name, facts.scheme.query()),
            };
            if !is_new {
                return Err(fault(
                    field.name,
                    "is not declared by the scheme, or is set twice",
                ));
            }
        }
        // One pass over all values; only if it finds something, which value is it.
        match self.text.is_printable_ascii() {
            true => Ok(()),
            false => self.check_values(),
        }
    }

    fn check_values(&self) -> Result<(), Error> {
        for field in self.all() {
            let value = self.text.bytes(field.value.start, field.value.end);
            let is_fit = match field.place {
                Place::Header => value.is_some_and(|value| value.iter().all(is_printable)),
                Place::Query => value.is_some_and(|value| core::str::from_utf8(value).is_ok()),
            };
            if !is_fit {
                return Err(fault(field.name, "has a value that cannot be sent"));
            }
        }
        Ok(())
    }

    /// The scheme and options that applying needs, if the request is the one that was signed.
    pub(crate) fn belongs_to(&self, request: &Request<'_>) -> Result<Applied, Error> {
        let facts = self.complete()?;
        if facts.fingerprint != request.fingerprint() {
            return Err(Error::new(
                ErrorKind::DifferentRequest,
                "request",
                "is not the one that was signed; sign it",
            ));
        }
        Ok(Applied {
            scheme: facts.scheme,
            keeps_dot_segments: facts.keeps_dot_segments,
        })
    }

    fn complete(&self) -> Result<&Facts, Error> {
        match &self.facts {
            Some(facts) if facts.is_complete => Ok(facts),
            _ => Err(Error::new(
                ErrorKind::DifferentRequest,
                "signed",
                "is empty; sign a request into it first",
            )),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().take(self.count).chain(&self.more)
    }

    fn placed(&self, place: Place) -> impl Iterator<Item = (&'static str, &str)> {
        self.all()
            .filter(move |field| field.place == place)
            .map(|field| (field.name, self.value(field.value)))
    }

    #[allow(
        clippy::expect_used,
        reason = "a draft is not finished with a value that is no text, and an empty one is another"
    )]
    fn value(&self, span: Span) -> &str {
        self.text
            .get(span.start, span.end)
            .expect("a value that was checked to be text")
    }
}

/// Which of the declared names have been set.
#[derive(Default)]
struct Seen {
    places: u64,
    next: usize,
}

impl Seen {
    /// Signers write in the order in which they declare, so that the next place is tried first.
    fn is_new(&mut self, name: &str, declared: &[&str]) -> bool {
        let place = match declared.get(self.next) {
            Some(expected) if *expected == name => Some(self.next),
            _ => declared.iter().position(|declared| *declared == name),
        };
        let bit = place.and_then(|place| 1_u64.checked_shl(u32::try_from(place).ok()?));
        let Some(bit) = bit.filter(|bit| self.places & bit == 0) else {
            return false;
        };
        self.places |= bit;
        self.next = place.map_or(0, |place| place + 1);
        true
    }
}

fn is_printable(byte: &u8) -> bool {
    matches!(byte, b' '..=b'~')
}

fn fault(name: &'static str, advice: &'static str) -> Error {
    Error::new(ErrorKind::InvalidHeader, name, advice)
}

/// What applying a signature needs to know of it.
pub(crate) struct Applied {
    pub(crate) scheme: &'static Scheme,
    pub(crate) keeps_dot_segments: bool,
}

/// Shows values only where they are no secret; the signature is one.
impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secret = self
            .scheme()
            .map(|scheme| (scheme.secret_headers(), scheme.secret_query()));
        let (secret_headers, secret_query) = secret.unwrap_or_default();
        let shown = |name: &'static str, value, secret: &[&str]| match secret.contains(&name) {
            true => (name, "[redacted]"),
            false => (name, value),
        };
        let headers = self
            .headers()
            .map(|(name, value)| shown(name, value, secret_headers));
        let query = self
            .query()
            .map(|(name, value)| shown(name, value, secret_query));
        f.debug_struct("Signed")
            .field("scheme", &self.scheme().map(Scheme::name))
            .field("headers", &headers.collect::<Vec<_>>())
            .field("query", &query.collect::<Vec<_>>())
            .field("unix_seconds", &self.unix_seconds())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
