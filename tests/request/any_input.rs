//! No input panics, and no secret is in anything that is printed.

use polysign::{Context, Payload, Request, Signed, Signer};
use proptest::prelude::*;

use crate::common::every_signer::every_signer;
use crate::common::schemes::{Kind, rows};

/// Text that is a URL often enough to get past the first check.
fn url() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        any::<String>().prop_map(|text| format!("https://h/{text}")),
        any::<String>().prop_map(|text| format!("https://{text}/")),
        "(https?|wss?|HTTPS)://[a-zA-Z0-9.:@\\[\\]-]{0,12}[/?#]?[!-~]{0,40}",
        "https://h/[!-$&-\\[\\]-~]{0,40}(%[0-9a-fA-F]{2}){0,5}",
        "https?://localhost(:[0-9]{0,6})?[/?][a-zA-Z=&+%/.]{0,40}",
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[!-~]{1,10}",
        "x-bce-[a-z]{0,3}",
        prop::sample::select(vec![
            "Host", "host", "Authorization", "x-sdk-date", "x-sdk-content-sha256",
            "X-Security-Token", "x-bce-date", "x-bce-security-token", "content-type",
            "x-app-signature", "x-auth-token",
        ])
        .prop_map(str::to_owned),
    ]
}

fn value() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        any::<Vec<u8>>(),
        "[ -~\\t]{0,20}".prop_map(String::into_bytes),
        "(SDK-HMAC-SHA256 |UNSIGNED-PAYLOAD|multipart/|h|a\\.com:[0-9]{1,6}){0,2}"
            .prop_map(String::into_bytes),
    ]
}

fn method() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "GET|POST|PUT|PATCH|get|[!-~]{1,6}"]
}

fn time() -> impl Strategy<Value = i64> {
    prop_oneof![
        any::<i64>(),
        0..=253_402_300_799_i64,
        -2..2i64,
        253_402_300_798..253_402_300_802i64
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_input_panics(
        method in method(),
        url in url(),
        headers in prop::collection::vec((name(), value()), 0..5),
        body in prop::option::of(any::<Vec<u8>>()),
        time in time(),
        nonce in prop::option::of(any::<String>()),
    ) {
        let headers: Vec<_> =
            headers.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
        let Ok(request) = Request::new(&method, &url) else {
            return Ok(());
        };
        let request = request.with_headers(&headers);
        let request = match &body {
            Some(body) => request.with_body(body),
            None => request.with_payload(Payload::Unsigned),
        };
        let context = match &nonce {
            Some(nonce) => Context::at(time).with_nonce(nonce),
            None => Context::at(time).with_random_nonce([9; 16]),
        };
        let mut reused = Signed::new();
        for (case, signer) in every_signer() {
            check_one(case, signer.as_ref(), &request, &context, &mut reused)?;
        }
    }

    #[test]
    fn parts_and_text_do_not_panic(
        method in method(),
        scheme in "https?|wss?|[!-~]{0,5}",
        authority in prop_oneof![any::<String>(), "[a-z0-9.:@\\[\\]-]{0,12}"],
        target in prop_oneof![any::<String>(), "/[!-~]{0,20}"],
        text in prop_oneof![any::<String>(), "([ -~]|signature|=|%3[dD]|%25|signa|é){0,30}"],
    ) {
        let _ = Request::from_parts(&method, &scheme, &authority, &target).map(|request| {
            format!("{request:?}")
        });
        let redacted = polysign::redact(&text);
        prop_assert_eq!(polysign::redact(&redacted), &redacted[..]);
        if let Ok(builder) = polysign::UrlBuilder::new(&target) {
            let _ = builder.with_segment(&text).with_pair(&text, &method).build();
        }
        for case in ["zego/server-api-v2", "baidu/bce-auth-v1", "huawei/auth-token", &text] {
            let _ = polysign::signer(case, |_| Some(authority.clone())).map(|signer| {
                format!("{signer:?}")
            });
        }
    }

    /// Letters that are in no fixed text of the crate, and no run of them in anything printed.
    #[test]
    fn no_part_of_a_secret_is_printed(secret in "[QXZJ#é密]{16,64}", url in url(), time in time()) {
        let request = Request::new("GET", &url);
        let context = Context::at(time).with_random_nonce([9; 16]);
        let token = secret.replace(|letter: char| !letter.is_ascii(), "#");
        for row in rows() {
            let drawn = row.secrets().map(|(field, kind)| match kind {
                Kind::Token => (field, token.as_str()),
                _ => (field, secret.as_str()),
            });
            let signer = row.signer(&drawn.collect::<Vec<_>>()).expect("a signer");
            let mut shown = vec![format!("{signer:?} {signer:#?}")];
            if let Ok(request) = &request {
                match signer.sign_with(request, &context) {
                    Ok(signed) => shown.push(format!("{signed:?} {:?}", signed.url(request))),
                    Err(error) => shown.push(format!("{error:?} {error}")),
                }
                if let Ok(explanation) = signer.explain(request, &context) {
                    shown.push(format!("{explanation:?} {explanation}"));
                }
            }
            // A secret where another field should be.
            let broken = polysign::signer(row.scheme, |_| Some(format!("{secret} ")));
            shown.extend(broken.err().map(|error| format!("{error:?} {error}")));
            let letters: Vec<char> = secret.chars().collect();
            for run in letters.windows(4) {
                let run: String = run.iter().collect();
                // A run that is in the URL by itself tells nothing.
                if !url.contains(&run) {
                    prop_assert!(!shown.iter().any(|text| text.contains(&run)), "{run} in {shown:?}");
                }
            }
        }
    }
}

fn check_one(
    case: &str,
    signer: &dyn Signer,
    request: &Request<'_>,
    context: &Context<'_>,
    reused: &mut Signed,
) -> Result<(), TestCaseError> {
    let into = signer.sign_into(request, context, reused);
    let with = signer.sign_with(request, context);
    prop_assert_eq!(with.as_ref().err(), into.as_ref().err(), "{}", case);
    let explained = signer.explain(request, context);
    prop_assert_eq!(explained.as_ref().err(), into.as_ref().err(), "{}", case);
    let _ = format!("{request:?} {reused:?} {explained:?}");
    if let Ok(explanation) = explained {
        let _ = explanation.to_string();
    }
    let Ok(signed) = with else {
        prop_assert!(reused.headers().next().is_none() && reused.query().next().is_none());
        return Ok(());
    };
    prop_assert_eq!(signed.signature(), reused.signature());
    if let Ok(url) = signed.url(request) {
        let sent = url.expose();
        prop_assert!(sent.bytes().all(|byte| byte.is_ascii_graphic()), "{}: {}", case, sent);
        // What was written can be read, and belongs to the same place.
        let read = Request::new(request.method(), sent);
        prop_assert!(read.is_ok(), "{}: {}", case, sent);
    }
    for (_, value) in signed.headers() {
        prop_assert!(value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' '), "{}", case);
    }
    Ok(())
}
