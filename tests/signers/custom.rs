//! A real scheme from outside of the crate, AWS Signature Version 4, made of the blocks of `custom`,
//! with its verifier: header placement, without what S3 does in its own way.

use std::sync::Arc;

use polysign::custom::{
    self, BodyHash, CanonicalHeaders, CanonicalQuery, CanonicalRequest, Claim, DefaultHeaders,
    DerivedKeys, HeaderChoice, Hex, Keys, ListedHeaders, Order, OwnHeaders, SecretHeader, Sink,
    SkippedNames, Timestamp, malformed, sha256, wiping_stack,
};
use polysign::request::Host;
use polysign::sign::{Covers, Draft};
use polysign::verify::{Policy, Reason, Rejection, Verified, Verifier};
use polysign::{Context, Error, Request, Scheme, Secret, Signer, UnixTime};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const WORD: &str = "aws4_request";
const TOKEN: SecretHeader = SecretHeader::new("x-amz-security-token", "session_token");
const OWN: &[&str] = &["authorization", "x-amz-date", "x-amz-security-token"];

static SCHEME: Scheme = Scheme::new("example/sigv4")
    .with_covers(Covers::ALL)
    .with_clock_window(300)
    .with_headers(OWN)
    .with_stale_headers(OWN)
    .with_secret_headers(&["authorization", "x-amz-security-token"]);

static SIGNED: DefaultHeaders = DefaultHeaders::new(&["host", "content-type"])
    .with_prefixes(&["x-amz-"])
    .with_required(&["host", "x-amz-date"])
    .without_multipart();

/// The canonical request, for signer and verifier alike.
struct Canonical<'s, 'a> {
    parts: CanonicalRequest<'s, 'a>,
    headers: &'s CanonicalHeaders<'a>,
    query: &'s CanonicalQuery<'a>,
    body: BodyHash<'a>,
    has_token: bool,
    path: &'a str,
}

impl Canonical<'_, '_> {
    fn write(&self, sink: &mut impl Sink) {
        sink.text(self.parts.method().as_bytes());
        sink.line_end();
        let segments = if self.path.is_empty() { "/" } else { self.path }.split('/');
        for (at, segment) in segments.enumerate() {
            sink.text(if at > 0 { b"/" } else { b"" });
            custom::encode(segment.as_bytes(), sink);
        }
        sink.line_end();
        self.query.write_encoded("session_token", sink);
        sink.line_end();
        self.parts.write_headers(self.has_token.then_some(TOKEN), sink);
        sink.line_end();
        self.headers.write_names(sink);
        sink.line_end();
        sink.text(self.body.as_bytes());
    }
}

/// What follows the key's id in `Credential`, and ends the derivation of the key.
struct Scope<'a>([&'a [u8]; 4]);

impl Scope<'_> {
    fn write(&self, sink: &mut impl Sink) {
        for (at, part) in self.0.iter().enumerate() {
            sink.text(if at > 0 { b"/" } else { b"" });
            sink.text(part);
        }
    }

    fn string_to_sign(&self, time: &Timestamp<16>, hash: &Hex<64>, sink: &mut impl Sink) {
        for line in [ALGORITHM.as_bytes(), time.as_bytes()] {
            sink.text(line);
            sink.line_end();
        }
        self.write(sink);
        sink.line_end();
        sink.text(hash.as_bytes());
    }
}

#[derive(Debug)]
struct SigV4 {
    id: String,
    keys: DerivedKeys,
    token: Option<Secret>,
    region: &'static str,
    service: &'static str,
    headers: HeaderChoice,
}

impl Signer for SigV4 {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let time = Timestamp::basic(draft.time());
        let token = self.token.as_ref().map(|token| token.expose().as_bytes());
        let mut own = OwnHeaders::default();
        own.set("x-amz-date", Some(time.as_bytes()));
        own.set("x-amz-security-token", token);
        self.headers.check_listed(own.iter().map(|(name, _)| name))?;
        let mut headers = CanonicalHeaders::new();
        let is_kept = |name: &str| !SCHEME.is_stale_header(name);
        self.headers.collect(request.headers(), &own, is_kept, &mut headers)?;
        let mut query = CanonicalQuery::new();
        query.collect(request.query(), SkippedNames::NONE, &[], Order::EncodedKeyThenValue);
        let canonical = Canonical {
            parts: CanonicalRequest::new(request, draft.host(), &query, &headers)?,
            headers: &headers,
            query: &query,
            body: BodyHash::of(request.covered_payload()?, "UNSIGNED-PAYLOAD"),
            has_token: token.is_some(),
            path: request.path(),
        };
        let (region, service) = (self.region.as_bytes(), self.service.as_bytes());
        let scope = Scope([time.date(), region, service, WORD.as_bytes()]);
        let hash = wiping_stack(|| sha256(|sink| canonical.write(sink)));
        if let Some(explanation) = draft.explanation() {
            explanation.set_key_id(&self.id);
            explanation.write_stage("canonical_request", |text| canonical.write(text));
            explanation.write_stage("string_to_sign", |text| {
                scope.string_to_sign(&time, &hash, text);
            });
            explanation.list_headers(&headers);
        }
        let signature = wiping_stack(|| {
            let mut mac = self.keys.start(&scope.0);
            scope.string_to_sign(&time, &hash, &mut mac);
            Hex::<64>::new(&mac.finish())
        });
        draft.header("authorization", |value| {
            value.push(format!("{ALGORITHM} Credential={}/", self.id));
            scope.write(value);
            value.push(", SignedHeaders=");
            headers.write_names(value);
            value.push(", Signature=");
            value.push_signature(signature.as_bytes());
        });
        for (name, text) in own.iter() {
            draft.header(name, |value| value.push(text));
        }
        Ok(())
    }
}

