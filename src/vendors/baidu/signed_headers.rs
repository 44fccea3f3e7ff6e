//! The headers that `bce-auth-v1` signs.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::canonical::{CanonicalHeaders, DefaultHeaders, Header, HeaderChoice, OwnHeaders};
use crate::config::Config;
use crate::request::Headers;
use crate::verify::fields::header_missing;
use crate::verify::{ListedHeaders, Rejection, join_names};
use crate::{Error, ErrorKind};

static STANDARD: DefaultHeaders = of_scheme(&["host"]);
static OF_DOCUMENT: DefaultHeaders =
    of_scheme(&["host", "content-length", "content-type", "content-md5"]);

const fn of_scheme(names: &'static [&'static str]) -> DefaultHeaders {
    DefaultHeaders::new(names).with_prefixes(&["x-bce-"]).with_required(&["host"])
}

/// The choice of headers that are signed. The names are always written out in the signature.
#[derive(Debug, Clone)]
pub struct SignedHeaders(HeaderChoice);

impl Default for SignedHeaders {
    fn default() -> Self {
        Self::standard()
    }
}

impl SignedHeaders {
    /// Selects `host` and every `x-bce-*` header that is present: what AIPAGE asks for.
    #[must_use]
    pub const fn standard() -> Self {
        Self(HeaderChoice::standard(&STANDARD))
    }

    /// Selects the standard set and `content-length`, `content-type` and `content-md5` where present:
    /// the default of the reference manual. Clients may add or drop `content-length` by themselves.
    #[must_use]
    pub const fn document_default() -> Self {
        Self(HeaderChoice::standard(&OF_DOCUMENT))
    }

    /// Selects exactly these, in any case and order. All have to be on the request when it is signed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingHeader`] without `host`; [`ErrorKind::InvalidHeader`] for a name that is
    /// not a token.
    pub fn exact<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> Result<Self, Error> {
        HeaderChoice::exact(&STANDARD, names).map(Self)
    }

    pub(super) fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        match config.optional("signed_headers").as_deref() {
            None | Some("default") => Ok(Self::standard()),
            Some("document-default") => Ok(Self::document_default()),
            Some(_) => Self::exact(config.names("signed_headers").unwrap_or_default()),
        }
    }

    /// Collects the headers that are signed, sorted by name, without those that have no value and
    /// so no line. `is_kept` says whether a header of the request stays on it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingHeader`] for one of an exact list; [`ErrorKind::ConflictingHeader`] for
    /// a header that is there both with and without a value.
    #[inline]
    pub(super) fn collect<'a>(
        &self,
        headers: Headers<'a>,
        own: &OwnHeaders<'a>,
        is_kept: impl Fn(&str) -> bool,
        selected: &mut CanonicalHeaders<'a>,
    ) -> Result<(), Error> {
        self.0.collect(headers, own, is_kept, selected)?;
        if selected.iter().all(has_line) {
            return Ok(());
        }
        if let Some(name) = hidden(selected) {
            return Err(Error::new(
                ErrorKind::ConflictingHeader,
                name,
                "is there with and without a value, and a signature covers one of them; remove \
                 the empty one",
            ));
        }
        selected.retain(has_line);
        Ok(())
    }
}

/// Returns whether a header has a line: one without a value has none. The value of `host` is
/// written from the request's host.
fn has_line(header: &Header<'_>) -> bool {
    !header.value.is_empty() || header.name == "host"
}

/// Returns the name of a header without a line that is sent next to one with a line. Its name
/// would be listed, and nothing would show that it was added.
fn hidden(headers: &CanonicalHeaders<'_>) -> Option<String> {
    // They are sorted by name and value, so that an empty value is next to a full one.
    let mut neighbours = headers.iter().zip(headers.iter().skip(1));
    let (empty, _) =
        neighbours.find(|(a, b)| a.compare_name(b).is_eq() && !has_line(a) && has_line(b))?;
    Some(empty.name.to_ascii_lowercase())
}

/// The headers that a signature which arrived covers.
#[allow(clippy::large_enum_variant, reason = "it stays on the stack, where it is made")]
pub(super) enum Covered<'a> {
    Listed(ListedHeaders<'a>),
    /// Those of [`SignedHeaders::document_default`] that arrived: an empty list.
    Default,
}

impl<'a> Covered<'a> {
    /// Reads the list of an auth string, in any order.
    pub(super) fn read(names: &'a str) -> Result<Self, Rejection> {
        match names {
            "" => Ok(Self::Default),
            _ => ListedHeaders::read_in_any_order(names).map(Self::Listed),
        }
    }

    /// Returns whether the header `name`, in any case, is covered where it is present.
    pub(super) fn contains(&self, name: &str) -> bool {
        match self {
            Self::Listed(listed) => listed.contains(name),
            Self::Default => SignedHeaders::document_default().0.signs(name),
        }
    }

    /// Returns the names of `signed`, sorted and joined with `;`. `list` is what was read.
    pub(super) fn names<'l>(&self, list: &'l str, signed: &CanonicalHeaders<'_>) -> Cow<'l, str> {
        match self {
            Self::Listed(listed) if listed.arrived_sorted() => Cow::Borrowed(list),
            _ => Cow::Owned(join_names(signed.names().map(Header::name))),
        }
    }

    /// Collects the covered headers, sorted by name.
    ///
    /// # Errors
    ///
    /// [`Reason::HeaderMissing`](crate::verify::Reason::HeaderMissing) for one that did not arrive,
    /// or is empty: it has no line, and nothing would show that it was added to another of its name.
    pub(super) fn collect<'h>(
        &self,
        headers: Headers<'h>,
        selected: &mut CanonicalHeaders<'h>,
    ) -> Result<(), Rejection> {
        let is_covered = |name: &str| self.contains(name);
        selected.collect(headers, &OwnHeaders::default(), is_covered, |_| true);
        if let Some(name) = without_line(selected) {
            return Err(header_missing(&name));
        }
        match self {
            Self::Listed(listed) => listed.check_present(selected),
            Self::Default => Ok(()),
        }
    }
}

/// Returns the name of a listed header that has no line.
fn without_line(headers: &CanonicalHeaders<'_>) -> Option<String> {
    let empty = headers.iter().find(|header| !has_line(header))?;
    Some(empty.name.to_ascii_lowercase())
}
