//! No text, no freed memory and no stack holds a secret or a token.

use std::fmt::Debug;
use std::hint::black_box;

use polysign::zego::ServerSecret;
use polysign::{Context, Secret};
use polysign_tokens::tencent::{
    PrivateMapKey, Privileges, Room, SdkSecretKey, UserSig, UserSigDocument,
};
use polysign_tokens::zego::{Token04, Token04Document};

use crate::detector::{hits_of, none_is_freed};
use crate::pieces::Pieces;
use crate::scan;

// Not in the text of the JSON or of an error by chance.
const SECRET: &str = "zQ7xW2vK9jR4mT6yB1nH8cF3gD5sL0pE";
const NOW: i64 = 1_764_320_400;
const CONTEXT: Context<'static> =
    Context::new(polysign::UnixTime::new(NOW)).with_random_nonce([7; 16]);

fn tencent() -> SdkSecretKey {
    SdkSecretKey::new(1_400_000_000, SECRET).unwrap()
}

fn zego() -> ServerSecret {
    ServerSecret::new(12_345, SECRET).unwrap()
}

fn user_sig() -> String {
    UserSig::new("alice").sign_with(&tencent(), &CONTEXT).unwrap().expose().to_owned()
}

fn private_map_key() -> String {
    let entry = PrivateMapKey::new("alice", Room::Number(7), Privileges::ALL);
    entry.sign_with(&tencent(), &CONTEXT).unwrap().expose().to_owned()
}

fn token04() -> String {
    Token04::new("alice").sign_with(&zego(), &CONTEXT).unwrap().expose().to_owned()
}

/// The secret, the tokens, and the signatures in them.
fn pieces() -> &'static Pieces {
    let mut texts = vec![SECRET.to_owned(), token04()];
    for token in [user_sig(), private_map_key()] {
        use base64::Engine;
        let zlib = base64::engine::general_purpose::STANDARD
            .decode(token.replace('*', "+").replace('-', "/").replace('_', "="));
        let json = miniz_oxide::inflate::decompress_to_vec_zlib(&zlib.unwrap()).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        texts.push(json["TLS.sig"].as_str().unwrap().to_owned());
        texts.push(token);
    }
    // Long, since the end of a token is the same for all of them: the padding, and what is known.
    Box::leak(Box::new(Pieces::of(texts.iter().map(String::as_str), 16)))
}

