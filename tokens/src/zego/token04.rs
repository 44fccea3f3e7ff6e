//! Token04, after `zego_server_assistant`.

use std::borrow::Cow;

use aes::Aes256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use polysign::sign::Nonce;
use polysign::zego::ServerSecret;
use polysign::{Context, Error, ErrorKind, UnixTime};
use zeroize::Zeroizing;

use super::document::Json;
use crate::Token;
use crate::fields::{check_app_id, check_user_id, invalid_option, json, lifetime};
use crate::wiping::wiping_stack;

pub(super) const VERSION: &str = "04";

/// The longest ciphertext that all of the vendor's SDKs can write.
const LONGEST: usize = 32_767;
const BLOCK: usize = 16;

/// Makes a Token04, with which a user logs in to ZEGO's clients: rooms, viewers of a digital human.
///
/// ```text
/// json  = {"app_id":…,"user_id":…,"nonce":…,"ctime":…,"expire":ctime+expires_in,"payload":…}
/// ct    = AES-256-CBC-PKCS7(server_secret, iv, json)
/// token = "04" base64( i64 expire | u16 16 | iv | u16 len(ct) | ct )
/// ```
///
/// It is valid for an hour, unless [`with_expires_in`](Self::with_expires_in) says otherwise. The
/// clients warn 30 seconds before the end, and take a new one then.
///
/// Without a payload it is a right to all rooms. For one room, and less than everything there, the
/// payload is JSON: `1` is to log in and `2` to publish, 1 is allowed and 0 refused.
///
/// ```
/// use polysign::{Context, zego::ServerSecret};
/// use polysign_tokens::zego::Token04;
///
/// let secret = ServerSecret::new(12345, "fa94dd0f974cf2e293728a526b028271")?;
/// let viewer = r#"{"room_id":"room1","privilege":{"1":1,"2":0},"stream_id_list":null}"#;
/// let token = Token04::new("alice").with_payload(viewer);
/// // In a server: `token.sign(&secret)?`, which reads the system's clock and random source.
/// let token = token.sign_with(&secret, &Context::at(1_764_320_400).with_random_nonce([7; 16]))?;
/// assert!(token.expose().starts_with("04AAAAAGkp"));
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Token04<'a> {
    user_id: &'a str,
    expires_in: u32,
    payload: &'a str,
    iv: Option<&'a str>,
}

impl<'a> Token04<'a> {
    /// Names the user who logs in.
    #[must_use]
    pub const fn new(user_id: &'a str) -> Self {
        Self { user_id, expires_in: 3_600, payload: "", iv: None }
    }

    /// Sets the number of seconds for which the token is valid, at least 1.
    #[must_use]
    pub const fn with_expires_in(mut self, seconds: u32) -> Self {
        self.expires_in = seconds;
        self
    }

    /// Sets the payload, a text that the product says the form of.
    #[must_use]
    pub const fn with_payload(mut self, payload: &'a str) -> Self {
        self.payload = payload;
        self
    }

    /// Sets the initialisation vector in place of a random one: 16 of `0-9` and `a-z`. For tests.
    #[must_use]
    pub const fn with_iv(mut self, iv: &'a str) -> Self {
        self.iv = Some(iv);
        self
    }

    /// Makes the token by the system's clock and random source.
    ///
    /// # Errors
    ///
    /// The errors of [`sign_with`](Self::sign_with), and
    /// [`ErrorKind::Unavailable`] when clock or random source fail.
    pub fn sign(&self, secret: &ServerSecret) -> Result<Token, Error> {
        self.sign_with(secret, &Context::now()?)
    }

    /// Makes the token for the time and the nonce of a context.
    ///
    /// Random bytes give the nonce and the initialisation vector. A text is the nonce itself, a
    /// decimal number of 32 bits with a sign, and needs [`with_iv`](Self::with_iv).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`] for an AppId of 0 and for a ServerSecret that is not 32 bytes
    /// long; [`ErrorKind::InvalidOption`] for a `user_id` that is empty or holds a control
    /// character, and for another `iv`; [`ErrorKind::InvalidExpiration`] for 0 seconds;
    /// [`ErrorKind::MissingNonce`], [`ErrorKind::InvalidNonce`], [`ErrorKind::TimeOutOfRange`];
    /// [`ErrorKind::TooLarge`] for a ciphertext of more than 32767 bytes.
    pub fn sign_with(&self, secret: &ServerSecret, context: &Context<'_>) -> Result<Token, Error> {
        let key = key(secret)?;
        check_app_id("app_id", secret.app_id())?;
        check_user_id(self.user_id)?;
        let (ctime, expires_at) = lifetime(context, self.expires_in)?;
        let drawn = Drawn::of(context, self.iv)?;
        let document = Json {
            app_id: secret.app_id(),
            user_id: Cow::Borrowed(self.user_id),
            nonce: drawn.nonce.into(),
            ctime,
            expire: expires_at.seconds(),
            payload: Cow::Borrowed(self.payload),
        };
        let document = json(&document, "payload")?;
        let ciphertext = encrypt(key, &drawn.iv, &document)?;
        Token::new(envelope(expires_at, &drawn.iv, &ciphertext), expires_at)
    }
}

