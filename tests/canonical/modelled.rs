//! The canonical query and headers are those of a plain model: decode all, sort all, encode all.

use polysign::Request;
use proptest::prelude::*;

use crate::common::arbitrary::is_ambiguous;
use crate::common::every_signer::{TIME, context, signer};

/// Few letters, so that many names are the same or begin alike; NUL is the least byte that there is,
/// `%2D` and `%3d` sort on either side of `=` in their spellings.
const LETTERS: &[&str] = &[
    "a", "a", "b", "ab", "-", ".", "~", "0", "Z", "%00", "%00", "%61", "%2D", "%3d", "%3D", "%26",
    "%ff", "%FF", "%C3%a9", "%25", "+", "%20", "%2B", "!", "/", "?", ":", "parameter", "12345678",
];

fn part(most: usize) -> impl Strategy<Value = String> {
    let letters = prop::sample::select(LETTERS);
    prop::collection::vec(letters, 0..most).prop_map(|letters| letters.concat())
}

/// A piece of a query: with a value, with `=` within it, or without.
fn piece() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        3 => part(4).prop_map(|value| format!("={value}")),
        1 => part(2).prop_map(|value| format!("={value}={value}")),
        1 => Just(String::new()),
    ];
    let front = prop::sample::select(&["", "", "a", "parameter", "parameter1", "%70arameter"][..]);
    (front, part(6), value).prop_map(|(front, name, value)| format!("{front}{name}{value}"))
}

fn query() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        3 => prop::collection::vec(piece(), 0..12),
        1 => prop::collection::vec(piece(), 60..80),
        1 => prop::collection::vec(piece(), 250..300),
    ];
    (pieces, any::<bool>()).prop_map(|(mut pieces, is_sorted)| {
        if is_sorted {
            pieces.sort();
        }
        pieces.join("&")
    })
}

fn decoded(text: &str) -> Vec<u8> {
    let mut rest = text.as_bytes();
    let mut bytes = Vec::new();
    while let [first, behind @ ..] = rest {
        let (byte, behind) = match first {
            b'%' => (u8::from_str_radix(&String::from_utf8_lossy(&behind[..2]), 16), &behind[2..]),
            b'+' => (Ok(b' '), behind),
            byte => (Ok(*byte), behind),
        };
        bytes.push(byte.expect("an escape"));
        rest = behind;
    }
    bytes
}

fn encoded(bytes: &[u8]) -> String {
    let one = |byte: &u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(*byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    bytes.iter().map(one).collect()
}

/// Decoded names and values.
fn pairs(query: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
    let pieces = query.split('&').filter(|piece| !piece.is_empty());
    let pair = |piece: &str| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        (decoded(name), decoded(value))
    };
    pieces.map(pair).collect()
}

/// By name and value, before they are encoded.
fn of_huawei(query: &str) -> String {
    let mut pairs = pairs(query);
    pairs.sort();
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// By the text that comes out.
fn of_baidu(query: &str) -> String {
    let pairs = pairs(query);
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort();
    pairs.join("&")
}

/// By name and value, and joined as they are, with what the signer adds.
fn of_tencent(query: &str) -> Vec<u8> {
    let own = [("appkey", "app+key".to_owned()), ("timestamp", TIME.to_string())];
    let own = own.map(|(name, value)| (name.into(), value.into()));
    let mut pairs = pairs(query);
    pairs.extend(own);
    pairs.sort();
    let pairs = pairs.into_iter().map(|(name, value)| [name, value].join(&b'='));
    pairs.collect::<Vec<_>>().join(&b'&')
}

/// Names where one is the beginning of another, in either case; values that are empty or have blanks.
fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = "[xX]-[bB]ce-[a-cA-C]{0,9}[-.~!%0-9|]{0,2}[a-c]?";
    let value = "[ \\t]{0,2}([a-c%:=+/]( [A-C~é])?)?[ \\t]{0,2}";
    prop::collection::vec((name, value), 0..30)
}

/// In lower case, trimmed, and sorted by name and value.
fn lines(headers: &[(String, String)], own: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = own.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let trimmed = |value: &str| value.trim_matches([' ', '\t']).to_owned();
    let headers = headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), trimmed(value)));
    let mut lines: Vec<_> = headers.chain(own).collect();
    lines.sort();
    lines
}

