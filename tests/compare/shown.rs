//! What is shown of a comparison: no secret, no forged line, not more than can be read.

use polysign::compare::Verdict;
use polysign::{Context, Explanation, Request, Signer, UnixTime, huawei, tencent};

use super::cases;
use super::form::FORMS;

/// In every form, `Debug` and `Display`.
fn shown(comparison: &polysign::compare::Comparison) -> String {
    format!("{comparison}\n{comparison:?}\n{comparison:#?}")
}

#[test]
fn no_secret_that_the_server_echoes_is_shown() {
    let mut echoed = 0;
    for case in cases() {
        let mut texts = vec![case.server_text()];
        // As the server would show it, and with another end.
        for (_, text) in case.final_stages() {
            texts.extend([text.clone(), text + "1"]);
        }
        for server_text in &texts {
            let comparison = case.signed().compare(server_text);
            let text = shown(&comparison);
            for secret in case.secrets() {
                echoed += usize::from(server_text.contains(secret));
                for piece in secret.as_bytes().windows(8) {
                    let piece = str::from_utf8(piece).expect("secrets of the cases are ASCII");
                    assert!(!text.contains(piece), "{}: {text}", case.id);
                }
            }
            if comparison.verdict() == Verdict::Different {
                assert!(!comparison.differences().is_empty(), "{}", case.id);
            }
        }
    }
    assert!(echoed >= 5, "only {echoed} texts have a secret in them");
}

fn huawei() -> huawei::SdkHmacSha256 {
    let credential = huawei::AccessKey::new("AccessKey", "SecretKey").expect("a credential");
    huawei::SdkHmacSha256::new(credential)
}

const NOW: Context<'static> = Context::new(UnixTime::new(1_573_789_015));

/// What is signed of a GET for `url`, and its canonical request.
fn signed(url: &str, headers: &[(&str, &str)]) -> (Explanation, String) {
    let request = Request::new("GET", url).expect("a request");
    let explanation = huawei().explain(&request.with_headers(headers).with_body(""), &NOW);
    let explanation = explanation.expect("explained");
    let text = explanation.canonical_request().expect("a stage");
    let text = String::from_utf8(text.fill(|_| None)).expect("UTF-8");
    (explanation, text)
}

/// Values that are secret by their name are hidden although we did not sign them as such.
#[test]
fn what_is_secret_by_its_name_is_hidden() {
    let url = "https://h.example.com/v1?access_token=ours-4711&b=c";
    let (explanation, text) = signed(url, &[("x-api-token", "ours-4712")]);
    let theirs = text
        .replace("ours-", "theirs-")
        .replace("host:", "authorization:bearer-4713\nhost:")
        .replace("x-api-token:", "cookie:a=4714\nx-api-token:");
    for (form, wrap) in FORMS {
        let comparison = explanation.compare(wrap(&theirs));
        assert_eq!(comparison.differences().len(), 4, "{form}: {comparison}");
        let text = shown(&comparison);
        for secret in ["4711", "4712", "4713", "4714"] {
            assert!(!text.contains(secret), "{form}: {text}");
        }
    }
}

/// Nor where another field has a whole URL in it.
#[test]
fn what_is_secret_in_a_url_is_hidden() {
    let (explanation, text) =
        signed("https://h.example.com/v1?a=b", &[("referer", "x"), ("x-from", "y")]);
    let secret = "?authorization=bce-auth-v1%2Fak%2F4711&x-bce-security-token=4712&signature=4713";
    let escaped =
        secret.replace('%', "%25").replace('?', "%3F").replace('=', "%3D").replace('&', "%26");
    for query in [secret, &escaped] {
        for (from, to) in [
            ("/v1/\n", format!("/v1{query}\n")),
            ("/v1/\n", format!("/v1{query}/\n")),
            ("/v1/\n", format!("/v1/tasks{query}\n")),
            ("x-from:y", format!("x-from:https://h.example.com/{query}")),
        ] {
            assert!(text.contains(from), "{text}");
            let theirs = text.replace(from, &to);
            let comparison = explanation.compare(&theirs);
            assert_eq!(comparison.verdict(), Verdict::Different, "{theirs}");
            let shown = shown(&comparison);
            for secret in ["4711", "4712", "4713"] {
                assert!(!shown.contains(secret), "{shown}");
            }
        }
    }
}

