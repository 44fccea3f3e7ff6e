//! No freed memory and no stack holds a secret, a key that is derived from it, a token or a signature.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;

use polysign::custom::{HmacSha256Key, Sink};
use polysign::registry::Registry;
use polysign::verify::{Policy, Verifier};
use polysign::{Context, Request, Signed, Signer, UnixTime};
use polysign_clouds::{aliyun, aws, volcengine};
use serde::de::DeserializeSeed;

#[path = "arrived/mod.rs"]
mod arrived;
#[path = "common/mod.rs"]
mod verifiers;

#[path = "../../tests/common/pieces.rs"]
mod pieces;

/// Where the shared search for freed secrets expects it.
mod common {
    pub(crate) use crate::pieces;
}

#[path = "../../tests/freed/detector.rs"]
mod detector;
#[path = "../../tests/leaks_stack/scan.rs"]
mod scan;

use arrived::Arrived;
use detector::{hits_of, none_is_freed};
use pieces::Pieces;

#[global_allocator]
static ALLOCATOR: detector::Detector = detector::Detector;

static REGISTRY: Registry = Registry::new(&[polysign_clouds::ENTRIES]);

// Not in another text by chance.
const SECRET: &str = "zQ7xW2vK9jR4mT6yB1nH8cF3gD5sL0pE";
const TOKEN: &str = "Yq3Vb8Kd5Zt1Wm9Xc6Rj2Pf7Hs4Lg0Na";
const NOW: i64 = 1_764_320_400;
const CONTEXT: Context<'static> = Context::new(UnixTime::new(NOW)).with_random_nonce([7; 16]);
const URL: &str = "https://h.example.com/?Action=List&Version=2018-01-01&name=%E5%90%8D";
const HEADERS: [(&str, &str); 2] = [("content-type", "application/json"), ("x-acs-action", "List")];

type Pairs = &'static [(&'static str, &'static str)];

const ROWS: [(&str, Pairs); 7] = [
    ("aws/sigv4", &[("region", "r"), ("service", "iam")]),
    ("aws/sigv4", &[("region", "r"), ("service", "s3")]),
    (
        "aws/sigv4",
        &[("region", "r"), ("service", "iam"), ("placement", "query"), ("expires_in", "60")],
    ),
    ("volcengine/hmac-sha256", &[("region", "r"), ("service", "iam")]),
    ("volcengine/hmac-sha256", &[("region", "r"), ("service", "iam"), ("placement", "query")]),
    ("aliyun/acs3-hmac-sha256", &[]),
    ("aliyun/rpc-hmac-sha1", &[]),
];

fn setting(scheme: &str, options: Pairs, key: &str) -> Option<&'static str> {
    let is_aliyun = scheme.starts_with("aliyun");
    match key {
        "access_key_id" => Some("id"),
        "secret_access_key" if !is_aliyun => Some(SECRET),
        "access_key_secret" if is_aliyun => Some(SECRET),
        "session_token" if !is_aliyun => Some(TOKEN),
        "security_token" if is_aliyun => Some(TOKEN),
        _ => options.iter().find(|(name, _)| *name == key).map(|(_, value)| *value),
    }
}

/// What a signer is made of.
fn settings(scheme: &str, options: Pairs) -> Vec<(&'static str, &'static str)> {
    let credential = [
        "access_key_id", "secret_access_key", "access_key_secret", "session_token",
        "security_token",
    ];
    let all = credential.into_iter().filter_map(|key| Some((key, setting(scheme, options, key)?)));
    all.chain(options.iter().copied()).collect()
}

fn signer(scheme: &str, options: Pairs) -> Box<dyn Signer> {
    let settings = settings(scheme, options);
    let pairs = settings.iter().map(|(key, value)| (key, value));
    REGISTRY.signer_from_pairs(scheme, pairs).expect(scheme)
}

fn verifier(scheme: &str, options: Pairs) -> Box<dyn Verifier> {
    let setting = |key: &str| setting(scheme, options, key).map(str::to_owned);
    verifiers::verifier(scheme, &setting, Policy::new())
}

fn request() -> Request<'static> {
    Request::new("POST", URL).expect("a URL").with_headers(&HEADERS).with_body("a=b")
}

fn arrived(signer: &dyn Signer) -> Arrived {
    let request = request();
    let headers = HEADERS.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let signed = signer.sign_with(&request, &CONTEXT).expect("signed");
    Arrived::of(&signed, &request, &headers, b"a=b")
}

/// The secret, the token, and the signatures.
fn pieces() -> &'static Pieces {
    let mut pieces = Pieces::of([SECRET, TOKEN], 12);
    for (scheme, options) in ROWS {
        let signed = signer(scheme, options).sign_with(&request(), &CONTEXT).expect("signed");
        pieces.add(signed.signature().expect("a signature"), 14);
    }
    Box::leak(Box::new(pieces))
}

