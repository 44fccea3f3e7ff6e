//! `aws-sigv4`, whose job is the nearest to Huawei's.

use std::hint::black_box;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;

use crate::cases::Case;
use crate::signers::{ID, SECRET};

pub fn sigv4(case: &Case) -> impl FnMut(i64) {
    let identity = Credentials::new(ID, SECRET, None, None, "bench").into();
    move |time| {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(time.unsigned_abs());
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region("region")
            .name("service")
            .time(time)
            .settings(SigningSettings::default())
            .build()
            .expect("all parameters")
            .into();
        let headers = case.headers.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        let body = SignableBody::Bytes(&case.body);
        let request = SignableRequest::new(case.method, black_box(&case.url), headers, body);
        let signed = sign(request.expect("a request"), &parameters);
        black_box(signed.expect("a signature"));
    }
}