#[derive(Debug)]
struct SigV4Verifier {
    keys: Keys<DerivedKeys>,
    policy: Policy,
}

impl SigV4Verifier {
    fn hash(
        request: &Request<'_>,
        host: Host<'_>,
        listed: &ListedHeaders<'_>,
    ) -> Result<Hex<64>, Rejection> {
        let mut headers = CanonicalHeaders::new();
        let is_listed = |name: &str| listed.contains(name);
        headers.collect(request.headers(), &OwnHeaders::default(), is_listed, |_| true);
        listed.check_present(&headers)?;
        let mut query = CanonicalQuery::new();
        query.collect(request.query(), SkippedNames::NONE, &[], Order::EncodedKeyThenValue);
        let canonical = Canonical {
            parts: CanonicalRequest::new(request, host, &query, &headers)?,
            headers: &headers,
            query: &query,
            body: BodyHash::of(custom::required(request.payload(), "payload")?, ""),
            has_token: false,
            path: request.path(),
        };
        Ok(wiping_stack(|| sha256(|sink| canonical.write(sink))))
    }
}

impl Verifier for SigV4Verifier {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        let host = request.check_headers()?;
        let [field, date] = custom::headers(request, ["authorization", "x-amz-date"])?;
        let parts = ["Credential", "SignedHeaders", "Signature"];
        let [credential, listed, signature] = custom::authorization(field, ALGORITHM, parts)?;
        let signature: [u8; 32] = custom::hex_signature(signature, "authorization")?;
        let signed_at = custom::read_basic(date.unwrap_or_default())
            .ok_or_else(|| malformed("x-amz-date", "is not a time as in 20150830T123600Z"))?;
        let time = Timestamp::basic(signed_at);
        let [id, day, region, service, _] = custom::slashed(credential)
            .filter(|[_, day, _, _, word]| day.as_bytes() == time.date() && *word == WORD)
            .ok_or_else(|| malformed("authorization", "has a credential of another form"))?;
        let until = self.policy.check_clock(&SCHEME, signed_at, now)?;
        let listed = ListedHeaders::read(listed)?;
        let is_covered = |name: &str| listed.contains(name);
        self.policy.check_covered(request, &SCHEME, &["x-amz-date"], is_covered)?;
        let hash = Self::hash(request, host, &listed)?;
        let scope = Scope([day, region, service, WORD].map(str::as_bytes));
        let claim = Claim::new(id, &signature).with_times(signed_at, until).with_body(true);
        self.keys.check(&self.policy, &claim, now, |keys| {
            let is_signed = wiping_stack(|| {
                let mut mac = keys.start(&scope.0);
                scope.string_to_sign(&time, &hash, &mut mac);
                mac.is(&signature)
            });
            is_signed.then_some(()).ok_or_else(custom::bad_signature)
        })
    }
}

fn keys() -> DerivedKeys {
    DerivedKeys::new(&[b"AWS4", b"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"])
}

/// The example of the vendor's reference, "Signature Version 4": a list of users.
#[test]
fn published_example_is_reproduced_and_verified() {
    let headers = HeaderChoice::standard(&SIGNED);
    let (id, region) = ("AKIDEXAMPLE".to_owned(), "us-east-1");
    let signer = SigV4 { id, keys: keys(), token: None, region, service: "iam", headers };
    let form = ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    let url = "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08";
    let request =
        Request::new("GET", url).expect("a URL").with_headers(std::slice::from_ref(&form));
    let signed = signer.sign_with(&request, &Context::at(1_440_938_160)).expect("signed");
    let expected = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
    assert_eq!(signed.signature(), Some(expected));
    let explained = signer.explain(&request, &Context::at(1_440_938_160)).expect("explained");
    let text = explained.string_to_sign().expect("a stage").to_string();
    assert!(text.ends_with("\nf536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59"));

    let key = Arc::new(keys());
    let lookup = move |id: &str| (id == "AKIDEXAMPLE").then(|| Arc::clone(&key));
    let keys = Keys::new(lookup, DerivedKeys::new(&[b"of nobody"]));
    let verifier = SigV4Verifier { keys, policy: Policy::new() };
    let sent: Vec<_> = [form].into_iter().chain(signed.headers()).collect();
    let verify = |url, now: i64| {
        let request = Request::new("GET", url).expect("a URL").with_headers(&sent).with_body("");
        verifier.verify(&request, now.into()).map_err(|rejection| rejection.reason())
    };
    assert_eq!(verify(url, 1_440_938_460).expect("accepted").key_id(), "AKIDEXAMPLE");
    assert_eq!(verify(url, 1_440_938_461), Err(Reason::Clock));
    assert_eq!(verify(&url.replace("List", "Delete"), 1_440_938_160), Err(Reason::BadSignature));
}
