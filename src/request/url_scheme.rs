//! The schemes that a URL may have.

use crate::{Error, ErrorKind};

/// The scheme of a URL: HTTP or WebSocket, plaintext or over TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UrlScheme {
    /// `http`, port 80.
    Http,
    /// `https`, port 443.
    Https,
    /// `ws`, port 80.
    Ws,
    /// `wss`, port 443.
    Wss,
}

impl UrlScheme {
    /// Reads a scheme in any case, without `://`.
    ///
    /// ```
    /// use polysign::request::UrlScheme;
    ///
    /// assert_eq!(UrlScheme::read("HTTPS")?, UrlScheme::Https);
    /// assert_eq!(UrlScheme::Wss.default_port(), 443);
    /// # Ok::<(), polysign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`] for any other scheme.
    pub fn read(text: &str) -> Result<Self, Error> {
        let is = |name: &str| name.eq_ignore_ascii_case(text);
        match text {
            // As nearly all URLs have it.
            "https" => Ok(Self::Https),
            "wss" => Ok(Self::Wss),
            _ if is("https") => Ok(Self::Https),
            _ if is("wss") => Ok(Self::Wss),
            _ if is("http") => Ok(Self::Http),
            _ if is("ws") => Ok(Self::Ws),
            _ => Err(Error::new(
                ErrorKind::InvalidUrl,
                "url",
                "has a scheme other than http, https, ws and wss",
            )),
        }
    }

    /// Returns the port that is used where a URL has none.
    #[must_use]
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Http | Self::Ws => 80,
            Self::Https | Self::Wss => 443,
        }
    }

    /// Returns whether the request is sent as plaintext, which can be read on the way.
    #[must_use]
    pub const fn is_clear_text(self) -> bool {
        matches!(self, Self::Http | Self::Ws)
    }
}