/// The key of the cipher: the ServerSecret as text.
pub(super) fn key(secret: &ServerSecret) -> Result<&[u8; 32], Error> {
    secret.server_secret().expose().as_bytes().try_into().map_err(|_| {
        let advice =
            "is not 32 bytes long; copy the ServerSecret from the console, not another one";
        Error::new(ErrorKind::InvalidCredential, "server_secret", advice)
    })
}

/// What is different in each token.
struct Drawn {
    nonce: i32,
    iv: [u8; BLOCK],
}

impl Drawn {
    fn of(context: &Context<'_>, iv: Option<&str>) -> Result<Self, Error> {
        let given = iv.map(checked_iv).transpose()?;
        match (context.nonce(), given) {
            (Nonce::Random(bytes), given) => {
                let drawn = Self::from_random(bytes);
                Ok(Self { iv: given.unwrap_or(drawn.iv), ..drawn })
            }
            (Nonce::Text(text), Some(iv)) => match text.parse() {
                Ok(nonce) => Ok(Self { nonce, iv }),
                Err(_) => Err(Error::new(
                    ErrorKind::InvalidNonce,
                    "nonce",
                    "is not a decimal number of 32 bits; pass one, or random bytes",
                )),
            },
            (Nonce::Text(_), None) => {
                Err(missing("iv", "is needed where the nonce is a text; call `with_iv`"))
            }
            _ => Err(missing("nonce", "is needed; give the context one with `with_random_nonce`")),
        }
    }

    /// 16 digits to the base of 36 for the initialisation vector, and from what is left a nonce of 1
    /// to 2147483647. The remainders are uneven by less than one in 10,000.
    fn from_random(bytes: [u8; 16]) -> Self {
        let mut rest = u128::from_ne_bytes(bytes);
        let iv = [(); BLOCK].map(|()| {
            let digit = (rest % 36) as u8;
            rest /= 36;
            if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }
        });
        Self { nonce: (rest % 2_147_483_647) as i32 + 1, iv }
    }
}

fn missing(field: &'static str, advice: &'static str) -> Error {
    Error::new(ErrorKind::MissingNonce, field, advice)
}

fn checked_iv(iv: &str) -> Result<[u8; BLOCK], Error> {
    let is_drawn =
        |iv: &[u8; BLOCK]| iv.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    let bytes = iv.as_bytes().try_into().ok().filter(is_drawn);
    bytes.ok_or_else(|| invalid_option("iv", "has to be 16 characters of `0-9` and `a-z`"))
}

/// Encrypts the document, and pads it to whole blocks.
#[allow(clippy::expect_used, reason = "without the ciphertext there is no token")]
fn encrypt(key: &[u8; 32], iv: &[u8; BLOCK], document: &[u8]) -> Result<Vec<u8>, Error> {
    let length = (document.len() / BLOCK + 1) * BLOCK;
    if length > LONGEST {
        let advice = "makes the token larger than 32767 bytes; pass less";
        return Err(Error::new(ErrorKind::TooLarge, "payload", advice));
    }
    let mut ciphertext = vec![0; length];
    // All of it in there: the cipher begins with the key, and is moved to where it is used.
    let written = wiping_stack(|| {
        let cipher = cbc::Encryptor::<Aes256>::new(key.into(), iv.into());
        cipher.encrypt_padded_b2b::<Pkcs7>(document, &mut ciphertext).map(<[u8]>::len)
    });
    written.expect("there is room for the padding");
    Ok(ciphertext)
}

/// Puts the parts together.
#[allow(clippy::expect_used, reason = "another length would make a token that nobody can read")]
fn envelope(expires_at: UnixTime, iv: &[u8; BLOCK], ciphertext: &[u8]) -> Vec<u8> {
    let length = u16::try_from(ciphertext.len()).expect("it is at most 32767 bytes long");
    let parts: [&[u8]; 5] =
        [&expires_at.seconds().to_be_bytes(), &[0, 16], iv, &length.to_be_bytes(), ciphertext];
    let envelope = Zeroizing::new(parts.concat());
    let padded = envelope.len().div_ceil(3) * 4;
    let mut text = Vec::with_capacity(VERSION.len() + padded);
    text.extend_from_slice(VERSION.as_bytes());
    // What is not written over is the padding.
    text.resize(VERSION.len() + padded, b'=');
    let (_, digits) = text.split_at_mut_checked(VERSION.len()).expect("it begins with the version");
    let written = wiping_stack(|| STANDARD.encode_slice(&*envelope, digits));
    written.expect("the text is as long as it has to be");
    text
}
