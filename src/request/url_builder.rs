//! Making a wire URL from text that is not encoded.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use percent_encoding::utf8_percent_encode;

use super::Target;
use super::pairs;
use crate::Error;
use crate::text::STRICT;

/// Builds a URL as it goes on the wire from text that is not encoded.
///
/// Segments and parameters are encoded strictly: everything but letters, digits and `-._~` becomes
/// `%XX` of its UTF-8 bytes, a space `%20` and a plus `%2B`. This is the form on which all vendors
/// and all clients agree.
///
/// ```
/// use polysign::UrlBuilder;
///
/// let url = UrlBuilder::new("https://example.com/v1")?
///     .with_segment("数字人")
///     .with_pair("q", "a b+c&d")
///     .build();
/// assert_eq!(url, "https://example.com/v1/%E6%95%B0%E5%AD%97%E4%BA%BA?q=a%20b%2Bc%26d");
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Clone)]
pub struct UrlBuilder {
    path: String,
    query: Option<String>,
}

impl UrlBuilder {
    /// Starts with `base`, an absolute URL that is already percent-encoded.
    ///
    /// It is kept byte for byte, except that a fragment is dropped. It may have a query.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`](crate::ErrorKind::InvalidUrl) and
    /// [`ErrorKind::MalformedEscape`](crate::ErrorKind::MalformedEscape), with the offset, for a
    /// URL that cannot be sent as it is.
    pub fn new(base: &str) -> Result<Self, Error> {
        Target::of_url(base)?;
        let sent = base.split_once('#').map_or(base, |(sent, _)| sent);
        Ok(match sent.split_once('?') {
            Some((path, query)) => Self { path: path.into(), query: Some(query.into()) },
            None => Self { path: sent.into(), query: None },
        })
    }

    /// Appends a segment to the path, after a `/`. A `/` in the segment is encoded.
    #[must_use]
    pub fn with_segment(mut self, segment: &str) -> Self {
        if !self.path.ends_with('/') {
            self.path.push('/');
        }
        self.path.extend(utf8_percent_encode(segment, STRICT));
        self
    }

    /// Appends a parameter to the query, after those that are there.
    #[must_use]
    pub fn with_pair(mut self, name: &str, value: &str) -> Self {
        let query = self.query.get_or_insert_default();
        if !(query.is_empty() || query.ends_with('&')) {
            query.push('&');
        }
        query.extend(utf8_percent_encode(name, STRICT));
        query.push('=');
        query.extend(utf8_percent_encode(value, STRICT));
        self
    }

    /// Appends several parameters, in their order.
    #[must_use]
    pub fn pairs<N: AsRef<str>, V: AsRef<str>>(
        self,
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        pairs
            .into_iter()
            .fold(self, |url, (name, value)| url.with_pair(name.as_ref(), value.as_ref()))
    }

    /// Returns the URL, for [`Request::new`](crate::Request::new).
    #[must_use]
    pub fn build(self) -> String {
        match self.query {
            Some(query) => self.path + "?" + &query,
            None => self.path,
        }
    }
}

/// Shows the query without its values: the base may be a URL that was signed.
impl fmt::Debug for UrlBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = pairs(self.query.as_deref().unwrap_or_default()).map(|(name, _)| name);
        f.debug_struct("UrlBuilder")
            .field("path", &self.path)
            .field("query", &names.collect::<Vec<_>>())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds() {
        for (base, expected) in [
            ("https://h", "https://h?k=v"),
            ("https://h/?", "https://h/?k=v"),
            ("https://h/?a=1", "https://h/?a=1&k=v"),
            ("https://h/?a=1&#f", "https://h/?a=1&k=v"),
        ] {
            let url = UrlBuilder::new(base).expect(base).with_pair("k", "v").build();
            assert_eq!(url, expected);
        }
        assert!(UrlBuilder::new("https://h/中").is_err());
    }
}
