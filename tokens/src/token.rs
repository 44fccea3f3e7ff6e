//! The result of making a token.

use polysign::{Error, Secret, UnixTime};

/// A token for a client's SDK, and the time at which it expires.
///
/// Whoever has the text can log in as its user until then. So `Debug` does not show it, and it is
/// wiped when it is dropped. Send it over TLS, to the user it was made for.
///
/// ```
/// use polysign::Context;
/// use polysign_tokens::tencent::{SdkSecretKey, UserSig};
///
/// let key = SdkSecretKey::new(1_400_000_000, "an example secret key")?;
/// let token = UserSig::new("alice").sign_with(&key, &Context::at(1_764_320_400))?;
/// assert_eq!(token.expires_at().seconds(), 1_764_320_400 + 86_400);
/// assert!(token.expose().starts_with("eA"));
/// assert!(!format!("{token:?}").contains("eA"));
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct Token {
    text: Secret,
    expires_at: UnixTime,
}

impl Token {
    /// Takes over the text of a token.
    #[allow(clippy::expect_used, reason = "an empty token would let nobody in")]
    pub(crate) fn new(text: Vec<u8>, expires_at: UnixTime) -> Result<Self, Error> {
        let text = String::from_utf8(text).expect("base64 is ASCII");
        Ok(Self { text: Secret::new("token", text)?, expires_at })
    }

    /// Returns the text that the client's SDK takes. Who copies it has to wipe the copy.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.text.expose()
    }

    /// Returns the time from which on the token is refused.
    #[must_use]
    pub const fn expires_at(&self) -> UnixTime {
        self.expires_at
    }
}
