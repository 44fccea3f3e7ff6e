//! B1 to B3, the examples of the two documents, and AIPAGE's text on encoding.

use polysign::UrlBuilder;

use super::{DATE, Expected, TIME, document_default, holds_in_header, request, signer};
use crate::common::stages::{Stages, sign};

const README: &str = "https://bj.bcebos.com/v1/test/myfolder/readme.txt\
    ?partNumber=9&uploadId=a44cc9bab11cbd156984767aad637851";
const UPLOAD_HEADERS: [(&str, &str); 5] = [
    ("Content-Type", "text/plain"),
    ("Content-Length", "8"),
    ("Content-Md5", "NFzcPqhviddjRNnSOGo4rw=="),
    ("Date", "Mon, 27 Apr 2015 16:23:49 +0800"),
    ("x-bce-date", "2015-04-27T08:23:49Z"),
];

fn upload(signer: &polysign::baidu::BceAuthV1, url: &str) -> Stages {
    sign(signer, &request("PUT", url).with_headers(&UPLOAD_HEADERS), TIME, &[])
}

#[test]
fn b1_reference_manual_example() {
    let stages = upload(&document_default(), README);
    holds_in_header(
        &stages,
        &Expected::new(
            "PUT\n\
             /v1/test/myfolder/readme.txt\n\
             partNumber=9&uploadId=a44cc9bab11cbd156984767aad637851\n\
             content-length:8\n\
             content-md5:NFzcPqhviddjRNnSOGo4rw%3D%3D\n\
             content-type:text%2Fplain\n\
             host:bj.bcebos.com\n\
             x-bce-date:2015-04-27T08%3A23%3A49Z",
            "content-length;content-md5;content-type;host;x-bce-date",
            "d74a04362e6a848f5b39b15421cb449427f419c95a480fd6b8cf9fc783e2999e",
        ),
    );
    assert_eq!(
        stages.header("authorization"),
        "bce-auth-v1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/2015-04-27T08:23:49Z/1800/\
         content-length;content-md5;content-type;host;x-bce-date/\
         d74a04362e6a848f5b39b15421cb449427f419c95a480fd6b8cf9fc783e2999e"
    );
    assert_eq!(stages.header("x-bce-date"), DATE);
    assert_eq!(stages.header_names(), ["authorization", "x-bce-date"]);
    assert_eq!(stages.url(), README);
    assert_eq!(stages.expires_at, Some(TIME + 1800));
}

#[test]
fn b1_with_the_path_of_the_url_page() {
    let stages = upload(&document_default(), &README.replace("/v1/", "/"));
    assert_eq!(
        stages.signature,
        "1816c10fce34ba9c9825eddc05fd6058bf82e05fefeddee8da6f869486ea68c0"
    );
}

#[test]
fn b2_standard_set() {
    let stages = upload(&signer(), README);
    let expected = Expected::new(
        "PUT\n/v1/test/myfolder/readme.txt\n\
         partNumber=9&uploadId=a44cc9bab11cbd156984767aad637851\n\
         host:bj.bcebos.com\nx-bce-date:2015-04-27T08%3A23%3A49Z",
        "host;x-bce-date",
        "1b8de5a23a56eef657c69f94c621e7acd227d049a4ba577f537d5e5cebf0cf32",
    );
    holds_in_header(&stages, &expected);
}

const SITE: &str =
    "https://aipage.baidubce.com/v1/site?clientToken=be31b98c-5e41-4838-9830-9be700de5a20";

#[test]
fn b3_aipage() {
    let headers = [("Content-Type", "application/json; charset=utf-8")];
    let stages = sign(&signer(), &request("POST", SITE).with_headers(&headers), TIME, &[]);
    holds_in_header(
        &stages,
        &Expected::new(
            "POST\n\
             /v1/site\n\
             clientToken=be31b98c-5e41-4838-9830-9be700de5a20\n\
             host:aipage.baidubce.com\n\
             x-bce-date:2015-04-27T08%3A23%3A49Z",
            "host;x-bce-date",
            "d9e3184f03cd2b64c0bba71169ab284cb1329d61b0836a18658f23485dd28f65",
        ),
    );
    assert_eq!(stages.url(), SITE);
}

#[test]
fn body_is_not_covered_and_need_not_be_stated() {
    let post = request("POST", SITE);
    let bare = sign(&signer(), &post, TIME, &[]);
    for request in [post.with_body("{}"), post.with_payload(polysign::Payload::Unsigned)] {
        let stages = sign(&signer(), &request, TIME, &[]);
        assert_eq!(stages.signature, bare.signature);
        assert_eq!(stages.headers, bare.headers);
    }
}

#[test]
fn aipage_example_of_encoding() {
    let text = "this is an example for 测试";
    let url = UrlBuilder::new("https://aipage.baidubce.com/").expect("a base");
    let url = url.with_pair("q", text).build();
    let stages = sign(&signer(), &request("GET", &url), TIME, &[]);
    let query = stages.canonical_request.split('\n').nth(2);
    let expected = "q=this%20is%20an%20example%20for%20%E6%B5%8B%E8%AF%95";
    assert_eq!(query, Some(expected));
}
