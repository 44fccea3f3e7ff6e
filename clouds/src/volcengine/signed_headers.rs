//! The headers that `HMAC-SHA256` signs.

use polysign::Error;
use polysign::custom::{DefaultHeaders, HeaderChoice};
use polysign::registry::Config;

static IN_HEADER: DefaultHeaders = DefaultHeaders::new(&["host", "content-type", "content-md5"])
    .with_prefixes(&["x-"])
    .without_multipart()
    .without_underscores();
static IN_QUERY: DefaultHeaders = DefaultHeaders::new(&["host"]).without_underscores();

/// The choice of headers that are signed.
///
/// Names with `_` are never signed, because proxies drop them.
#[derive(Debug, Clone)]
pub struct SignedHeaders {
    pub(super) in_header: HeaderChoice,
    pub(super) in_query: HeaderChoice,
}

impl Default for SignedHeaders {
    fn default() -> Self {
        Self::standard()
    }
}

impl SignedHeaders {
    /// Selects `host` and, with a signature in the header, every `x-*` header that is present,
    /// `content-md5`, and `content-type` unless it is `multipart/*`.
    #[must_use]
    pub const fn standard() -> Self {
        Self {
            in_header: HeaderChoice::standard(&IN_HEADER),
            in_query: HeaderChoice::standard(&IN_QUERY),
        }
    }

    /// Selects the standard set and those of `added` that are present, less `left_out`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`](polysign::ErrorKind::InvalidHeader) for a name that is not a token
    /// or has an underscore; [`ErrorKind::MissingHeader`](polysign::ErrorKind::MissingHeader) when
    /// `host` is left out.
    pub fn standard_with<A: AsRef<str>, L: AsRef<str>>(
        added: impl IntoIterator<Item = A, IntoIter: Clone>,
        left_out: impl IntoIterator<Item = L, IntoIter: Clone>,
    ) -> Result<Self, Error> {
        let (added, left_out) = (added.into_iter(), left_out.into_iter());
        Ok(Self {
            in_header: HeaderChoice::standard_with(&IN_HEADER, added.clone(), left_out.clone())?,
            in_query: HeaderChoice::standard_with(&IN_QUERY, added, left_out)?,
        })
    }

    /// Selects exactly these, in any case and order. All have to be on the request when it is signed.
    /// `host` has to be among them, and with a signature in the header those that the signer sets; in
    /// the query the list may be empty. `x-content-sha256` is sent exactly when it is listed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`](polysign::ErrorKind::InvalidHeader) for a name that is not a token
    /// or has an underscore.
    pub fn exact<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> Result<Self, Error> {
        let choice = HeaderChoice::exact(&IN_HEADER, names)?;
        Ok(Self { in_header: choice.clone(), in_query: choice })
    }

    pub(super) fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        Ok(Self {
            in_header: config.header_choice(&IN_HEADER)?,
            in_query: config.header_choice(&IN_QUERY)?,
        })
    }
}
