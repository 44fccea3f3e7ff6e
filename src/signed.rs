//! What signing sets and removes, as data.

use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use crate::canonical::{Scratch, Sink};
use crate::host::Host;
use crate::secret::WipedText;
use crate::{Context, Error, ErrorKind, Request, Scheme};

/// The result of signing: headers and query parameters to set, names to remove.
///
/// It belongs to the request that was signed and can be applied to no other. All its text is in
/// one block of memory, which is wiped on drop. A value that is signed into again, with
/// [`Signer::sign_into`](crate::Signer::sign_into), reuses that block.
#[derive(Default)]
pub struct Signed {
    /// The values of all fields, one behind the other.
    text: WipedText,
    fields: [Field; 8],
    /// Fields beyond those that have room above.
    more: Vec<Field>,
    count: usize,
    facts: Option<Facts>,
    scratch: Scratch,
}

#[derive(Clone, Copy)]
struct Facts {
    scheme: &'static Scheme,
    also_stale: &'static [&'static str],
    fingerprint: u64,
    unix_seconds: i64,
    expires_at: Option<i64>,
    signature: Option<Span>,
    nonce: Option<Span>,
    keeps_dot_segments: bool,
    is_complete: bool,
}

#[derive(Clone, Copy, Default)]
struct Span {
    start: u32,
    end: u32,
}

#[derive(Clone, Copy, Default)]
struct Field {
    name: &'static str,
    value: Span,
    place: Place,
    is_secret: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Place {
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

    /// Headers to set: name in lower case, value in visible ASCII.
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
        Some(self.span(self.complete().ok()?.signature?))
    }

    /// The time that was signed, in unix seconds.
    #[must_use]
    pub fn unix_seconds(&self) -> Option<i64> {
        Some(self.complete().ok()?.unix_seconds)
    }

    /// The nonce that was signed.
    #[must_use]
    pub fn nonce(&self) -> Option<&str> {
        Some(self.span(self.complete().ok()?.nonce?))
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
        self.all()
            .any(|field| field.place == Place::Header && field.is_secret && field.name == name)
    }

    /// Empties the value and wipes its text. The memory stays.
    pub fn clear(&mut self) {
        self.text.clear();
        self.more.clear();
        self.count = 0;
        self.facts = None;
    }

    /// Starts to sign `request`: what was here is wiped, request and time are checked.
    ///
    /// This is for signers. Nothing is there to apply before [`Draft::finish`]; a draft that is
    /// dropped leaves an empty value.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TimeOutOfRange`], and those of [`Request::check_headers`].
    pub fn draft<'s, 'r>(
        &'s mut self,
        scheme: &'static Scheme,
        request: &Request<'r>,
        context: &Context<'_>,
    ) -> Result<Draft<'s, 'r>, Error> {
        self.clear();
        let unix_seconds = context.checked_time()?;
        let host = request.check_headers()?;
        let window = scheme.clock_window().map(i64::from);
        self.facts = Some(Facts {
            scheme,
            also_stale: &[],
            fingerprint: request.fingerprint(),
            unix_seconds,
            expires_at: window.map(|window| unix_seconds.saturating_add(window)),
            signature: None,
            nonce: None,
            keeps_dot_segments: false,
            is_complete: false,
        });
        let host_is_canonical = host.is_canonical() && request.target.host.is_canonical();
        Ok(Draft {
            signed: self,
            host,
            host_is_canonical,
            unix_seconds,
        })
    }

    /// The scheme and options that applying needs, if the request is the one that was signed.
    pub(crate) fn belongs_to(&self, request: &Request<'_>) -> Result<Applied, Error> {
        let facts = self.complete()?;
        if facts.fingerprint != request.fingerprint() {
            return Err(Error::new(
                ErrorKind::DifferentRequest,
                "request",
                "is not the one that was signed: method or URL differ; sign it",
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
            .map(|field| (field.name, self.span(field.value)))
    }

    fn span(&self, span: Span) -> &str {
        self.text.get(span.start, span.end)
    }
}

/// What applying a signature needs to know of it.
pub(crate) struct Applied {
    pub(crate) scheme: &'static Scheme,
    pub(crate) keeps_dot_segments: bool,
}

/// A signature in the making; see [`Signed::draft`].
pub struct Draft<'s, 'r> {
    signed: &'s mut Signed,
    host: Host<'r>,
    host_is_canonical: bool,
    unix_seconds: i64,
}

impl<'r> Draft<'_, 'r> {
    /// The host that will be sent.
    #[must_use]
    pub fn host(&self) -> Host<'r> {
        self.host
    }

    /// The time to sign, checked.
    #[must_use]
    pub fn unix_seconds(&self) -> i64 {
        self.unix_seconds
    }

    /// Says how many bytes of values are coming, so that one allocation is enough.
    pub fn reserve(&mut self, bytes: usize) {
        // A host of 255 bytes and its port may come at the end.
        let host = if self.host_is_canonical { 0 } else { 262 };
        self.signed.text.reserve(bytes + host);
    }

    /// Sets a header, `name` in lower case, whose value `write` hands over in pieces.
    pub fn header(&mut self, name: &'static str, write: impl FnOnce(&mut Value<'_>)) {
        self.field(Place::Header, name, false, write);
    }

