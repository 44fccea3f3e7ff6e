//! A credential that is replaced while clients go on signing.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use polysign::sign::Replaceable;
use polysign::{Context, Request, Signed, Signer, UnixTime, baidu, huawei, zego};

const CONTEXT: Context<'static> = Context::new(UnixTime::new(1573789015));
const IDS: [&str; 3] = ["first-key", "second-key", "third-key"];

/// Each id has a secret and a token of its own.
fn signer(id: &str) -> huawei::SdkHmacSha256 {
    let credential = huawei::AccessKey::new(id, format!("secret of {id}"))
        .and_then(|credential| credential.with_security_token(format!("token-of-{id}")))
        .and_then(|credential| credential.with_project_id(format!("project-of-{id}")));
    huawei::SdkHmacSha256::new(credential.expect("a credential"))
}

fn request() -> Request<'static> {
    Request::new("GET", "https://service.example.com/v1?a=b").expect("a URL")
}

/// All that is set, id and signature among it.
fn fields(signed: &Signed) -> Vec<(&'static str, String)> {
    signed.headers().map(|(name, value)| (name, value.to_owned())).collect()
}

fn fields_by(signer: &dyn Signer) -> Vec<(&'static str, String)> {
    fields(&signer.sign_with(&request(), &CONTEXT).expect("signed"))
}

#[test]
fn every_method_goes_to_the_signer_of_the_moment() {
    let replaceable = Replaceable::new(signer(IDS[0]));
    let client: Box<dyn Signer> = Box::new(replaceable.clone());
    for id in IDS {
        replaceable.replace(signer(id));
        let own = signer(id);
        assert_eq!(fields_by(&client), fields_by(&own), "{id}");
        let mut signed = Signed::new();
        client.sign_into(&request(), &CONTEXT, &mut signed).expect("signed");
        assert_eq!(fields(&signed), fields_by(&own), "{id}");
        assert_eq!(client.explain(&request(), &CONTEXT), own.explain(&request(), &CONTEXT));
        assert_eq!(client.scheme(), own.scheme());
        let now = client.sign(&request()).expect("signed");
        let authorization = now.headers().find(|(name, _)| *name == "authorization");
        assert!(authorization.expect("a header").1.contains(id));
        assert_eq!(fields_by(&replaceable.current()), fields_by(&own));
        assert!(format!("{client:?}").contains(id));
    }
}

#[test]
fn replacing_through_any_clone_reaches_all() {
    let first = Replaceable::new(signer(IDS[0]));
    let (second, third) = (first.clone(), first.clone());
    second.replace(signer(IDS[1]));
    assert_eq!(fields_by(&first), fields_by(&signer(IDS[1])));
    third.replace(signer(IDS[2]));
    assert_eq!(fields_by(&second), fields_by(&signer(IDS[2])));
    let apart = Replaceable::new(signer(IDS[0]));
    assert_eq!(fields_by(&apart), fields_by(&signer(IDS[0])));
}

#[test]
fn one_scheme_can_be_replaced_by_another() {
    let replaceable = Replaceable::<Box<dyn Signer>>::new(Box::new(signer(IDS[0])));
    let credential = zego::ServerSecret::new(1, "s").expect("a credential");
    replaceable.replace(Box::new(zego::ServerApiV2::new(credential)));
    let signed = replaceable.sign(&request()).expect("with a nonce, which the first has none of");
    assert_eq!(signed.scheme().map(polysign::Scheme::name), Some("zego/server-api-v2"));
    let credential = baidu::AccessKey::new("k", "s").expect("a credential");
    replaceable.replace(Box::new(baidu::BceAuthV1::new(credential)));
    assert_eq!(replaceable.scheme().name(), "baidu/bce-auth-v1");
}

#[test]
fn the_old_one_goes_with_the_last_who_uses_it() {
    let replaceable = Replaceable::new(signer(IDS[0]));
    let in_use = replaceable.current();
    let old = Arc::downgrade(&in_use);
    replaceable.replace(signer(IDS[1]));
    assert!(old.upgrade().is_some(), "a signature in progress keeps it");
    drop(in_use);
    assert!(old.upgrade().is_none(), "and nothing else does");
}

/// Signs until every id was met often enough, and checks each signature against one by a signer
/// that never held another key.
fn client(replaceable: &Replaceable<huawei::SdkHmacSha256>, enough: usize) {
    let by_id: BTreeMap<_, _> = IDS.map(|id| (id, fields_by(&signer(id)))).into();
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    let mut reused = Signed::new();
    while met.len() < IDS.len() || met.values().any(|count| *count < enough) {
        replaceable.sign_into(&request(), &CONTEXT, &mut reused).expect("signed");
        for found in [fields(&reused), fields_by(replaceable)] {
            let whole = by_id.iter().find(|(_, expected)| **expected == found);
            let (id, _) = whole.unwrap_or_else(|| panic!("a mixture: {found:?}"));
            *met.entry(id).or_default() += 1;
        }
    }
}

#[test]
fn an_id_never_meets_the_secret_of_another() {
    let replaceable = Replaceable::new(signer(IDS[0]));
    let done = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                // Counted also when the client fails, so that the loop below ends.
                struct Done<'a>(&'a AtomicUsize);
                impl Drop for Done<'_> {
                    fn drop(&mut self) {
                        self.0.fetch_add(1, Ordering::Relaxed);
                    }
                }
                let _done = Done(&done);
                client(&replaceable, 500);
            });
        }
        while done.load(Ordering::Relaxed) < 2 {
            for id in IDS {
                replaceable.replace(signer(id));
                thread::yield_now();
            }
        }
    });
}
