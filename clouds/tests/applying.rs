//! Where the signer of AWS applies a signature to a path with segments that clients remove.

use polysign::registry::Registry;
use polysign::{Context, ErrorKind, Request};

static REGISTRY: Registry = Registry::new(&[polysign_clouds::ENTRIES]);

/// A service signs a path as it is after a client removed its segments, but for the last and for empty
/// ones; S3 signs it as it stands. Who says that the client keeps them gets any URL.
#[test]
fn a_path_that_a_client_would_change_is_signed_and_not_written() {
    for (service, path, is_written) in [
        ("iam", "/a/b", true),
        ("iam", "/a/../b", true),
        ("iam", "/a/./b/", true),
        ("iam", "//a/b", true),
        ("iam", "/a/..", false),
        ("iam", "/a/.", false),
        ("iam", "/a//../b", false),
        ("s3", "/a//b", true),
        ("s3", "/a/../b", false),
        ("s3", "/a/.", false),
        ("s3", "/a/...", true),
    ] {
        for placement in ["header", "query"] {
            for keeps in ["false", "true"] {
                let case = format!("{service} {path} {placement} {keeps}");
                let mut settings = vec![
                    ("access_key_id", "id"),
                    ("secret_access_key", "a secret"),
                    ("region", "r"),
                    ("service", service),
                    ("placement", placement),
                    ("keep_dot_segments", keeps),
                ];
                settings.extend((placement == "query").then_some(("expires_in", "60")));
                let pairs = settings.iter().map(|(key, value)| (key, value));
                let signer = REGISTRY.signer_from_pairs("aws/sigv4", pairs).expect("a signer");
                let url = format!("https://h.example.com{path}");
                let request = Request::new("GET", &url).expect("a URL").with_body("");
                let signed = signer.sign_with(&request, &Context::at(1_764_320_400));
                let result = signed.expect(&case).url(&request);
                if is_written || keeps == "true" {
                    assert!(result.expect(&case).expose().starts_with(&url), "{case}");
                } else {
                    assert_eq!(result.expect_err(&case).kind(), ErrorKind::DotSegments, "{case}");
                }
            }
        }
    }
}
