//! PrivateMapKey: a UserSig whose `userbuf` is the right to a room.

use std::ops::BitOr;

use polysign::verify::Rejection;
use polysign::{Context, Error, ErrorKind, UnixTime};

use super::{SdkSecretKey, UserSig, UserSigDocument};
use crate::Token;
use crate::fields::{check_user_id, invalid_option, lifetime, malformed};

/// Names a room of Tencent RTC. A number and a name that is made of its digits are two rooms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room<'a> {
    /// A room by its number, `roomId`: 1 to 4294967295, in browsers to 4294967294.
    Number(u32),
    /// A room by its name, `strRoomId`: up to 64 ASCII characters.
    Name(&'a str),
}

/// What a user may do in a room. Rights are joined with `|`.
///
/// ```
/// use polysign_tokens::tencent::Privileges;
///
/// let listen = Privileges::ENTER | Privileges::RECEIVE_AUDIO;
/// assert!(listen.contains(Privileges::ENTER) && !listen.contains(Privileges::SEND_AUDIO));
/// assert_eq!(Privileges::WATCH.bits(), 42);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Privileges(u8);

impl Privileges {
    /// To create the room.
    pub const CREATE: Self = Self(1);
    /// To enter the room.
    pub const ENTER: Self = Self(2);
    /// To send audio.
    pub const SEND_AUDIO: Self = Self(4);
    /// To receive audio.
    pub const RECEIVE_AUDIO: Self = Self(8);
    /// To send video.
    pub const SEND_VIDEO: Self = Self(16);
    /// To receive video.
    pub const RECEIVE_VIDEO: Self = Self(32);
    /// To send the substream, which is a shared screen.
    pub const SEND_SUBSTREAM: Self = Self(64);
    /// To receive the substream.
    pub const RECEIVE_SUBSTREAM: Self = Self(128);
    /// To enter, and to receive audio and video: what a viewer needs.
    pub const WATCH: Self = Self(42);
    /// All of them.
    pub const ALL: Self = Self(255);

    /// Takes the number that Tencent's SDKs call `privilegeMap`.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// Returns the number that Tencent's SDKs call `privilegeMap`.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Returns whether all of `others` are among these.
    #[must_use]
    pub const fn contains(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }
}

impl BitOr for Privileges {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Makes a PrivateMapKey, with which a user enters one room of Tencent RTC.
///
/// It is a [`UserSig`] with these bytes as its `userbuf`, numbers in network byte order:
///
/// ```text
/// u8 0 (number) or 1 (name) | u16 length, user | u32 SDKAppID | u32 number, or 0 | u32 expiry
/// | u32 privileges | u32 account type 0 | [u16 length, name]
/// ```
///
/// It is valid for 300 seconds, as the vendor advises: enough to enter.
///
/// ```
/// use polysign::Context;
/// use polysign_tokens::tencent::{PrivateMapKey, Privileges, Room, SdkSecretKey, UserSigDocument};
///
/// let key = SdkSecretKey::new(1_400_000_000, "an example secret key")?;
/// let entry = PrivateMapKey::new("alice", Room::Name("room-1"), Privileges::WATCH);
/// let token = entry.sign_with(&key, &Context::at(1_764_320_400))?;
///
/// let document = UserSigDocument::parse(token.expose())?;
/// document.verify(&key, 1_764_320_460)?;
/// assert_eq!(document.room_rights()?.room(), Room::Name("room-1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct PrivateMapKey<'a> {
    user_id: &'a str,
    room: Room<'a>,
    privileges: Privileges,
    expires_in: u32,
}

impl<'a> PrivateMapKey<'a> {
    /// Names the user, the room, and what the user may do there.
    #[must_use]
    pub const fn new(user_id: &'a str, room: Room<'a>, privileges: Privileges) -> Self {
        Self { user_id, room, privileges, expires_in: 300 }
    }

    /// Sets the number of seconds for which the token is valid, at least 1.
    #[must_use]
    pub const fn with_expires_in(mut self, seconds: u32) -> Self {
        self.expires_in = seconds;
        self
    }

    /// Makes the token by the system's clock.
    ///
    /// # Errors
    ///
    /// The errors of [`sign_with`](Self::sign_with), and
    /// [`ErrorKind::Unavailable`] when the clock fails.
    pub fn sign(&self, key: &SdkSecretKey) -> Result<Token, Error> {
        self.sign_with(key, &Context::now()?)
    }

    /// Makes the token for the time of a context.
    ///
    /// # Errors
    ///
    /// Those of [`UserSig::sign_with`]; [`ErrorKind::InvalidOption`] for a user or a room that is
    /// not ASCII, which Tencent's SDKs count in characters and write in bytes, and for a room of
    /// number 0, or of no or more than 64 characters; [`ErrorKind::InvalidExpiration`] for an expiry
    /// after 2106, which has no place in 32 bits.
    pub fn sign_with(&self, key: &SdkSecretKey, context: &Context<'_>) -> Result<Token, Error> {
        let userbuf = self.userbuf(key.sdk_app_id(), context)?;
        let token = UserSig::new(self.user_id).with_expires_in(self.expires_in);
        token.with_userbuf(&userbuf).sign_with(key, context)
    }

