//! A scheme that the crate does not know, made with nothing but its public parts.

use polysign::explain::{Absent, Requirement, Text};
use polysign::sign::{Covers, Draft};
use polysign::{Context, Error, ErrorKind, Explanation, Request, Scheme, Secret, Signer};

static SCHEME: Scheme = Scheme::new("example/api-key")
    .with_covers(Covers::NOTHING.with_path())
    .with_clock_window(60)
    .with_headers(&["x-key-id"])
    .with_query(&["t", "key"])
    .with_stale_headers(&["x-key-id", "x-old-key-id"])
    .with_stale_query(&["t", "key"])
    .with_secret_query(&["key"]);

/// Sends a key, the time, and the length of the path for a signature.
#[derive(Debug)]
struct ApiKey(Secret);

impl Signer for ApiKey {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        if request.method() == "TRACE" {
            return Err(Error::new(ErrorKind::InvalidMethod, "method", "is not for this API"));
        }
        let time = draft.time().to_string();
        draft.header("x-key-id", |value| value.push("me"));
        draft.query("t", |value| value.push(&time));
        draft.query("key", |value| {
            value.push(self.0.expose());
            value.push_signature(request.path().len().to_string());
        });
        if let Some(explanation) = draft.explanation() {
            explain(request, explanation);
        }
        Ok(())
    }
}

fn explain(request: &Request<'_>, explanation: &mut Explanation) {
    let mut text = Text::new();
    text.push_gap("key", false);
    text.push(request.path().as_bytes());
    explanation.set_key_id("me");
    explanation.add_stage("string_to_sign", text);
    if request.headers().get("content-type").is_none() {
        let name = Requirement::Header("content-type");
        explanation.add_absent(Absent::new(name, "this API requires one"));
    }
}

fn signer() -> Box<dyn Signer> {
    Box::new(ApiKey(Secret::new("key", "k+/=").expect("a secret")))
}

fn get(url: &str) -> Request<'_> {
    Request::new("GET", url).expect(url)
}

#[test]
fn is_applied_to_a_url() {
    let request = get("https://EX.com?b=2&key=old&%6Bey=older&KEY=callers#f");
    let signed = signer().sign_with(&request, &Context::at(5)).expect("signed");
    let url = signed.url(&request).expect("applied");
    assert_eq!(url.expose(), "https://ex.com/?b=2&KEY=callers&t=5&key=k%2B%2F%3D0");
}

#[test]
fn its_secret_parameter_is_redacted() {
    let request = get("https://ex.com/?b=2");
    let signed = signer().sign_with(&request, &Context::at(5)).expect("signed");
    let shown = format!("{signed:?}");
    assert!(shown.contains("[redacted]") && !shown.contains("k+/="), "{shown}");
    let shown = format!("{:?}", signed.url(&request).expect("applied"));
    assert!(shown.contains("b=2") && !shown.contains("k%2B"), "{shown}");
}

#[test]
fn its_result_is_data_like_any_other() {
    let request = get("https://EX.com/path");
    let signed = signer().sign_with(&request, &Context::at(5)).expect("signed");
    let headers: Vec<_> = signed.headers().collect();
    assert_eq!(headers, [("x-key-id", "me"), ("host", "ex.com")]);
    let query: Vec<_> = signed.query().collect();
    assert_eq!(query, [("t", "5"), ("key", "k+/=5")]);
    let removed: Vec<_> = signed.removed_headers().collect();
    assert_eq!(removed, ["x-old-key-id"]);
    assert_eq!(signed.removed_query().count(), 0);
    assert_eq!(signed.signature(), Some("5"));
    assert_eq!(signed.expires_at(), Some(65.into()));
    assert_eq!(signed.scheme(), Some(&SCHEME));
}

#[cfg(feature = "std")]
#[test]
fn system_clock_is_read_for_it() {
    let signed = signer().sign(&get("https://ex.com/")).expect("signed");
    assert!(signed.signed_at() > Some(1_700_000_000.into()));
    assert_eq!(signed.nonce(), None);
}

#[test]
fn what_the_crate_refuses_is_refused_for_it() {
    let headers = [("a", "b\r\nc")];
    let request = get("https://ex.com/").with_headers(&headers);
    let error = signer().sign_with(&request, &Context::at(5)).expect_err("a line end");
    assert_eq!(error.kind(), ErrorKind::InvalidHeader);
    let error = signer().sign_with(&get("https://ex.com/"), &Context::at(-1));
    assert_eq!(error.expect_err("a time").kind(), ErrorKind::TimeOutOfRange);
    let dots = get("https://ex.com/a/../b");
    let signed = signer().sign_with(&dots, &Context::at(5)).expect("signed");
    let error = signed.url(&dots).expect_err("the path is covered");
    assert_eq!(error.kind(), ErrorKind::DotSegments);
}

#[test]
fn a_draft_that_is_not_finished_leaves_nothing() {
    let first = get("https://ex.com/a");
    let mut signed = signer().sign_with(&first, &Context::at(5)).expect("signed");
    let trace = Request::new("TRACE", "https://ex.com/a").expect("a URL");
    let result = signer().sign_into(&trace, &Context::at(5), &mut signed);
    assert_eq!(result.expect_err("refused").kind(), ErrorKind::InvalidMethod);
    assert_eq!(signed.headers().count() + signed.query().count(), 0);
    assert_eq!(signed.signature(), None);
    for request in [first, trace] {
        let error = signed.url(&request).expect_err("nothing to apply");
        assert_eq!(error.kind(), ErrorKind::NotSigned);
    }
}

#[test]
fn belongs_to_the_request_that_was_signed() {
    let signed = signer().sign_with(&get("https://ex.com/a?b"), &Context::at(5)).expect("signed");
    for other in ["https://ex.com/a", "https://ex.com/a?c", "https://ex.com:1/a?b", "https://x/a?b"]
    {
        let error = signed.url(&get(other)).expect_err(other);
        assert_eq!((error.kind(), error.field()), (ErrorKind::DifferentRequest, "request"));
    }
    let post = Request::new("POST", "https://ex.com/a?b").expect("a URL");
    assert!(signed.url(&post).is_err());
    assert!(signed.url(&get("https://ex.com/a?b")).is_ok());
}

#[test]
fn explains_with_a_gap() {
    let explanation = signer().explain(&get("https://ex.com/a"), &Context::at(5));
    let explanation = explanation.expect("explained");
    let text = explanation.string_to_sign().expect("a stage");
    assert_eq!(text.to_string(), "[key]/a");
    assert_eq!(text.fill(|name| (name == "key").then_some("k+/=")), b"k+/=/a");
    assert_eq!(text.fill(|_| None), b"/a");
}

#[test]
fn says_what_is_not_covered_and_what_is_absent() {
    let headers = [("X-Key-Id", "old"), ("Accept", "*/*"), ("x-a", "b")];
    let request = get("https://ex.com/a").with_headers(&headers);
    let explanation = signer().explain(&request, &Context::at(5)).expect("explained");
    assert_eq!(
        explanation.to_string(),
        "scheme: example/api-key\n\
         key id: me\n\
         string_to_sign:\n[key]/a\n\
         not covered: method, host, query, body, header accept, header x-a\n\
         absent: header content-type: this API requires one\n"
    );
}
