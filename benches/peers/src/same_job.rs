//! The same job: AWS Signature Version 4 by polysign, `aws-sigv4` and `reqsign-aws-v4` on identical
//! requests. Before anything is timed, all of them have to come to one signature.

use std::hint::black_box;
use std::pin::pin;
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign,
};
use aws_sigv4::sign::v4;
use hmac::{Hmac, KeyInit, Mac};
use polysign::{Context, Payload, Request, Signed, Signer};
use polysign_clouds::aws;
use reqsign_aws_v4::{Credential, RequestSigner};
use reqsign_core::SignRequest;
use sha2::{Digest, Sha256};

use crate::Row;
use crate::cases::Case;
use crate::measure::Job;
use crate::signers::{ID, SECRET};

const LIFETIME: u32 = 3600;

/// Where the signature goes. In the query, the body is left out and no header but `host` is signed, which
/// is what all three can do.
#[derive(Clone, Copy, PartialEq)]
pub enum Form {
    Header,
    Presigned,
}

/// The cases: those of the other rows, without the header that `aws-sigv4` never signs.
pub fn case(mut case: Case, form: Form) -> Case {
    case.headers.retain(|(name, _)| name != "user-agent");
    if form == Form::Presigned {
        case.headers.clear();
    }
    case
}

pub fn signer(case: &Case, form: Form) -> aws::SigV4 {
    let key = aws::AccessKey::new(ID, SECRET).expect("a key");
    let signer = aws::SigV4::new(key, "region", "service").expect("a scope");
    let names: Vec<&str> = case.headers.iter().map(|(name, _)| name.as_str()).collect();
    let none: [&str; 0] = [];
    let headers = aws::SignedHeaders::standard_with(names, none).expect("names");
    let signer = signer.with_signed_headers(headers);
    match form {
        Form::Header => signer.with_content_hash(),
        Form::Presigned => {
            signer.with_placement(aws::Placement::query(LIFETIME).expect("a lifetime"))
        }
    }
}

/// The row of a case, after the check.
pub fn row<'a>(name: &str, case: &'a Case, signer: &'a dyn Signer, form: Form) -> Row<'a> {
    check(case, signer, form);
    let mut signed = Signed::new();
    let (mut theirs, mut reqsign) = (aws_sigv4(case, form), reqsign(case, form));
    Row {
        name: format!("{name} {}", case.size),
        jobs: vec![
            Job::new(floor(signer, case, form)),
            Job::new(move |time| {
                let done = signer.sign_with(&request(case, form), &Context::at(time));
                black_box(done.expect("a signature"));
            }),
            Job::new(move |time| {
                let done = signer.sign_into(&request(case, form), &Context::at(time), &mut signed);
                done.expect("a signature");
                black_box(&signed);
            }),
            Job::new(move |time| {
                black_box(naive(case, form, time));
            }),
            Job::new(move |time| {
                black_box(theirs(time));
            }),
            Job::new(move |_| {
                black_box(reqsign());
            }),
        ],
    }
}

fn request(case: &Case, form: Form) -> Request<'_> {
    let request = Request::new(case.method, black_box(&case.url)).expect("a wire URL");
    let request = request.with_headers(&case.headers);
    match form {
        Form::Header => request.with_body(&case.body),
        Form::Presigned => request.with_payload(Payload::Unsigned),
    }
}

fn check(case: &Case, signer: &dyn Signer, form: Form) {
    let ours = |time: i64| {
        let signed = signer.sign_with(&request(case, form), &Context::at(time));
        signed.expect("a signature").signature().expect("one").to_owned()
    };
    let time = 1_700_000_000;
    assert_eq!(ours(time), aws_sigv4(case, form)(time).signature(), "aws-sigv4 signs otherwise");
    assert_eq!(ours(time), naive(case, form, time), "the naive program signs otherwise");
    // It takes the time by itself.
    let (date, signature) = signature_of(&reqsign(case, form)(), form);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs() as i64;
    let near = (now - 5..=now).find(|time| timestamp(*time) == date);
    assert_eq!(ours(near.expect("the time")), signature, "reqsign-aws-v4 signs otherwise");
}

fn timestamp(time: i64) -> String {
    let time = time::OffsetDateTime::from_unix_timestamp(time).expect("a time");
    let form = time::macros::format_description!("[year][month][day]T[hour][minute][second]Z");
    time.format(form).expect("a text")
}

/// The floor: what has to be hashed for each signature once the key is derived.
fn floor<'a>(signer: &dyn Signer, case: &'a Case, form: Form) -> impl FnMut(i64) + use<'a> {
    let explained = signer.explain(&request(case, form), &Context::at(1_700_000_000));
    let explained = explained.expect("an explanation");
    let text = |name| explained.stage(name).expect(name).fill(|_| None);
    let (canonical, string_to_sign) = (text("canonical_request"), text("string_to_sign"));
    let key = Hmac::<Sha256>::new_from_slice(&[7; 32]).expect("any length");
    move |_| {
        if form == Form::Header && !case.body.is_empty() {
            black_box(Sha256::digest(black_box(&case.body)));
        }
        black_box(Sha256::digest(black_box(&canonical)));
        black_box(key.clone().chain_update(black_box(&string_to_sign)).finalize());
    }
}