    fn userbuf(&self, sdk_app_id: u32, context: &Context<'_>) -> Result<Vec<u8>, Error> {
        check_user_id(self.user_id)?;
        let user_id = text_with_length("user_id", self.user_id)?;
        let (is_name, number, name) = match self.room {
            Room::Number(0) => {
                return Err(invalid_option("room_id", "is 0; pass a number from 1 on"));
            }
            Room::Number(number) => (0, number, Vec::new()),
            Room::Name(name) => (1, 0, room_name(name)?),
        };
        let (_, expires_at) = lifetime(context, self.expires_in)?;
        let expires_at = u32::try_from(expires_at.seconds()).map_err(|_| {
            let advice = "ends after the year 2106, which has no place in 32 bits; pass less";
            Error::new(ErrorKind::InvalidExpiration, "expires_in", advice)
        })?;
        let mut userbuf = vec![is_name];
        userbuf.extend(user_id);
        for value in [sdk_app_id, number, expires_at, self.privileges.0.into(), 0] {
            userbuf.extend(value.to_be_bytes());
        }
        userbuf.extend(name);
        Ok(userbuf)
    }
}

fn room_name(name: &str) -> Result<Vec<u8>, Error> {
    let fault = if name.is_empty() {
        "is empty; pass the name of the room"
    } else if name.len() > 64 {
        "has more than 64 characters; pass the name that the clients use"
    } else if name.chars().any(char::is_control) {
        "holds a control character; pass the name that the clients use"
    } else {
        return text_with_length("room_string", name);
    };
    Err(invalid_option("room_string", fault))
}

/// A text with its length before it.
fn text_with_length(field: &'static str, text: &str) -> Result<Vec<u8>, Error> {
    if let Some(offset) = text.bytes().position(|byte| !byte.is_ascii()) {
        let advice = "has to be ASCII here: Tencent counts characters, and writes a byte for each";
        return Err(invalid_option(field, advice).with_offset(offset));
    }
    let length = u16::try_from(text.len())
        .map_err(|_| invalid_option(field, "has more than 65535 characters; pass fewer"))?;
    Ok([&length.to_be_bytes(), text.as_bytes()].concat())
}

/// The right to a room, as [`UserSigDocument::room_rights`] reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomRights<'a> {
    room: Room<'a>,
    privileges: Privileges,
    expires_at: UnixTime,
}

impl<'a> RoomRights<'a> {
    pub(super) fn parse(document: &'a UserSigDocument) -> Result<Self, Rejection> {
        let userbuf = document.userbuf().ok_or_else(|| malformed("has no TLS.userbuf"))?;
        let rights = Self::read(document, userbuf);
        rights
            .ok_or_else(|| malformed("has a TLS.userbuf that is not a right of its user to a room"))
    }

    fn read(document: &UserSigDocument, userbuf: &'a [u8]) -> Option<Self> {
        let (is_name, rest) = userbuf.split_first()?;
        let (user_id, mut rest) = split_text(rest)?;
        let mut number = || -> Option<u32> {
            let (bytes, after) = rest.split_first_chunk()?;
            rest = after;
            Some(u32::from_be_bytes(*bytes))
        };
        let [sdk_app_id, room_id, expires_at, privileges, account_type] =
            [number()?, number()?, number()?, number()?, number()?];
        let room = match (is_name, room_id) {
            (0, 1..) if rest.is_empty() => Room::Number(room_id),
            (1, 0) => Room::Name(split_text(rest).filter(|(_, rest)| rest.is_empty())?.0),
            _ => return None,
        };
        let is_of_document = user_id == document.user_id() && sdk_app_id == document.sdk_app_id();
        (is_of_document && account_type == 0).then_some(())?;
        let privileges = Privileges(u8::try_from(privileges).ok()?);
        Some(Self { room, privileges, expires_at: UnixTime::new(expires_at.into()) })
    }

    /// Returns the room that may be entered.
    #[must_use]
    pub const fn room(&self) -> Room<'a> {
        self.room
    }

    /// Returns what the user may do there.
    #[must_use]
    pub const fn privileges(&self) -> Privileges {
        self.privileges
    }

    /// Returns the time until which the room may be entered.
    #[must_use]
    pub const fn expires_at(&self) -> UnixTime {
        self.expires_at
    }
}

/// Splits off a text that has its length before it.
fn split_text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (text, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
    Some((std::str::from_utf8(text).ok()?, rest))
}
