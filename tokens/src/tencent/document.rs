//! The document in a UserSig, and its signature.

use std::borrow::Cow;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use polysign::UnixTime;
use polysign::verify::{Reason, Rejection};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::zlib::unpack;
use super::{RoomRights, SdkSecretKey};
use crate::fields::{check_expiry, check_user_id, malformed};
use crate::wiping::{is_hmac_sha256, wiping_stack};

/// The members in the order of the vendor's Node SDK. `S` is a text when writing, and when reading
/// the signature as it stands in the JSON.
#[derive(Serialize, Deserialize)]
pub(super) struct Json<'a, S> {
    #[serde(rename = "TLS.ver", borrow)]
    pub(super) version: Cow<'a, str>,
    #[serde(rename = "TLS.identifier", borrow)]
    pub(super) user_id: Cow<'a, str>,
    #[serde(rename = "TLS.sdkappid")]
    pub(super) sdk_app_id: u32,
    #[serde(rename = "TLS.time")]
    pub(super) time: i64,
    #[serde(rename = "TLS.expire")]
    pub(super) expires_in: u32,
    #[serde(rename = "TLS.userbuf", borrow, skip_serializing_if = "Option::is_none")]
    pub(super) userbuf: Option<Cow<'a, str>>,
    #[serde(rename = "TLS.sig")]
    pub(super) signature: S,
}

/// The version of the document that this module reads and writes.
pub(super) const VERSION: &str = "2.0";

/// What the vendor signs: a line for each member. `userbuf` is base64.
pub(super) fn string_to_sign(
    user_id: &str,
    sdk_app_id: u32,
    time: i64,
    expires_in: u32,
    userbuf: Option<&str>,
) -> String {
    let mut text = format!(
        "TLS.identifier:{user_id}\nTLS.sdkappid:{sdk_app_id}\nTLS.time:{time}\nTLS.expire:{expires_in}\n"
    );
    if let Some(userbuf) = userbuf {
        text += &format!("TLS.userbuf:{userbuf}\n");
    }
    text
}

/// The content of a UserSig or a PrivateMapKey.
///
/// For a server of yours that lets users in with the token that they have for Tencent, and for
/// finding out why Tencent refuses one. [`parse`](Self::parse) believes what it reads, and only
/// [`verify`](Self::verify) checks it.
///
/// ```
/// use polysign::Context;
/// use polysign_tokens::tencent::{SdkSecretKey, UserSig, UserSigDocument};
///
/// let key = SdkSecretKey::new(1_400_000_000, "an example secret key")?;
/// let token = UserSig::new("alice").sign_with(&key, &Context::at(1_764_320_400))?;
///
/// let document = UserSigDocument::parse(token.expose())?;
/// document.verify(&key, 1_764_320_460)?;
/// assert_eq!(document.user_id(), "alice");
///
/// let rejection = document.verify(&key, 1_764_406_800).unwrap_err();
/// assert_eq!(rejection.reason().as_str(), "expired");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct UserSigDocument {
    user_id: String,
    sdk_app_id: u32,
    time: i64,
    expires_in: u32,
    userbuf: Option<Vec<u8>>,
    signature: Zeroizing<Vec<u8>>,
}

impl UserSigDocument {
    /// Reads a token, and checks its form only.
    ///
    /// # Errors
    ///
    /// A [`Rejection`] with [`Reason::Malformed`] when it is not a token of version 2.0, or was cut
    /// off.
    pub fn parse(token: &str) -> Result<Self, Rejection> {
        let text = unpack(token)?;
        let json: Json<'_, &RawValue> = serde_json::from_slice(&text)
            .map_err(|_| malformed("holds no JSON with the members of a UserSig"))?;
        if json.version != VERSION {
            return Err(malformed("is not of version 2.0; older ones have another signature"));
        }
        // A line end in it could make the text that was signed for another user.
        check_user_id(&json.user_id).map_err(|_| malformed("has no valid TLS.identifier"))?;
        let userbuf = json.userbuf.map(|text| STANDARD.decode(text.as_bytes())).transpose();
        Ok(Self {
            user_id: json.user_id.into_owned(),
            sdk_app_id: json.sdk_app_id,
            time: json.time,
            expires_in: json.expires_in,
            userbuf: userbuf.map_err(|_| malformed("has a TLS.userbuf that is not base64"))?,
            signature: read_signature(json.signature)
                .ok_or_else(|| malformed("has a TLS.sig that is not base64"))?,
        })
    }