    /// As [`Draft::header`], with a value that has to be kept out of logs.
    pub fn secret_header(&mut self, name: &'static str, write: impl FnOnce(&mut Value<'_>)) {
        self.field(Place::Header, name, true, write);
    }

    /// Sets a query parameter, whose raw value `write` hands over in pieces. The scheme says which
    /// parameters have to be kept out of logs.
    pub fn query(&mut self, name: &'static str, write: impl FnOnce(&mut Value<'_>)) {
        let is_secret = self
            .signed
            .facts
            .is_some_and(|facts| facts.scheme.secret_query().contains(&name));
        self.field(Place::Query, name, is_secret, write);
    }

    /// Removes further headers beside the stale ones of the scheme.
    pub fn remove_headers(&mut self, names: &'static [&'static str]) {
        self.facts(|facts| facts.also_stale = names);
    }

    /// Says until when the signature is valid, where that is not the scheme's window.
    pub fn expires_at(&mut self, unix_seconds: Option<i64>) {
        self.facts(|facts| facts.expires_at = unix_seconds);
    }

    /// Lets the signature be applied although clients may collapse the dot segments of its path.
    pub fn keep_dot_segments(&mut self) {
        self.facts(|facts| facts.keeps_dot_segments = true);
    }

    /// The signature is ready to be applied. Sets the `host` header where it is needed.
    pub fn finish(mut self) {
        if !self.host_is_canonical {
            let host = self.host;
            self.header("host", |value| host.write(|piece| value.push(piece)));
        }
        self.facts(|facts| facts.is_complete = true);
    }

    /// The scratch for sorting, which belongs to the value that the caller keeps.
    pub(crate) fn take_scratch(&mut self) -> Scratch {
        core::mem::take(&mut self.signed.scratch)
    }

    /// Gives the scratch back for the next signature.
    pub(crate) fn give_back(&mut self, scratch: Scratch) {
        self.signed.scratch = scratch;
    }

    fn facts(&mut self, change: impl FnOnce(&mut Facts)) {
        if let Some(facts) = &mut self.signed.facts {
            change(facts);
        }
    }

    fn field(
        &mut self,
        place: Place,
        name: &'static str,
        is_secret: bool,
        write: impl FnOnce(&mut Value<'_>),
    ) {
        let start = self.signed.text.len() as u32;
        let mut value = Value {
            text: &mut self.signed.text,
            signature: None,
            nonce: None,
        };
        write(&mut value);
        let (signature, nonce) = (value.signature, value.nonce);
        let field = Field {
            name,
            value: Span {
                start,
                end: self.signed.text.len() as u32,
            },
            place,
            is_secret,
        };
        match self.signed.fields.get_mut(self.signed.count) {
            Some(free) => {
                *free = field;
                self.signed.count += 1;
            }
            None => self.signed.more.push(field),
        }
        self.facts(|facts| {
            facts.signature = signature.or(facts.signature);
            facts.nonce = nonce.or(facts.nonce);
        });
    }
}

impl Drop for Draft<'_, '_> {
    fn drop(&mut self) {
        if !self.signed.facts.is_some_and(|facts| facts.is_complete) {
            self.signed.clear();
        }
    }
}

impl fmt::Debug for Draft<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("host", &self.host).finish_non_exhaustive()
    }
}

/// The value of a field in the making.
pub struct Value<'a> {
    text: &'a mut WipedText,
    signature: Option<Span>,
    nonce: Option<Span>,
}

impl Value<'_> {
    /// Appends a piece.
    pub fn push(&mut self, piece: &str) {
        self.text.push(piece);
    }

    /// Appends the signature.
    pub fn push_signature(&mut self, signature: &str) {
        self.signature = Some(self.push_span(signature));
    }

    /// Appends the nonce.
    pub fn push_nonce(&mut self, nonce: &str) {
        self.nonce = Some(self.push_span(nonce));
    }

    fn push_span(&mut self, piece: &str) -> Span {
        let Range { start, end } = self.text.len()..self.text.len() + piece.len();
        self.text.push(piece);
        Span {
            start: start as u32,
            end: end as u32,
        }
    }
}

impl Sink for Value<'_> {
    fn text(&mut self, bytes: &[u8]) {
        self.text.push_bytes(bytes);
    }

    fn secret(&mut self, _: &'static str, bytes: &[u8]) {
        self.text.push_bytes(bytes);
    }

    fn encoded_secret(&mut self, _: &'static str, bytes: &[u8]) {
        self.text.encoded_secret("", bytes);
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value([redacted])")
    }
}

/// Shows values only where they are no secret; the signature is one.
impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |place| {
            self.all().filter(move |field| field.place == place).map(|field| {
                let value = match field.is_secret {
                    true => "[redacted]",
                    false => self.span(field.value),
                };
                (field.name, value)
            })
        };
        let mut debug = f.debug_struct("Signed");
        debug.field("scheme", &self.scheme().map(Scheme::name));
        for (list, place) in [("headers", Place::Header), ("query", Place::Query)] {
            debug.field(list, &shown(place).collect::<Vec<_>>());
        }
        debug
            .field("unix_seconds", &self.unix_seconds())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
