//! The text that was signed, for a person to read, with secrets and tokens as named gaps.

mod absent;
mod text;

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

pub use absent::{Absent, Requirement};
pub use text::{Piece, Text};

pub(crate) use absent::has_parameter;

use crate::canonical::CanonicalHeaders;
use crate::sign::Covers;
use crate::{Request, Scheme, Signed};

/// The derivation of a signature up to, and without, the signature; what it leaves open to change
/// on the way; and what the vendor requires that is not on the request.
///
/// The stages come from the same walk that signs, and hold none of the credential's secrets, tokens
/// and keys. The caller's own headers and query stand in it where they are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    scheme: &'static Scheme,
    key_id: Option<String>,
    stages: Vec<(&'static str, Text)>,
    signed_headers: Vec<String>,
    /// Names of the request as it is sent, in lower case, without `host`.
    sent_headers: BTreeSet<String>,
    covers: Covers,
    absent: Vec<Absent>,
    fragment_at: Option<usize>,
}

impl Explanation {
    /// Creates an explanation without stages, for a signer to complete.
    #[must_use]
    pub fn new(scheme: &'static Scheme, request: &Request<'_>) -> Self {
        let names = request.headers().into_iter().map(|(name, _)| name);
        let stay = names
            .filter(|name| !scheme.is_stale_header(name) && !name.eq_ignore_ascii_case("host"));
        Self {
            scheme,
            key_id: None,
            stages: Vec::new(),
            signed_headers: Vec::new(),
            sent_headers: stay.map(str::to_ascii_lowercase).collect(),
            covers: scheme.covers(),
            absent: Vec::new(),
            fragment_at: request.target.fragment_at,
        }
    }

    /// Says by which key the request is signed: its public id, never the key.
    pub fn set_key_id(&mut self, id: impl Into<String>) {
        self.key_id = Some(id.into());
    }

    /// Adds a stage under the vendor's own name for it, `canonical_request` for example.
    /// [`Explanation::compare`] uses its lines and gaps, so each has to be one in the text.
    pub fn add_stage(&mut self, name: &'static str, text: Text) {
        self.stages.push((name, text));
    }

    /// Adds a stage by the walk that signs.
    pub(crate) fn write_stage(&mut self, name: &'static str, write: impl FnOnce(&mut Text)) {
        let mut text = Text::new();
        write(&mut text);
        self.add_stage(name, text);
    }

    /// Lists the headers that are signed, which are sorted by name.
    pub(crate) fn list_headers(&mut self, headers: &CanonicalHeaders<'_>) {
        for header in headers.names() {
            self.add_signed_header(header.name.to_ascii_lowercase());
        }
    }

    /// Adds the name of a header that is signed.
    pub fn add_signed_header(&mut self, name: impl Into<String>) {
        self.signed_headers.push(name.into());
    }

    /// Notes the headers that the signer sets and removes.
    pub(super) fn note_headers(&mut self, signed: &Signed, removed: &[&str]) {
        for name in removed {
            self.sent_headers.remove(*name);
        }
        if self.scheme.covers().headers() {
            let set = signed.plain_headers().filter(|name| *name != "host");
            self.sent_headers.extend(set.map(String::from));
        }
    }

    /// Says what the signature of this request covers, where that is not all that the scheme can.
    pub fn set_covers(&mut self, covers: Covers) {
        self.covers = covers;
    }

    /// Adds what the vendor requires and the request does not have.
    pub fn add_absent(&mut self, absent: Absent) {
        self.absent.push(absent);
    }

    /// Returns the scheme.
    #[must_use]
    pub fn scheme(&self) -> &'static Scheme {
        self.scheme
    }

    /// Returns the public id of the key, where the scheme has one.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// Returns all stages with their names, in the order in which they are computed.
    pub fn stages(&self) -> impl Iterator<Item = (&'static str, &Text)> {
        self.stages.iter().map(|(name, text)| (*name, text))
    }

    /// Returns the stage of that name.
    #[must_use]
    pub fn stage(&self, name: &str) -> Option<&Text> {
        self.stages()
            .find(|(other, _)| *other == name)
            .map(|(_, text)| text)
    }

    /// Returns the canonical request, where the scheme has one.
    #[must_use]
    pub fn canonical_request(&self) -> Option<&Text> {
        self.stage("canonical_request")
    }

    /// Returns the text that is signed, where it is another than the canonical request.
    #[must_use]
    pub fn string_to_sign(&self) -> Option<&Text> {
        self.stage("string_to_sign")
    }

    /// Returns the headers that are signed: lower case, in the order of the scheme.
    #[must_use]
    pub fn signed_headers(&self) -> &[String] {
        &self.signed_headers
    }

    /// Returns what the signature of this request covers. It can be less than the scheme covers: a
    /// body that is left out of one signature, for example.
    #[must_use]
    pub fn covers(&self) -> Covers {
        self.covers
    }

    /// Returns the headers that are sent and not signed: lower case, sorted, without the signature's
    /// own.
    pub fn uncovered_headers(&self) -> impl Iterator<Item = &str> {
        let signed: BTreeSet<&str> = self.signed_headers.iter().map(String::as_str).collect();
        self.sent_headers
            .iter()
            .map(String::as_str)
            .filter(move |name| !signed.contains(name))
    }

    /// Returns what the vendor's documents require of such a request, and it does not have.
    #[must_use]
    pub fn absent(&self) -> &[Absent] {
        &self.absent
    }

    /// Returns the offset in the URL, in bytes, of a fragment's `#`. Neither it nor what follows it is
    /// sent or signed.
    #[must_use]
    pub fn unsent_fragment(&self) -> Option<usize> {
        self.fragment_at
    }
}
