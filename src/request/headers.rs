//! Headers as the caller has them, borrowed.
//!
//! Clients keep headers in different containers. Signing needs to read them and nothing else, so a
//! view over each container saves a copy for every signature.

use alloc::string::String;
use alloc::vec::Vec;
use core::slice;

/// A borrowed view of the headers of a request: names in any case, values as bytes, in the order of
/// sending.
///
/// `From` makes it from references to slices, arrays and vectors of pairs, and with the feature
/// `http` from a reference to an `http::HeaderMap`. Nothing is copied. `Debug` shows the names only.
///
/// ```
/// use polysign::request::Headers;
///
/// let pairs = [("Accept", "text/html"), ("accept", "*/*")];
/// let headers = Headers::from(&pairs);
/// assert_eq!(headers.len(), 2);
/// assert_eq!(headers.get("ACCEPT"), Some(&b"text/html"[..]));
///
/// // Values that are not text are bytes.
/// let latin1: [(&str, &[u8]); 1] = [("x-name", b"caf\xe9")];
/// assert_eq!(Headers::from(&latin1).get("x-name"), Some(&b"caf\xe9"[..]));
/// ```
#[derive(Clone, Copy)]
pub struct Headers<'a>(Source<'a>);

/// The containers in which callers keep headers.
#[derive(Clone, Copy)]
enum Source<'a> {
    Text(&'a [(&'a str, &'a str)]),
    Bytes(&'a [(&'a str, &'a [u8])]),
    Owned(&'a [(String, String)]),
    #[cfg(feature = "http")]
    Map(&'a http::HeaderMap),
}

impl<'a> Headers<'a> {
    /// Holds no headers.
    pub const NONE: Self = Self(Source::Text(&[]));

    /// Iterates over name and value of each header. A name that repeats comes once for each value.
    #[must_use]
    pub fn iter(&self) -> HeaderIter<'a> {
        HeaderIter(match self.0 {
            Source::Text(pairs) => Iter::Text(pairs.iter()),
            Source::Bytes(pairs) => Iter::Bytes(pairs.iter()),
            Source::Owned(pairs) => Iter::Owned(pairs.iter()),
            #[cfg(feature = "http")]
            Source::Map(map) => Iter::Map(map.iter()),
        })
    }

    /// Returns the number of headers, in which a name that repeats counts once for each value.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.0 {
            Source::Text(pairs) => pairs.len(),
            Source::Bytes(pairs) => pairs.len(),
            Source::Owned(pairs) => pairs.len(),
            #[cfg(feature = "http")]
            Source::Map(map) => map.len(),
        }
    }

    /// Returns whether there is no header.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the first value of a header, as bytes. `name` may be in any case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a [u8]> {
        self.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Returns whether names and values are of types that were checked when they were made.
    pub(crate) fn are_checked(&self) -> bool {
        match self.0 {
            Source::Text(_) | Source::Bytes(_) | Source::Owned(_) => false,
            #[cfg(feature = "http")]
            Source::Map(_) => true,
        }
    }
}

/// An iterator over name and value of the headers of a request, which [`Headers::iter`] returns.
pub struct HeaderIter<'a>(Iter<'a>);

/// The iterator of each container.
enum Iter<'a> {
    Text(slice::Iter<'a, (&'a str, &'a str)>),
    Bytes(slice::Iter<'a, (&'a str, &'a [u8])>),
    Owned(slice::Iter<'a, (String, String)>),
    #[cfg(feature = "http")]
    Map(http::header::Iter<'a, http::HeaderValue>),
}

impl<'a> Iterator for HeaderIter<'a> {
    type Item = (&'a str, &'a [u8]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Iter::Text(pairs) => pairs.next().map(|(name, value)| (*name, value.as_bytes())),
            Iter::Bytes(pairs) => pairs.next().map(|(name, value)| (*name, *value)),
            Iter::Owned(pairs) => {
                pairs.next().map(|(name, value)| (name.as_str(), value.as_bytes()))
            }
            #[cfg(feature = "http")]
            Iter::Map(map) => map.next().map(|(name, value)| (name.as_str(), value.as_bytes())),
        }
    }
}

impl core::fmt::Debug for HeaderIter<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("HeaderIter")
    }
}

impl<'a> IntoIterator for Headers<'a> {
    type Item = (&'a str, &'a [u8]);
    type IntoIter = HeaderIter<'a>;

    fn into_iter(self) -> HeaderIter<'a> {
        self.iter()
    }
}

macro_rules! from_pairs {
    ($variant:ident, $pair:ty) => {
        impl<'a> From<&'a [$pair]> for Headers<'a> {
            fn from(pairs: &'a [$pair]) -> Self {
                Self(Source::$variant(pairs))
            }
        }

        impl<'a, const N: usize> From<&'a [$pair; N]> for Headers<'a> {
            fn from(pairs: &'a [$pair; N]) -> Self {
                Self(Source::$variant(pairs))
            }
        }

        impl<'a> From<&'a Vec<$pair>> for Headers<'a> {
            fn from(pairs: &'a Vec<$pair>) -> Self {
                Self(Source::$variant(pairs))
            }
        }
    };
}

from_pairs!(Text, (&'a str, &'a str));
from_pairs!(Bytes, (&'a str, &'a [u8]));
from_pairs!(Owned, (String, String));

#[cfg(feature = "http")]
impl<'a> From<&'a http::HeaderMap> for Headers<'a> {
    fn from(map: &'a http::HeaderMap) -> Self {
        Self(Source::Map(map))
    }
}

/// Shows the names only, since `Cookie` and `Authorization` hold secrets.
impl core::fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| name)).finish()
    }
}
