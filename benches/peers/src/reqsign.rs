//! `reqsign-aws-v4`, whose job is the nearest to Huawei's, too. It takes the time by itself, and the
//! digest of the body from a header.

use std::hint::black_box;
use std::pin::pin;
use std::task::{Context as TaskContext, Poll, Waker};

use http::Request;
use reqsign_aws_v4::{Credential, RequestSigner};
use reqsign_core::{Context, SignRequest};
use sha2::{Digest, Sha256};

use crate::cases::Case;
use crate::signers::{ID, SECRET};

pub fn sigv4(case: &Case) -> impl FnMut(i64) {
    let signer = RequestSigner::new("service", "region");
    let context = Context::new();
    let credential = Credential {
        access_key_id: ID.into(),
        secret_access_key: SECRET.into(),
        session_token: None,
        expires_in: None,
    };
    move |_| {
        let mut request = Request::builder().method(case.method).uri(black_box(&case.url));
        for (name, value) in &case.headers {
            request = request.header(name, value);
        }
        let digest = hex::encode(Sha256::digest(&case.body));
        let request = request.header("x-amz-content-sha256", digest);
        let (mut parts, ()) = request.body(()).expect("a request").into_parts();
        {
            let signing = signer.sign_request(&context, &mut parts, Some(&credential), None);
            let mut polled = TaskContext::from_waker(Waker::noop());
            let Poll::Ready(signed) = pin!(signing).poll(&mut polled) else {
                panic!("nothing here has to be waited for");
            };
            signed.expect("a signature");
        }
        black_box(&parts);
    }
}