/// The same token with the first and the last letter of its signature escaped, as some writers of JSON
/// escape all but letters.
fn with_escapes(token: &str) -> String {
    use base64::Engine;
    let base64 = &base64::engine::general_purpose::STANDARD;
    let zlib = base64.decode(token.replace('*', "+").replace('-', "/").replace('_', "=")).unwrap();
    let json = miniz_oxide::inflate::decompress_to_vec_zlib(&zlib).unwrap();
    let json = String::from_utf8(json).unwrap();
    let (front, signature) = json.split_once(r#""TLS.sig":""#).unwrap();
    let (first, signature) = signature.split_at(1);
    let first = first.as_bytes()[0];
    let signature = signature.replace('/', r"\/").replace('=', r"\u003d");
    let json = format!(r#"{front}"TLS.sig":"\u{first:04x}{signature}"#);
    let zlib = miniz_oxide::deflate::compress_to_vec_zlib(json.as_bytes(), 6);
    base64.encode(zlib).replace('+', "*").replace('/', "-").replace('=', "_")
}

#[test]
fn no_text_shows_a_secret() {
    let pieces = pieces();
    let mut shown = 0;
    let mut show = |value: &dyn Debug| {
        for text in [format!("{value:?}"), format!("{value:#?}"), format!("{value:x?}")] {
            let found = pieces.find(text.as_bytes());
            assert_eq!(found, None, "in {text}");
            shown += 1;
        }
    };
    let (sig, entry, token) = (user_sig(), private_map_key(), token04());
    show(&tencent());
    show(&zego());
    show(&UserSig::new("alice"));
    show(&UserSig::new("alice").sign_with(&tencent(), &CONTEXT).unwrap());
    show(&PrivateMapKey::new("alice", Room::Name("room"), Privileges::WATCH));
    show(&UserSigDocument::parse(&sig).unwrap());
    let document = UserSigDocument::parse(&entry).unwrap();
    show(&document);
    show(&document.room_rights().unwrap());
    show(&document.string_to_sign());
    show(&Token04::new("alice"));
    show(&Token04::new("alice").sign_with(&zego(), &CONTEXT).unwrap());
    show(&Token04Document::decrypt(&token, &zego()).unwrap());
    for (text, secret) in [(format!("{SECRET}\n"), "padded"), (format!(" {SECRET}"), "padded")] {
        show(&SdkSecretKey::new(1, text).expect_err(secret));
    }
    show(&SdkSecretKey::new(0, SECRET).unwrap_err());
    let short = ServerSecret::new(1, &SECRET[1..]).unwrap();
    show(&Token04::new("alice").sign_with(&short, &CONTEXT).unwrap_err());
    for cut in [sig.len() / 2, sig.len() - 1] {
        let rejection = UserSigDocument::parse(&sig[..cut]).unwrap_err();
        show(&rejection.detail());
    }
    for cut in [token.len() / 2, token.len() - 1] {
        let rejection = Token04Document::decrypt(&token[..cut], &zego()).unwrap_err();
        show(&rejection.detail());
    }
    assert_eq!(shown, 20 * 3);
}

#[test]
fn no_freed_memory_holds_a_secret() {
    let pieces = pieces();
    let (sig, entry, token) = (user_sig(), private_map_key(), token04());
    let long = "u".repeat(5_000);
    let escaped = with_escapes(&sig);
    let spoilt = [&sig, &entry, &token].map(|token| [token, "="].concat());
    none_is_freed("credentials", pieces, || {
        assert!(SdkSecretKey::new(1, SECRET.to_owned()).is_ok());
        assert!(SdkSecretKey::new(0, SECRET.to_owned()).is_err());
        assert!(SdkSecretKey::new(1, [SECRET, "\n"].concat()).is_err());
        for id in ["1", "one", "+1", ""] {
            let lookup = |name: &str| {
                Some(if name.ends_with("ID") { id.to_owned() } else { SECRET.to_owned() })
            };
            assert_eq!(SdkSecretKey::from_vars(lookup).is_ok(), id == "1");
        }
    });
    none_is_freed("making", pieces, || {
        for user in ["alice", &long] {
            drop(
                UserSig::new(user).with_userbuf(&[1; 99]).sign_with(&tencent(), &CONTEXT).unwrap(),
            );
            drop(UserSig::new(user).sign_with(&tencent(), &CONTEXT).unwrap());
            drop(Token04::new(user).with_payload(&long).sign_with(&zego(), &CONTEXT).unwrap());
        }
        drop(Token04::new("alice").sign_with(&zego(), &CONTEXT).unwrap());
        let entry = PrivateMapKey::new("alice", Room::Number(7), Privileges::ALL);
        drop(entry.sign_with(&tencent(), &CONTEXT).unwrap());
    });
    none_is_freed("reading", pieces, || {
        for token in [&sig, &entry, &escaped] {
            let document = UserSigDocument::parse(token).unwrap();
            document.verify(&tencent(), NOW).unwrap();
            assert!(document.verify(&tencent(), NOW + 86_400).is_err());
            assert!(UserSigDocument::parse(&token[..token.len() - 4]).is_err());
        }
        assert!(Token04Document::decrypt(&token, &zego()).is_ok());
        assert!(Token04Document::decrypt(&token[..token.len() - 4], &zego()).is_err());
        assert!(spoilt[..2].iter().all(|token| UserSigDocument::parse(token).is_err()));
        assert!(Token04Document::decrypt(&spoilt[2], &zego()).is_err());
    });
}

#[test]
fn no_stack_holds_the_secret() {
    let (key, secret) = (tencent(), zego());
    let (sig, token) = (user_sig(), token04());
    type Call<'a> = Box<dyn FnMut() + 'a>;
    let mut calls: [(&str, Call<'_>); 4] = [
        (
            "user_sig",
            Box::new(|| {
                drop(black_box(UserSig::new("alice").sign_with(&key, &CONTEXT).unwrap()));
            }),
        ),
        (
            "token04",
            Box::new(|| {
                drop(black_box(Token04::new("alice").sign_with(&secret, &CONTEXT).unwrap()));
            }),
        ),
        (
            "verify",
            Box::new(|| {
                UserSigDocument::parse(&sig).unwrap().verify(&key, NOW).unwrap();
            }),
        ),
        (
            "decrypt",
            Box::new(|| {
                drop(black_box(Token04Document::decrypt(&token, &secret).unwrap()));
            }),
        ),
    ];
    for (name, call) in &mut calls {
        let stack = scan::stack_below(call);
        for (form, mask) in [("", 0), (" ^ ipad", 0x36), (" ^ opad", 0x5c)] {
            let wanted: Vec<u8> = SECRET.bytes().map(|byte| byte ^ mask).collect();
            let found = wanted.windows(8).any(|piece| stack.windows(8).any(|at| at == piece));
            assert!(!found, "{name}: the secret{form}");
        }
    }
}

/// The searches find what is there; without this the tests above could pass by seeing nothing.
#[test]
fn what_is_left_is_found() {
    let pieces = pieces();
    assert!(pieces.find(format!("a {} z", token04()).as_bytes()).is_some());
    let (hits, ()) = hits_of(pieces, || drop(user_sig()));
    assert!(!hits.is_empty());
    let (hits, ()) = hits_of(pieces, || drop(Secret::new("secret", SECRET).unwrap()));
    assert!(hits.is_empty());
    for leave in [scan::leave, scan::leave_deep] {
        let stack = scan::stack_below(&mut || leave(SECRET.as_bytes()));
        assert!(stack.windows(8).any(|at| at == &SECRET.as_bytes()[..8]));
    }
}
