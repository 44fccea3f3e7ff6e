//! The search finds what is there; without this the other tests could pass by seeing nothing.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use polysign::Secret;

use super::detector::hits_of;
use super::subject;

/// Runs with the secret and says how many blocks were found.
fn hits(run: impl FnOnce(&str)) -> usize {
    let subject = subject();
    let (hits, ()) = hits_of(subject.pieces, || run(&subject.secrets["huawei/token"]));
    hits.len()
}

#[test]
fn a_freed_secret_is_found() {
    assert_eq!(hits(|secret| drop(secret.to_owned())), 1);
    assert_eq!(hits(|secret| drop(secret.as_bytes().to_vec())), 1);
    assert_eq!(hits(|secret| drop(Box::new(secret[4..12].to_owned()))), 1);
    assert_eq!(hits(|secret| drop(vec![secret.to_owned(); 3])), 3);
}

#[test]
fn a_freed_spelling_is_found() {
    for (name, spell) in [
        ("hex", (|secret| hex::encode(secret)) as fn(&str) -> String),
        ("HEX", |secret| hex::encode_upper(secret)),
        ("base64", |secret| STANDARD.encode(secret)),
        ("base64 shifted", |secret| STANDARD.encode(format!("a{secret}"))),
        ("base64 shifted more", |secret| STANDARD.encode(format!("ab{secret}"))),
        ("base64 for URLs", |secret| URL_SAFE.encode(format!("ab{secret}"))),
        ("percent", |secret| {
            secret
                .bytes()
                .map(|byte| match byte {
                    byte if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                        char::from(byte).to_string()
                    }
                    _ => format!("%{byte:02X}"),
                })
                .collect()
        }),
    ] {
        assert!(hits(|secret| drop(spell(secret))) > 0, "{name}");
    }
}

#[test]
fn a_block_that_is_outgrown_is_found() {
    let grow = |secret: &str| {
        let mut text = String::with_capacity(secret.len());
        text.push_str(secret);
        text.reserve(1);
        // The block of now is never freed.
        text.leak();
    };
    assert_eq!(hits(grow), 1);
    let shrink = |secret: &str| {
        let mut text = String::with_capacity(2 * secret.len());
        text.push_str(secret);
        text.shrink_to_fit();
        text.leak();
    };
    assert_eq!(hits(shrink), 1);
}

#[test]
fn what_was_wiped_or_is_no_secret_is_not_found() {
    assert_eq!(hits(|secret| drop(Secret::new("secret", secret).unwrap())), 0);
    assert_eq!(hits(|_| drop("nothing of interest".to_owned())), 0);
}
