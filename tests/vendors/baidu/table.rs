//! B4 to B13, the table of further requests.

use polysign::baidu::{AccessKey, BceAuthV1, SignedHeaders};

use super::{
    BUCKET, Expected, TIME, document_default, holds_in_header, request, signer, with_token,
};
use crate::common::stages::sign;

const HOST_AND_DATE: &str = "host;x-bce-date";

/// A GET of the bucket.
#[track_caller]
fn get(
    signer: &BceAuthV1,
    (query, headers): (&str, &[(&str, &str)]),
    canonical_request: &str,
    list: &str,
    signature: &str,
) {
    let url = format!("{BUCKET}{query}");
    let request = request("GET", &url).with_headers(headers);
    let stages = sign(signer, &request, TIME, &[("session_token", "tok")]);
    holds_in_header(&stages, &Expected::new(canonical_request, list, signature));
    assert_eq!(stages.url(), url);
}

#[test]
fn b4_finished_strings_are_sorted() {
    get(
        &signer(),
        ("?text&text1=%E6%B5%8B%E8%AF%95&text10=test", &[]),
        "GET\n/v1/bucket\ntext10=test&text1=%E6%B5%8B%E8%AF%95&text=\nhost:bj.bcebos.com\n\
         x-bce-date:2015-04-27T08%3A23%3A49Z",
        HOST_AND_DATE,
        "314d0ed625d8ea51ad828bbf81f687a11770b8b257f9b4c7245bc1ec74a5f0bd",
    );
}

#[test]
fn b5_the_equals_sign_counts() {
    get(
        &signer(),
        ("?a=2&a1=1&a10=0&a-b=x&a_b=y&a.b=z&a~=t", &[]),
        "GET\n/v1/bucket\na-b=x&a.b=z&a10=0&a1=1&a=2&a_b=y&a~=t\nhost:bj.bcebos.com\n\
         x-bce-date:2015-04-27T08%3A23%3A49Z",
        HOST_AND_DATE,
        "aee04001462ee85290022260befa7ad4e28eb19b24a90151a08d0f55774ba917",
    );
}

#[test]
fn b6_lines_and_list_have_different_orders() {
    let headers = [
        ("x-bce-a", "1"),
        ("x-bce-a1", "2"),
        ("x-bce-a-b", "3"),
        ("x-bce-a_b", "4"),
        ("x-bce-ab", "5"),
    ];
    get(
        &signer(),
        ("", &headers),
        "GET\n/v1/bucket\n\nhost:bj.bcebos.com\nx-bce-a-b:3\nx-bce-a1:2\nx-bce-a:1\n\
         x-bce-a_b:4\nx-bce-ab:5\nx-bce-date:2015-04-27T08%3A23%3A49Z",
        "host;x-bce-a;x-bce-a-b;x-bce-a1;x-bce-a_b;x-bce-ab;x-bce-date",
        "ac43817a9198d0a92ffecc9b357e009c4bcb836972396209ddd918dff23b311e",
    );
}

#[test]
fn b7_values_are_trimmed_and_inner_blanks_kept() {
    let headers = [
        ("x-bce-meta-key1", "  padded  "),
        ("x-bce-meta-key2", "\tt\t"),
        ("x-bce-meta-key3", "in  ner"),
    ];
    get(
        &signer(),
        ("", &headers),
        "GET\n/v1/bucket\n\nhost:bj.bcebos.com\nx-bce-date:2015-04-27T08%3A23%3A49Z\n\
         x-bce-meta-key1:padded\nx-bce-meta-key2:t\nx-bce-meta-key3:in%20%20ner",
        "host;x-bce-date;x-bce-meta-key1;x-bce-meta-key2;x-bce-meta-key3",
        "3f4e5b945e5e65209c325e70aaccaeebd3198fc44500d490e82754ad62f53163",
    );
}

#[test]
fn b8_empty_headers_are_dropped() {
    let headers = [("x-bce-meta-empty", ""), ("x-bce-meta-blank", "   "), ("Content-Type", "")];
    get(
        &document_default(),
        ("", &headers),
        "GET\n/v1/bucket\n\nhost:bj.bcebos.com\nx-bce-date:2015-04-27T08%3A23%3A49Z",
        HOST_AND_DATE,
        "c0f3774e4319bc65af0487b3a834a0010443fc33dff32ac2a057658396a0e6aa",
    );
}

