//! polysign, as a user calls it: through `&dyn Signer`, the request built from its URL each time.

use std::hint::black_box;

use polysign::{Context, Request, Signed, Signer};

use crate::cases::Case;

pub fn request(case: &Case) -> Request<'_> {
    Request::new(case.method, black_box(&case.url))
        .expect("a wire URL")
        .with_headers(&case.headers)
        .with_body(&case.body)
}

pub fn context(time: i64) -> Context<'static> {
    Context::at(time).with_random_nonce([7; 16])
}

pub fn sign_with<'a>(signer: &'a dyn Signer, case: &'a Case) -> impl FnMut(i64) + 'a {
    move |time| {
        let signed = signer.sign_with(&request(case), &context(time));
        black_box(signed.expect("a signature"));
    }
}

pub fn sign_into<'a>(signer: &'a dyn Signer, case: &'a Case) -> impl FnMut(i64) + 'a {
    let mut signed = Signed::new();
    move |time| {
        let done = signer.sign_into(&request(case), &context(time), &mut signed);
        done.expect("a signature");
        black_box(&signed);
    }
}
