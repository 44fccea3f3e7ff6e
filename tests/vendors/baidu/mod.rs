//! The worked examples, tables and rulings of Baidu AI Cloud's `bce-auth-v1`, after the reference
//! manual, AIPAGE's "General description" and the vendor's unit tests.
#![cfg(feature = "baidu")]

mod canonical;
mod documents;
mod environment;
mod options;
mod presigned;
mod table;

use crate::common::stages::Stages;
use hmac::{Hmac, KeyInit, Mac};
use polysign::Request;
use polysign::baidu::{AccessKey, BceAuthV1, SignedHeaders};
use sha2::Sha256;

/// 2015-04-27T08:23:49Z
const TIME: i64 = 1430123029;
const DATE: &str = "2015-04-27T08:23:49Z";
const AK: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const SK: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
const PREFIX: &str = "bce-auth-v1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/2015-04-27T08:23:49Z/1800";
const SIGNING_KEY: &str = "1d5ce5f464064cbee060330d973218821825ac6952368a482a592e6615aef479";
const BUCKET: &str = "https://bj.bcebos.com/v1/bucket";

fn credential() -> AccessKey {
    AccessKey::new(AK, SK).expect("a credential")
}

/// For the examples' key, with the standard set of headers.
fn signer() -> BceAuthV1 {
    BceAuthV1::new(credential())
}

fn document_default() -> BceAuthV1 {
    signer().with_signed_headers(SignedHeaders::document_default())
}

fn with_token(token: &str) -> BceAuthV1 {
    BceAuthV1::new(credential().with_session_token(token).expect("a token"))
}

fn request<'a>(method: &'a str, url: &'a str) -> Request<'a> {
    Request::new(method, url).expect(url)
}

/// What an example gives: the key of all stages, and the three that differ.
struct Expected<'a> {
    secret: &'a str,
    prefix: &'a str,
    signing_key: &'a str,
    canonical_request: &'a str,
    list: &'a str,
    signature: &'a str,
}

impl<'a> Expected<'a> {
    /// With the key that most examples share.
    fn new(canonical_request: &'a str, list: &'a str, signature: &'a str) -> Self {
        Self {
            secret: SK,
            prefix: PREFIX,
            signing_key: SIGNING_KEY,
            canonical_request,
            list,
            signature,
        }
    }
}

/// Compares each stage on its own. Where the signature went is left to the caller, who gets the
/// whole authentication string.
#[track_caller]
fn holds(stages: &Stages, expected: &Expected<'_>) -> String {
    assert_eq!(stages.canonical_request, expected.canonical_request);
    let key_id = expected.prefix.split('/').nth(1).expect("the prefix has an id");
    let front = format!(
        "scheme: baidu/bce-auth-v1\nkey id: {key_id}\nauth_string_prefix:\n{}\n\
         canonical_request:\n",
        expected.prefix
    );
    assert!(stages.shown.starts_with(&front), "{}", stages.shown);
    // The key is a secret, which an explanation does not show.
    assert_eq!(hmac_hex(expected.secret, expected.prefix), expected.signing_key);
    assert_eq!(hmac_hex(expected.signing_key, &stages.canonical_request), expected.signature);
    assert_eq!(stages.signed_headers, expected.list);
    assert_eq!(stages.signature, expected.signature);
    format!("{}/{}/{}", expected.prefix, expected.list, expected.signature)
}

/// The same for a signature in the header `Authorization`.
#[track_caller]
fn holds_in_header(stages: &Stages, expected: &Expected<'_>) {
    let auth_string = holds(stages, expected);
    assert_eq!(stages.header("authorization"), auth_string);
    assert!(stages.query.is_empty(), "nothing goes into the query");
}

fn hmac_hex(key: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("a key of any length");
    mac.update(text.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}
