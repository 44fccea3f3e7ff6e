//! Applying a signature: only to the request that was signed, and replacing what a former
//! signature left.

use polysign::sign::Draft;
use polysign::{Error, ErrorKind, Request, Scheme, Signed, Signer};

use crate::common::arbitrary::is_rewritten;
use crate::common::every_signer::{context, every_signer, signer, signer_with};
use crate::common::refusing::{assert_refused, sign};

#[test]
fn a_signature_belongs_to_one_method_and_url() {
    let of = |method, url| Request::new(method, url).expect(url).with_body("");
    let signed_for = of("POST", "https://h/a?b=1");
    for (case, signer) in every_signer() {
        let signed = sign(signer.as_ref(), &signed_for).expect(case);
        for other in [
            of("PUT", "https://h/a?b=1"),
            of("post", "https://h/a?b=1"),
            of("POST", "http://h/a?b=1"),
            of("POST", "https://h2/a?b=1"),
            of("POST", "https://h:8443/a?b=1"),
            of("POST", "https://h:80/a?b=1"),
            of("POST", "https://h/A?b=1"),
            of("POST", "https://h/a/?b=1"),
            of("POST", "https://h/a?b=2"),
            of("POST", "https://h/a?b=1&"),
            of("POST", "https://h/a?B=1"),
            of("POST", "https://h/a"),
            of("POST", "https://h/a%3Fb=1"),
            of("POST", "https://h/a?b=1&b=1"),
        ] {
            let case = format!("{case} {other:?}");
            let result = signed.url(&other);
            assert_refused(result, ErrorKind::DifferentRequest, "request", None, &case);
        }
        // The same request in other words.
        for same in [
            of("POST", "https://h/a?b=1"),
            of("POST", "https://h/a?b=1#f"),
            of("POST", "https://H:443/a?b=1"),
            Request::from_parts("POST", "https", "h", "/a?b=1").expect("parts"),
        ] {
            let url = signed.url(&same).unwrap_or_else(|error| panic!("{case} {same:?}: {error}"));
            let own = signed.url(&signed_for).expect(case);
            assert_eq!(url.expose(), own.expose(), "{case} {same:?}");
        }
    }
}

#[test]
fn an_empty_value_can_be_applied_to_nothing() {
    let request = Request::new("GET", "https://h/").expect("a request");
    let empty = Signed::new();
    assert_refused(empty.url(&request), ErrorKind::NotSigned, "signed", None, "new");
    for (case, signer) in every_signer() {
        let mut signed = sign(signer.as_ref(), &request).expect(case);
        signed.clear();
        assert_refused(signed.url(&request), ErrorKind::NotSigned, "signed", None, case);
        assert_eq!(signed.removed_headers().count() + signed.removed_query().count(), 0);
        assert_eq!((signed.signed_at(), signed.nonce()), (None, None), "{case}");
    }
}

/// A signer that fails after it has set a field.
#[derive(Debug)]
struct Fails(&'static Scheme);

impl Signer for Fails {
    fn scheme(&self) -> &'static Scheme {
        self.0
    }

    fn write(&self, _: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        draft.query("Signature", |value| value.push_signature("half done"));
        Err(Error::new(ErrorKind::Unavailable, "signer", "fails"))
    }
}

#[cfg(feature = "zego")]
#[test]
fn a_draft_that_is_dropped_leaves_nothing() {
    let request = Request::new("GET", "https://h/").expect("a request");
    let mut signed = sign(signer("zego").as_ref(), &request).expect("a signature");
    let scheme = signed.scheme().expect("it was signed");
    let result = Fails(scheme).sign_into(&request, &context(), &mut signed);
    assert_eq!(result.expect_err("it fails").kind(), ErrorKind::Unavailable);
    assert_refused(signed.url(&request), ErrorKind::NotSigned, "signed", None, "draft");
    assert_eq!(signed.query().count(), 0);
}

#[cfg(all(feature = "zego", feature = "tencent", feature = "baidu", feature = "iflytek"))]
#[test]
fn a_path_with_dot_segments_is_signed_and_not_written() {
    for path in ["/a/../b", "/.", "/a/.", "/%2e%2E/b", "/a/.%2e"] {
        let url = format!("https://h{path}");
        let request = Request::new("GET", &url).expect(path);
        for case in ["baidu in authorization", "baidu in x-bce-signature", "baidu in the query"] {
            let signed = sign(signer(case).as_ref(), &request).expect(case);
            let case_path = format!("{case} {path}");
            assert_refused(signed.url(&request), ErrorKind::DotSegments, "url", None, &case_path);
            let keeps = signer_with(case, &[("keep_dot_segments", "true")]);
            let signed = sign(keeps.as_ref(), &request).expect(case);
            let applied = signed.url(&request).expect(case);
            assert!(applied.expose().starts_with(&url), "{case} {path}");
        }
        // Where the path is not covered it does not matter what becomes of it.
        for case in ["zego", "apaas", "abcpen in the query", "rtasr", "lfasr"] {
            let signed = sign(signer(case).as_ref(), &request).expect(case);
            assert!(signed.url(&request).expect(case).expose().starts_with(&url), "{case} {path}");
        }
    }
}