    /// Checks that the token was made with `key`, and has not expired at the time `now`.
    ///
    /// # Errors
    ///
    /// A [`Rejection`]: [`Reason::UnknownKey`] for another SDKAppID, [`Reason::BadSignature`], or
    /// [`Reason::Expired`].
    pub fn verify(&self, key: &SdkSecretKey, now: impl Into<UnixTime>) -> Result<(), Rejection> {
        if self.sdk_app_id != key.sdk_app_id() {
            return Err(Rejection::new(Reason::UnknownKey, "the token is for another SDKAppID"));
        }
        let text = self.string_to_sign();
        if !is_hmac_sha256(key.secret_key(), text.as_bytes(), &self.signature) {
            let detail = "the signature is not that of this SDKSecretKey";
            return Err(Rejection::new(Reason::BadSignature, detail));
        }
        check_expiry(self.expires_at(), now.into())
    }

    /// Returns the id of the user who logs in, `TLS.identifier`.
    #[must_use]
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// Returns the SDKAppID, `TLS.sdkappid`.
    #[must_use]
    pub const fn sdk_app_id(&self) -> u32 {
        self.sdk_app_id
    }

    /// Returns the time at which the token was made, `TLS.time`.
    #[must_use]
    pub const fn signed_at(&self) -> UnixTime {
        UnixTime::new(self.time)
    }

    /// Returns the time from which on it is refused: `TLS.time` and `TLS.expire` together.
    #[must_use]
    pub const fn expires_at(&self) -> UnixTime {
        self.signed_at().saturating_add(self.expires_in as i64)
    }

    /// Returns the bytes that the server that made it added, `TLS.userbuf`.
    #[must_use]
    pub fn userbuf(&self) -> Option<&[u8]> {
        self.userbuf.as_deref()
    }

    /// Returns the right to a room, which makes the token a PrivateMapKey.
    ///
    /// # Errors
    ///
    /// A [`Rejection`] with [`Reason::Malformed`] when `userbuf` is absent, has another form, or is
    /// about another user or SDKAppID than the token.
    pub fn room_rights(&self) -> Result<RoomRights<'_>, Rejection> {
        RoomRights::parse(self)
    }

    /// Returns the text that is signed, to compare it with that of another implementation. It holds
    /// no secret.
    #[must_use]
    pub fn string_to_sign(&self) -> String {
        let userbuf = self.userbuf.as_ref().map(|bytes| STANDARD.encode(bytes));
        let userbuf = userbuf.as_deref();
        string_to_sign(&self.user_id, self.sdk_app_id, self.time, self.expires_in, userbuf)
    }
}

/// Reads base64 in a JSON string, which may have escapes in it. A parser that removed them would leave
/// a copy of the signature in a buffer of its own.
fn read_signature(json: &RawValue) -> Option<Zeroizing<Vec<u8>>> {
    let mut rest = json.get().strip_prefix('"')?.strip_suffix('"')?;
    let mut text = Zeroizing::new(Vec::with_capacity(rest.len()));
    while let Some((before, escape)) = rest.split_once('\\') {
        text.extend_from_slice(before.as_bytes());
        rest = if let Some(after) = escape.strip_prefix('/') {
            text.push(b'/');
            after
        } else {
            let (digits, after) = escape.strip_prefix('u')?.split_at_checked(4)?;
            text.push(u8::from_str_radix(digits, 16).ok()?);
            after
        };
    }
    text.extend_from_slice(rest.as_bytes());
    let mut signature = Zeroizing::new(vec![0; text.len()]);
    let length = wiping_stack(|| STANDARD.decode_slice(&*text, &mut signature)).ok()?;
    signature.truncate(length);
    Some(signature)
}

impl fmt::Debug for UserSigDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserSigDocument")
            .field("user_id", &self.user_id)
            .field("sdk_app_id", &self.sdk_app_id)
            .field("signed_at", &self.signed_at())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
