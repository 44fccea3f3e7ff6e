//! What applying a signature does to the URL and to the headers.

use polysign::{Context, Request, Signer};
use proptest::prelude::*;

use crate::common::arbitrary::{is_ambiguous, is_rewritten, wire_path, wire_query};
use crate::common::every_signer::{TIME, context, every_signer};

/// URL and headers as they are sent, headers in the order of their names.
fn apply(
    signer: &dyn Signer,
    url: &str,
    headers: &[(String, String)],
    context: &Context<'_>,
) -> (String, Vec<(String, String)>) {
    let request = Request::new("GET", url).expect(url).with_headers(headers);
    let signed = signer.sign_with(&request, context).unwrap_or_else(|e| panic!("{url}: {e}"));
    let is_written = |name: &str| {
        signed.removed_headers().any(|removed| removed.eq_ignore_ascii_case(name))
            || signed.headers().any(|(set, _)| set.eq_ignore_ascii_case(name))
    };
    let mut sent: Vec<_> = headers.iter().filter(|(name, _)| !is_written(name)).cloned().collect();
    sent.extend(signed.headers().map(|(name, value)| (name.to_owned(), value.to_owned())));
    sent.sort();
    (signed.url(&request).expect(url).into_exposed(), sent)
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        "[xX]-[bB]ce-[a-c]",
        prop::sample::select(vec![
            "Authorization", "X-Sdk-Date", "x-security-token", "X-Auth-Token", "x-bce-date",
            "X-App-Key", "x-bce-security-token", "x-bce-signature", "x-app-signature",
            "content-type", "cookie", "appid", "timestamp", "signature",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec((name, "[!-~]{0,8}"), 0..6)
}

/// A query with stale parameters in between.
fn stale_query() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "x", "appkey", "timestamp", "signature", "%73ignature", "AppId", "Signature",
        "SignatureNonce", "authorization", "Authorization", "x-bce-security-token", "appid",
        "appId", "ts", "signa", "requestid", "Timestamp", "SignatureVersion", "AUTHORIZATION%3d",
        "%61ppid",
    ]);
    let pair = (name, "(=[a-z%2B+]{0,1}[a-z]{0,3})?")
        .prop_map(|(name, value)| format!("{name}{}", value.replace('%', "%25")));
    prop::collection::vec(pair, 0..6).prop_map(|pairs| pairs.join("&"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_url_is_kept_to_the_byte(path in wire_path(), query in prop::option::of(wire_query())) {
        let url = match query {
            Some(query) => format!("https://ex.com:8443{path}?{query}"),
            None => format!("https://ex.com:8443{path}"),
        };
        for (case, signer) in every_signer() {
            if is_rewritten(&*signer, &url) {
                continue;
            }
            let request = Request::new("GET", &url).expect(&url);
            let scheme = signer.scheme();
            prop_assume!(!request.query_pairs().any(|(name, _)| scheme.is_stale_query(name)));
            let signed = signer.sign_with(&request, &context()).expect(case);
            let sent = signed.url(&request).expect(case);
            let rest = sent.expose().strip_prefix(url.as_str());
            prop_assert!(rest.is_some(), "{}: {} {}", case, url, sent.expose());
            let added: Vec<_> = signed.query().map(|(name, _)| name).collect();
            let rest = rest.unwrap_or_default().trim_start_matches(['?', '&']);
            let names: Vec<_> =
                rest.split('&').filter_map(|pair| Some(pair.split_once('=')?.0)).collect();
            prop_assert_eq!(names, added, "{}", case);
        }
    }

    #[test]
    fn signing_twice_is_signing_once_with_the_later_context(
        path in wire_path(),
        query in prop_oneof![wire_query(), stale_query()],
        headers in headers(),
        later in 0..1_000_000i64,
    ) {
        let url = format!("HTTPS://Ex.com:443{path}?{query}#f");
        for (case, signer) in every_signer() {
            if is_ambiguous(&*signer, &url, &headers) || is_rewritten(&*signer, &url) {
                continue;
            }
            let first = Context::at(TIME).with_random_nonce([1; 16]);
            let later = Context::at(TIME + later).with_random_nonce([2; 16]);
            let once = apply(signer.as_ref(), &url, &headers, &later);
            let (sent, headers) = apply(signer.as_ref(), &url, &headers, &first);
            let twice = apply(signer.as_ref(), &sent, &headers, &later);
            prop_assert_eq!(&once, &twice, "{}", case);
            let thrice = apply(signer.as_ref(), &twice.0, &twice.1, &later);
            prop_assert_eq!(&once, &thrice, "{}", case);
        }
    }

    #[test]
    fn no_name_of_the_scheme_is_there_twice(query in stale_query(), headers in headers()) {
        let url = format!("https://h/?{query}");
        for (case, signer) in every_signer() {
            if is_ambiguous(&*signer, &url, &headers) || is_rewritten(&*signer, &url) {
                continue;
            }
            let (sent, headers) = apply(signer.as_ref(), &url, &headers, &context());
            let query = sent.split_once('?').map_or("", |(_, query)| query).as_bytes();
            for name in signer.scheme().query() {
                let count = form_urlencoded::parse(query).filter(|(other, _)| other == *name).count();
                prop_assert!(count <= 1, "{}: {} in {}", case, name, sent);
            }
            for name in signer.scheme().stale_headers() {
                let is_it = |other: &str| other.eq_ignore_ascii_case(name);
                let count = headers.iter().filter(|(other, _)| is_it(other)).count();
                prop_assert!(count <= 1, "{}: {} in {:?}", case, name, headers);
            }
        }
    }
}
