//! What can be printed: no line that was not written by the crate, no secret, no signature.

use polysign::{Context, ErrorKind, Request, Scheme, Signer};

use crate::common::every_signer::{TIME, context, every_signer, signer};

/// Nothing that starts a line, moves the cursor, or turns the direction of writing.
fn is_harmless(letter: char) -> bool {
    let turns = matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !(letter.is_control() || turns)
}

const FORGED: [&str; 6] = ["\n", "\r", "\u{85}", "\u{2028}", "\u{202e}", "\u{61c}"];

#[test]
fn debug_of_a_request_is_one_line() {
    for forged in FORGED {
        let name = format!("x{forged}secret_key: shown");
        let headers = [(name.as_str(), "hunter2"), ("cookie", "hunter2")];
        let request = Request::new("GET", "https://h/%0A?%0Aa=hunter2&b=hunter2")
            .expect("a request")
            .with_headers(&headers)
            .with_body("hunter2");
        let shown = format!("{request:?}");
        assert!(shown.chars().all(is_harmless), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}

#[test]
fn debug_of_a_request_has_no_signature_in_it() {
    for (case, signer) in every_signer() {
        let request = Request::new("GET", "https://h/p?x=1").expect(case);
        let signed = signer.sign_with(&request, &context()).expect(case);
        let url = signed.url(&request).expect(case);
        let headers: Vec<_> = signed.headers().collect();
        let again = Request::new("GET", url.expose()).expect(case).with_headers(&headers);
        let signature = signed.signature().unwrap_or("MIIDkgYJKoZIhvcN");
        let shown = [format!("{again:?}"), format!("{signed:?}"), format!("{url:?}")];
        for text in shown {
            assert!(!text.contains(signature), "{case}: {text}");
            let encoded: String = form_urlencoded::byte_serialize(signature.as_bytes()).collect();
            assert!(!text.contains(&encoded), "{case}: {text}");
        }
    }
}

#[cfg(all(feature = "zego", feature = "huawei", feature = "iflytek"))]
#[test]
fn errors_quote_nothing() {
    let hostile = "hunter2\nERROR forged\u{202e}";
    let url = format!("https://h/{hostile}");
    let host = format!("https://{hostile}/");
    let errors = [
        Request::new(hostile, "https://h/").map(|_| ()).expect_err("a method"),
        Request::new("GET", &url).map(|_| ()).expect_err("a URL"),
        Request::new("GET", &host).map(|_| ()).expect_err("a host"),
        Request::new("GET", hostile).map(|_| ()).expect_err("no URL"),
        polysign::signer(hostile, |_| None).map(|_| ()).expect_err("a scheme"),
        polysign::signer("zego/server-api-v2", |_| Some(hostile.to_owned()))
            .map(|_| ())
            .expect_err("an id"),
        polysign::signer("huawei/auth-token", |_| Some(hostile.to_owned()))
            .map(|_| ())
            .expect_err("a token"),
        polysign::signer("iflytek/signa", |_| Some(hostile.to_owned()))
            .map(|_| ())
            .expect_err("a dialect"),
    ];
    let mut shown: Vec<_> = errors.iter().flat_map(|e| [e.to_string(), format!("{e:?}")]).collect();
    for (name, value) in
        [(hostile, "v"), ("x-a", hostile), ("host", hostile), ("authorization", hostile)]
    {
        let headers = [(name, value)];
        let request = Request::new("GET", "https://h/").expect("a request").with_headers(&headers);
        for (case, signer) in every_signer() {
            let error = signer.sign_with(&request, &context()).map(|_| ()).expect_err(case);
            shown.extend([error.to_string(), format!("{error:?}")]);
        }
    }
    let request = Request::new("GET", "https://h/").expect("a request");
    let error = signer("zego").sign_with(&request, &Context::at(TIME).with_nonce(hostile));
    shown.push(error.map(|_| ()).expect_err("a nonce").to_string());
    for text in shown {
        assert!(!text.contains("hunter2") && !text.contains("forged"), "{text}");
        assert!(text.chars().all(is_harmless), "{text}");
    }
}

/// A value with a line end, in all places where a value is shown.
#[test]
fn an_explanation_breaks_lines_where_the_scheme_does_and_nowhere_else() {
    for forged in FORGED {
        let nonce = format!("a{forged}b");
        let value = format!("a{forged}b");
        let escaped: String = forged.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let url = format!("https://h/a{escaped}?q={escaped}host:evil");
        let headers = [("x-bce-a", value.as_str())];
        for (case, signer) in every_signer() {
            let with_headers = Request::new("GET", &url).expect(case).with_headers(&headers);
            let without = Request::new("GET", &url).expect(case);
            let explained = [
                signer.explain(&with_headers, &context()),
                signer.explain(&without, &context()),
                signer.explain(&without, &Context::at(TIME).with_nonce(&nonce)),
            ];
            // A control character in a header or a nonce is refused; all else is shown.
            for explanation in explained.into_iter().flatten() {
                let shown = explanation.to_string();
                let letters = shown.split('\n').flat_map(str::chars);
                assert!({ letters }.all(is_harmless), "{case} {forged:?}: {shown:?}");
                assert!(
                    !shown.lines().any(|line| line.starts_with("host:evil")),
                    "{case}: {shown}"
                );
                let ends = explanation.stages().map(|(_, text)| {
                    2 + text
                        .pieces()
                        .iter()
                        .filter(|p| **p == polysign::explain::Piece::LineEnd)
                        .count()
                });
                // Scheme, what is not covered, and where they are: the key id, what is absent.
                let others =
                    2 + usize::from(explanation.key_id().is_some()) + explanation.absent().len();
                assert_eq!(
                    shown.matches('\n').count(),
                    others + ends.sum::<usize>(),
                    "{case}: {shown}"
                );
            }
        }
    }
}

#[cfg(all(feature = "tencent", feature = "iflytek"))]
#[test]
fn debug_of_everything_is_one_line() {
    for forged in FORGED {
        let id = format!("a{forged}b");
        for (scheme, field) in [
            ("tencent/ivh-apaas", "appkey"),
            ("tencent/ivh-apaas", "requestid"),
            ("iflytek/signa", "app_id"),
        ] {
            let setting = |key: &str| match key {
                "dialect" | "placement" | "allow_clear_text" => None,
                _ if key == field => Some(id.clone()),
                _ => Some("k".to_owned()),
            };
            let error = polysign::signer(scheme, setting).expect_err(field);
            assert_eq!(error.kind(), ErrorKind::InvalidCredential, "{forged:?}");
            for text in [format!("{error:?}"), format!("{error}")] {
                assert!(text.chars().all(is_harmless), "{field}: {text:?}");
            }
        }
        let context = Context::at(TIME).with_nonce(&id);
        assert!(format!("{context:?}").chars().all(is_harmless));
    }
}

/// A scheme that is not in the crate's registry, with a parameter that no scheme there has.
#[derive(Debug)]
struct Own;

static OWN: Scheme = Scheme::new("own/query")
    .with_query(&["own_ticket"])
    .with_stale_query(&["own_ticket"])
    .with_secret_query(&["own_ticket"]);

impl Signer for Own {
    fn scheme(&self) -> &'static Scheme {
        &OWN
    }

    fn write(
        &self,
        _: &Request<'_>,
        draft: &mut polysign::sign::Draft<'_, '_>,
    ) -> Result<(), polysign::Error> {
        draft.query("own_ticket", |value| value.push_signature("hunter2"));
        Ok(())
    }
}

#[test]
fn a_signed_url_is_redacted_also_for_a_scheme_of_one_s_own() {
    let request = Request::new("GET", "https://h/p?x=1").expect("a request");
    let signed = Own.sign_with(&request, &context()).expect("a signature");
    let url = signed.url(&request).expect("a URL");
    assert_eq!(url.expose(), "https://h/p?x=1&own_ticket=hunter2");
    assert!(!format!("{signed:?}").contains("hunter2"), "{signed:?}");
    assert!(!format!("{url:?}").contains("hunter2"), "{url:?}");
}
