//! A credential that is replaced while clients go on signing.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use polysign::sign::{Draft, Replaceable};
use polysign::{Context, Error, Request, Signed, Signer, UnixTime, baidu, huawei, zego};

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

/// Signs until every id was met often enough, and counts the signatures that are not those of a
/// signer that never held another key.
fn mixtures_met(signer: &dyn Signer, enough: usize) -> usize {
    let by_id: BTreeMap<_, _> = IDS.map(|id| (id, fields_by(&self::signer(id)))).into();
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut mixtures, mut reused) = (0, Signed::new());
    while met.len() < IDS.len() || met.values().any(|count| *count < enough) {
        signer.sign_into(&request(), &CONTEXT, &mut reused).expect("signed");
        for found in [fields(&reused), fields_by(signer)] {
            match by_id.iter().find(|(_, expected)| **expected == found) {
                Some((id, _)) => *met.entry(id).or_default() += 1,
                None => mixtures += 1,
            }
        }
    }
    mixtures
}

/// Two threads sign while another replaces. Returns the number of signatures that are a mixture.
fn mixtures(signer: &dyn Signer, replace: impl Fn(&'static str)) -> usize {
    let done = AtomicUsize::new(0);
    thread::scope(|scope| {
        let client = || {
            // Counted also when the client fails, so that the loop below ends.
            struct Done<'a>(&'a AtomicUsize);
            impl Drop for Done<'_> {
                fn drop(&mut self) {
                    self.0.fetch_add(1, Ordering::Relaxed);
                }
            }
            let _done = Done(&done);
            mixtures_met(signer, 500)
        };
        let clients = [scope.spawn(client), scope.spawn(client)];
        while done.load(Ordering::Relaxed) < clients.len() {
            for id in IDS {
                replace(id);
                thread::yield_now();
            }
        }
        clients.map(|client| client.join().expect("a client")).iter().sum()
    })
}

#[test]
fn an_id_never_meets_the_secret_of_another() {
    let replaceable = Replaceable::new(signer(IDS[0]));
    assert_eq!(mixtures(&replaceable, |id| replaceable.replace(signer(id))), 0);
}

/// A signer whose fields come from two signers, which are replaced one after the other.
#[derive(Debug)]
struct Racy([Replaceable<huawei::SdkHmacSha256>; 2]);

impl Signer for Racy {
    fn scheme(&self) -> &'static polysign::Scheme {
        self.0[0].scheme()
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let signed = self.0[0].sign_with(request, &CONTEXT)?;
        let other = self.0[1].sign_with(request, &CONTEXT)?;
        let of = |signed: &Signed, name| {
            let mut headers = signed.headers();
            headers.find(|(other, _)| *other == name).map(|(_, value)| value.to_owned())
        };
        for (name, _) in signed.headers() {
            let from = if name == "authorization" { &signed } else { &other };
            draft.header(name, |out| out.push(of(from, name).expect("a header")));
        }
        Ok(())
    }
}

/// Without this nobody would know whether the threads above meet at all.
#[test]
fn an_id_meets_the_secret_of_another_in_a_racy_signer() {
    let racy = Racy([(); 2].map(|()| Replaceable::new(signer(IDS[0]))));
    let replace = |id| {
        for part in &racy.0 {
            part.replace(signer(id));
            thread::yield_now();
        }
    };
    assert!((0..100).any(|_| mixtures(&racy, replace) > 0));
}
