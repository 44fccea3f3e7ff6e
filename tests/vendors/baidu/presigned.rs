//! BP1 to BP4, presigned URLs, and the signature in `X-Bce-Signature`.

use polysign::baidu::{BceAuthV1, Expiration, Placement, SignedHeaders};
use polysign::{Context, Signer};

use super::{Expected, SK, TIME, holds, request, signer, with_token};
use crate::common::stages::{Stages, pairs, sign};

const OBJECT: &str = "https://mybucket.bj.bcebos.com/obj";

fn presign(signer: BceAuthV1, method: &str, url: &str) -> Stages {
    let signer = signer.with_placement(Placement::Query);
    sign(&signer, &request(method, url), TIME, &[("session_token", "tok+/=")])
}

#[test]
fn bp1_get() {
    let stages = presign(signer(), "GET", OBJECT);
    let expected = Expected::new(
        "GET\n/obj\n\nhost:mybucket.bj.bcebos.com",
        "host",
        "13f90eb2561ea0e2c1526121af36fb85fddcd66cc83dca8b1e24f74bdbc2cb60",
    );
    let auth_string = holds(&stages, &expected);
    assert_eq!(
        auth_string,
        "bce-auth-v1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/2015-04-27T08:23:49Z/1800/host/\
         13f90eb2561ea0e2c1526121af36fb85fddcd66cc83dca8b1e24f74bdbc2cb60"
    );
    assert_eq!(stages.query, pairs(&[("authorization", &auth_string)]));
    assert_eq!(stages.headers, pairs(&[]), "no x-bce-date");
    assert_eq!(stages.expires_at, Some(TIME + 1800));
}

#[test]
fn bp1_as_url() {
    assert_eq!(
        presign(signer(), "GET", OBJECT).url(),
        "https://mybucket.bj.bcebos.com/obj?authorization=bce-auth-v1\
         %2Faaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%2F2015-04-27T08%3A23%3A49Z%2F1800%2Fhost\
         %2F13f90eb2561ea0e2c1526121af36fb85fddcd66cc83dca8b1e24f74bdbc2cb60"
    );
}

#[test]
fn bp2_put() {
    let stages = presign(signer(), "PUT", OBJECT);
    let expected = Expected::new(
        "PUT\n/obj\n\nhost:mybucket.bj.bcebos.com",
        "host",
        "f6208fe9a293719ffa3fbb2f80ef3a8260f73382539d849531b824beb4773823",
    );
    let auth_string = holds(&stages, &expected);
    assert_eq!(stages.query, pairs(&[("authorization", &auth_string)]));
}

#[test]
fn bp3_session_token_in_the_query() {
    let stages = presign(with_token("tok+/="), "GET", OBJECT);
    let expected = Expected::new(
        "GET\n/obj\nx-bce-security-token=tok%2B%2F%3D\nhost:mybucket.bj.bcebos.com",
        "host",
        "f85c53a410e6a91dcb157772f34d09a256b3617e7653c8124451a431925d2385",
    );
    let auth_string = holds(&stages, &expected);
    let query = [("x-bce-security-token", "tok+/="), ("authorization", &auth_string)];
    assert_eq!(stages.query, pairs(&query));
    assert_eq!(stages.headers, pairs(&[]));
    assert!(stages.shown.contains("\nx-bce-security-token=[session_token]\n"));
}

#[test]
fn bp3_as_url() {
    assert_eq!(
        presign(with_token("tok+/="), "GET", OBJECT).url(),
        "https://mybucket.bj.bcebos.com/obj?x-bce-security-token=tok%2B%2F%3D\
         &authorization=bce-auth-v1%2Faaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\
         %2F2015-04-27T08%3A23%3A49Z%2F1800%2Fhost\
         %2Ff85c53a410e6a91dcb157772f34d09a256b3617e7653c8124451a431925d2385"
    );
}

#[test]
fn bp4_never_expires() {
    let stages = presign(signer().with_expiration(Expiration::Never), "GET", OBJECT);
    let expected = Expected {
        secret: SK,
        prefix: "bce-auth-v1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/2015-04-27T08:23:49Z/-1",
        signing_key: "be65b0a85d8a24014432925cc5ecd82181b5021b55ee04150a2a489431b495ca",
        canonical_request: "GET\n/obj\n\nhost:mybucket.bj.bcebos.com",
        list: "host",
        signature: "d87c05896214978df4b5891c412ee705dab0d772210ac7bfe454bee7ac252cce",
    };
    let auth_string = holds(&stages, &expected);
    assert_eq!(stages.query, pairs(&[("authorization", &auth_string)]));
    assert_eq!(stages.expires_at, None);
}

#[test]
fn own_headers_are_signed_and_content_type_is_not() {
    let headers = [
        ("x-bce-meta-a", "1"),
        ("content-type", "text/plain"),
        ("x-bce-date", "2000-01-01T00:00:00Z"),
        ("x-bce-security-token", "former"),
    ];
    let request = request("PUT", OBJECT).with_headers(&headers);
    let signer = signer().with_placement(Placement::Query);
    let stages = sign(&signer, &request, TIME, &[]);
    assert_eq!(
        stages.canonical_request,
        "PUT\n/obj\n\nhost:mybucket.bj.bcebos.com\nx-bce-meta-a:1"
    );
    assert_eq!(stages.signed_headers, "host;x-bce-meta-a");
    let signed = signer.sign_with(&request, &Context::at(TIME)).expect("signed");
    let removed: Vec<_> = signed.removed_headers().collect();
    for name in ["authorization", "x-bce-date", "x-bce-security-token", "x-bce-signature"] {
        assert!(removed.contains(&name), "{name} is of a former signature");
    }
}

#[test]
fn parameters_of_the_caller_stay_in_front() {
    let url = format!("{OBJECT}?b=x+y&a");
    let stages = presign(signer(), "GET", &url);
    let query = stages.canonical_request.split('\n').nth(2);
    assert_eq!(query, Some("a=&b=x%20y"));
    let front = format!("{url}&authorization=bce-auth-v1%2F");
    assert!(stages.url().starts_with(&front), "{}", stages.url());
}

#[test]
fn signature_in_x_bce_signature() {
    // B3's string in another header.
    let url =
        "https://aipage.baidubce.com/v1/site?clientToken=be31b98c-5e41-4838-9830-9be700de5a20";
    let former = [("Authorization", "former"), ("X-Bce-Signature", "former")];
    let request = request("POST", url).with_headers(&former);
    let signer = signer().with_placement(Placement::XBceSignature);
    let stages = sign(&signer, &request, TIME, &[]);
    assert_eq!(
        stages.header("x-bce-signature"),
        "bce-auth-v1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/2015-04-27T08:23:49Z/1800/host;x-bce-date/\
         d9e3184f03cd2b64c0bba71169ab284cb1329d61b0836a18658f23485dd28f65"
    );
    assert_eq!(stages.header_names(), ["x-bce-date", "x-bce-signature"]);
    assert_eq!(stages.url(), url);
    let signed = signer.sign_with(&request, &Context::at(TIME)).expect("signed");
    assert!(signed.removed_headers().any(|name| name == "authorization"));
    assert!(signed.is_secret_header("x-bce-signature"));
}

#[test]
fn exact_list_with_the_host_alone_gives_bp1() {
    let exact = SignedHeaders::exact(["Host"]).expect("a choice");
    let stages = presign(signer().with_signed_headers(exact), "GET", OBJECT);
    assert_eq!(
        stages.signature,
        "13f90eb2561ea0e2c1526121af36fb85fddcd66cc83dca8b1e24f74bdbc2cb60"
    );
}
