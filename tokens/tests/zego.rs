//! Token04: the worked example, what is refused, and what hostile tokens do.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use polysign::verify::Reason;
use polysign::zego::ServerSecret;
use polysign::{Context, ErrorKind};
use polysign_tokens::zego::{Token04, Token04Document};
use proptest::prelude::*;

const SECRET: &str = "fa94dd0f974cf2e293728a526b028271";
const NOW: i64 = 1_764_320_400;

/// K9, made by the vendor's Node SDK.
const K9: &str = "04AAAAAGCLx8AAEGhvNzk3b3F3aW02NmZ5d24AcPLtaHHvkcGGNysG0XciEwPZW94gAOOxspKqWEb5OK3C\
    lKno2AbO8uiMLPlxYbcq2d036qJ7lioVkpVRkATJlAD3R4jhEZjyJjN+KVl0WVZfQmksuVBpYopfzkiP1hL+WDYIl7m0FEHqtj4QiSO/jYU=";

fn secret() -> ServerSecret {
    ServerSecret::new(1, SECRET).unwrap()
}

#[test]
fn the_example_of_the_sdk_is_made_to_the_byte_and_read() {
    let context = Context::at(1_619_769_776).with_nonce("123456789");
    let token = Token04::new("demo").with_iv("ho797oqwim66fywn");
    let token = token.sign_with(&secret(), &context).unwrap();
    assert_eq!(token.expose(), K9);
    let document = Token04Document::decrypt(K9, &secret()).unwrap();
    assert_eq!((document.app_id(), document.user_id()), (1, "demo"));
    assert_eq!((document.nonce(), document.payload()), (123_456_789, ""));
    assert_eq!(document.expires_at(), token.expires_at());
    assert_eq!(Token04Document::expiry_of(K9).unwrap(), token.expires_at());
    assert!(document.verify(1_619_773_375).is_ok());
    let rejection = document.verify(1_619_773_376).unwrap_err();
    assert_eq!(rejection.reason(), Reason::Expired);
}

/// Random bytes give a nonce from 1 on, and an initialisation vector of the vendor's characters.
#[test]
fn what_is_drawn_has_the_vendors_form() {
    let (mut tokens, mut ivs) = (BTreeSet::new(), BTreeSet::new());
    for bytes in [[0; 16], [1; 16], [0x7f; 16], [0xff; 16], *b"0123456789abcdef"] {
        let context = Context::at(NOW).with_random_nonce(bytes);
        let token = Token04::new("demo").sign_with(&secret(), &context).unwrap();
        let envelope = STANDARD.decode(&token.expose()[2..]);
        let iv = envelope.unwrap()[10..26].to_vec();
        assert!(iv.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase()));
        let document = Token04Document::decrypt(token.expose(), &secret()).unwrap();
        assert!((1..=2_147_483_647).contains(&document.nonce()), "{}", document.nonce());
        tokens.insert(token.expose().to_owned());
        ivs.insert(iv);
    }
    assert_eq!((tokens.len(), ivs.len()), (5, 5));
    let drawn = [(); 2].map(|()| Token04::new("demo").sign(&secret()).unwrap());
    assert_ne!(drawn[0].expose(), drawn[1].expose());
}

