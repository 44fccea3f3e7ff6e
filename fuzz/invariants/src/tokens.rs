//! Tokens that a server hands to a client's SDK.

use std::str::from_utf8;
use std::sync::OnceLock;

use base64::Engine;
use base64::alphabet::Alphabet;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::PAD;
use polysign::zego::ServerSecret;
use polysign_tokens::tencent::{
    PrivateMapKey, Privileges, Room, SdkSecretKey, UserSig, UserSigDocument,
};
use polysign_tokens::zego::{Token04, Token04Document};

use crate::input::{TIME, context, edited_bytes, split_at};

/// What was made is read as it was made. What was changed on the way is rejected, or has the same
/// signed text. What nobody made is rejected, without a panic.
///
/// The first byte of an input says what the rest is: a token, a user with a payload and edits of
/// the token that is made for them (two vendors), or the document in a token.
pub fn tokens(input: &[u8]) {
    let Some((kind, rest)) = input.split_first() else { return };
    match kind % 4 {
        0 => nobodys_token(rest),
        1 => zegos_token(rest),
        2 => tencents_token(rest),
        _ => nobodys_document(rest),
    }
}

fn zegos_secret() -> &'static ServerSecret {
    static SECRET: OnceLock<ServerSecret> = OnceLock::new();
    let secret = || ServerSecret::new(12345, "of which nobody knows a thing 32").expect("a secret");
    SECRET.get_or_init(secret)
}

fn tencents_key() -> &'static SdkSecretKey {
    static KEY: OnceLock<SdkSecretKey> = OnceLock::new();
    let key = || SdkSecretKey::new(1_400_000_000, "of which nobody knows").expect("a key");
    KEY.get_or_init(key)
}

fn nobodys_token(text: &[u8]) {
    let Ok(text) = from_utf8(text) else { return };
    let _ = Token04Document::expiry_of(text);
    let rejection = Token04Document::decrypt(text, zegos_secret()).expect_err("nobody made it");
    assert!(!format!("{rejection}{rejection:?}").contains("of which nobody knows"));
    nobodys_user_sig(text);
}

/// A document in Tencent's form: zlib with a stored block, in Tencent's base64.
fn nobodys_document(document: &[u8]) {
    const TENCENT: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-";
    let Ok(length) = u16::try_from(document.len()) else { return };
    let (low, high) = document.iter().fold((1, 0), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    let (length, rest) = (length.to_le_bytes(), (!length).to_le_bytes());
    let sum = (high << 16 | low).to_be_bytes();
    let zlib = [&[0x78, 1, 1][..], &length, &rest, document, &sum].concat();
    let alphabet = Alphabet::new(TENCENT).expect("64 characters");
    let text = GeneralPurpose::new(&alphabet, PAD).encode(zlib).replace('=', "_");
    nobodys_user_sig(&text);
}

fn nobodys_user_sig(text: &str) {
    let Ok(document) = UserSigDocument::parse(text) else { return };
    let _ = format!("{document:?}{:?}", document.room_rights());
    let rejection = document.verify(tencents_key(), TIME).expect_err("nobody signed it");
    assert!(!format!("{rejection}{rejection:?}").contains("of which nobody knows"));
}

/// Splits an input into a user, a payload, and edits of the token: the user ends with a zero, and
/// the number of edits comes before them.
fn parts(input: &[u8]) -> Option<(&str, &[u8], &[u8])> {
    let (user, rest) = split_at(input, b"\0")?;
    let (count, rest) = rest.split_first()?;
    let (edits, payload) = rest.split_at_checked(4 * usize::from(count % 9))?;
    Some((from_utf8(user).ok()?, payload, edits))
}

fn zegos_token(input: &[u8]) {
    let Some((user, payload, edits)) = parts(input) else { return };
    let Ok(payload) = from_utf8(payload) else { return };
    let token = Token04::new(user).with_payload(payload).sign_with(zegos_secret(), &context());
    let Ok(token) = token else { return };
    let document = Token04Document::decrypt(token.expose(), zegos_secret()).expect("it was made");
    assert_eq!((document.user_id(), document.payload()), (user, payload));
    assert_eq!(Token04Document::expiry_of(token.expose()), Ok(document.expires_at()));
    document.verify(TIME).expect("it is of this second");
    // A Token04 has no signature, so a part of its text can be another.
    let changed = edited_bytes(token.expose().into(), edits);
    let changed = from_utf8(&changed).map(|text| Token04Document::decrypt(text, zegos_secret()));
    if let Ok(Ok(changed)) = changed {
        assert_eq!(changed.app_id(), zegos_secret().app_id());
    }
}

fn tencents_token(input: &[u8]) {
    let Some((user, userbuf, edits)) = parts(input) else { return };
    let token = UserSig::new(user).with_userbuf(userbuf).sign_with(tencents_key(), &context());
    let Ok(token) = token else { return };
    let document = UserSigDocument::parse(token.expose()).expect("it was made");
    assert_eq!((document.user_id(), document.userbuf()), (user, Some(userbuf)));
    document.verify(tencents_key(), TIME).expect("it is of this second");
    if let Ok(rights) = document.room_rights() {
        room_is_read_again(user, rights.room(), rights.privileges());
    }
    let changed = edited_bytes(token.expose().into(), edits);
    let Ok(Ok(changed)) = from_utf8(&changed).map(UserSigDocument::parse) else { return };
    if changed.verify(tencents_key(), TIME).is_ok() {
        assert_eq!(changed.string_to_sign(), document.string_to_sign());
    }
}

/// A right to a room comes back as it was given.
fn room_is_read_again(user: &str, room: Room<'_>, privileges: Privileges) {
    let token = PrivateMapKey::new(user, room, privileges).sign_with(tencents_key(), &context());
    let Ok(token) = token else { return };
    let document = UserSigDocument::parse(token.expose()).expect("it was made");
    let rights = document.room_rights().expect("it is a right");
    assert_eq!((rights.room(), rights.privileges()), (room, privileges));
}
