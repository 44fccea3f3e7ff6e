//! Writing a signature, for those who make signers.

use core::fmt;

use super::signed::{Facts, Field, Marks, Place, Span};
use crate::canonical::Scratch;
use crate::request::Host;
use crate::secret::WipedText;
use crate::text::Sink;
use crate::{Context, Error, Request, Scheme, Signed};

impl Signed {
    /// Starts to sign `request`: what was here is wiped, request and time are checked.
    ///
    /// This is for signers. Nothing is there to apply before [`Draft::finish`]; a draft that is
    /// dropped leaves an empty value.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TimeOutOfRange`](crate::ErrorKind::TimeOutOfRange), and those of [`Request::check_headers`].
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
    ///
    /// It is a hint: more may come, and what is beyond a mebibyte is not reserved.
    pub fn reserve(&mut self, bytes: usize) {
        // A host of 255 bytes and its port may come at the end.
        let host = if self.host_is_canonical { 0 } else { 262 };
        self.signed.text.reserve(bytes.min(1 << 20) + host);
    }

    /// Sets a header, `name` in lower case, whose value `write` hands over in pieces.
    /// Whether it has to be kept out of logs the scheme says.
    pub fn header(&mut self, name: &'static str, write: impl FnOnce(&mut Value<'_>)) {
        self.field(Place::Header, name, write);
    }

    /// Sets a query parameter, whose raw value `write` hands over in pieces.
    /// Whether it has to be kept out of logs the scheme says.
    pub fn query(&mut self, name: &'static str, write: impl FnOnce(&mut Value<'_>)) {
        self.field(Place::Query, name, write);
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
    ///
    /// A draft that is dropped without this leaves an empty value, which
    /// [`Signer::sign_with`](crate::Signer::sign_with) makes an error of.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`](crate::ErrorKind::InvalidHeader) for a field that the scheme does not declare, that is set
    /// twice, whose value is not UTF-8, or, in a header, not printable ASCII. These are faults of the
    /// signer, or of an id that it should have checked.
    pub fn finish(self) -> Result<(), Error> {
        self.signed.check_fields()?;
        self.finish_unchecked();
        Ok(())
    }

    /// The same for the crate's own signers, which are known to write what they declare, and what
    /// was checked when it came in.
    pub(crate) fn finish_unchecked(mut self) {
        debug_assert_eq!(self.signed.check_fields(), Ok(()));
        if !self.host_is_canonical {
            let host = self.host;
            self.header("host", |value| host.write(|piece| value.push(piece)));
        }
        // Longer, and the places of its values would not be right.
        let is_complete = u32::try_from(self.signed.text.len()).is_ok();
        self.facts(|facts| facts.is_complete = is_complete);
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

    #[inline]
    fn field(&mut self, place: Place, name: &'static str, write: impl FnOnce(&mut Value<'_>)) {
        let start = position(&self.signed.text);
        write(&mut Value {
            text: &mut self.signed.text,
            marks: &mut self.signed.marks,
        });
        let field = Field {
            name,
            value: Span {
                start,
                end: position(&self.signed.text),
            },
            place,
        };
        match self.signed.fields.get_mut(self.signed.count) {
            Some(free) => {
                *free = field;
                self.signed.count += 1;
            }
            None => self.signed.more.push(field),
        }
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
        f.debug_struct("Draft")
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}

/// Where the text ends. No request has four gibibytes of signature; a draft that has is not finished.
fn position(text: &WipedText) -> u32 {
    text.len().min(u32::MAX as usize) as u32
}

/// The value of a field in the making.
pub struct Value<'a> {
    text: &'a mut WipedText,
    marks: &'a mut Marks,
}

impl Value<'_> {
    /// Appends a piece, which is text in UTF-8.
    pub fn push(&mut self, piece: impl AsRef<[u8]>) {
        self.text.push_bytes(piece.as_ref());
    }

    /// Appends the signature.
    pub fn push_signature(&mut self, signature: impl AsRef<[u8]>) {
        self.marks.signature = Some(self.push_span(signature.as_ref()));
    }

    /// Appends the nonce.
    pub fn push_nonce(&mut self, nonce: impl AsRef<[u8]>) {
        self.marks.nonce = Some(self.push_span(nonce.as_ref()));
    }

    fn push_span(&mut self, piece: &[u8]) -> Span {
        let start = position(self.text);
        self.text.push_bytes(piece);
        Span {
            start,
            end: position(self.text),
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
