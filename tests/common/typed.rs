//! TC3 refuses requests without a `Content-Type`. In tests about other things it is given one.

use std::fmt;

use polysign::sign::Draft;
use polysign::{Error, Request, Scheme, Signer};

/// Returns a signer that signs requests without a type, too.
pub(crate) fn typed(signer: Box<dyn Signer>) -> Box<dyn Signer> {
    match signer.scheme().name() {
        "tencent/tc3-hmac-sha256" => Box::new(Typed(signer)),
        _ => signer,
    }
}

struct Typed(Box<dyn Signer>);

impl Signer for Typed {
    fn scheme(&self) -> &'static Scheme {
        self.0.scheme()
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        if request.headers().get("content-type").is_some() {
            return self.0.write(request, draft);
        }
        let mut headers: Vec<(&str, &[u8])> = request.headers().into_iter().collect();
        headers.push(("content-type", b"text/plain"));
        self.0.write(&request.with_headers(&headers), draft)
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
