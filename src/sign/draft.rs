//! A signature in the making.
//!
//! [`Draft`] connects a signer with the result. It checks what every scheme would have to
//! check, and makes sure that nothing half-written can be applied: a draft that was not finished
//! leaves an empty [`Signed`].

use core::fmt;

use super::signed::{Facts, Field, FieldKind, Marks, Range};
use super::{Context, Nonce};
use crate::canonical::{Added, OwnHeaders};
use crate::request::Host;
use crate::secret::WipedText;
use crate::text::{Sink, secrets_as_text};
use crate::{Error, ErrorKind, Explanation, Request, Scheme, Signed, UnixTime};

/// A signature in the making, which [`Signer::write`](crate::Signer::write) completes.
///
/// Time and headers of the request were checked before it reaches a signer. A signer sets its
/// fields with [`Draft::header`] and [`Draft::query`], and describes in [`Draft::explanation`] what
/// it does, if somebody asked for that. Both come from one walk, so that an explanation shows what
/// is signed.
///
/// When the signer returns, the fields are checked: the scheme has to declare each of them, none
/// may be set twice, and each value has to be one that can be sent. Otherwise signing ends with
/// [`ErrorKind::SignerFault`]; a signer that sets nothing gets [`ErrorKind::NotSigned`]. [The
/// module's page](crate::sign#a-custom-scheme) has an example.
pub struct Draft<'d, 'r> {
    signed: &'d mut Signed,
    explanation: Option<&'d mut Explanation>,
    /// Moves to `signed` in the end, which makes that complete.
    facts: Facts,
    host: Host<'r>,
    host_is_canonical: bool,
    nonce: Nonce<'d>,
}

impl<'d, 'r> Draft<'d, 'r> {
    /// Starts a signature in `signed`, which is wiped, and checks time and headers.
    pub(super) fn start(
        scheme: &'static Scheme,
        request: &Request<'r>,
        context: &Context<'d>,
        signed: &'d mut Signed,
        explanation: Option<&'d mut Explanation>,
    ) -> Result<Self, Error> {
        signed.clear();
        let time = context.checked_time()?;
        let host = request.check_headers()?;
        let window = scheme.clock_window().map(i64::from);
        let facts = Facts {
            scheme,
            also_stale: &[],
            also_stale_query: &[],
            fingerprint: request.fingerprint(),
            signed_at: time,
            expires_at: window.map(|window| time.saturating_add(window)),
            keeps_dot_segments: false,
            marks: Marks::default(),
        };
        Ok(Self {
            signed,
            explanation,
            facts,
            host,
            host_is_canonical: host.is_canonical() && request.target.host.is_canonical(),
            nonce: context.nonce(),
        })
    }