#[test]
fn no_freed_memory_of_a_signer_holds_a_secret() {
    let pieces = pieces();
    let mut kept = Signed::new();
    for (scheme, options) in ROWS {
        none_is_freed(scheme, pieces, || drop(signer(scheme, options)));
        let signer = signer(scheme, options);
        none_is_freed(scheme, pieces, || {
            for context in [CONTEXT, Context::at(-1)] {
                if let Ok(signed) = signer.sign_with(&request(), &context) {
                    let url = signed.url(&request()).expect("applied");
                    drop(format!("{signed:?} {url:?} {signer:?}"));
                    let again = Request::new("POST", url.expose()).expect("a URL");
                    drop(signed.url(&again));
                }
                drop(signer.explain(&request(), &context));
                drop(signer.sign_into(&request(), &context, &mut kept));
            }
        });
        none_is_freed(scheme, pieces, || drop(signer));
    }
    none_is_freed("dropping", pieces, || drop(kept));
}

/// The signature that arrived is no secret of the verifier's.
#[test]
fn no_freed_memory_of_a_verifier_holds_a_secret() {
    let pieces = Box::leak(Box::new(Pieces::of([SECRET, TOKEN], 12)));
    for (scheme, options) in ROWS {
        let arrived = arrived(&*signer(scheme, options));
        none_is_freed(scheme, pieces, || {
            let verifier = verifier(scheme, options);
            arrived.verify(&*verifier, NOW).expect(scheme);
            arrived.verify(&*verifier, NOW + 100_000).expect_err(scheme);
            drop(format!("{verifier:?}"));
        });
        let mut changed = arrived.clone();
        changed.target.push_str("&x=1");
        let verifier = verifier(scheme, options);
        none_is_freed(scheme, pieces, || {
            changed.verify(&*verifier, NOW).expect_err(scheme);
        });
    }
}

#[test]
fn no_freed_memory_of_a_credential_holds_a_secret() {
    let pieces = pieces();
    let tokens = [TOKEN.to_owned(), format!("{TOKEN}\n"), format!("{TOKEN}é")];
    none_is_freed("constructors", pieces, || {
        for (id, secret) in [("id", SECRET), ("a/b", SECRET), ("a,b", SECRET), ("", SECRET)] {
            drop(aws::AccessKey::new(id, secret.to_owned()));
            drop(volcengine::AccessKey::new(id, secret.to_owned()));
            drop(aliyun::AccessKey::new(id, secret.to_owned()));
        }
        for token in &tokens {
            let key = aws::AccessKey::new("id", SECRET).expect("a key");
            drop(key.with_session_token(token.to_owned()));
            let key = volcengine::AccessKey::new("id", SECRET).expect("a key");
            drop(key.with_session_token(token.to_owned()));
            let key = aliyun::AccessKey::new("id", SECRET).expect("a key");
            let signer = key.with_security_token(token.to_owned());
            drop(signer.map(aliyun::Acs3HmacSha256::new));
        }
        let key = aws::AccessKey::new("id", SECRET).expect("a key");
        drop(aws::SigV4::new(key, "r/s", "iam"));
        let key = aws::AccessKey::new("id", SECRET).expect("a key");
        drop(Arc::new(aws::VerifyingAccessKey::new(key)));
    });
    // Each variable in turn is not set, or blank.
    let is_id = |name: &str| {
        let name = name.to_ascii_uppercase();
        ["ID", "ACCESS_KEY", "ACCESSKEY"].iter().any(|end| name.ends_with(end))
            && !name.contains("SECRET")
    };
    for left_out in 0..8 {
        for text in [None, Some(" ")] {
            let asked = std::cell::Cell::new(0);
            let lookup = |name: &str| {
                let at = asked.replace(asked.get() + 1);
                if at == left_out {
                    return text.map(str::to_owned);
                }
                Some(if is_id(name) { "id" } else { SECRET }.to_owned())
            };
            none_is_freed("variables", pieces, || {
                drop(aws::AccessKey::from_vars(lookup));
                drop(volcengine::AccessKey::from_vars(lookup));
                drop(aliyun::AccessKey::from_vars(lookup));
            });
        }
    }
}

/// A configuration without one of its settings, in JSON.
#[test]
fn no_freed_memory_of_a_configuration_holds_a_secret() {
    let pieces = pieces();
    for (scheme, options) in ROWS {
        let settings = settings(scheme, options);
        for left_out in 0..=settings.len() {
            let (mut credential, mut others) = (serde_json::Map::new(), serde_json::Map::new());
            for (at, (key, value)) in settings.iter().enumerate().filter(|(at, _)| *at != left_out)
            {
                let is_option = at + options.len() >= settings.len();
                let map = if is_option { &mut others } else { &mut credential };
                map.insert((*key).to_owned(), (*value).into());
            }
            let json = serde_json::json!(
                { "scheme": scheme, "credential": credential, "options": others }
            );
            let json = json.to_string();
            let json = json.as_str();
            none_is_freed(scheme, pieces, || {
                let mut read = serde_json::Deserializer::from_str(json);
                if let Ok(config) = REGISTRY.deserialize(&mut read) {
                    drop(format!("{config:?}"));
                    drop(config.signer());
                }
            });
        }
    }
}

