//! UserSig, after `tls-sig-api-v2`.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use polysign::{Context, Error};
use zeroize::Zeroizing;

use super::SdkSecretKey;
use super::document::{Json, VERSION, string_to_sign};
use super::zlib::pack;
use crate::Token;
use crate::fields::{check_user_id, json, lifetime};
use crate::wiping::hmac_sha256;

/// Makes a UserSig, with which a user logs in to Tencent RTC or IM.
///
/// ```text
/// text  = TLS.identifier:<user_id>\n TLS.sdkappid:<id>\n TLS.time:<seconds>\n TLS.expire:<seconds>\n
///         [TLS.userbuf:<base64>\n]
/// sig   = base64(HMAC-SHA256(secret_key, text))
/// token = base64(zlib(JSON of all of these)), with * - _ in place of + / =
/// ```
///
/// It is valid for a day, unless [`with_expires_in`](Self::with_expires_in) says otherwise. Tencent
/// recommends no less; its SDKs take 180 days, for which a token that leaks lets a stranger in.
///
/// ```
/// use polysign::Context;
/// use polysign_tokens::tencent::{SdkSecretKey, UserSig};
///
/// let key = SdkSecretKey::new(1_400_000_000, "an example secret key")?;
/// // In a server: `UserSig::new("alice").sign(&key)?`, which reads the system's clock.
/// let token = UserSig::new("alice").with_expires_in(172_800).sign_with(&key, &Context::at(0))?;
/// assert_eq!(token.expires_at().seconds(), 172_800);
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct UserSig<'a> {
    user_id: &'a str,
    expires_in: u32,
    userbuf: Option<&'a [u8]>,
}

impl<'a> UserSig<'a> {
    /// Names the user who logs in: up to 32 letters, digits, `_` and `-` by Tencent's documents.
    /// Other texts are signed as UTF-8.
    #[must_use]
    pub const fn new(user_id: &'a str) -> Self {
        Self { user_id, expires_in: 86_400, userbuf: None }
    }

    /// Sets the number of seconds for which the token is valid, at least 1.
    #[must_use]
    pub const fn with_expires_in(mut self, seconds: u32) -> Self {
        self.expires_in = seconds;
        self
    }

    /// Adds bytes of your own, which are signed and can be read by everybody.
    ///
    /// For the right to a room use [`PrivateMapKey`](super::PrivateMapKey), which writes them.
    #[must_use]
    pub const fn with_userbuf(mut self, userbuf: &'a [u8]) -> Self {
        self.userbuf = Some(userbuf);
        self
    }

    /// Makes the token by the system's clock.
    ///
    /// # Errors
    ///
    /// The errors of [`sign_with`](Self::sign_with), and
    /// [`ErrorKind::Unavailable`](polysign::ErrorKind::Unavailable) when the clock fails.
    pub fn sign(&self, key: &SdkSecretKey) -> Result<Token, Error> {
        self.sign_with(key, &Context::now()?)
    }

    /// Makes the token for the time of a context.
    ///
    /// # Errors
    ///
    /// With the kinds of [`ErrorKind`](polysign::ErrorKind): `InvalidOption` for a `user_id` that is
    /// empty or holds a control character, which would forge a line of the text; `InvalidExpiration`
    /// for 0 seconds; `TimeOutOfRange`; `TooLarge` for a token of more than 32 KiB.
    pub fn sign_with(&self, key: &SdkSecretKey, context: &Context<'_>) -> Result<Token, Error> {
        check_user_id(self.user_id)?;
        let (time, expires_at) = lifetime(context, self.expires_in)?;
        let (user_id, expires_in, sdk_app_id) = (self.user_id, self.expires_in, key.sdk_app_id());
        let userbuf = self.userbuf.map(|bytes| STANDARD.encode(bytes));
        let text = string_to_sign(user_id, sdk_app_id, time, expires_in, userbuf.as_deref());
        let signature = Zeroizing::new(hmac_sha256(key.secret_key(), text.as_bytes()));
        let signature = Zeroizing::new(STANDARD.encode(signature.as_slice()));
        let document = Json {
            version: Cow::Borrowed(VERSION),
            user_id: Cow::Borrowed(user_id),
            sdk_app_id,
            time,
            expires_in,
            userbuf: userbuf.as_deref().map(Cow::Borrowed),
            signature: signature.as_str(),
        };
        let longer = if self.userbuf.is_some() { "userbuf" } else { "user_id" };
        Token::new(pack(&json(&document, longer)?), expires_at)
    }
}
