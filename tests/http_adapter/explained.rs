//! Explaining a request of the `http` crate as it was sent.

use polysign::http::{Signing, explain, explain_parts};
use polysign::{Payload, Request, Signer};

use super::{BODY, post};
use crate::common::every_signer::{context, every_signer};

#[test]
fn time_and_nonce_are_those_that_were_sent() {
    let uri = "https://example.com/v1/tasks?lang=zh&q=a%2Bb";
    // The token of Xiling says when it ends, not when it was made.
    let has_time = |signer: &dyn Signer| signer.scheme().name() != "baidu/xiling";
    for (case, signer) in every_signer().filter(|(_, signer)| has_time(&**signer)) {
        let mut sent = post(uri);
        Signing::new(signer.as_ref()).with_context(context()).request(&mut sent).expect(case);
        let headers = [("content-type", "application/json")];
        let request = Request::new("POST", uri).expect(uri).with_headers(&headers).with_body(BODY);
        let expected = signer.explain(&request, &context()).expect(case);
        let explained = explain(&signer, &sent).expect(case);
        assert!(explained.stages().eq(expected.stages()), "{case}: {explained}");
        let (parts, body) = sent.into_parts();
        let explained = explain_parts(&signer, &parts, Payload::Bytes(body.as_bytes()));
        assert!(explained.expect(case).stages().eq(expected.stages()), "{case}");
    }
}
