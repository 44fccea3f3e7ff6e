//! The steps on the way to a signature, as data, with secrets and tokens as named gaps.

pub(crate) mod absent;
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

/// A description of how a signature is computed, of what it leaves open to change on the way, and of
/// what the vendor requires and the request does not have.
///
/// [`Signer::explain`](crate::Signer::explain) makes it. Its stages are the texts that the scheme
/// computes, under the vendor's names: a canonical request, a string to sign. They come from the walk
/// that signs, and hold no secret, token, key or signature of the credential. Headers and query of
/// the caller are shown where they are signed.
///
/// `Display` prints all of it for a person. [`Explanation::compare`] finds where a server's text
/// differs.
///
/// ```
/// # #[cfg(feature = "huawei")] {
/// use polysign::{Context, Request, Signer, huawei};
///
/// let signer = huawei::SdkHmacSha256::new(huawei::AccessKey::new("my-ak", "my-sk")?);
/// let headers = [("user-agent", "demo")];
/// let request = Request::new("GET", "https://example.com/v1/tasks?b=2&a=1")?
///     .with_headers(&headers);
/// let explanation = signer.explain(&request, &Context::at(1_573_789_015))?;
///
/// let canonical = explanation.canonical_request().expect("Huawei has one").to_string();
/// assert!(canonical.starts_with("GET\n/v1/tasks/\na=1&b=2\nhost:example.com\n"));
/// assert_eq!(explanation.signed_headers(), ["host", "x-sdk-date"]);
/// assert!(explanation.uncovered_headers().eq(["user-agent"]));
/// # }
/// # Ok::<(), polysign::Error>(())
/// ```
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
    ///
    /// [`Draft::explanation`](crate::sign::Draft::explanation) has one already. This is for tests of
    /// programs that show explanations.
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

    /// Sets the public id of the key by which the request is signed. Never pass the key itself.
    pub fn set_key_id(&mut self, id: impl Into<String>) {
        self.key_id = Some(id.into());
    }

    /// Adds a stage under the vendor's name for it, in lower case with `_`, such as
    /// `canonical_request`.
    ///
    /// Stages are added in the order in which they are computed. [`Explanation::compare`] reads
    /// lines and gaps: write line ends of the scheme's form with [`Text::push_line_end`] and secrets
    /// with [`Text::push_gap`].
    pub fn add_stage(&mut self, name: &'static str, text: Text) {
        self.stages.push((name, text));
    }

    /// Adds a stage that `write` writes, which is the walk that signs.
    pub fn write_stage(&mut self, name: &'static str, write: impl FnOnce(&mut Text)) {
        let mut text = Text::new();
        write(&mut text);
        self.add_stage(name, text);
    }

    /// Adds the names of the headers that are signed.
    pub fn list_headers(&mut self, headers: &CanonicalHeaders<'_>) {
        for header in headers.names() {
            self.add_signed_header(header.name.to_ascii_lowercase());
        }
    }

    /// Adds the name of a header that is signed, in lower case.
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

    /// Sets the parts that the signature of this request covers, where it covers less than the scheme
    /// can.
    pub fn set_covers(&mut self, covers: Covers) {
        self.covers = covers;
    }

    /// Adds a requirement of the vendor that the request does not meet.
    pub fn add_absent(&mut self, absent: Absent) {
        self.absent.push(absent);
    }

    /// Returns the facts of the scheme.
    #[must_use]
    pub fn scheme(&self) -> &'static Scheme {
        self.scheme
    }

    /// Returns the public id of the key. `None` where the scheme has none, as with a token.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// Returns all stages with their names, in the order in which they are computed.
    pub fn stages(&self) -> impl Iterator<Item = (&'static str, &Text)> {
        self.stages.iter().map(|(name, text)| (*name, text))
    }

    /// Returns the stage named `name`, such as `canonical_request`. `None` where the scheme has no
    /// such stage.
    #[must_use]
    pub fn stage(&self, name: &str) -> Option<&Text> {
        self.stages().find(|(other, _)| *other == name).map(|(_, text)| text)
    }

    /// Returns the canonical request. `None` where the scheme has none.
    #[must_use]
    pub fn canonical_request(&self) -> Option<&Text> {
        self.stage("canonical_request")
    }

    /// Returns the string to sign. `None` where the scheme signs the canonical request or has another
    /// name for its text; [`Explanation::stages`] has all of them.
    #[must_use]
    pub fn string_to_sign(&self) -> Option<&Text> {
        self.stage("string_to_sign")
    }

    /// Returns the names of the headers that are signed, in lower case and in the order in which the
    /// scheme signs them.
    #[must_use]
    pub fn signed_headers(&self) -> &[String] {
        &self.signed_headers
    }

    /// Returns the parts that the signature of this request covers.
    ///
    /// They can be fewer than the scheme covers, as when the body is left out of one signature.
    #[must_use]
    pub fn covers(&self) -> Covers {
        self.covers
    }

    /// Returns the names of the headers that are sent and not signed, in lower case and sorted,
    /// without the one that carries the signature.
    pub fn uncovered_headers(&self) -> impl Iterator<Item = &str> {
        let signed: BTreeSet<&str> = self.signed_headers.iter().map(String::as_str).collect();
        self.sent_headers.iter().map(String::as_str).filter(move |name| !signed.contains(name))
    }

    /// Returns the requirements of the vendor's documents that the request does not meet.
    ///
    /// None of them keeps the signature from being correct; a server refuses the request all the
    /// same.
    #[must_use]
    pub fn absent(&self) -> &[Absent] {
        &self.absent
    }

    /// Returns the offset of a fragment's `#` in the URL, in bytes. `None` where there is none.
    ///
    /// The fragment is neither sent nor signed. A `#` that was meant as a part of the path or the
    /// query has to be written as `%23`.
    #[must_use]
    pub fn unsent_fragment(&self) -> Option<usize> {
        self.fragment_at
    }
}
