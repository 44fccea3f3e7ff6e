//! One request in several spellings has one signature, and another request another one.

use polysign::Request;
use proptest::prelude::*;

use crate::common::arbitrary::{
    canonical, covering_query, decoded, decoded_pairs, is_ambiguous, is_rewritten, signature,
    signs_path_as_sent,
};
use crate::common::every_signer::signer;

/// Spells bytes for a query or a path as `choices` say: raw where that is legal, escaped in lower
/// or in upper case, a space also as `+`.
fn spell(bytes: &[u8], choices: &mut impl Iterator<Item = u8>, in_query: bool) -> String {
    let mut wire = String::new();
    for byte in bytes {
        let raw_is_legal = byte.is_ascii_alphanumeric()
            || b"-._~!$'()*,:@\"<>[]{}|^`".contains(byte)
            || (in_query && b"/?".contains(byte))
            || (!in_query && b"+&=".contains(byte));
        match choices.next().unwrap_or_default() % 3 {
            0 if raw_is_legal => wire.push(char::from(*byte)),
            0 if in_query && *byte == b' ' => wire.push('+'),
            1 => wire.push_str(&format!("%{byte:02x}")),
            _ => wire.push_str(&format!("%{byte:02X}")),
        }
    }
    wire
}

fn query(pairs: &[(Vec<u8>, Vec<u8>)], choices: &[u8]) -> String {
    let mut choices = choices.iter().copied().cycle();
    let mut wire = String::new();
    for (name, value) in pairs {
        // Before the name, so that no name is one of a scheme's own.
        wire.push_str("q.");
        wire.push_str(&spell(name, &mut choices, true));
        if !(value.is_empty() && choices.next().unwrap_or_default() % 2 == 0) {
            wire.push('=');
            wire.push_str(&spell(value, &mut choices, true));
        }
        wire.push('&');
        if choices.next().unwrap_or_default() % 4 == 0 {
            wire.push('&');
        }
    }
    wire
}

/// Segments without slashes and without dots, which some schemes refuse.
fn path(segments: &[Vec<u8>], choices: &[u8]) -> String {
    let mut choices = choices.iter().copied().cycle();
    let segment = |bytes: &Vec<u8>| {
        let kept: Vec<_> = bytes.iter().copied().filter(|byte| !b"./".contains(byte)).collect();
        format!("/s{}", spell(&kept, &mut choices, false))
    };
    segments.iter().map(segment).collect()
}

fn host(choice: u8) -> &'static str {
    ["ex.com", "EX.com", "ex.com:443", "Ex.Com:0443", "ex.com:"][usize::from(choice) % 5]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn spelling_changes_nothing(
        segments in prop::collection::vec(decoded(), 0..3),
        pairs in decoded_pairs(),
        one in prop::collection::vec(any::<u8>(), 1..40),
        other in prop::collection::vec(any::<u8>(), 1..40),
    ) {
        let url = |choices: &[u8], path: &str| {
            format!("https://{}{path}?{}", host(choices[0]), query(&pairs, choices))
        };
        let paths = [&one, &other].map(|choices| path(&segments, choices));
        for case in covering_query() {
            let signer = signer(case);
            // What is signed as it stands has one spelling.
            let paths = match signs_path_as_sent(signer.scheme().name()) {
                true => [""; 2],
                false => paths.each_ref().map(String::as_str),
            };
            let (one, other) = (url(&one, paths[0]), url(&other, paths[1]));
            if is_rewritten(&*signer, &one) {
                prop_assert!(is_rewritten(&*signer, &other));
                continue;
            }
            let (a, b) = (
                Request::new("GET", &one).expect(&one),
                Request::new("GET", &other).expect(&other),
            );
            prop_assert_eq!(
                canonical(signer.as_ref(), &a),
                canonical(signer.as_ref(), &b),
                "{} {} {}", case, one, other
            );
            prop_assert_eq!(signature(signer.as_ref(), &a), signature(signer.as_ref(), &b));
        }
    }

    #[cfg(all(feature = "baidu", feature = "huawei"))]
    #[test]
    fn other_pairs_have_another_signature(
        one in decoded_pairs(),
        other in decoded_pairs(),
        choices in prop::collection::vec(any::<u8>(), 1..40),
    ) {
        let sorted = |pairs: &[(Vec<u8>, Vec<u8>)]| {
            let mut pairs = pairs.to_vec();
            pairs.sort();
            pairs
        };
        prop_assume!(sorted(&one) != sorted(&other));
        let url = |pairs| format!("https://h/?{}", query(pairs, &choices));
        let (one, other) = (url(&one), url(&other));
        // Not the digital-human gateway: it joins raw text, so that `a=1&b=2` is also one value.
        for case in ["huawei", "baidu in authorization", "baidu in the query"] {
            let signer = signer(case);
            let (a, b) = (
                Request::new("GET", &one).expect(&one),
                Request::new("GET", &other).expect(&other),
            );
            prop_assert_ne!(signature(signer.as_ref(), &a), signature(signer.as_ref(), &b));
        }
    }

    #[test]
    fn the_order_of_pairs_and_headers_does_not_matter(
        pairs in decoded_pairs(),
        choices in prop::collection::vec(any::<u8>(), 1..40),
        headers in prop::collection::vec(("x-bce-[a-c]{1,2}(-[a-c])?", "[ -~]{0,5}"), 0..6),
        seed in any::<u64>(),
    ) {
        let mut shuffled = pairs.clone();
        let mut moved = headers.clone();
        shuffle(&mut shuffled, seed);
        shuffle(&mut moved, seed ^ 77);
        let one = format!("https://h/?{}", query(&pairs, &choices));
        let other = format!("https://h/?{}", query(&shuffled, &choices));
        for case in covering_query() {
            let signer = signer(case);
            if is_ambiguous(&*signer, &one, &headers) {
                prop_assert!(is_ambiguous(&*signer, &other, &moved));
                continue;
            }
            if is_rewritten(&*signer, &one) {
                prop_assert!(is_rewritten(&*signer, &other));
                continue;
            }
            let a = Request::new("GET", &one).expect(&one).with_headers(&headers);
            let b = Request::new("GET", &other).expect(&other).with_headers(&moved);
            prop_assert_eq!(canonical(signer.as_ref(), &a), canonical(signer.as_ref(), &b));
            prop_assert_eq!(signature(signer.as_ref(), &a), signature(signer.as_ref(), &b));
        }
    }

    #[cfg(all(feature = "baidu", feature = "huawei"))]
    #[test]
    fn the_case_of_header_names_and_blanks_around_values_do_not_matter(
        headers in prop::collection::vec(("x-bce-[a-c]{1,2}", "([!-~][ -~]{0,5})?[!-~]"), 0..5),
        before in "[ \t]{0,3}",
        behind in "[ \t]{0,3}",
    ) {
        let respelled: Vec<_> = headers
            .iter()
            .map(|(name, value)| (name.to_ascii_uppercase(), format!("{before}{value}{behind}")))
            .collect();
        for case in ["huawei", "baidu in authorization", "baidu in x-bce-signature", "baidu in the query"] {
            let signer = signer(case);
            let request = Request::new("GET", "https://h/").expect("a request");
            let (a, b) = (request.with_headers(&headers), request.with_headers(&respelled));
            prop_assert_eq!(canonical(signer.as_ref(), &a), canonical(signer.as_ref(), &b));
            prop_assert_eq!(signature(signer.as_ref(), &a), signature(signer.as_ref(), &b));
        }
    }
}

fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed | 1;
    for at in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        items.swap(at, (state >> 33) as usize % (at + 1));
    }
}