#[test]
fn what_is_refused_is_named() {
    let context = Context::at(NOW).with_random_nonce([7; 16]);
    let token = Token04::new("demo");
    let long = "p".repeat(32_700);
    let huge = "p".repeat(100_000);
    let of = |app_id, text: &str| ServerSecret::new(app_id, text).unwrap();
    for (token, secret, context, kind, field) in [
        (token, of(0, SECRET), context, ErrorKind::InvalidCredential, "app_id"),
        (token, of(1, &SECRET[1..]), context, ErrorKind::InvalidCredential, "server_secret"),
        (
            token,
            of(1, &SECRET.replace('f', "é")),
            context,
            ErrorKind::InvalidCredential,
            "server_secret",
        ),
        (Token04::new(""), secret(), context, ErrorKind::InvalidOption, "user_id"),
        (Token04::new("a\0"), secret(), context, ErrorKind::InvalidOption, "user_id"),
        (token.with_expires_in(0), secret(), context, ErrorKind::InvalidExpiration, "expires_in"),
        (token.with_iv("ABCDEFGHIJKLMNOP"), secret(), context, ErrorKind::InvalidOption, "iv"),
        (token.with_iv("short"), secret(), context, ErrorKind::InvalidOption, "iv"),
        (token.with_payload(&long), secret(), context, ErrorKind::TooLarge, "payload"),
        (token.with_payload(&huge), secret(), context, ErrorKind::TooLarge, "payload"),
        (token, secret(), Context::at(NOW), ErrorKind::MissingNonce, "nonce"),
        (token, secret(), Context::at(NOW).with_nonce("7"), ErrorKind::MissingNonce, "iv"),
        (
            token.with_iv("ho797oqwim66fywn"),
            secret(),
            Context::at(NOW).with_nonce("2147483648"),
            ErrorKind::InvalidNonce,
            "nonce",
        ),
        (
            token,
            secret(),
            Context::at(NOW * 1_000).with_random_nonce([7; 16]),
            ErrorKind::TimeOutOfRange,
            "time",
        ),
    ] {
        let error = token.sign_with(&secret, &context).unwrap_err();
        assert_eq!((error.kind(), error.field()), (kind, field), "{error}");
    }
}

/// 2047 blocks, of which the padding is at least a byte.
#[test]
fn the_longest_token_is_one_that_every_sdk_can_write() {
    let context = Context::at(NOW).with_random_nonce([7; 16]);
    let of = |length| {
        let payload = "p".repeat(length);
        Token04::new("demo").with_payload(&payload).sign_with(&secret(), &context)
    };
    let longest = (32_600..).find(|length| of(length + 1).is_err()).unwrap();
    let token = of(longest).unwrap();
    assert_eq!(token.expose().len(), 2 + (28_usize + 2_047 * 16).div_ceil(3) * 4);
    let document = Token04Document::decrypt(token.expose(), &secret()).unwrap();
    assert_eq!(document.payload().len(), longest);
}

#[test]
fn a_token_that_was_cut_off_or_changed_is_rejected() {
    let reason = |token: &str, secret: &ServerSecret| {
        Token04Document::decrypt(token, secret).unwrap_err().reason()
    };
    for end in 0..K9.len() {
        assert_eq!(reason(&K9[..end], &secret()), Reason::Malformed, "{end}");
        assert!(Token04Document::expiry_of(&K9[..end]).is_err(), "{end}");
    }
    for other in [format!("03{}", &K9[2..]), format!("{K9}="), format!("{K9}AAAA")] {
        assert_eq!(reason(&other, &secret()), Reason::Malformed, "{other}");
    }
    // A byte more or less than the envelope says.
    let envelope = STANDARD.decode(&K9[2..]).unwrap();
    for other in [[&envelope[..], &[0]].concat(), envelope[..envelope.len() - 1].to_vec()] {
        let other = format!("04{}", STANDARD.encode(other));
        assert_eq!(reason(&other, &secret()), Reason::Malformed, "{other}");
    }
    let other = ServerSecret::new(1, "00000000000000000000000000000000").unwrap();
    assert_eq!(reason(K9, &other), Reason::BadSignature);
    let other = ServerSecret::new(2, SECRET).unwrap();
    assert_eq!(reason(K9, &other), Reason::UnknownKey);
    // The expiry that is in clear, and the last blocks.
    for at in [8, 10, 150, 160, 180] {
        let mut changed = K9.as_bytes().to_vec();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert_eq!(reason(&changed, &secret()), Reason::BadSignature, "{at}");
    }
    let short = ServerSecret::new(1, "short").unwrap();
    assert_eq!(reason(K9, &short), Reason::Request);
}

