//! The document in a Token04.

use std::borrow::Cow;

use aes::Aes256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use polysign::UnixTime;
use polysign::verify::{Reason, Rejection};
use polysign::zego::ServerSecret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::token04::{VERSION, key};
use crate::fields::{LARGEST, check_expiry, malformed};
use crate::wiping::wiping_stack;

/// The members in the order of the vendor's Node SDK.
#[derive(Serialize, Deserialize)]
pub(super) struct Json<'a> {
    pub(super) app_id: u32,
    #[serde(borrow)]
    pub(super) user_id: Cow<'a, str>,
    pub(super) nonce: i64,
    pub(super) ctime: i64,
    pub(super) expire: i64,
    #[serde(borrow)]
    pub(super) payload: Cow<'a, str>,
}

/// The content of a Token04.
///
/// For a server of yours that lets users in with the token that they have for ZEGO, and for finding
/// out why ZEGO refuses one.
///
/// **A Token04 has no signature.** That a token can be decrypted, and says what it should, is strong
/// evidence that someone with the ServerSecret made it; but part of the text of a genuine token can
/// be changed by someone who knows it. Do not let `payload` decide more than ZEGO does with it.
///
/// ```
/// use polysign::{Context, zego::ServerSecret};
/// use polysign_tokens::zego::{Token04, Token04Document};
///
/// let secret = ServerSecret::new(12345, "fa94dd0f974cf2e293728a526b028271")?;
/// let context = Context::at(1_764_320_400).with_random_nonce([7; 16]);
/// let token = Token04::new("alice").sign_with(&secret, &context)?;
///
/// let document = Token04Document::decrypt(token.expose(), &secret)?;
/// document.verify(1_764_320_460)?;
/// assert_eq!(document.user_id(), "alice");
///
/// let rejection = document.verify(1_764_324_000).unwrap_err();
/// assert_eq!(rejection.reason().as_str(), "expired");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token04Document {
    app_id: u32,
    user_id: String,
    nonce: i64,
    signed_at: UnixTime,
    expires_at: UnixTime,
    payload: String,
}

impl Token04Document {
    /// Decrypts a token of any of the vendor's SDKs, and reads it.
    ///
    /// # Errors
    ///
    /// A [`Rejection`]: [`Reason::Malformed`] when it is not a Token04, or was cut off;
    /// [`Reason::BadSignature`] when it was made with another ServerSecret, or changed, with the same
    /// detail wherever that is noticed; [`Reason::UnknownKey`] for another AppId;
    /// [`Reason::Request`] when the ServerSecret is not 32 bytes long.
    pub fn decrypt(token: &str, secret: &ServerSecret) -> Result<Self, Rejection> {
        let key = key(secret)?;
        let envelope = decode(token)?;
        let parts = Parts::of(&envelope);
        let parts = parts.ok_or_else(|| malformed("is not a whole Token04; was it cut off?"))?;
        let mut document = Zeroizing::new(vec![0; parts.ciphertext.len()]);
        // All of it in there: the cipher begins with the key, and is moved to where it is used.
        let document = wiping_stack(|| {
            let cipher = cbc::Decryptor::<Aes256>::new(key.into(), parts.iv.into());
            cipher.decrypt_padded_b2b::<Pkcs7>(parts.ciphertext, &mut document).ok()
        });
        let json = document.and_then(|text| serde_json::from_slice::<Json<'_>>(text).ok());
        let json = json.filter(|json| json.expire == parts.expire).ok_or_else(|| {
            let detail = "the token was made with another ServerSecret, or changed";
            Rejection::new(Reason::BadSignature, detail)
        })?;
        if json.app_id != secret.app_id() {
            return Err(Rejection::new(Reason::UnknownKey, "the token is for another AppId"));
        }
        Ok(Self {
            app_id: json.app_id,
            user_id: json.user_id.into_owned(),
            nonce: json.nonce,
            signed_at: UnixTime::new(json.ctime),
            expires_at: UnixTime::new(json.expire),
            payload: json.payload.into_owned(),
        })
    }

    /// Reads when a token expires, for which no secret is needed. A client can renew it before.
    ///
    /// # Errors
    ///
    /// A [`Rejection`] with [`Reason::Malformed`] when it is not a Token04, or was cut off.
    pub fn expiry_of(token: &str) -> Result<UnixTime, Rejection> {
        let envelope = decode(token)?;
        let parts = Parts::of(&envelope).map(|parts| UnixTime::new(parts.expire));
        parts.ok_or_else(|| malformed("is not a whole Token04; was it cut off?"))
    }

    /// Checks that the token has not expired at the time `now`.
    ///
    /// # Errors
    ///
    /// A [`Rejection`] with [`Reason::Expired`].
    pub fn verify(&self, now: impl Into<UnixTime>) -> Result<(), Rejection> {
        check_expiry(self.expires_at, now.into())
    }

    /// Returns the AppId.
    #[must_use]
    pub const fn app_id(&self) -> u32 {
        self.app_id
    }

    /// Returns the id of the user who logs in.
    #[must_use]
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// Returns the nonce. The vendor's Node SDK also writes negative ones.
    #[must_use]
    pub const fn nonce(&self) -> i64 {
        self.nonce
    }

    /// Returns the time at which the token was made.
    #[must_use]
    pub const fn signed_at(&self) -> UnixTime {
        self.signed_at
    }

    /// Returns the time from which on it is refused.
    #[must_use]
    pub const fn expires_at(&self) -> UnixTime {
        self.expires_at
    }

    /// Returns the payload, which may be empty.
    #[must_use]
    pub fn payload(&self) -> &str {
        &self.payload
    }
}

/// Takes the version and the base64 off.
fn decode(token: &str) -> Result<Zeroizing<Vec<u8>>, Rejection> {
    let digits = token.strip_prefix(VERSION);
    let digits = digits.filter(|digits| digits.len() <= 2 * LARGEST);
    let digits = digits.ok_or_else(|| malformed("does not begin with 04, or is too long"))?;
    let mut envelope = Zeroizing::new(vec![0; digits.len()]);
    let length = wiping_stack(|| STANDARD.decode_slice(digits, &mut envelope))
        .map_err(|_| malformed("is not base64 after its 04; was it cut off?"))?;
    envelope.truncate(length);
    Ok(envelope)
}

/// The parts of the envelope.
struct Parts<'a> {
    expire: i64,
    iv: &'a [u8; 16],
    ciphertext: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(envelope: &'a [u8]) -> Option<Self> {
        let (expire, rest) = envelope.split_first_chunk()?;
        let rest = rest.strip_prefix(&[0, 16])?;
        let (iv, rest) = rest.split_first_chunk()?;
        let (length, ciphertext) = rest.split_first_chunk()?;
        let is_whole = usize::from(u16::from_be_bytes(*length)) == ciphertext.len();
        is_whole.then_some(Self { expire: i64::from_be_bytes(*expire), iv, ciphertext })
    }
}
