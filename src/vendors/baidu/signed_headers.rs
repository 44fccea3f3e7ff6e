//! Which headers `bce-auth-v1` signs.

use super::canonical_request::compare_lines;
use crate::canonical::{Filling, Header};
use crate::config::Config;
use crate::request::HeaderNames;
use crate::{Error, ErrorKind, Request, Scheme};

/// Which headers are signed. The names are always written out in the signature.
#[derive(Debug, Clone, Default)]
pub struct SignedHeaders(Choice);

#[derive(Debug, Clone, Default)]
enum Choice {
    #[default]
    Default,
    DocumentDefault,
    Exact(HeaderNames),
}

impl SignedHeaders {
    /// `host` and every `x-bce-*` header that is present: what AIPAGE asks for.
    #[must_use]
    pub const fn standard() -> Self {
        Self(Choice::Default)
    }

    /// The standard set and `content-length`, `content-type` and `content-md5` where present: the
    /// default of the reference manual. Clients may add or drop `content-length` by themselves.
    #[must_use]
    pub const fn document_default() -> Self {
        Self(Choice::DocumentDefault)
    }

    /// Exactly these, in any case and order. All have to be on the request when it is signed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingHeader`] without `host`; [`ErrorKind::InvalidHeader`] for a name that is
    /// not a token.
    pub fn exact<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> Result<Self, Error> {
        let names = HeaderNames::new("signed_headers", names)?;
        match names.contains("host") {
            true => Ok(Self(Choice::Exact(names))),
            false => Err(Error::new(
                ErrorKind::MissingHeader,
                "host",
                "has to be signed; add it to the list",
            )),
        }
    }

    fn selects(&self, name: &str) -> bool {
        let is_own = || {
            let front = name.as_bytes().first_chunk::<6>();
            front.is_some_and(|front| front.eq_ignore_ascii_case(b"x-bce-"))
        };
        let is_host = || name.eq_ignore_ascii_case("host");
        let is_content = || {
            ["content-length", "content-type", "content-md5"]
                .iter()
                .any(|content| content.eq_ignore_ascii_case(name))
        };
        match &self.0 {
            Choice::Default => is_own() || is_host(),
            Choice::DocumentDefault => is_own() || is_content() || is_host(),
            Choice::Exact(names) => names.contains(name),
        }
    }

    pub(super) fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        match config.optional("signed_headers").as_deref() {
            None | Some("default") => Ok(Self::standard()),
            Some("document-default") => Ok(Self::document_default()),
            Some(_) => Self::exact(config.names("signed_headers").unwrap_or_default()),
        }
    }

    /// Fills `slots` with the headers that are signed, in the order of their lines. `added`: what
    /// the signer sets.
    pub(super) fn select<'s, 'a>(
        &self,
        scheme: &Scheme,
        request: &Request<'a>,
        added: [(&'a str, Option<&'a [u8]>); 2],
        slots: &'s mut [Header<'a>],
    ) -> Result<&'s mut [Header<'a>], Error> {
        let headers = request.headers();
        let kept = |name: &str| !scheme.is_stale_header(name);
        if let Choice::Exact(names) = &self.0 {
            names.require(headers, kept, &added)?;
        }
        Ok(sorted(
            request,
            |name| self.selects(name),
            kept,
            &added,
            slots,
            |_| {},
        ))
    }
}

/// Fills `slots` with the headers that are signed, in the order of their lines: those of the
/// request that stay on it and those that are added. `left_out` is told of those that are empty.
pub(super) fn sorted<'s, 'a>(
    request: &Request<'a>,
    selects: impl Fn(&str) -> bool,
    kept: impl Fn(&str) -> bool,
    added: &[(&'a str, Option<&'a [u8]>)],
    slots: &'s mut [Header<'a>],
    mut left_out: impl FnMut(&'a str),
) -> &'s mut [Header<'a>] {
    let mut selected = Filling::new(slots);
    let mut select = |name: &'a str, value| {
        let header = Header::new(name, value);
        match header.value.is_empty() {
            false => selected.push(header),
            true => left_out(name),
        }
    };
    for (name, value) in request.headers() {
        if selects(name) && !name.eq_ignore_ascii_case("host") && kept(name) {
            select(name, value);
        }
    }
    for (name, value) in added {
        if let Some(value) = value.filter(|_| selects(name)) {
            select(name, value);
        }
    }
    // The value is written from the request's host; here it only has to be something.
    if selects("host") {
        select("host", b"host");
    }
    let selected = selected.filled();
    if !selected.is_sorted_by(|a, b| compare_lines(a, b).is_le()) {
        selected.sort_unstable_by(compare_lines);
    }
    selected
}
