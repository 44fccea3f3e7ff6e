//! UserSig and PrivateMapKey: the worked examples, what is refused, and what hostile tokens do.

use polysign::verify::Reason;
use polysign::{Context, ErrorKind};
use polysign_tokens::tencent::{
    PrivateMapKey, Privileges, Room, SdkSecretKey, UserSig, UserSigDocument,
};
use proptest::prelude::*;

const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const NOW: i64 = 1_764_320_400;
/// What the vendor's Node SDK made of the example.
const NODE: &str = "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwhWZiflZpXlQqeKU7MSCgswUJStDEwMogMiUZ\
    OamKlkZmpuZGBsZmMBEUysKMotA4qampkZwtcWZ6UpWShZGpaGBFpUlAYYhJu6O3kZhRnlBFhlO2sa5kW4ujlHOKUEupibh5eY\
    Zjsm2SrUAfh4wuQ__";

fn key() -> SdkSecretKey {
    SdkSecretKey::new(1_400_000_000, KEY).unwrap()
}

fn at(time: i64) -> Context<'static> {
    Context::at(time)
}

/// U2: ours and the vendor's have one text, one signature and one expiry.
#[test]
fn the_example_of_the_sdk_is_read_and_made() {
    let token = UserSig::new("xiaojun").with_expires_in(15_552_000);
    let ours = token.sign_with(&key(), &at(NOW)).unwrap();
    for token in [ours.expose(), NODE] {
        let document = UserSigDocument::parse(token).unwrap();
        document.verify(&key(), NOW).unwrap();
        assert_eq!(document.user_id(), "xiaojun");
        assert_eq!(document.expires_at(), ours.expires_at());
        assert_eq!(document.userbuf(), None);
        assert!(document.room_rights().is_err());
    }
}

#[test]
fn a_token_is_valid_until_the_second_of_its_expiry() {
    let token = UserSig::new("alice").sign_with(&key(), &at(NOW)).unwrap();
    let document = UserSigDocument::parse(token.expose()).unwrap();
    assert_eq!(token.expires_at().seconds(), NOW + 86_400);
    assert!(document.verify(&key(), NOW + 86_399).is_ok());
    let rejection = document.verify(&key(), NOW + 86_400).unwrap_err();
    assert_eq!(rejection.reason(), Reason::Expired);
}

#[test]
fn another_key_or_app_is_told_apart() {
    let document = UserSigDocument::parse(NODE).unwrap();
    let other_key = SdkSecretKey::new(1_400_000_000, "another key").unwrap();
    let other_app = SdkSecretKey::new(1_400_000_001, KEY).unwrap();
    let reason = |key| document.verify(key, NOW).unwrap_err().reason();
    assert_eq!(reason(&other_key), Reason::BadSignature);
    assert_eq!(reason(&other_app), Reason::UnknownKey);
}

#[test]
fn what_is_refused_is_named() {
    let name = Room::Name;
    let (long, emoji) = ("r".repeat(65), "ro😀m");
    let user = |user| UserSig::new(user).sign_with(&key(), &at(NOW));
    let room =
        |user, room| PrivateMapKey::new(user, room, Privileges::ALL).sign_with(&key(), &at(NOW));
    let lasting =
        |seconds, time| UserSig::new("u").with_expires_in(seconds).sign_with(&key(), &at(time));
    let huge = vec![0; 30_000];
    for (result, kind, field, offset) in [
        (user(""), ErrorKind::InvalidOption, "user_id", None),
        (user("a\nTLS.time:1"), ErrorKind::InvalidOption, "user_id", Some(1)),
        (user("a\u{85}"), ErrorKind::InvalidOption, "user_id", Some(1)),
        (lasting(0, NOW), ErrorKind::InvalidExpiration, "expires_in", None),
        (lasting(1, -1), ErrorKind::TimeOutOfRange, "time", None),
        (lasting(1, NOW * 1_000), ErrorKind::TimeOutOfRange, "time", None),
        (lasting(1, 253_402_300_799), ErrorKind::InvalidExpiration, "expires_in", None),
        (
            UserSig::new("u").with_userbuf(&huge).sign_with(&key(), &at(NOW)),
            ErrorKind::TooLarge,
            "userbuf",
            None,
        ),
        (user(&"u".repeat(40_000)), ErrorKind::TooLarge, "user_id", None),
        (room("用户", Room::Number(1)), ErrorKind::InvalidOption, "user_id", Some(0)),
        (room("u", Room::Number(0)), ErrorKind::InvalidOption, "room_id", None),
        (room("u", name("")), ErrorKind::InvalidOption, "room_string", None),
        (room("u", name(&long)), ErrorKind::InvalidOption, "room_string", None),
        (room("u", name(emoji)), ErrorKind::InvalidOption, "room_string", Some(2)),
        (room("u", name("a\0")), ErrorKind::InvalidOption, "room_string", None),
        (
            PrivateMapKey::new("u", Room::Number(1), Privileges::ALL)
                .sign_with(&key(), &at(4_294_967_000)),
            ErrorKind::InvalidExpiration,
            "expires_in",
            None,
        ),
    ] {
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.field(), error.offset()), (kind, field, offset), "{error}");
    }
    let error = SdkSecretKey::new(0, KEY).unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::InvalidCredential, "sdk_app_id"));
}