type Output = aws_sigv4::SigningOutput<aws_sigv4::http_request::SigningInstructions>;

fn aws_sigv4(case: &Case, form: Form) -> impl FnMut(i64) -> Output {
    let identity = Credentials::new(ID, SECRET, None, None, "bench").into();
    move |time| {
        let mut settings = SigningSettings::default();
        let body = match form {
            Form::Header => {
                settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
                SignableBody::Bytes(&case.body)
            }
            Form::Presigned => {
                settings.signature_location = SignatureLocation::QueryParams;
                settings.expires_in = Some(Duration::from_secs(LIFETIME.into()));
                SignableBody::UnsignedPayload
            }
        };
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region("region")
            .name("service")
            .time(UNIX_EPOCH + Duration::from_secs(time.unsigned_abs()))
            .settings(settings)
            .build()
            .expect("all parameters")
            .into();
        let headers = case.headers.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        let request = SignableRequest::new(case.method, black_box(&case.url), headers, body);
        sign(request.expect("a request"), &parameters).expect("a signature")
    }
}

fn reqsign(case: &Case, form: Form) -> impl FnMut() -> http::request::Parts {
    let signer = RequestSigner::new("service", "region");
    let context = reqsign_core::Context::new();
    let credential = Credential {
        access_key_id: ID.into(),
        secret_access_key: SECRET.into(),
        session_token: None,
        expires_in: None,
    };
    let lifetime = (form == Form::Presigned).then_some(Duration::from_secs(LIFETIME.into()));
    move || {
        let mut request = http::Request::builder().method(case.method).uri(black_box(&case.url));
        for (name, value) in &case.headers {
            request = request.header(name, value);
        }
        if form == Form::Header {
            let digest = hex::encode(Sha256::digest(&case.body));
            request = request.header("x-amz-content-sha256", digest);
        }
        let (mut parts, ()) = request.body(()).expect("a request").into_parts();
        {
            let signing = signer.sign_request(&context, &mut parts, Some(&credential), lifetime);
            let mut polled = TaskContext::from_waker(Waker::noop());
            let Poll::Ready(signed) = pin!(signing).poll(&mut polled) else {
                panic!("nothing here has to be waited for");
            };
            signed.expect("a signature");
        }
        parts
    }
}

/// Date and signature of a request that was signed.
fn signature_of(parts: &http::request::Parts, form: Form) -> (String, String) {
    let after = |text: &str, name: &str| {
        let (_, rest) = text.split_once(name).expect("a field");
        rest.split('&').next().expect("a value").to_owned()
    };
    match form {
        Form::Header => {
            let text = |name: &str| parts.headers[name].to_str().expect("text").to_owned();
            (text("x-amz-date"), after(&text("authorization"), "Signature="))
        }
        Form::Presigned => {
            let query = parts.uri.query().expect("a query");
            (after(query, "X-Amz-Date="), after(query, "X-Amz-Signature="))
        }
    }
}

/// A translation of the vendor's example, step by step.
fn naive(case: &Case, form: Form, time: i64) -> String {
    let stamp = timestamp(time);
    let scope = format!("{}/region/service/aws4_request", &stamp[..8]);
    let url = url::Url::parse(black_box(&case.url)).expect("a URL");
    let host = url.host_str().expect("a host");
    let mut headers: Vec<(String, String)> = case.headers.clone();
    headers.push(("host".into(), host.into()));
    let mut pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let digest = match form {
        Form::Header => hex::encode(Sha256::digest(&case.body)),
        Form::Presigned => "UNSIGNED-PAYLOAD".into(),
    };
    match form {
        Form::Header => headers.extend([
            ("x-amz-content-sha256".into(), digest.clone()),
            ("x-amz-date".into(), stamp.clone()),
        ]),
        Form::Presigned => pairs.extend(
            [
                ("X-Amz-Algorithm", "AWS4-HMAC-SHA256".to_owned()),
                ("X-Amz-Credential", format!("{ID}/{scope}")),
                ("X-Amz-Date", stamp.clone()),
                ("X-Amz-Expires", LIFETIME.to_string()),
                ("X-Amz-SignedHeaders", "host".to_owned()),
            ]
            .map(|(name, value)| (name.to_owned(), value)),
        ),
    }
    headers.sort();
    let encoded = |text: &str| -> String {
        let byte = |byte: u8| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        };
        text.bytes().map(byte).collect()
    };
    let mut query: Vec<(String, String)> =
        pairs.iter().map(|(name, value)| (encoded(name), encoded(value))).collect();
    query.sort();
    let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let lines: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
    let path = encoded(url.path()).replace("%2F", "/");
    let canonical = format!(
        "{}\n{path}\n{}\n{lines}\n{}\n{digest}",
        case.method,
        query.join("&"),
        names.join(";"),
    );
    let hash = hex::encode(Sha256::digest(canonical));
    let text = format!("AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hash}");
    let mac = |key: &[u8], text: &str| {
        let mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
        mac.chain_update(text).finalize().into_bytes().to_vec()
    };
    let date = mac(format!("AWS4{SECRET}").as_bytes(), &stamp[..8]);
    let region = mac(&date, "region");
    let service = mac(&region, "service");
    hex::encode(mac(&mac(&service, "aws4_request"), &text))
}
