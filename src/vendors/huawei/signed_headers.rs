//! The headers that the AK/SK schemes sign.

use core::cell::OnceCell;

use crate::canonical::{CanonicalHeaders, HeaderNames, OwnHeaders};
use crate::config::Config;
use crate::request::Headers;
use crate::text::trim;
use crate::{Error, ErrorKind};

/// The choice of headers that are signed.
///
/// Names with `_` are never signed, because proxies drop them.
#[derive(Debug, Clone, Default)]
pub struct SignedHeaders(Choice);

#[derive(Debug, Clone)]
enum Choice {
    Default { added: HeaderNames, left_out: HeaderNames },
    Exact(HeaderNames),
}

impl Default for Choice {
    fn default() -> Self {
        Self::Default { added: HeaderNames::default(), left_out: HeaderNames::default() }
    }
}

impl SignedHeaders {
    /// `host`, `x-sdk-date`, every `x-*` header that is present, and `content-type` unless one of
    /// its values is `multipart/*`, whose boundary clients choose after signing.
    #[must_use]
    pub fn standard() -> Self {
        Self::default()
    }

    /// The standard set and those of these names that are present, less others: headers that
    /// something on the way rewrites (`x-request-id`, `x-b3-traceid`, `x-forwarded-for`).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`] for a name that is not a token or has an underscore;
    /// [`ErrorKind::MissingHeader`] when `host` or `x-sdk-date` are left out.
    pub fn standard_with<A: AsRef<str>, L: AsRef<str>>(
        added: impl IntoIterator<Item = A>,
        left_out: impl IntoIterator<Item = L>,
    ) -> Result<Self, Error> {
        let left_out = HeaderNames::new("leave_out_signed_headers", left_out)?;
        match ["host", "x-sdk-date"].iter().find(|name| left_out.contains(name)) {
            None => Ok(Self(Choice::Default {
                added: without_underscores(HeaderNames::new("add_signed_headers", added)?)?,
                left_out,
            })),
            Some(name) => Err(missing(name, "is always signed; use an exact list to leave it out")),
        }
    }

    /// Exactly these, in any case and order. All have to be on the request when it is signed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingHeader`] without `x-sdk-date`; [`ErrorKind::InvalidHeader`] for a name
    /// that is not a token or has an underscore.
    pub fn exact<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> Result<Self, Error> {
        let names = without_underscores(HeaderNames::new("signed_headers", names)?)?;
        if names.contains("x-sdk-date") {
            Ok(Self(Choice::Exact(names)))
        } else {
            Err(missing("x-sdk-date", "has to be signed; add it to the list"))
        }
    }

    pub(super) fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let list = |key| config.names(key).unwrap_or_default();
        match config.optional("signed_headers").as_deref() {
            None | Some("default") => {
                Self::standard_with(list("add_signed_headers"), list("leave_out_signed_headers"))
            }
            Some(_) => {
                for key in ["add_signed_headers", "leave_out_signed_headers"] {
                    if config.optional(key).is_some() {
                        return Err(Error::new(
                            ErrorKind::InvalidOption,
                            key,
                            "goes with the default set only; write the exact list as it has to be",
                        ));
                    }
                }
                Self::exact(list("signed_headers"))
            }
        }
    }

    /// Selects by name alone, so that all headers of one name are signed or none. `is_multipart`:
    /// whether
    /// one of the request's `content-type` values is `multipart/*`.
    fn selects(&self, name: &str, is_multipart: impl FnOnce() -> bool) -> bool {
        match &self.0 {
            Choice::Exact(names) => names.contains(name),
            Choice::Default { added, left_out } => {
                (is_standard(name, is_multipart) || added.contains(name))
                    && !left_out.contains(name)
                    && !name.bytes().any(|byte| byte == b'_')
            }
        }
    }

    /// Collects the headers that are signed, sorted. `is_kept` says whether a header of the request
    /// stays on it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingHeader`] for one of an exact list.
    #[inline]
    pub(super) fn collect<'a>(
        &self,
        headers: Headers<'a>,
        own: &OwnHeaders<'a>,
        is_kept: impl Fn(&str) -> bool,
        selected: &mut CanonicalHeaders<'a>,
    ) -> Result<(), Error> {
        let multipart = OnceCell::new();
        let is_multipart = || *multipart.get_or_init(|| has_multipart(headers));
        let is_signed = |name: &str| self.selects(name, is_multipart);
        selected.collect(headers, own, is_signed, is_kept);
        match &self.0 {
            Choice::Exact(names) => selected.require(names),
            Choice::Default { .. } => Ok(()),
        }
    }
}

fn is_standard(name: &str, is_multipart: impl FnOnce() -> bool) -> bool {
    match name.as_bytes() {
        [b'x' | b'X', b'-', ..] => true,
        _ if name.eq_ignore_ascii_case("host") => true,
        _ if name.eq_ignore_ascii_case("content-type") => !is_multipart(),
        _ => false,
    }
}

fn has_multipart(headers: Headers<'_>) -> bool {
    let multipart = b"multipart/";
    let is_multipart = |value| {
        let front = trim(value).first_chunk::<10>();
        front.is_some_and(|front| front.eq_ignore_ascii_case(multipart))
    };
    headers
        .iter()
        .any(|(name, value)| name.eq_ignore_ascii_case("content-type") && is_multipart(value))
}

fn without_underscores(names: HeaderNames) -> Result<HeaderNames, Error> {
    names.refuse_underscores()?;
    Ok(names)
}

fn missing(name: &'static str, advice: &'static str) -> Error {
    Error::new(ErrorKind::MissingHeader, name, advice)
}
