//! A signer behind `&`, `Box` and `Arc`: every method is forwarded, and a map of boxes needs to know
//! no vendor.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use polysign::sign::Draft;
use polysign::{Context, Error, ErrorKind, Explanation, Request, Scheme, Signed, Signer};

use crate::common::every_signer;
use crate::common::schemes::first_rows;

static SCHEME: Scheme = Scheme::new("example/counting");

/// Counts the calls of each method, and answers each with an error that names it, so that a
/// default method in place of the signer's own would show.
#[derive(Debug, Default)]
struct Counting([AtomicUsize; 6]);

impl Counting {
    fn called<T>(&self, at: usize, name: &'static str) -> Result<T, Error> {
        self.0[at].fetch_add(1, Ordering::Relaxed);
        Err(Error::new(ErrorKind::Unavailable, name, "was called"))
    }

    fn counts(&self) -> [usize; 6] {
        self.0.each_ref().map(|count| count.load(Ordering::Relaxed))
    }
}

impl Signer for Counting {
    fn scheme(&self) -> &'static Scheme {
        self.0[0].fetch_add(1, Ordering::Relaxed);
        &SCHEME
    }

    fn write(&self, _: &Request<'_>, _: &mut Draft<'_, '_>) -> Result<(), Error> {
        self.called(5, "write")
    }

    fn sign_into(&self, _: &Request<'_>, _: &Context<'_>, _: &mut Signed) -> Result<(), Error> {
        self.called(1, "sign_into")
    }

    fn explain(&self, _: &Request<'_>, _: &Context<'_>) -> Result<Explanation, Error> {
        self.called(2, "explain")
    }

    fn sign_with(&self, _: &Request<'_>, _: &Context<'_>) -> Result<Signed, Error> {
        self.called(3, "sign_with")
    }

    fn sign(&self, _: &Request<'_>) -> Result<Signed, Error> {
        self.called(4, "sign")
    }
}

/// Gets its drafts written by another signer.
#[derive(Debug)]
struct Forwarded<'a, S>(&'a S);

impl<S: Signer> Signer for Forwarded<'_, S> {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        self.0.write(request, draft)
    }
}

/// Calls each method once, by the type and not through a vtable of its own.
fn call_all<S: Signer>(signer: S) {
    let request = Request::new("GET", "https://ex.com/").expect("a URL");
    let context = Context::at(5);
    assert_eq!(signer.scheme().name(), "example/counting");
    let field = |result: Result<(), Error>| result.expect_err("each refuses").field().to_owned();
    let mut signed = Signed::new();
    assert_eq!(field(signer.sign_into(&request, &context, &mut signed)), "sign_into");
    assert_eq!(field(signer.explain(&request, &context).map(|_| ())), "explain");
    assert_eq!(field(signer.sign_with(&request, &context).map(|_| ())), "sign_with");
    assert_eq!(field(signer.sign(&request).map(|_| ())), "sign");
    assert_eq!(field(Forwarded(&signer).sign_with(&request, &context).map(|_| ())), "write");
    assert!(format!("{signer:?}").starts_with("Counting("), "Debug is the signer's own");
}

#[test]
fn every_method_is_forwarded() {
    let shared = Arc::new(Counting::default());
    let counting: &Counting = &shared;
    call_all(counting);
    call_all(Box::new(counting));
    call_all(counting as &dyn Signer);
    call_all(Arc::clone(&shared));
    call_all(Arc::clone(&shared) as Arc<dyn Signer>);
    call_all(Box::new(Arc::clone(&shared)));
    call_all(Box::new(Arc::clone(&shared)) as Box<dyn Signer>);
    call_all(Box::new(Box::new(Arc::clone(&shared)) as Box<dyn Signer>));
    call_all(Arc::new(Box::new(Arc::clone(&shared)) as Box<dyn Signer>));
    assert_eq!(shared.counts(), [9; 6]);
}

/// One of the schemes signs no request without it.
const TYPE: [(&str, &str); 1] = [("content-type", "application/json")];

/// A signer of each scheme, by its name.
fn gateway() -> HashMap<&'static str, Box<dyn Signer>> {
    first_rows().map(|row| (row.scheme, row.signer(&[]).expect(row.scheme))).collect()
}

#[test]
fn a_gateway_knows_no_vendor() {
    let signers = gateway();
    let schemes: BTreeSet<_> = polysign::schemes().map(|facts| facts.name()).collect();
    assert!(signers.keys().copied().collect::<BTreeSet<_>>() == schemes, "{:?}", signers.keys());
    let request = Request::new("GET", "https://ex.com/a?b=c").expect("a URL");
    let request = request.with_headers(&TYPE);
    for (scheme, signer) in &signers {
        let signed = signer.sign(&request).expect(scheme);
        assert_eq!(signed.scheme(), Some(signer.scheme()));
        let facts = signer.scheme();
        assert_eq!(signed.nonce().is_some(), facts.needs_nonce(), "{scheme}");
        assert!(signed.headers().count() + signed.query().count() > 0, "{scheme}");
        for (name, _) in signed.headers() {
            assert!(facts.headers().contains(&name), "{scheme} does not list {name}");
        }
        for (name, _) in signed.query() {
            assert!(facts.query().contains(&name), "{scheme} does not list {name}");
        }
        let url = signed.url(&request).expect(scheme);
        assert!(url.expose().starts_with("https://ex.com/a?b=c"), "{scheme}");
    }
}

#[test]
fn a_result_can_be_used_for_one_signature_after_another() {
    let signers = gateway();
    let context = every_signer::context();
    let mut reused = Signed::new();
    for url in ["https://ex.com/a?b=c", "https://other.example.com:8443/"] {
        let request = Request::new("GET", url).expect(url).with_headers(&TYPE);
        for (scheme, signer) in &signers {
            signer.sign_into(&request, &context, &mut reused).expect(scheme);
            let fresh = signer.sign_with(&request, &context).expect(scheme);
            assert!(reused.headers().eq(fresh.headers()), "{scheme}");
            assert!(reused.query().eq(fresh.query()), "{scheme}");
            assert!(reused.removed_headers().eq(fresh.removed_headers()), "{scheme}");
            let urls = [&reused, &fresh].map(|signed| signed.url(&request).expect(scheme));
            assert_eq!(urls[0].expose(), urls[1].expose(), "{scheme}");
        }
    }
}