#[test]
fn the_url_is_kept_but_for_fragment_empty_path_and_host() {
    for (url, front) in [
        ("https://h", "https://h/"),
        ("https://h?x=1", "https://h/?x=1"),
        ("https://h#f", "https://h/"),
        ("https://h?#f", "https://h/?"),
        ("https://h/p?x=1#f?y", "https://h/p?x=1"),
        ("HTTPS://H:443/P?X=%2f+%2B&&k&=v&", "HTTPS://h/P?X=%2f+%2B&&k&=v&"),
        ("wss://h//p;q/%7e?a[]=1&a[]=2", "wss://h//p;q/%7e?a[]=1&a[]=2"),
        ("https://h/?'\"<>`{}|^", "https://h/?'\"<>`{}|^"),
    ] {
        let request = Request::new("GET", url).expect(url);
        for (case, signer) in every_signer() {
            if is_rewritten(&*signer, url) {
                continue;
            }
            let signed = sign(signer.as_ref(), &request).expect(case);
            let applied = signed.url(&request).expect(case);
            match signed.query().next() {
                None => assert_eq!(applied.expose(), front, "{case} {url}"),
                Some((name, _)) => {
                    let rest = applied.expose().strip_prefix(front).unwrap_or_else(|| {
                        panic!("{case} {url}: {applied:?}");
                    });
                    let separator = match front.split_once('?') {
                        None => "?",
                        Some((_, "")) => "",
                        Some((_, query)) if query.ends_with('&') => "",
                        Some(_) => "&",
                    };
                    let expected = format!("{separator}{name}=");
                    assert!(rest.starts_with(&expected), "{case} {url}: {rest}");
                }
            }
        }
    }
}

/// Every name in every spelling, twice, with a fragment and a second signature behind it.
#[test]
fn a_stale_signature_leaves_nothing_behind() {
    for (case, signer) in every_signer() {
        let fresh = Request::new("GET", "https://h/p?x=1").expect(case);
        let expected = sign(signer.as_ref(), &fresh).expect(case);
        let names: Vec<_> = signer.scheme().stale_query().collect();
        let stale: String = names
            .iter()
            .flat_map(|name| {
                let escaped: String = name.bytes().map(|byte| format!("%{byte:02x}")).collect();
                [format!("&{name}=old"), format!("&{escaped}=old2"), format!("&{name}")]
            })
            .collect();
        let url = format!("https://h/p?x=1{stale}#f");
        let headers: Vec<_> = signer
            .scheme()
            .stale_headers()
            .iter()
            .flat_map(|name| [(name.to_ascii_uppercase(), "old"), ((*name).to_owned(), "old2")])
            .map(|(name, value)| (name, value.to_owned()))
            .collect();
        let request = Request::new("GET", &url).expect(case).with_headers(&headers);
        let signed = sign(signer.as_ref(), &request).expect(case);
        assert_eq!(signed.signature(), expected.signature(), "{case}");
        let pairs = |signed: &Signed| {
            let all = signed.headers().chain(signed.query());
            all.map(|(name, value)| (name, value.to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(pairs(&signed), pairs(&expected), "{case}");
        assert_eq!(
            signed.url(&request).expect(case).expose(),
            expected.url(&fresh).expect(case).expose(),
            "{case}"
        );
        let gone_or_set = |name: &str| {
            signed.removed_headers().any(|removed| removed == name)
                || signed.headers().any(|(set, _)| set == name)
        };
        for name in signer.scheme().stale_headers() {
            assert!(gone_or_set(name), "{case} {name}");
        }
    }
}

#[cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]
#[test]
fn parameters_that_only_look_like_the_scheme_s_own_stay() {
    for (case, url) in [
        ("zego", "https://h/?appid=1&signature=2&Signature2=3&timestamp=4"),
        ("apaas", "https://h/?Signature=1&AppKey=2&requestid=3&signature[]=4"),
        ("apaas with request id", "https://h/?RequestId=1"),
        ("abcpen in the query", "https://h/?appId=1&TS=2&signa2=3"),
        ("rtasr", "https://h/?appId=1&x-ts=2"),
        ("lfasr", "https://h/?appid=1&signature=2"),
        ("aippt", "https://h/?appId=1&timestamp=2&signature=3&ts=4"),
        ("huawei", "https://h/?authorization=1&X-Sdk-Date=2"),
        ("baidu in authorization", "https://h/?X-Bce-Security-Token=1&x-bce-date=2"),
    ] {
        let request = Request::new("GET", url).expect(case);
        let signed = sign(signer(case).as_ref(), &request).expect(case);
        let applied = signed.url(&request).expect(case);
        assert!(applied.expose().starts_with(url), "{case}: {applied:?}");
    }
}
