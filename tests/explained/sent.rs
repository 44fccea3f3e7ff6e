//! Time and nonce, read from a request that was sent.

use polysign::explain::SentContext;
use polysign::{Context, ErrorKind, Payload, Request};

use crate::common::schemes::{Row, first_row, rows};
use crate::common::sending::Message;

const TIMES: [i64; 3] = [1_430_123_029, 1_700_000_000, 999_999_999];

fn sent(message: &Message) -> Request<'_> {
    Request::new(message.method, &message.url).expect("a URL").with_headers(&message.headers)
}

/// The token of IAM has no time, and that of Xiling says when it ends, not when it was made.
fn has_time(row: &Row) -> bool {
    !["huawei/auth-token", "baidu/xiling"].contains(&row.scheme)
}

/// A nonce of the scheme's form.
fn nonce_of(row: &Row) -> &'static str {
    match row.scheme {
        "tencent/speech-hmac-sha1" => "1424242",
        _ => "4fd24687296dd9f3",
    }
}

#[test]
fn every_scheme_reads_what_it_wrote() {
    for row in rows() {
        let signer = row.signer(&[]).expect(row.name);
        for seconds in TIMES {
            let context = Context::at(seconds).with_nonce(nonce_of(row));
            let sample = row.sample;
            let message = Message::new(sample.method, sample.url, sample.headers);
            let body = Payload::Bytes(sample.body.as_bytes());
            let message = message.signed(&*signer, Some(body), &context);
            let request = sent(&message).with_body(sample.body);

            let read = SentContext::read(&*signer, &request).expect(row.name);
            let has_time = has_time(row);
            assert_eq!(read.time(), has_time.then_some(seconds.into()), "{}", row.name);
            let nonce = signer.scheme().needs_nonce().then_some(nonce_of(row));
            assert_eq!(read.nonce(), nonce, "{}", row.name);

            if row.scheme == "baidu/xiling" {
                continue;
            }
            let again = signer.explain(&request, &read.or(Context::at(0))).expect(row.name);
            let first = signer.explain(&sample.request(), &context).expect(row.name);
            assert!(again.stages().eq(first.stages()), "{}: {again}\n{first}", row.name);
        }
    }
}

#[test]
fn a_request_that_is_not_signed_is_told_what_it_lacks() {
    for row in rows().filter(|row| has_time(row)) {
        let signer = row.signer(&[]).expect(row.name);
        let error = SentContext::read(&*signer, &row.sample.request()).expect_err(row.name);
        assert_eq!(error.kind(), ErrorKind::NotSigned, "{}: {error}", row.name);
        let facts = signer.scheme();
        let mut own = facts.headers().iter().chain(facts.query());
        assert!(own.any(|name| *name == error.field()), "{}: {error}", row.name);
    }
}

#[cfg(all(feature = "baidu", feature = "huawei", feature = "zego", feature = "std"))]
#[test]
fn times_are_read_by_the_scheme() {
    let read = |scheme: &str, url: &str, headers: &[(&str, &str)]| {
        let signer = first_row(scheme).signer(&[]).expect(scheme);
        let request = Request::new("GET", url).expect(url).with_headers(headers);
        SentContext::read(&*signer, &request).map(|sent| sent.time())
    };
    let (baidu, huawei, zego) =
        ("baidu/bce-auth-v1", "huawei/sdk-hmac-sha256", "zego/server-api-v2");
    let string = "bce-auth-v1/other-key/2015-04-27T08:23:49Z/1800/host/abc";
    let url = "https://h.example.com/";
    // A date of another scheme, or one that is not the signature's, counts for nothing.
    let date = ("date", "Fri, 15 Nov 2019 03:36:55 GMT");
    let sdk_date = ("x-sdk-date", "20191115T033655Z");
    let found = read(baidu, url, &[date, sdk_date, ("authorization", string)]);
    assert_eq!(found, Ok(Some(1_430_123_029.into())));
    let error = read(baidu, url, &[date, sdk_date]).expect_err("not signed");
    assert_eq!(error.kind(), ErrorKind::NotSigned);
    let found = read(huawei, url, &[date, sdk_date, ("authorization", string)]);
    assert_eq!(found, Ok(Some(1_573_789_015.into())));

    for wrong in ["2019-11-15", "yesterday", "", "20191315T033655Z", "\u{e9}"] {
        let error = read(huawei, url, &[("x-sdk-date", wrong)]).expect_err(wrong);
        let fault = (error.kind(), error.field());
        assert_eq!(fault, (ErrorKind::TimeOutOfRange, "x-sdk-date"), "{wrong}");
    }
    let string = "bce-auth-v1/k/2015-04-31T08:23:49Z/1800/host/abc";
    let error = read(baidu, url, &[("authorization", string)]).expect_err("no such day");
    assert_eq!((error.kind(), error.field()), (ErrorKind::TimeOutOfRange, "authorization"));

    // Percent-encoded as some client wrote it.
    let url = "https://h.example.com/?Timestamp=%31573789015&SignatureNonce=%34fd2";
    assert_eq!(read(zego, url, &[]), Ok(Some(1_573_789_015.into())));
}

#[test]
fn a_nonce_that_is_absent_is_named() {
    for row in rows().filter(|row| row.scheme == "zego/server-api-v2") {
        let signer = row.signer(&[]).expect(row.name);
        let url = "https://h.example.com/?Timestamp=1573789015";
        let request = Request::new("GET", url).expect(url);
        let error = SentContext::read(&*signer, &request).expect_err(row.name);
        assert_eq!((error.kind(), error.field()), (ErrorKind::NotSigned, "SignatureNonce"));
    }
}
