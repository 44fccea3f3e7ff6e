//! A fragment is not sent, so that `a#b.txt` names `a`.

use polysign::sign::Draft;
use polysign::{Error, ErrorKind, Request, Scheme, Signer};

use crate::common::every_signer::{context, every_signer};
use crate::common::refusing::{assert_refused, sign};

/// A scheme of the user's own, which makes the checks that the trait's page names.
#[derive(Debug)]
struct Foreign;

static FOREIGN: Scheme = Scheme::new("foreign/scheme").with_headers(&["x-key"]);

impl Signer for Foreign {
    fn scheme(&self) -> &'static Scheme {
        &FOREIGN
    }

    fn write(&self, _: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        draft.header("x-key", |value| value.push("1"));
        Ok(())
    }
}

fn signers() -> Vec<(String, Box<dyn Signer>)> {
    let own = every_signer().map(|(case, signer)| (case.to_string(), signer));
    let foreign: Box<dyn Signer> = Box::new(Foreign);
    own.into_iter().chain([("foreign".to_owned(), foreign)]).collect()
}

/// URL, where the `#` stands, what is sent.
const URLS: [(&str, usize, &str); 5] = [
    ("https://h/a#b.txt", 11, "https://h/a"),
    ("https://h#", 9, "https://h/"),
    ("https://h/a?b=c#d#e", 15, "https://h/a?b=c"),
    ("HTTPS://H:443/%61#?x", 17, "HTTPS://h/%61"),
    ("wss://h/?#", 9, "wss://h/?"),
];

#[test]
fn a_fragment_is_an_error_with_methods_that_change_things() {
    for (case, signer) in signers() {
        for method in ["DELETE", "PUT", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PURGE", "GETX"] {
            for (url, offset, _) in URLS {
                let request = Request::new(method, url).expect(url).with_body("");
                let what = format!("{case} {method} {url}");
                let signed = sign(&*signer, &request);
                assert_refused(signed, ErrorKind::InvalidUrl, "url", Some(offset), &what);
                let explained = signer.explain(&request, &context());
                assert_refused(explained, ErrorKind::InvalidUrl, "url", Some(offset), &what);
                let error = sign(&*signer, &request).expect_err(&what).to_string();
                assert!(error.contains("%23") && error.contains("allow_fragment"), "{error}");
            }
        }
    }
}

#[test]
fn a_fragment_is_not_sent_and_the_explanation_says_so() {
    for (case, signer) in signers() {
        for (method, is_allowed) in
            [("GET", false), ("HEAD", false), ("POST", false), ("DELETE", true), ("PUT", true)]
        {
            for (url, offset, sent) in URLS {
                let what = format!("{case} {method} {url}");
                let mut request = Request::new(method, url).expect(url).with_body("");
                if is_allowed {
                    request = request.allow_fragment();
                }
                let plain = Request::new(method, sent).expect(sent).with_body("");
                let signed = sign(&*signer, &request).expect(&what);
                let same = sign(&*signer, &plain).expect(&what);
                assert_eq!(signed.signature(), same.signature(), "{what}");
                let applied = signed.url(&request).expect(&what);
                assert!(applied.expose().starts_with(sent), "{what}: {applied:?}");
                assert!(!applied.expose().contains('#'), "{what}: {applied:?}");

                let explained = signer.explain(&request, &context()).expect(&what);
                assert_eq!(explained.unsent_fragment(), Some(offset), "{what}");
                let shown = explained.to_string();
                let line = format!("not sent: the fragment of the URL, from byte {offset} on");
                assert!(shown.contains(&line), "{what}: {shown}");
                let explained = signer.explain(&plain, &context()).expect(&what);
                assert_eq!(explained.unsent_fragment(), None, "{what}");
                assert!(!explained.to_string().contains("not sent"), "{what}");
            }
        }
    }
}

/// An escaped `#` is a part of the path or the query as any other.
#[test]
fn an_escaped_number_sign_is_signed() {
    for (case, signer) in signers() {
        let request =
            Request::new("DELETE", "https://h/a%23b.txt?c=%23").expect("a URL").with_body("");
        let signed = sign(&*signer, &request).expect(&case);
        let url = signed.url(&request).expect(&case);
        assert!(url.expose().starts_with("https://h/a%23b.txt?c=%23"), "{case}");
    }
}

/// The type of the `http` crate drops a fragment by itself, so that none is left to be signed.
#[test]
#[cfg(feature = "http")]
fn http_types_have_no_fragment() {
    for (case, signer) in signers() {
        let request = |url: &str| {
            let request = http::Request::delete(url).body("").expect("a request");
            let signing = polysign::http::Signing::new(&*signer).with_context(context());
            let mut signed = request;
            signing.request(&mut signed).expect(&case);
            (signed.uri().clone(), signed.headers().clone())
        };
        let with = request("https://h/a?x=1#b.txt");
        assert!(!with.0.to_string().contains('#'), "{case}");
        assert_eq!(with, request("https://h/a?x=1"), "{case}");
    }
}
