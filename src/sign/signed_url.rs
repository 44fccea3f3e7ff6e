//! The URL of a signed request.

use alloc::string::String;
use core::fmt;
use zeroize::Zeroizing;

use crate::canonical::QueryText;
use crate::secret::WipedText;
use crate::text::{Sink, encode, secrets_as_text};
use crate::{Error, ErrorKind, Request, Scheme, Signed};

/// A URL with a signature in it.
///
/// As long as the signature is valid, the URL is as good as a password. So `Debug` redacts the
/// signature, there is no `Display`, and the text is wiped on drop. [`SignedUrl::expose`] returns
/// the text.
#[derive(Clone)]
pub struct SignedUrl {
    text: Zeroizing<String>,
    scheme: &'static Scheme,
}

impl SignedUrl {
    /// Returns the URL as text, percent-encoded, for the client that sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// Returns the URL as a string, without a copy. It is not wiped any more.
    #[must_use]
    pub fn into_exposed(mut self) -> String {
        core::mem::take(&mut *self.text)
    }
}

impl fmt::Debug for SignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // By the scheme, since the parameters of a custom one are listed nowhere else.
        let shown = self.scheme.redact(&self.text);
        write!(f, "SignedUrl({shown})")
    }
}

impl Signed {
    /// Returns the URL to which `request` is sent.
    ///
    /// Path and query are those of the request, byte for byte, with the parameters of a former
    /// signature taken out and those of this one appended. A fragment is dropped, an empty path
    /// becomes `/`, and the host is written in its canonical form. Where the signature goes into
    /// headers, this is the URL of the request in that form.
    ///
    /// ```
    /// # #[cfg(feature = "tencent")] {
    /// use polysign::{Context, Request, Signer, tencent};
    ///
    /// let signer = tencent::IvhApaas::new(tencent::AppKey::new("appkey", "accesstoken")?);
    /// let request = Request::new("GET", "wss://gw.tvs.qq.com/v2/ws/ivh/path?requestid=1")?;
    /// let url = signer.sign_with(&request, &Context::at(1_717_639_699))?.url(&request)?;
    /// assert!(url.expose().starts_with(
    ///     "wss://gw.tvs.qq.com/v2/ws/ivh/path?requestid=1&appkey=appkey&timestamp=1717639699&signature="
    /// ));
    /// assert!(format!("{url:?}").ends_with("signature=[redacted])"));
    /// # }
    /// # Ok::<(), polysign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::NotSigned`] when nothing was signed into this value;
    /// - [`ErrorKind::DifferentRequest`] when `request` is not the one that was signed;
    /// - [`ErrorKind::DotSegments`] when the path is covered and has segments that clients collapse,
    ///   unless the signer was told to keep them.
    pub fn url(&self, request: &Request<'_>) -> Result<SignedUrl, Error> {
        let target = &request.target;
        let scheme = self.belongs_to(request)?.scheme;
        let url = self.path_and_query(request, |url| {
            url.push(target.scheme_text);
            url.push("://");
            target.host.write(|piece| url.push(piece));
        })?;
        Ok(SignedUrl { text: url.into_string(), scheme })
    }

    /// Writes `front`, then path and query as they will be sent.
    pub(crate) fn path_and_query(
        &self,
        request: &Request<'_>,
        front: impl FnOnce(&mut WipedText),
    ) -> Result<WipedText, Error> {
        let applied = self.belongs_to(request)?;
        let target = &request.target;
        if applied.scheme.covers().path()
            && !applied.keeps_dot_segments
            && target.path.has_dot_segment(false)
        {
            let advice = "has a `.` or `..` segment that clients collapse after signing; remove it, or \
                 tell the signer to keep dot segments and send with a client that does";
            return Err(Error::new(ErrorKind::DotSegments, "url", advice));
        }
        let query = target.query.unwrap_or_default();
        let added = self.query().map(|(name, value)| name.len() + 3 * value.len() + 2);
        let mut url = WipedText::new();
        url.reserve(300 + target.path.text.len() + query.len() + added.sum::<usize>());
        front(&mut url);
        url.push(match target.path.text {
            "" => "/",
            path => path,
        });
        let mut separator = "?";
        let mut join = |url: &mut WipedText, name: &str, value: Option<&str>| {
            url.push(separator);
            url.push(name);
            if let Some(value) = value {
                url.push("=");
                encode(value.as_bytes(), url);
            }
            separator = "&";
        };
        for piece in self.kept_pieces(request, applied.scheme) {
            join(&mut url, piece, None);
        }
        for (name, value) in self.query() {
            join(&mut url, name, Some(value));
        }
        Ok(url)
    }

    /// Returns the pieces of the caller's query that stay. The first parameter that is added replaces
    /// an empty piece at the end, as in `?` and `a=1&`.
    fn kept_pieces<'r>(
        &self,
        request: &Request<'r>,
        scheme: &'static Scheme,
    ) -> impl Iterator<Item = &'r str> {
        let query = request.target.query;
        let adds = self.query().next().is_some();
        let query = match query {
            Some("") if adds => None,
            Some(query) if adds => Some(query.strip_suffix('&').unwrap_or(query)),
            query => query,
        };
        query.into_iter().flat_map(|query| query.split('&')).filter(move |piece| {
            let name = piece.split_once('=').map_or(*piece, |(name, _)| name);
            piece.is_empty() || !(scheme.is_stale_query(name) || self.replaces_query(name))
        })
    }

    /// Returns whether a parameter is set, or removed by an option of the signer, that is the one
    /// named `wire_name` in the URL.
    fn replaces_query(&self, wire_name: &str) -> bool {
        let wire_name = QueryText::of_url(wire_name);
        let removed = self.facts.map_or(&[][..], |facts| facts.also_stale_query);
        self.query()
            .map(|(name, _)| name)
            .chain(removed.iter().copied())
            .any(|name| wire_name.is(name))
    }
}

impl Sink for WipedText {
    fn text(&mut self, bytes: &[u8]) {
        self.push_bytes(bytes);
    }

    secrets_as_text!();
}
