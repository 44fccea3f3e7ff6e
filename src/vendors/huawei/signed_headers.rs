//! The headers that the AK/SK schemes sign.

use crate::Error;
use crate::canonical::{DefaultHeaders, HeaderChoice};
use crate::config::Config;

static DEFAULT: DefaultHeaders = DefaultHeaders::new(&["host", "content-type"])
    .with_prefixes(&["x-"])
    .with_required(&["x-sdk-date"])
    .without_multipart()
    .without_underscores();

/// The choice of headers that are signed.
///
/// Names with `_` are never signed, because proxies drop them.
#[derive(Debug, Clone)]
pub struct SignedHeaders(pub(super) HeaderChoice);

impl Default for SignedHeaders {
    fn default() -> Self {
        Self(HeaderChoice::standard(&DEFAULT))
    }
}

impl SignedHeaders {
    /// Selects `host`, `x-sdk-date`, every `x-*` header that is present, and `content-type` unless
    /// one of its values is `multipart/*`, whose boundary clients choose after signing.
    #[must_use]
    pub fn standard() -> Self {
        Self::default()
    }

    /// Selects the standard set and those of these names that are present, less others: headers that
    /// something on the way rewrites (`x-request-id`, `x-b3-traceid`, `x-forwarded-for`).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`](crate::ErrorKind::InvalidHeader) for a name that is not a token
    /// or has an underscore; [`ErrorKind::MissingHeader`](crate::ErrorKind::MissingHeader) when
    /// `host` or `x-sdk-date` are left out.
    pub fn standard_with<A: AsRef<str>, L: AsRef<str>>(
        added: impl IntoIterator<Item = A>,
        left_out: impl IntoIterator<Item = L>,
    ) -> Result<Self, Error> {
        HeaderChoice::standard_with(&DEFAULT, added, left_out).map(Self)
    }

    /// Selects exactly these, in any case and order. All have to be on the request when it is signed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingHeader`](crate::ErrorKind::MissingHeader) without `x-sdk-date`;
    /// [`ErrorKind::InvalidHeader`](crate::ErrorKind::InvalidHeader) for a name that is not a token
    /// or has an underscore.
    pub fn exact<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> Result<Self, Error> {
        HeaderChoice::exact(&DEFAULT, names).map(Self)
    }

    pub(super) fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        config.header_choice(&DEFAULT).map(Self)
    }
}