#[test]
fn the_credential_is_read_from_variables() {
    let read = |id: Option<&str>, key: Option<&str>| {
        SdkSecretKey::from_vars(|name| {
            let value = if name == "TRTC_SDK_APP_ID" { id } else { key };
            value.map(str::to_owned)
        })
    };
    assert!(read(None, None).unwrap().is_none());
    assert!(read(Some(" "), Some("")).unwrap().is_none());
    assert_eq!(read(Some("7"), Some(KEY)).unwrap().unwrap().sdk_app_id(), 7);
    for (id, key, kind, field) in [
        (Some("7"), None, ErrorKind::MissingCredential, "TRTC_SECRET_KEY"),
        (None, Some(KEY), ErrorKind::MissingCredential, "TRTC_SDK_APP_ID"),
        (Some("+7"), Some(KEY), ErrorKind::InvalidCredential, "TRTC_SDK_APP_ID"),
        (Some("4294967296"), Some(KEY), ErrorKind::InvalidCredential, "TRTC_SDK_APP_ID"),
        (Some("0"), Some(KEY), ErrorKind::InvalidCredential, "sdk_app_id"),
    ] {
        let error = read(id, key).unwrap_err();
        assert_eq!((error.kind(), error.field()), (kind, field), "{error}");
    }
}

/// P1, with a room of either kind.
#[test]
fn a_right_to_a_room_is_the_userbuf_of_the_example() {
    let number = "0000077869616f6a756e53724e0000002710692965bc000000ff00000000";
    let named = "0100077869616f6a756e53724e0000000000692965bc0000002a000000000006726f6f6d2d31";
    for (room, privileges, expected) in [
        (Room::Number(10_000), Privileges::ALL, number),
        (Room::Name("room-1"), Privileges::WATCH, named),
    ] {
        let entry = PrivateMapKey::new("xiaojun", room, privileges);
        let token = entry.sign_with(&key(), &at(NOW)).unwrap();
        let document = UserSigDocument::parse(token.expose()).unwrap();
        document.verify(&key(), NOW + 299).unwrap();
        assert_eq!(hex::encode(document.userbuf().unwrap()), expected);
        let rights = document.room_rights().unwrap();
        assert_eq!((rights.room(), rights.privileges()), (room, privileges));
        assert_eq!(rights.expires_at().seconds(), NOW + 300);
    }
}

