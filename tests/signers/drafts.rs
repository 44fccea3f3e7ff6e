//! What a signer of someone's own may write, and what becomes of a draft that it forgets.

use polysign::sign::{Draft, FieldValue};
use polysign::{Context, Error, ErrorKind, Request, Scheme, Signed, Signer};

static SCHEME: Scheme = Scheme::new("example/own").with_headers(&["x-own"]).with_query(&["own"]);

const URL: &str = "https://example.com/";

type Write = fn(&mut Draft<'_, '_>);

#[derive(Debug)]
struct Own(&'static Scheme, Write);

impl Signer for Own {
    fn scheme(&self) -> &'static Scheme {
        self.0
    }

    fn write(&self, _: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        (self.1)(draft);
        Ok(())
    }
}

fn sign(write: Write) -> Result<Signed, Error> {
    Own(&SCHEME, write).sign_with(&Request::new("GET", URL)?, &Context::at(5))
}

fn header(draft: &mut Draft<'_, '_>, write: fn(&mut FieldValue<'_>)) {
    draft.header("x-own", write);
}

#[test]
fn a_value_that_cannot_be_sent_is_refused() {
    for write in [
        (|draft| header(draft, |value| value.push("a\r\nEvil: 1"))) as Write,
        |draft| header(draft, |value| value.push("a\0")),
        |draft| header(draft, |value| value.push("a\tb")),
        |draft| header(draft, |value| value.push("é")),
        |draft| header(draft, |value| value.push([0xff])),
        |draft| {
            draft.query("own", |value| value.push([0xff]));
        },
    ] {
        let error = sign(write).expect_err("it cannot be sent");
        assert_eq!(error.kind(), ErrorKind::SignerFault);
    }
    let written = sign(|draft| {
        draft.query("own", |value| value.push("é\n"));
    });
    let request = Request::new("GET", URL).expect(URL);
    let url = written.expect("a query takes any text").url(&request);
    assert_eq!(url.expect("a URL").expose(), "https://example.com/?own=%C3%A9%0A");
}

#[test]
fn a_field_that_is_not_declared_or_there_twice_is_refused() {
    for write in [
        (|draft: &mut Draft<'_, '_>| {
            draft.header("x-other", |value| value.push("a"));
        }) as Write,
        |draft| {
            draft.query("a b&c", |value| value.push("v"));
        },
        |draft| {
            draft.header("x-own", |value| value.push("a"));
            draft.header("x-own", |value| value.push("b"));
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
        let signer = Own(scheme, |draft| match draft.scheme().headers() {
            [name, ..] => draft.header(name, |value| value.push("a")),
            [] => draft.query(draft.scheme().query()[0], |value| value.push("a")),
        });
        let error = signer.sign_into(&request, &Context::at(5), &mut signed);
        let error = error.expect_err("the names cannot be sent");
        assert_eq!(error.kind(), ErrorKind::SignerFault);
        assert_eq!(signed.scheme(), None);
    }
}

#[test]
fn a_draft_without_a_field_is_an_error() {
    let error = sign(|_| {}).expect_err("nothing was signed");
    assert_eq!(error.kind(), ErrorKind::NotSigned);
}

#[test]
fn any_hint_of_room_is_taken() {
    let signed = sign(|draft| {
        draft.reserve(usize::MAX);
        header(draft, |value| value.push("a"))
    });
    assert_eq!(signed.expect("signed").headers().count(), 1);
}
