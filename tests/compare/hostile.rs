//! Texts that are made to break the reader.

use polysign::compare::Verdict;
use polysign::{Context, Request, Signer};
use proptest::prelude::*;

use super::form::FORMS;
use crate::common::every_signer::{context, every_signer};

fn explanations() -> Vec<polysign::Explanation> {
    let url = "https://h.example.com/v1/a%2Fb/?name=a%2Bb&k&Action=Do&token=t";
    let headers = [("content-type", "application/json"), ("x-a", "b|c"), ("x-a", "b")];
    let request = Request::new("POST", url).expect("a request");
    let request = request.with_headers(&headers).with_body("{}");
    let context: Context<'_> = context();
    every_signer().map(|(case, signer)| signer.explain(&request, &context).expect(case)).collect()
}

/// All that the signers sign, one text after the other.
fn stages() -> Vec<Vec<u8>> {
    let explanations = explanations();
    let texts = explanations.iter().flat_map(|explanation| explanation.stages());
    texts.map(|(_, text)| text.fill(|_| Some("tok+/="))).collect()
}

/// Nothing to check but that it comes to an end, and that what it says holds together.
fn compare_all(text: &[u8]) {
    for explanation in explanations() {
        let comparison = explanation.compare(text);
        let is_different = comparison.verdict() == Verdict::Different;
        assert_eq!(is_different, !comparison.differences().is_empty(), "{comparison}");
        assert_eq!(comparison.stage().is_some(), comparison.verdict() != Verdict::Unrelated);
        let shown = comparison.to_string();
        assert!(!shown.chars().any(|letter| letter.is_control() && letter != '\n'));
        assert!(shown.len() < 100_000, "{} bytes", shown.len());
    }
}

#[test]
fn odd_texts_are_read_to_their_end() {
    for text in [
        "",
        "\n",
        "|",
        "\"",
        "\\",
        "\\u",
        "\\u12",
        "\\ud800",
        "'",
        "=",
        "&",
        "&&=&",
        "/",
        "//",
        ";",
        ":",
        "GET",
        "GET\n/",
        "GET\n/\n",
        "GET\n/\n\n",
        "GET|/",
        "GET\n/\n\n:\n",
        "GET\n/\n\nhost:\n\n\n",
        "POST\n/v1\n\nhost:h.example.com",
        "bce-auth-v1/",
        "bce-auth-v1///",
        "\u{feff}",
        "%",
        "%%%",
        "%zz",
        "POST\n/v1\n%&%=%\nhost:%\n\n;\n%",
    ] {
        compare_all(text.as_bytes());
    }
    compare_all(b"\xff\xfe\x00GET\x00/\x00");
}

/// What would take very long if a step looked at all of the text for each part of it.
#[test]
fn large_texts_are_read_to_their_end() {
    const LENGTH: usize = 1 << 16;
    for piece in [
        "a",
        "|",
        "\n",
        "\"",
        "\\n",
        "&",
        "a=b&",
        "GET\n/\n",
        "POST|/v1|",
        "x-a:b\n",
        ";",
        "/",
        "%25",
        "bce-auth-v1/",
        "1573789015",
        "POST\n/v1/a/b/\n\nhost:h.example.com\n",
        "zmeet1573789015 ",
    ] {
        compare_all(piece.repeat(LENGTH / piece.len() + 1).as_bytes());
    }
}

#[test]
fn text_behind_the_first_mebibyte_is_not_read() {
    let explanations = explanations();
    let with_canonical = explanations.iter().filter(|one| one.canonical_request().is_some());
    for explanation in with_canonical {
        let text = explanation.canonical_request().expect("a stage");
        let text = text.fill(|_| Some("tok+/="));
        let near = [&b"\n".repeat(1_000)[..], &text].concat();
        assert_eq!(explanation.compare(near).verdict(), Verdict::Same);
        let far = [b"x", &b"\n".repeat(1 << 20)[..], &text].concat();
        assert_eq!(explanation.compare(far).verdict(), Verdict::Unrelated);
    }
}

/// A token is no text that a server computes: that it came back says nothing of the signature.
#[test]
fn of_a_token_that_came_back_nothing_is_claimed() {
    let explanations = explanations();
    let mut tokens = explanations.iter().filter(|one| one.scheme().name() == "huawei/auth-token");
    let explanation = tokens.next().expect("a signer with a token");
    for (form, wrap) in FORMS {
        let comparison = explanation.compare(wrap("X-Auth-Token: tok+/="));
        assert_eq!(comparison.verdict(), Verdict::Unrelated, "{form}");
    }
}

/// An echo that was cut off says nothing of what is missing, wherever it was cut.
#[test]
fn of_an_echo_that_was_cut_off_nothing_is_claimed() {
    let explanations = explanations();
    let huawei = explanations.iter().find(|one| one.scheme().name() == "huawei/sdk-hmac-sha256");
    let huawei = huawei.expect("a signer of Huawei");
    let text = huawei.canonical_request().expect("a stage").fill(|_| Some("tok+/="));
    let text = String::from_utf8(text).expect("UTF-8");
    for (form, wrap) in FORMS {
        assert_eq!(huawei.compare(wrap(&text)).verdict(), Verdict::Same, "{form}");
        for end in 0..text.len() {
            let comparison = huawei.compare(wrap(&text[..end]));
            assert_eq!(comparison.verdict(), Verdict::Unrelated, "{form} {end}: {comparison}");
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read(text in prop::collection::vec(any::<u8>(), 0..400)) {
        compare_all(&text);
    }

    /// Texts of ours with pieces taken out, doubled and changed, in any form.
    #[test]
    fn any_change_of_a_text_is_read(
        stage in prop::sample::select(stages()),
        form in 0..FORMS.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, any::<u8>()), 1..8),
    ) {
        let mut text = FORMS[form].1(&String::from_utf8_lossy(&stage)).into_bytes();
        for (place, kind, byte) in edits {
            if text.is_empty() {
                break;
            }
            let at = place.index(text.len());
            match kind {
                0 => { text.remove(at); }
                1 => text.insert(at, byte),
                2 => text[at] = byte,
                _ => text.truncate(at),
            }
        }
        compare_all(&text);
    }
}