    /// Returns the facts of the scheme by which the request is signed.
    #[must_use]
    pub fn scheme(&self) -> &'static Scheme {
        self.facts.scheme
    }

    /// Returns the host that will be sent.
    #[must_use]
    pub fn host(&self) -> Host<'r> {
        self.host
    }

    /// Returns the time to sign, which lies in the years 1970 to 9999.
    #[must_use]
    pub fn time(&self) -> UnixTime {
        self.facts.signed_at
    }

    /// Returns the nonce to sign, for the scheme to format.
    #[must_use]
    pub fn nonce(&self) -> Nonce<'d> {
        self.nonce
    }

    /// Returns the explanation to complete. `None` when the request is signed and not explained.
    pub fn explanation(&mut self) -> Option<&mut Explanation> {
        self.explanation.as_deref_mut()
    }

    /// Makes room for `bytes` bytes of values, so that one allocation is enough.
    ///
    /// This is a hint: more may come, and at most a mebibyte is reserved.
    pub fn reserve(&mut self, bytes: usize) {
        // A host of 255 bytes and its port may come at the end.
        let host = if self.host_is_canonical { 0 } else { 262 };
        self.signed.text.reserve(bytes.min(1 << 20) + host);
    }

    /// Sets the header `name` to a value that `write` passes on in pieces.
    ///
    /// `name` is in lower case and among [`Scheme::headers`]. The value has to be printable ASCII in
    /// the end.
    pub fn header(&mut self, name: &'static str, write: impl FnOnce(&mut FieldValue<'_>)) {
        self.field(FieldKind::Header, name, write);
    }

    /// Sets the headers that the signer adds and signs, to the values that were signed.
    pub fn own_headers(&mut self, own: &OwnHeaders<'_>) {
        for (name, text) in own.iter() {
            self.header(name, |value| value.push(text));
        }
    }

    /// Sets the query parameter `name` to a value that `write` passes on in pieces.
    ///
    /// `name` is among [`Scheme::query`]. The value is UTF-8 in the end and not percent-encoded;
    /// [`Signed::url`] encodes it. Parameters are appended to the query in the order in which they
    /// are set.
    pub fn query(&mut self, name: &'static str, write: impl FnOnce(&mut FieldValue<'_>)) {
        self.field(FieldKind::Query, name, write);
    }

    /// Sets the header or the query parameter `name`, whichever of them the scheme declares.
    pub fn set(&mut self, name: &'static str, write: impl FnOnce(&mut FieldValue<'_>)) {
        let is_header = self.facts.scheme.headers().contains(&name);
        self.field(if is_header { FieldKind::Header } else { FieldKind::Query }, name, write);
    }

    /// Sets the parameters that the signer adds and signs, to the values that were signed, and makes
    /// room for them and for a signature.
    pub fn add_parameters(&mut self, added: &[Added<'_>]) {
        self.reserve(added.iter().map(|field| field.value.len()).sum::<usize>() + 64);
        for Added { name, value, is_nonce, .. } in added {
            if *is_nonce {
                self.query(name, |field| field.push_nonce(value));
            } else {
                self.query(name, |field| field.push(value));
            }
        }
    }

    /// Notes the signature for [`Signed::signature`] to return, where no field has it as it is,
    /// such as one that is encoded together with other text.
    pub fn note_signature(&mut self, signature: impl AsRef<[u8]>) {
        self.value().push_signature(signature);
    }

    /// Removes headers besides [`Scheme::stale_headers`], for an option of the signer that replaces
    /// more.
    pub fn remove_headers(&mut self, names: &'static [&'static str]) {
        self.facts.also_stale = names;
    }

    /// Removes query parameters besides [`Scheme::stale_query`], where their values show that they
    /// are of a former signature.
    pub fn remove_query(&mut self, names: &'static [&'static str]) {
        self.facts.also_stale_query = names;
    }

    /// Sets the last second in which the signature is valid, where that is not the time and the
    /// scheme's clock tolerance. `None` means that it never expires.
    pub fn set_expires_at(&mut self, time: Option<UnixTime>) {
        self.facts.expires_at = time;
    }

    /// Lets the signature be applied to a path with dot segments, which clients may collapse.
    ///
    /// A signer calls it where its user chose a client that sends such a path as it is.
    pub fn keep_dot_segments(&mut self) {
        self.facts.keeps_dot_segments = true;
    }

    /// Makes the signature ready to be applied, and sets the `host` header where it is needed.
    pub(super) fn finish(&mut self) -> Result<(), Error> {
        if self.signed.fields.is_empty() {
            let advice = "was left empty by the signer, which has to set a header or a parameter";
            return Err(Error::new(ErrorKind::NotSigned, "signed", advice));
        }
        self.signed.check_fields(self.facts.scheme)?;
        if !self.host_is_canonical {
            let host = self.host;
            self.header("host", |value| host.write_bytes(|piece| value.push(piece)));
        }
        self.signed.facts = Some(self.facts);
        if let Some(explanation) = self.explanation.as_deref_mut() {
            explanation.note_headers(self.signed, self.facts.also_stale);
        }
        Ok(())
    }

    fn value(&mut self) -> FieldValue<'_> {
        FieldValue { text: &mut self.signed.text, marks: &mut self.facts.marks }
    }

    /// Adds a field whose value `write` appends to the text.
    #[inline]
    fn field(
        &mut self,
        kind: FieldKind,
        name: &'static str,
        write: impl FnOnce(&mut FieldValue<'_>),
    ) {
        let start = self.signed.text.len();
        write(&mut self.value());
        let value = Range { start, end: self.signed.text.len() };
        self.signed.fields.push(Field { name, value, kind });
    }
}

/// Leaves an empty result if the draft was not finished.
impl Drop for Draft<'_, '_> {
    fn drop(&mut self) {
        if self.signed.facts.is_none() {
            self.signed.clear();
        }
    }
}

impl fmt::Debug for Draft<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("host", &self.host).finish_non_exhaustive()
    }
}

/// The value of a header or a query parameter in the making.
///
/// Pieces are appended to the one block of memory that the result has, which is wiped on drop. So a
/// token that goes into a value leaves no copy.
pub struct FieldValue<'a> {
    text: &'a mut WipedText,
    marks: &'a mut Marks,
}

impl FieldValue<'_> {
    /// Appends a piece. All pieces of a value together have to be UTF-8.
    pub fn push(&mut self, piece: impl AsRef<[u8]>) {
        self.text.push_bytes(piece.as_ref());
    }

    /// Appends the signature as it is sent, and marks it for [`Signed::signature`] to return.
    pub fn push_signature(&mut self, signature: impl AsRef<[u8]>) {
        self.marks.signature = Some(self.push_range(signature.as_ref()));
    }

    /// Appends the nonce as it is sent, and marks it for [`Signed::nonce`] to return.
    pub fn push_nonce(&mut self, nonce: impl AsRef<[u8]>) {
        self.marks.nonce = Some(self.push_range(nonce.as_ref()));
    }

    /// Appends a piece, and returns its place in the text.
    fn push_range(&mut self, piece: &[u8]) -> Range {
        let start = self.text.len();
        self.text.push_bytes(piece);
        Range { start, end: self.text.len() }
    }
}

impl Sink for FieldValue<'_> {
    #[inline]
    fn text(&mut self, bytes: &[u8]) {
        self.text.push_bytes(bytes);
    }

    secrets_as_text!();
}

impl fmt::Debug for FieldValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FieldValue([redacted])")
    }
}