fn headers_of_huawei(headers: &[(String, String)]) -> String {
    let own =
        [("host", "h.example"), ("x-sdk-date", "20191115T033655Z"), ("x-security-token", "token")];
    let lines = lines(headers, &own);
    let text: String = lines.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let mut names: Vec<_> = lines.iter().map(|(name, _)| name.as_str()).collect();
    names.dedup();
    format!("{text}\n{}", names.join(";"))
}

fn headers_of_baidu(headers: &[(String, String)]) -> String {
    let own = [
        ("host", "h.example"),
        ("x-bce-date", "2019-11-15T03:36:55Z"),
        ("x-bce-security-token", "token"),
    ];
    let lines = lines(headers, &own);
    let lines = lines.iter().filter(|(_, value)| !value.is_empty());
    let encoded = |text: &str| encoded(text.as_bytes());
    let lines = lines.map(|(name, value)| format!("{}:{}", encoded(name), encoded(value)));
    let mut lines: Vec<_> = lines.collect();
    lines.sort();
    lines.join("\n")
}

/// What is signed, with a word where the token stands.
fn canonical_request(case: &str, request: &Request<'_>) -> String {
    let explanation = signer(case).explain(request, &context()).expect(case);
    let text = explanation.canonical_request().expect(case);
    let bytes = text.fill(|_| Some("token"));
    String::from_utf8(bytes).expect(case)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[cfg(all(feature = "tencent", feature = "baidu", feature = "huawei"))]
    #[test]
    fn the_canonical_query_is_that_of_the_model(query in query()) {
        let url = format!("https://h.example/?{query}");
        let request = Request::new("GET", &url).expect(&url);
        for (case, expected) in [
            ("huawei", of_huawei(&query)),
            ("baidu in authorization", of_baidu(&query)),
        ] {
            let canonical = canonical_request(case, &request);
            prop_assert_eq!(canonical.lines().nth(2), Some(&expected[..]), "{}", case);
        }
        let explanation = signer("apaas").explain(&request, &context()).expect("explains");
        let text = explanation.string_to_sign().expect("a text").fill(|_| None);
        prop_assert_eq!(text, of_tencent(&query));
    }

    #[cfg(all(feature = "baidu", feature = "huawei"))]
    #[test]
    fn the_canonical_headers_are_those_of_the_model(headers in headers()) {
        let request = Request::new("GET", "https://h.example/").expect("a request");
        let request = request.with_headers(&headers);
        for (case, expected) in [
            ("huawei", format!("{}\ne3b0c44298fc", headers_of_huawei(&headers))),
            ("baidu in authorization", headers_of_baidu(&headers)),
        ] {
            if is_ambiguous(&*signer(case), "https://h.example/", &headers) {
                continue;
            }
            let canonical = canonical_request(case, &request);
            let behind_query = canonical.splitn(4, '\n').nth(3).expect(case);
            match case {
                "huawei" => prop_assert!(behind_query.starts_with(&expected), "{} {}", behind_query, expected),
                _ => prop_assert_eq!(behind_query, expected),
            }
        }
    }

    /// A scheme in capitals is read the long way. A host in lower case is read the short one both
    /// times; `the_host_is_the_same` is about those.
    #[test]
    fn a_url_is_read_alike_in_the_short_and_in_the_long_way(
        scheme in "https|wss",
        host in "[a-z0-9.-]{0,6}[a-zA-Z0-9.:_@-]{0,3}",
        rest in "[/?#]?[!-~]{0,12}([ é\\\\\x00\x7f%#]|%4|%2e|%zz)?[/?#]?[a-z/?=&%#+]{0,6}",
    ) {
        let short = format!("{scheme}://{host}{rest}");
        let long = format!("{}://{host}{rest}", scheme.to_ascii_uppercase());
        let read = |url: &str| Request::new("GET", url).map(|request| {
            let host = request.host().map(|host| (host.to_string(), host.port(), host.is_canonical()));
            let (path, query) = (request.path().to_owned(), request.query().map(str::to_owned));
            (request.scheme(), host, path, query)
        });
        prop_assert_eq!(read(&short), read(&long));
    }
}