/// Every byte of the right matters, and none is left over.
#[test]
fn a_right_of_another_form_is_malformed() {
    // The kind, the user, the app, a number for a name or none for a number, the privileges, the account
    // type.
    for (room, changed_at) in [
        (Room::Name("room"), &[0, 2, 3, 7, 11, 16, 23, 25][..]),
        (Room::Number(2), &[0, 2, 3, 7, 11, 16, 23]),
    ] {
        let entry = PrivateMapKey::new("u", room, Privileges::ALL);
        let token = entry.sign_with(&key(), &at(NOW)).unwrap();
        let good = UserSigDocument::parse(token.expose()).unwrap().userbuf().unwrap().to_vec();
        let mut bad: Vec<Vec<u8>> = (0..good.len()).map(|end| good[..end].to_vec()).collect();
        bad.push([&good[..], &[0]].concat());
        bad.extend(changed_at.iter().map(|at| {
            let mut changed = good.clone();
            changed[*at] ^= 2;
            changed
        }));
        for userbuf in bad {
            let token = UserSig::new("u").with_userbuf(&userbuf).sign_with(&key(), &at(NOW));
            let document = UserSigDocument::parse(token.unwrap().expose()).unwrap();
            document.verify(&key(), NOW).unwrap();
            let result = document.room_rights().map_err(|rejection| rejection.reason());
            assert_eq!(result, Err(Reason::Malformed), "{}", hex::encode(userbuf));
        }
    }
}

#[test]
fn a_token_that_was_cut_off_or_changed_does_not_hold() {
    for end in 0..NODE.len() {
        assert!(UserSigDocument::parse(&NODE[..end]).is_err(), "{end}");
    }
    for at in 0..NODE.len() {
        let mut changed = NODE.as_bytes().to_vec();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        let verified = UserSigDocument::parse(&changed).and_then(|read| read.verify(&key(), NOW));
        assert!(verified.is_err(), "{at}");
    }
    for other in [format!("{NODE}_"), format!(" {NODE}"), NODE.replace('_', "=")] {
        assert!(UserSigDocument::parse(&other).is_err(), "{other}");
    }
}

/// A signature holds as a whole: no part of it, and nothing after it.
#[test]
fn a_signature_of_another_length_is_bad() {
    use base64::Engine;
    let base64 = &base64::engine::general_purpose::STANDARD;
    let signature = base64.decode("82uUQ8ytP1T4GAK2V2nR8hB+3mYFDAZCdRD54Ww7hAc=").unwrap();
    let longer = [&signature[..], &[0]].concat();
    let reason = |signature: &[u8]| {
        let json = serde_json::json!({
            "TLS.ver": "2.0",
            "TLS.identifier": "xiaojun",
            "TLS.sdkappid": 1_400_000_000,
            "TLS.time": NOW,
            "TLS.expire": 15_552_000,
            "TLS.sig": base64.encode(signature),
        });
        let document = UserSigDocument::parse(&token_of(&json.to_string())).unwrap();
        document.verify(&key(), NOW).err().map(|rejection| rejection.reason())
    };
    assert_eq!(reason(&signature), None);
    for length in [0, 1, 16, 31] {
        assert_eq!(reason(&signature[..length]), Some(Reason::BadSignature), "{length}");
        assert_eq!(reason(&signature[32 - length..]), Some(Reason::BadSignature), "{length}");
    }
    assert_eq!(reason(&longer), Some(Reason::BadSignature));
}

/// The token around any text.
fn token_of(json: &str) -> String {
    token_around(&miniz_oxide::deflate::compress_to_vec_zlib(json.as_bytes(), 6))
}

fn token_around(zlib: &[u8]) -> String {
    use base64::Engine;
    let token = base64::engine::general_purpose::STANDARD.encode(zlib);
    token.replace('+', "*").replace('/', "-").replace('=', "_")
}

/// Empty blocks make a token longer, and its document not.
#[test]
fn a_token_of_more_than_64_kib_is_malformed() {
    let reason = |blocks: usize| {
        let zlib = miniz_oxide::deflate::compress_to_vec_zlib(b"[]", 6);
        let empty = [0, 0, 0, 0xff, 0xff].repeat(blocks);
        let token = token_around(&[&zlib[..2], &empty, &zlib[2..]].concat());
        let rejection = UserSigDocument::parse(&token).err().unwrap();
        (rejection.reason(), rejection.detail().contains("JSON"))
    };
    // Read as far as its document, which is another's; and not read.
    assert_eq!(reason(9_000), (Reason::Malformed, true));
    assert_eq!(reason(10_000), (Reason::Malformed, false));
}

/// A small token that inflates to more than memory has is read no further than a token goes.
#[test]
fn a_bomb_is_malformed() {
    let zeros = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; 10_000_000], 9);
    let rejection = UserSigDocument::parse(&token_around(&zeros)).unwrap_err();
    assert_eq!(rejection.reason(), Reason::Malformed);
}