#[test]
fn b9_port() {
    let request = request("GET", "http://127.0.0.1:8080/v1/bucket");
    let stages = sign(&signer(), &request, TIME, &[]);
    let expected = Expected::new(
        "GET\n/v1/bucket\n\nhost:127.0.0.1%3A8080\nx-bce-date:2015-04-27T08%3A23%3A49Z",
        HOST_AND_DATE,
        "017c67b4f1418b6b5af30933ee4e22143afc08d3eafb020ec0e4ff329e23185b",
    );
    holds_in_header(&stages, &expected);
}

#[test]
fn b10_session_token_in_a_header() {
    get(
        &with_token("tok"),
        ("", &[]),
        "GET\n/v1/bucket\n\nhost:bj.bcebos.com\nx-bce-date:2015-04-27T08%3A23%3A49Z\n\
         x-bce-security-token:tok",
        "host;x-bce-date;x-bce-security-token",
        "396eade6f7ba50eb27cb3501b7091d3cfe72f54f5503fd5ae4354c171ba89549",
    );
    let signed =
        sign(&with_token("tok"), &request("GET", BUCKET), TIME, &[("session_token", "tok")]);
    assert_eq!(signed.header("x-bce-security-token"), "tok");
    assert!(signed.shown.contains("\nx-bce-security-token:[session_token]\nnot covered: body\n"));
}

#[test]
fn b11_exact_list_of_the_javascript_unit_test() {
    let exact = SignedHeaders::exact(["host", "x-bce-meta-key1"]).expect("a choice");
    let credential = AccessKey::new("my_ak", "my_sk").expect("a credential");
    let signer = BceAuthV1::new(credential).with_signed_headers(exact);
    let headers = [("x-bce-meta-key1", "ABC")];
    let request = request("PUT", "https://bce.baidu.com/v1/bucket/object1?A&b=&C=d");
    let stages = sign(&signer, &request.with_headers(&headers), 1402639056, &[]);
    let expected = Expected {
        secret: "my_sk",
        prefix: "bce-auth-v1/my_ak/2014-06-13T05:57:36Z/1800",
        signing_key: "b358d27f22640783b887965f17e6cf57ce5b44e3e44ed171a934df6daff52a7c",
        canonical_request: "PUT\n/v1/bucket/object1\nA=&C=d&b=\nhost:bce.baidu.com\n\
            x-bce-meta-key1:ABC",
        list: "host;x-bce-meta-key1",
        signature: "80c9672aca2ea9af4bb40b9a8ff458d72df94e97d550840727f3a929af271d25",
    };
    holds_in_header(&stages, &expected);
    // Added all the same, though not signed.
    assert_eq!(stages.header("x-bce-date"), "2014-06-13T05:57:36Z");
}

#[test]
fn b12_resource_pools_sign_the_host_alone() {
    let exact = SignedHeaders::exact(["host"]).expect("a choice");
    let request = request("GET", "https://bj.bcebos.com/v1/resource_pools");
    let stages = sign(&signer().with_signed_headers(exact), &request, TIME, &[]);
    let expected = Expected::new(
        "GET\n/v1/resource_pools\n\nhost:bj.bcebos.com",
        "host",
        "5dddbded0c8306c82213741331bdbf66476b9df80986c0b933e13906f272a2d3",
    );
    holds_in_header(&stages, &expected);
}

#[test]
fn b13_path_is_encoded() {
    let url = "https://bj.bcebos.com/a:b@c!$&'()*,;=";
    let stages = sign(&signer(), &request("GET", url), TIME, &[]);
    let expected = Expected::new(
        "GET\n/a%3Ab%40c%21%24%26%27%28%29%2A%2C%3B%3D\n\nhost:bj.bcebos.com\n\
         x-bce-date:2015-04-27T08%3A23%3A49Z",
        HOST_AND_DATE,
        "0edfbd82de1af4b31e43f2d8d93e53cc22a82af96359e63f6ac913354b7bb7bd",
    );
    holds_in_header(&stages, &expected);
    assert_eq!(stages.url(), url);
}
