//! What a signer of someone's own may write, and what becomes of a draft that it forgets.

use polysign::{
    Context, Draft, Error, ErrorKind, Explanation, Request, Scheme, Signed, Signer, Value,
};

static SCHEME: Scheme = Scheme::new("example/own")
    .with_headers(&["x-own"])
    .with_query(&["own"]);

const URL: &str = "https://example.com/";

#[derive(Debug)]
struct Own(fn(Draft<'_, '_>) -> Result<(), Error>);

impl Signer for Own {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn sign_into(
        &self,
        request: &Request<'_>,
        context: &Context<'_>,
        signed: &mut Signed,
    ) -> Result<(), Error> {
        (self.0)(signed.draft(&SCHEME, request, context)?)
    }

    fn explain(&self, request: &Request<'_>, _: &Context<'_>) -> Result<Explanation, Error> {
        Ok(Explanation::new(&SCHEME, request))
    }
}

fn sign(write: fn(Draft<'_, '_>) -> Result<(), Error>) -> Result<Signed, Error> {
    Own(write).sign_with(&Request::new("GET", URL)?, &Context::at(5))
}

fn header(mut draft: Draft<'_, '_>, write: fn(&mut Value<'_>)) -> Result<(), Error> {
    draft.header("x-own", write);
    draft.finish()
}

#[test]
fn a_value_that_cannot_be_sent_is_refused() {
    for write in [
        (|draft| header(draft, |value| value.push("a\r\nEvil: 1"))) as fn(Draft<'_, '_>) -> _,
        |draft| header(draft, |value| value.push("a\0")),
        |draft| header(draft, |value| value.push("a\tb")),
        |draft| header(draft, |value| value.push("é")),
        |draft| header(draft, |value| value.push([0xff])),
        |mut draft| {
            draft.query("own", |value| value.push([0xff]));
            draft.finish()
        },
    ] {
        let error = sign(write).expect_err("it cannot be sent");
        assert_eq!(error.kind(), ErrorKind::SignerFault);
    }
    let written = sign(|mut draft| {
        draft.query("own", |value| value.push("é\n"));
        draft.finish()
    });
    let request = Request::new("GET", URL).expect(URL);
    let url = written.expect("a query takes any text").url(&request);
    assert_eq!(
        url.expect("a URL").expose(),
        "https://example.com/?own=%C3%A9%0A"
    );
}

#[test]
fn a_field_that_is_not_declared_or_there_twice_is_refused() {
    for write in [
        (|mut draft: Draft<'_, '_>| {
            draft.header("x-other", |value| value.push("a"));
            draft.finish()
        }) as fn(Draft<'_, '_>) -> _,
        |mut draft| {
            draft.query("a b&c", |value| value.push("v"));
            draft.finish()
        },
        |mut draft| {
            draft.header("x-own", |value| value.push("a"));
            draft.header("x-own", |value| value.push("b"));
            draft.finish()
        },
    ] {
        let error = sign(write).expect_err("it is a fault of the signer");
        assert_eq!(error.kind(), ErrorKind::SignerFault);
    }
}

#[test]
fn a_scheme_cannot_declare_what_cannot_be_sent() {
    static UPPER: Scheme = Scheme::new("example/upper").with_headers(&["X-Upper"]);
    static SPACED: Scheme = Scheme::new("example/spaced").with_query(&["a b&c"]);
    let request = Request::new("GET", URL).expect(URL);
    for scheme in [&UPPER, &SPACED] {
        let mut signed = Signed::new();
        let draft = signed
            .draft(scheme, &request, &Context::at(5))
            .expect("a draft");
        let error = draft.finish().expect_err("the names cannot be sent");
        assert_eq!(error.kind(), ErrorKind::SignerFault);
        assert_eq!(signed.scheme(), None);
    }
}

#[test]
fn a_draft_that_is_not_finished_is_an_error() {
    let forgets = |mut draft: Draft<'_, '_>| {
        draft.header("x-own", |value| value.push("a"));
        Ok(())
    };
    let error = sign(forgets).expect_err("nothing was signed");
    assert_eq!(error.kind(), ErrorKind::NotSigned);
}

#[test]
fn any_hint_of_room_is_taken() {
    let signed = sign(|mut draft| {
        draft.reserve(usize::MAX);
        header(draft, |value| value.push("a"))
    });
    assert_eq!(signed.expect("signed").headers().count(), 1);
}