/// The secret and the keys that are derived from it, each plain and as an HMAC has it: with its pads, and as
/// the state of the hash after its first block.
fn wanted() -> Vec<(String, Vec<u8>)> {
    let mut keys = vec![SECRET.as_bytes().to_vec(), TOKEN.as_bytes().to_vec()];
    keys.extend([format!("AWS4{SECRET}").into_bytes(), format!("{SECRET}&").into_bytes()]);
    for (prefix, end) in [("AWS4", "aws4_request"), ("", "request")] {
        for service in ["iam", "s3"] {
            let mut key = [prefix, SECRET].concat().into_bytes();
            for part in ["20251128", "r", service, end] {
                let mut mac = HmacSha256Key::new(&key).start();
                mac.text(part.as_bytes());
                key = mac.finish().to_vec();
                keys.push(key.clone());
            }
        }
    }
    let masked = |key: &[u8], mask| key.iter().map(|byte| byte ^ mask).collect();
    let forms = [("plain", 0), ("with ipad", 0x36), ("with opad", 0x5c)];
    let states = keys.iter().enumerate().flat_map(|(at, key)| {
        [("inner", 0x36), ("outer", 0x5c)].into_iter().flat_map(move |(form, mask)| {
            let [sha256, sha1] = states(key, mask);
            [
                (format!("key {at}, {form} SHA-256"), sha256),
                (format!("key {at}, {form} SHA-1"), sha1),
            ]
        })
    });
    let states: Vec<_> = states.collect();
    let all = keys.iter().enumerate().flat_map(|(at, key)| {
        forms.map(|(form, mask)| (format!("key {at} {form}"), masked(key, mask)))
    });
    all.chain(states).collect()
}

/// The states of SHA-256 and SHA-1 after the first block of an HMAC.
fn states(key: &[u8], mask: u8) -> [Vec<u8>; 2] {
    let mut block = [mask; 64];
    for (byte, key) in block.iter_mut().zip(key) {
        *byte ^= key;
    }
    let (mut sha256, mut sha1) = (SHA256, SHA1);
    sha2::block_api::compress256(&mut sha256, &[block]);
    sha1::block_api::compress(&mut sha1, &[block]);
    let bytes = |state: &[u32]| state.iter().flat_map(|word| word.to_ne_bytes()).collect();
    [bytes(&sha256), bytes(&sha1)]
}

/// The initial states of FIPS 180-4.
const SHA256: [u32; 8] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
];
const SHA1: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];

/// The keys by each eight bytes of them.
type Parts = HashMap<[u8; 8], String>;

fn parts(wanted: &[(String, Vec<u8>)]) -> Parts {
    let all = wanted.iter().flat_map(|(name, key)| {
        let parts = key.windows(8).map(|part| part.try_into().expect("eight bytes"));
        parts.map(move |part| (part, name.clone()))
    });
    all.collect()
}

/// One of the keys of which a part is on the stack below a call.
fn left_by<'w>(wanted: &'w Parts, call: &mut dyn FnMut()) -> Option<&'w str> {
    let stack = scan::stack_below(call);
    let mut places = stack.windows(8).filter(|place| place.iter().any(|byte| *byte != 0));
    places.find_map(|place| wanted.get(place)).map(String::as_str)
}

#[test]
fn no_stack_holds_a_key() {
    let wanted = parts(&wanted());
    for (scheme, options) in ROWS {
        let signing = signer(scheme, options);
        let verifying = verifier(scheme, options);
        let arrived = arrived(&*signing);
        let sign = &mut || drop(black_box(signing.sign_with(&request(), &CONTEXT)));
        assert_eq!(left_by(&wanted, sign), None, "{scheme}, signing");
        // With a key of the day that is not derived yet.
        let fresh = signer(scheme, options);
        let sign = &mut || drop(black_box(fresh.sign_with(&request(), &CONTEXT)));
        assert_eq!(left_by(&wanted, sign), None, "{scheme}, signing first");
        let explain = &mut || drop(black_box(signing.explain(&request(), &CONTEXT)));
        assert_eq!(left_by(&wanted, explain), None, "{scheme}, explaining");
        let verify = &mut || drop(black_box(arrived.verify(&*verifying, NOW)));
        assert_eq!(left_by(&wanted, verify), None, "{scheme}, verifying");
    }
}

/// The searches find what is there; without this the tests above could pass by seeing nothing.
#[test]
fn what_is_left_or_freed_is_found() {
    let pieces = pieces();
    for text in [SECRET, TOKEN] {
        let (hits, ()) = hits_of(pieces, || drop(text.to_owned()));
        assert_eq!(hits.len(), 1);
    }
    let (keys, wanted) = (wanted(), parts(&wanted()));
    for (name, key) in &keys {
        for leave in [scan::leave, scan::leave_deep] {
            assert!(left_by(&wanted, &mut || leave(key)).is_some(), "{name}");
        }
    }
    assert_eq!(left_by(&wanted, &mut || scan::leave(b"nothing that is looked for")), None);
}
