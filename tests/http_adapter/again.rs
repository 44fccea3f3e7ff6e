//! Requests that are signed already: fields are replaced, whatever signed before.

use http::Request as HttpRequest;
use polysign::http::Signing;
use polysign::{Context, Payload, Signer};

use super::post;
use crate::common::every_signer::{TIME, context, every_signer, signer, signer_with};
use http::HeaderValue;

#[test]
fn fields_are_set_and_not_appended() {
    for (case, signer) in every_signer() {
        let signing = Signing::new(signer.as_ref()).with_context(context());
        let mut fresh = post("https://h/?x=1");
        signing.request(&mut fresh).expect(case);

        let stale = signer.scheme().stale_query().map(|name| format!("&{name}=a&{name}=b"));
        let mut request = post(&format!("https://h/?x=1{}", stale.collect::<String>()));
        for name in signer.scheme().stale_headers() {
            request.headers_mut().append(*name, HeaderValue::from_static("a"));
            request.headers_mut().append(*name, HeaderValue::from_static("b"));
        }
        signing.request(&mut request).expect(case);
        assert_eq!(request.uri(), fresh.uri(), "{case}");
        assert_eq!(request.headers(), fresh.headers(), "{case}");
        assert_eq!(request.headers().len(), request.headers().keys_len(), "{case}");
    }
}

#[cfg(all(feature = "baidu", feature = "huawei", feature = "iflytek"))]
#[test]
fn signing_again_in_place_with_another_placement_credential_and_time() {
    let placements = ["baidu in authorization", "baidu in the query", "baidu in x-bce-signature"];
    let with_token = [
        signer(placements[0]),
        signer(placements[1]),
        signer(placements[2]),
        signer_with(placements[0], &[("access_key_id", "other"), ("secret_access_key", "secret")]),
        // Without a token, and in the query.
        signer_with(placements[2], &[("placement", "query")]),
    ];
    assert_any_order("https://h/o?x=1", &with_token);
    assert_any_order(
        "https://h/o?x=1",
        &[signer("abcpen in headers"), signer("abcpen in the query"), signer("rtasr")][..2],
    );
    assert_any_order(
        "https://h/o?x=1",
        &[
            signer("huawei"),
            signer("huawei token"),
            signer_with("huawei", &[("access_key", "other"), ("secret_key", "secret")]),
        ],
    );
}

/// Whichever of the signers came before, the last one's result is what it makes by itself.
fn assert_any_order(uri: &str, signers: &[Box<dyn Signer>]) {
    let sign_at = |signer: &dyn Signer, request: &mut HttpRequest<String>, time| {
        let signing = Signing::new(signer).with_context(Context::at(time));
        signing.request(request).expect("a signature");
    };
    for last in signers {
        let mut alone = post(uri);
        sign_at(last, &mut alone, TIME + 9);
        for first in signers {
            for second in signers {
                let mut request = post(uri);
                sign_at(first, &mut request, TIME);
                sign_at(second, &mut request, TIME + 1);
                sign_at(last, &mut request, TIME + 9);
                assert_eq!(request.uri(), alone.uri(), "{first:?} {second:?} {last:?}");
                assert_eq!(request.headers(), alone.headers(), "{first:?} {second:?} {last:?}");
            }
        }
    }
}

#[cfg(feature = "huawei")]
#[test]
fn signing_again_with_another_payload() {
    let huawei = signer("huawei");
    let signing = Signing::new(huawei.as_ref()).with_context(context());
    let (mut parts, body) = post("https://h/").into_parts();
    let bytes = Payload::Bytes(body.as_bytes());
    signing.parts(&mut parts, bytes).expect("a signature");
    let first = parts.headers.clone();
    signing.parts(&mut parts, Payload::Unsigned).expect("a signature");
    assert_eq!(parts.headers["x-sdk-content-sha256"], "UNSIGNED-PAYLOAD");
    assert_ne!(parts.headers, first);
    signing.parts(&mut parts, bytes).expect("a signature");
    assert_eq!(parts.headers, first);
}
