//! Signing by every scheme, into new values and into old ones.

use polysign::UnixTime;
use polysign::sign::{Draft, Replaceable};
use polysign::{Context, Error, ErrorKind, Request, Scheme, Signed, Signer, huawei, tencent};

use super::detector::none_is_freed;
use super::{Subject, large_subject, subject};
use crate::common::drawn::{Secrets, signers};
use crate::common::pieces::Pieces;

const URL: &str = "https://api.example.com/v1/x?page=1&name=%E5%90%8D";
/// The host is written anew, which needs more room.
const ANOTHER_URL: &str = "https://API.example.com:443/v1/longer/path?a=1&b=2&c=3&d=4&e=5";
const CONTEXT: Context<'static> =
    Context::new(UnixTime::new(1_700_000_000)).with_random_nonce([7; 16]);
/// Signatures in hexadecimal have only 16 letters; a longer piece is no coincidence.
const OF_A_SIGNATURE: usize = 14;

/// Signatures are looked for, too. They are those of [`URL`] and [`CONTEXT`].
pub(crate) fn add_signatures(secrets: &Secrets, pieces: &mut Pieces) {
    let request = Request::new("GET", URL).unwrap();
    for (_, signer) in signers(secrets) {
        let signed = signer.sign_with(&request, &CONTEXT).unwrap();
        if let Some(signature) = signed.signature() {
            pieces.add(signature, OF_A_SIGNATURE);
        }
    }
}

fn sign_by_all(Subject { secrets, pieces }: &Subject) {
    let nonce = "n".repeat(5000);
    let contexts = [CONTEXT, CONTEXT.with_nonce(&nonce), Context::at(-1)];
    none_is_freed("making", pieces, || drop(signers(secrets)));
    let names = signers(secrets);
    let mut kept = Signed::new();
    for (name, signer) in &names {
        for context in contexts {
            for url in [URL, ANOTHER_URL, URL] {
                let request = Request::new("GET", url).unwrap();
                none_is_freed(name, pieces, || {
                    if let Ok(signed) = signer.sign_with(&request, &context) {
                        let url = signed.url(&request).unwrap();
                        drop(url.clone());
                        drop(format!("{signed:?} {url:?} {signer:?}"));
                        let again = Request::new("GET", url.expose()).unwrap();
                        drop(signer.sign_with(&again, &CONTEXT).unwrap().url(&again));
                        drop(signed.url(&again));
                    }
                    drop(signer.explain(&request, &context));
                });
                // Into one value for all signers, which grows and is written over.
                none_is_freed(name, pieces, || {
                    drop(signer.sign_into(&request, &context, &mut kept));
                });
            }
        }
    }
    none_is_freed("dropping", pieces, || drop((names, kept)));
}

#[test]
fn every_scheme() {
    sign_by_all(&subject());
}

#[test]
fn every_scheme_with_large_tokens() {
    sign_by_all(&large_subject());
}

const HEADERS: &[&str] = &["x-t0", "x-t1", "x-t2", "x-t3", "x-t4"];
const QUERY: &[&str] = &["t0", "t1", "t2", "t3", "t4"];

static FOREIGN: Scheme = Scheme::new("foreign/scheme")
    .with_headers(HEADERS)
    .with_query(QUERY)
    .with_secret_headers(HEADERS)
    .with_secret_query(QUERY);

/// A signer that does not say how much it writes and sets more fields than most.
#[derive(Debug)]
struct WithoutRoom<'a> {
    token: &'a str,
    fails: bool,
}

impl Signer for WithoutRoom<'_> {
    fn scheme(&self) -> &'static Scheme {
        &FOREIGN
    }

    fn write(&self, _: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let token = self.token;
        for (header, parameter) in HEADERS.iter().zip(QUERY) {
            draft.header(header, |value| {
                let (front, back) = token.split_at(token.len() / 2);
                value.push(front);
                value.push(back);
                value.push_signature(token);
            });
            draft.query(parameter, |value| value.push_nonce(token));
        }
        match self.fails {
            false => Ok(()),
            true => Err(Error::new(ErrorKind::Unavailable, "signer", "fails")),
        }
    }
}

fn write_without_room(token: &str, signed: &mut Signed, finishes: bool) {
    let request = Request::new("GET", ANOTHER_URL).unwrap();
    let signer = WithoutRoom { token, fails: !finishes };
    let result = signer.sign_into(&request, &CONTEXT, signed);
    assert_eq!(result.is_ok(), finishes, "{result:?}");
    if finishes {
        drop(signed.url(&request).unwrap());
    }
}

#[test]
fn buffers_that_grow() {
    for Subject { secrets, pieces } in [subject(), large_subject()] {
        for finishes in [true, false] {
            none_is_freed("a signer of the user's", pieces, || {
                let mut signed = Signed::new();
                for token in [
                    &secrets["huawei/security_token"],
                    &secrets["huawei/token"],
                    &secrets["baidu/session_token"],
                ] {
                    write_without_room(token, &mut signed, finishes);
                    write_without_room("a much shorter one", &mut signed, true);
                    write_without_room(token, &mut signed, finishes);
                    signed.clear();
                }
            });
        }
    }
}

#[test]
fn replaced_signers() {
    let Subject { secrets, pieces } = subject();
    let signer = |token: &String| huawei::AuthToken::new(huawei::Token::new(token).unwrap());
    none_is_freed("replacing", pieces, || {
        let replaceable = Replaceable::new(signer(&secrets["huawei/token"]));
        let request = Request::new("GET", URL).unwrap();
        let old = replaceable.current();
        replaceable.clone().replace(signer(&secrets["huawei/security_token"]));
        drop(old.sign_with(&request, &CONTEXT));
        drop(replaceable.sign_with(&request, &CONTEXT));
        drop(old);
        drop(replaceable);
    });
}

/// TC3 signs values of headers in lower case, a token among them.
#[test]
fn a_token_in_lower_case() {
    for Subject { secrets, pieces } in [subject(), large_subject()] {
        let key = tencent::ApiKey::new("id", &*secrets["tencent/secret_key"]).unwrap();
        let key = key.with_token(&*secrets["tencent/token"]).unwrap();
        let signer = tencent::Tc3HmacSha256::new(key, "cvm").unwrap();
        let signer = signer.with_signed_headers(["content-type", "host", "x-tc-token"]).unwrap();
        let headers = [("content-type", "application/json")];
        let request = Request::new("GET", URL).unwrap().with_headers(&headers);
        none_is_freed("tc3", pieces, || {
            drop(signer.sign_with(&request, &CONTEXT).unwrap());
            drop(signer.explain(&request, &CONTEXT).unwrap());
        });
    }
}