/// PHP escapes slashes; other members, blanks and another order do no harm.
#[test]
fn documents_of_the_other_sdks_are_read() {
    let signature = "82uUQ8ytP1T4GAK2V2nR8hB+3mYFDAZCdRD54Ww7hAc=";
    let rest = r#""TLS.sdkappid":1400000000,"TLS.time":1764320400,"TLS.expire":15552000"#;
    let verified = |json: &str| {
        let verify = |document: UserSigDocument| document.verify(&key(), NOW);
        UserSigDocument::parse(&token_of(json))
            .and_then(verify)
            .map_err(|rejection| rejection.reason())
    };
    let user = r#""TLS.identifier":"xiaojun""#;
    for json in [
        format!(r#"{{"TLS.sig":"{signature}",{rest}, {user},"TLS.ver":"2.0","more":[1]}}"#),
        format!(
            r#"{{"TLS.ver":"2.0","TLS.identifier":"xi\u0061ojun",{rest},"TLS.sig":"{}"}}"#,
            signature.replace('+', "\\u002b")
        ),
        format!(
            r#"{{"TLS.ver":"2.0",{user},{rest},"TLS.sig":"{}"}}"#,
            signature.replace('=', r"\u003D").replace('8', r"\u0038")
        ),
    ] {
        assert_eq!(verified(&json), Ok(()), "{json}");
    }
    for (json, reason) in [
        (
            format!(r#"{{"TLS.ver":"1.0",{user},{rest},"TLS.sig":"{signature}"}}"#),
            Reason::Malformed,
        ),
        (format!(r#"{{"TLS.ver":"2.0",{user},{rest},"TLS.sig":""}}"#), Reason::BadSignature),
        (format!(r#"{{"TLS.ver":"2.0",{user},{rest},"TLS.sig":"é"}}"#), Reason::Malformed),
        (format!(r#"{{"TLS.ver":"2.0",{user},{rest},"TLS.sig":"\n"}}"#), Reason::Malformed),
        (format!(r#"{{"TLS.ver":"2.0",{user},{rest},"TLS.sig":"\u4e2d"}}"#), Reason::Malformed),
        (format!(r#"{{"TLS.ver":"2.0",{user},{rest},"TLS.sig":[]}}"#), Reason::Malformed),
        (
            format!(r#"{{"TLS.ver":"2.0",{user},{user},{rest},"TLS.sig":"{signature}"}}"#),
            Reason::Malformed,
        ),
        (format!(r#"{{"TLS.ver":"2.0",{user},{rest}}}"#), Reason::Malformed),
        (
            format!(r#"{{"TLS.ver":"2.0","TLS.identifier":"x\n",{rest},"TLS.sig":"{signature}"}}"#),
            Reason::Malformed,
        ),
        ("[]".to_owned(), Reason::Malformed),
    ] {
        assert_eq!(verified(&json), Err(reason), "{json}");
    }
}

proptest! {
    #[test]
    fn what_is_made_is_read(
        user_id in "[^\\pC]{1,40}",
        userbuf in proptest::option::of(proptest::collection::vec(any::<u8>(), 0..200)),
        expires_in in 1_u32..,
        time in 0_i64..200_000_000_000,
    ) {
        let mut sig = UserSig::new(&user_id).with_expires_in(expires_in);
        if let Some(userbuf) = &userbuf {
            sig = sig.with_userbuf(userbuf);
        }
        let token = sig.sign_with(&key(), &at(time)).unwrap();
        let document = UserSigDocument::parse(token.expose()).unwrap();
        document.verify(&key(), time).unwrap();
        prop_assert_eq!(document.user_id(), user_id);
        prop_assert_eq!(document.userbuf(), userbuf.as_deref());
        prop_assert_eq!(document.signed_at().seconds(), time);
        prop_assert_eq!(document.expires_at(), token.expires_at());
    }

    #[test]
    fn no_text_makes_the_reader_panic(token in "(eA|eJ)?[A-Za-z0-9*_-]{0,80}|\\PC{0,40}") {
        let _ = UserSigDocument::parse(&token).map(|document| document.room_rights().is_ok());
    }
}