/// PHP escapes slashes and what is not ASCII, and Go has another order: what counts is the content.
#[test]
fn tokens_of_the_other_sdks_are_read() {
    for json in [
        r#"{"app_id":1,"user_id":"\u7528\u6237\/1","nonce":-5,"ctime":10,"expire":20,"payload":"a\/b"}"#,
        r#"{"app_id":1,"ctime":10,"expire":20,"nonce":-5,"payload":"a/b","user_id":"用户/1"}"#,
        r#"{ "payload": "a/b", "more": null, "app_id": 1, "user_id": "用户/1", "nonce": -5, "ctime": 10, "expire": 20 }"#,
    ] {
        let document = Token04Document::decrypt(&token_of(20, json), &secret()).unwrap();
        assert_eq!((document.user_id(), document.payload()), ("用户/1", "a/b"));
        assert_eq!((document.nonce(), document.signed_at().seconds()), (-5, 10));
    }
    // The expiry in clear is another, a member is there twice, one is missing, one is of another type.
    for (expire, json) in [
        (21, r#"{"app_id":1,"user_id":"u","nonce":5,"ctime":10,"expire":20,"payload":""}"#),
        (
            20,
            r#"{"app_id":1,"user_id":"u","user_id":"v","nonce":5,"ctime":10,"expire":20,"payload":""}"#,
        ),
        (20, r#"{"app_id":1,"user_id":"u","nonce":5,"ctime":10,"expire":20}"#),
        (20, r#"{"app_id":"1","user_id":"u","nonce":5,"ctime":10,"expire":20,"payload":""}"#),
        (20, ""),
    ] {
        let rejection = Token04Document::decrypt(&token_of(expire, json), &secret()).unwrap_err();
        assert_eq!(rejection.reason(), Reason::BadSignature, "{json}");
    }
}

/// Its ciphertext is as long as the envelope can say.
#[test]
fn a_token_of_more_than_64_kib_is_malformed() {
    let read = |length: usize| {
        let payload = "p".repeat(length);
        let json = format!(
            r#"{{"app_id":1,"user_id":"u","nonce":5,"ctime":10,"expire":20,"payload":"{payload}"}}"#
        );
        let result = Token04Document::decrypt(&token_of(20, &json), &secret());
        result.map(|document| document.payload().len()).map_err(|rejection| rejection.reason())
    };
    assert_eq!(read(49_000), Ok(49_000));
    assert_eq!(read(50_000), Err(Reason::Malformed));
    assert_eq!(read(65_000), Err(Reason::Malformed));
}

/// The envelope around any text.
fn token_of(expire: i64, json: &str) -> String {
    use cbc::cipher::{BlockModeEncrypt, KeyIvInit, block_padding::Pkcs7};
    let (key, iv) = (SECRET.as_bytes().try_into().unwrap(), b"0123456789abcdef");
    let mut ciphertext = vec![0; (json.len() / 16 + 1) * 16];
    let cipher = cbc::Encryptor::<aes::Aes256>::new(key, iv.into());
    cipher.encrypt_padded_b2b::<Pkcs7>(json.as_bytes(), &mut ciphertext).unwrap();
    let length = u16::try_from(ciphertext.len()).unwrap().to_be_bytes();
    let envelope = [&expire.to_be_bytes()[..], &[0, 16], iv, &length, &ciphertext].concat();
    format!("04{}", STANDARD.encode(envelope))
}

proptest! {
    #[test]
    fn what_is_made_is_read(
        user_id in "[^\\pC]{1,40}",
        payload in any::<String>(),
        expires_in in 1_u32..,
        time in 0_i64..200_000_000_000,
        random in any::<[u8; 16]>(),
    ) {
        let token = Token04::new(&user_id).with_payload(&payload).with_expires_in(expires_in);
        let context = Context::at(time).with_random_nonce(random);
        let token = token.sign_with(&secret(), &context).unwrap();
        let document = Token04Document::decrypt(token.expose(), &secret()).unwrap();
        document.verify(time).unwrap();
        prop_assert_eq!(document.user_id(), user_id);
        prop_assert_eq!(document.payload(), payload);
        prop_assert_eq!(document.signed_at().seconds(), time);
        prop_assert_eq!(document.expires_at(), token.expires_at());
    }

    #[test]
    fn no_text_makes_the_reader_panic(token in "(04AAAAA)?[A-Za-z0-9+/=]{0,200}|\\PC{0,40}") {
        let _ = Token04Document::decrypt(&token, &secret());
        let _ = Token04Document::expiry_of(&token);
    }
}
