//! How often signing allocates: once for a new result, never for one that is signed into again; and
//! nothing that can be shown holds a piece of a secret.

#[allow(dead_code, reason = "shared with the tests of the library")]
#[path = "../../tests/allocating/counting.rs"]
mod counting;

use counting::{Counting, count};
use polysign::registry::Registry;
use polysign::{Context, Request, Signer};

#[global_allocator]
static COUNTING: Counting = Counting;

static REGISTRY: Registry = Registry::new(&[polysign_clouds::ENTRIES]);

const SECRET: &str = "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc";
const TOKEN: &str = "nCgdqdzE3eHYCj8KK09aVXA4TEstYVg5+/==";

const ROWS: [(&str, &[(&str, &str)]); 7] = [
    ("aws/sigv4", &[("region", "us-east-1"), ("service", "iam")]),
    ("aws/sigv4", &[("region", "us-east-1"), ("service", "s3")]),
    (
        "aws/sigv4",
        &[("region", "auto"), ("service", "s3"), ("placement", "query"), ("expires_in", "60")],
    ),
    ("volcengine/hmac-sha256", &[("region", "cn-beijing"), ("service", "iam")]),
    (
        "volcengine/hmac-sha256",
        &[("region", "cn-beijing"), ("service", "iam"), ("placement", "query")],
    ),
    ("aliyun/acs3-hmac-sha256", &[]),
    ("aliyun/rpc-hmac-sha1", &[]),
];

fn signer(scheme: &str, options: &[(&str, &str)], token: Option<&str>) -> Box<dyn Signer> {
    let names = match scheme {
        "aws/sigv4" | "volcengine/hmac-sha256" => ["secret_access_key", "session_token"],
        _ => ["access_key_secret", "security_token"],
    };
    let mut all = vec![("access_key_id", "QTWAOYTTINDUT2QVKYUC"), (names[0], SECRET)];
    all.extend(token.map(|token| (names[1], token)));
    all.extend(options);
    REGISTRY.signer_from_pairs(scheme, all).expect("a signer")
}

fn request<'a>(headers: &'a [(&str, &str)]) -> Request<'a> {
    let url = "https://service.example.com/?Version=1&Action=List&name=%E5%90%8D%2B&limit=20";
    Request::new("POST", url).expect("a URL").with_headers(headers).with_body("a=b&c=d")
}

const HEADERS: [(&str, &str); 3] = [
    ("Content-Type", "application/x-www-form-urlencoded"),
    ("X-Acs-Action", "List"),
    ("accept", "*/*"),
];

#[test]
fn one_allocation_for_a_result_and_none_for_the_next() {
    for (scheme, options) in ROWS {
        for token in [None, Some(TOKEN)] {
            let signer = signer(scheme, options, token);
            let context = Context::at(1_700_000_000).with_random_nonce([7; 16]);
            let request = request(&HEADERS);
            // The key of the day is derived once.
            let mut signed = signer.sign_with(&request, &context).expect("signed");
            let (new, _) = count(|| signer.sign_with(&request, &context).expect("signed"));
            let (again, ()) =
                count(|| signer.sign_into(&request, &context, &mut signed).expect("signed"));
            assert_eq!((new, again), (1, 0), "{scheme} {options:?} {token:?}");
        }
    }
}

#[test]
fn nothing_that_is_shown_has_a_secret_in_it() {
    for (scheme, options) in ROWS {
        let signer = signer(scheme, options, Some(TOKEN));
        let context = Context::at(1_700_000_000).with_random_nonce([7; 16]);
        let request = request(&HEADERS);
        let signed = signer.sign_with(&request, &context).expect("signed");
        let url = signed.url(&request).expect("applied");
        let explanation = signer.explain(&request, &context).expect("explained");
        let shown = format!("{signer:?} {signed:?} {url:?} {explanation} {explanation:?}");
        let signature = signed.signature().expect("a signature");
        for secret in [SECRET, TOKEN, signature] {
            for start in 0..secret.len() - 12 {
                let piece = &secret[start..start + 12];
                assert!(!shown.contains(piece), "{scheme} {options:?}: {piece} in {shown}");
            }
        }
        let refused = match REGISTRY.signer_from_pairs(scheme, [("access_key_id", SECRET)]) {
            Err(error) => format!("{error} {error:?}"),
            Ok(signer) => format!("{signer:?}"),
        };
        assert!(!refused.contains(SECRET), "{refused}");
    }
}
