//! Which headers `bce-auth-v1` signs.

use super::canonical_request::compare_lines;
use crate::canonical::{Filling, Header};
use crate::config::Config;
use crate::request::HeaderNames;
use crate::{Error, ErrorKind, Headers, Request, Scheme};

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
        let selects = |name: &str| self.selects(name);
        let selected = sorted(headers, selects, kept, &added, slots);
        if let Choice::Exact(names) = &self.0 {
            names.require(selected)?;
        }
        without_empty(selected)
    }
}

/// Fills `slots` with the headers that are signed, in the order of their lines: those of the
/// request that stay on it and those that are added. Empty ones, which get no line, are still there.
pub(super) fn sorted<'s, 'a>(
    headers: Headers<'a>,
    selects: impl Fn(&str) -> bool,
    kept: impl Fn(&str) -> bool,
    added: &[(&'a str, Option<&'a [u8]>)],
    slots: &'s mut [Header<'a>],
) -> &'s mut [Header<'a>] {
    let mut selected = Filling::new(slots);
    let mut select = |name: &'a str, value| selected.push(Header::new(name, value));
    for (name, value) in headers {
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

/// Takes out the empty headers, which get no line.
///
/// Next to others of its name an empty one would be sent with a name that is listed and without a
/// line, so that nothing in the signature would show it; the verifier rejects that.
fn without_empty<'s, 'a>(selected: &'s mut [Header<'a>]) -> Result<&'s mut [Header<'a>], Error> {
    if !selected.iter().any(|header| header.value.is_empty()) {
        return Ok(selected);
    }
    // The line of an empty header is the first of its name.
    let is_hidden = |pair: &[Header<'_>]| match pair {
        [a, b] => a.value.is_empty() && !b.value.is_empty() && a.compare_name(b).is_eq(),
        _ => false,
    };
    if let Some([hidden, _]) = selected.windows(2).find(|pair| is_hidden(pair)) {
        return Err(Error::new(
            ErrorKind::ConflictingHeader,
            hidden.name.to_ascii_lowercase(),
            "is there twice, once without a value, which no signature can cover; remove the empty one",
        ));
    }
    let mut kept = 0;
    for at in 0..selected.len() {
        if selected
            .get(at)
            .is_some_and(|header| !header.value.is_empty())
        {
            selected.swap(kept, at);
            kept += 1;
        }
    }
    Ok(selected.get_mut(..kept).unwrap_or_default())
}