#[test]
fn a_value_cannot_forge_a_line() {
    let (explanation, text) = signed("https://h.example.com/v1", &[]);
    let theirs = text.replace("/v1/", "/v1/\u{1b}[2Jmethod: forged\rmethod: forged\u{2028}x/");
    let comparison = explanation.compare(&theirs);
    assert_eq!(comparison.verdict(), Verdict::Different);
    let shown = comparison.to_string();
    assert!(!shown.contains(['\u{1b}', '\r', '\u{2028}']), "{shown:?}");
    assert!(!shown.lines().any(|line| line.starts_with("method: ")), "{shown}");
}

/// Very many differences, and very long ones.
#[test]
fn what_is_shown_is_bounded() {
    let many: String = (0..10_000).map(|at| format!("&k{at}=v")).collect();
    let long = "a".repeat(100_000);
    let url = format!("https://h.example.com/v1/tasks?{many}");
    let (explanation, text) = signed(&url, &[]);
    let comparison =
        explanation.compare(text.replace("=v", "=w").replace("/v1", &format!("/{long}")));
    assert_eq!(comparison.verdict(), Verdict::Different);
    assert_eq!(comparison.differences().len() + comparison.omitted(), 10_001);
    let shown = comparison.to_string();
    assert!(shown.len() < 64_000, "{} bytes", shown.len());
    assert!(shown.contains("\nand 9"), "it says how many are left out");
}

/// Of a long value that part is shown in which it differs.
#[test]
fn a_long_value_is_cut_down_to_where_it_differs() {
    let long = "a".repeat(5_000);
    let url = format!("https://h.example.com/v1/{long}XYZ{long}");
    let (explanation, text) = signed(&url, &[]);
    let comparison = explanation.compare(text.replace("XYZ", "QRS"));
    let [difference] = comparison.differences() else {
        panic!("{comparison}");
    };
    assert!(difference.ours().expect("ours").to_string().contains("aXYZa"));
    assert!(difference.theirs().expect("theirs").to_string().contains("aQRSa"));
    assert!(difference.to_string().len() < 1_000);
}

/// A token that has in it what a reading takes for a line end stays hidden as a whole.
#[test]
fn a_token_with_line_ends_of_some_form_in_it_is_hidden() {
    for separator in ["|", "||", "\"", "\\n", "\\n\\n", "\\", "'", "|x-b:", "\\nhost:", "\"x-c:"] {
        let token = format!("4711-abcdef{separator}4712-ghijkl{separator}4713:mnopqr");
        let credential = huawei::AccessKey::new("AccessKey", "SecretKey").expect("a credential");
        let credential = credential.with_security_token(&token).expect("a token");
        let request = Request::new("POST", "https://h.example.com/v1").expect("a request");
        let headers = [("x-tag", "t")];
        let explanation = huawei::SdkHmacSha256::new(credential)
            .explain(&request.with_headers(&headers).with_body("{}"), &NOW)
            .expect("explained");
        let text = explanation.canonical_request().expect("a stage");
        let text = String::from_utf8(text.fill(|_| Some(token.as_str()))).expect("UTF-8");
        for (form, wrap) in FORMS {
            for theirs in
                [&text, &text.replace("/v1/", "/v2/"), &text.replace("x-tag:t", "x-tag:u")]
            {
                let shown = shown(&explanation.compare(wrap(theirs)));
                for piece in ["abcdef", "ghijkl", "mnopqr", "4711", "4712", "4713"] {
                    assert!(!shown.contains(piece), "{form} {separator:?}: {shown}");
                }
            }
        }
    }
}

/// Where a token is signed as it is, what follows an `&` in it looks like a parameter.
#[test]
fn a_token_with_an_ampersand_in_it_is_hidden() {
    let url = "wss://asr.cloud.tencent.com/asr/v2/1250000000?engine_model_type=16k_zh&voice_id=1";
    let request = Request::new("GET", url).expect("a request");
    let nonce = NOW.with_nonce("7");
    for token in ["token&second-part", "token&second-part=x", "t&a=second-part&z&zz=second-part"] {
        let key = tencent::ApiKey::new("id", "key").and_then(|key| key.with_app_id("1250000000"));
        let key = key.and_then(|key| key.with_token(token));
        let api = tencent::SpeechApi::AsrV2;
        let signer = tencent::SpeechHmacSha1::new(key.expect("a credential"), api);
        let explanation = signer.expect("a signer").explain(&request, &nonce).expect("explained");
        let text = explanation.string_to_sign().expect("a stage").fill(|_| Some(token));
        let text = String::from_utf8(text).expect("UTF-8");
        for (form, wrap) in FORMS {
            let comparison = explanation.compare(wrap(&text));
            assert!(!shown(&comparison).contains("second-part"), "{form}: {comparison}");
        }
    }
}
