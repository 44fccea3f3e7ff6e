//! H1 to H6: the example of the Guide, those of the SDKs' unit tests, and a MetaStudio call.

use polysign::huawei::SignedHeaders;

use super::{Expected, GUIDE_KEY, HOST, JSON, SDK_KEY, TIME, credential, holds, request, signer};
use crate::common::stages::sign;

const VPCS: &str = "https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs\
    ?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0";
const DATE: &str = "20191115T033655Z";

#[test]
fn h1_guide_example() {
    let request = request("GET", VPCS).with_headers(&JSON);
    let stages = sign(&signer(GUIDE_KEY), &request, TIME, &[]);
    holds(
        &stages,
        "QTWAOYTTINDUT2QVKYUC",
        DATE,
        &Expected {
            canonical_request: "GET\n\
                /v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs/\n\
                limit=2&marker=13551d6b-755d-4757-b956-536f674975c0\n\
                content-type:application/json\n\
                host:service.region.example.com\n\
                x-sdk-date:20191115T033655Z\n\
                \n\
                content-type;host;x-sdk-date\n\
                e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            canonical_hash: "b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a",
            signature: "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe",
        },
    );
    assert_eq!(
        stages.header("authorization"),
        "SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-sdk-date, \
         Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe"
    );
    assert_eq!(stages.header_names(), ["authorization", "x-sdk-date"]);
    assert_eq!(stages.url(), VPCS, "the path keeps its own form on the wire");
    assert_eq!(stages.expires_at, Some(TIME + 15 * 60));
}

#[test]
fn h2_java_unit_test_without_content_type() {
    let stages = sign(&signer(SDK_KEY), &request("GET", VPCS), TIME, &[]);
    let expected = Expected {
        canonical_request: "GET\n\
            /v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs/\n\
            limit=2&marker=13551d6b-755d-4757-b956-536f674975c0\n\
            host:service.region.example.com\n\
            x-sdk-date:20191115T033655Z\n\
            \n\
            host;x-sdk-date\n\
            e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        canonical_hash: "0e84e7853cf87931d965c80e83bffb15aa865326db3a6f57aa2560a7601dfe18",
        signature: "fd95e7da6f695cfb4cabbb9d6b0968aec155bc576b064835282473539ae9ea1d",
    };
    holds(&stages, "AccessKey", DATE, &expected);
}

#[test]
fn h3_java_unit_test_with_a_body() {
    let url = format!("{HOST}/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpc/123");
    let request = request("POST", &url).with_body(r#"{"key":"value"}"#);
    let stages = sign(&signer(SDK_KEY), &request, TIME, &[]);
    let expected = Expected {
        canonical_request: "POST\n\
            /v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpc/123/\n\
            \n\
            host:service.region.example.com\n\
            x-sdk-date:20191115T033655Z\n\
            \n\
            host;x-sdk-date\n\
            e43abcf3375244839c012f9633f95862d232a95b00d5bc7348b3098b9fed7f32",
        canonical_hash: "79be7a43859f485df125c417ebb8821754c7ed42f6742ce8b0fd74b2b303446d",
        signature: "b5649aa774f6cac7437631662f08815fc65c70e40e486df6db2436ce68902771",
    };
    holds(&stages, "AccessKey", DATE, &expected);
}

#[test]
fn h4_java_unit_test_without_a_path() {
    let request = request("GET", "https://example.com");
    let stages = sign(&signer(SDK_KEY), &request, TIME, &[]);
    let expected = Expected {
        canonical_request: "GET\n/\n\nhost:example.com\nx-sdk-date:20191115T033655Z\n\n\
            host;x-sdk-date\n\
            e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        canonical_hash: "845f5f053e69e0d7cdf17c143bd6ffbc72d7be020b93b6ca2da8022efee7d6b8",
        signature: "919ad8b75d4ad49da0d377e63ee21c4a7a54b752f6bf2878b4adbe9c19927da6",
    };
    holds(&stages, "AccessKey", DATE, &expected);
    assert_eq!(stages.url(), "https://example.com/");
}

#[test]
fn h5_python_unit_test() {
    let url = "https://service.endpoint.myhuaweicloud.com/resources?size=1";
    let request = request("POST", url).with_body(r#"{"name":"test","id":1}"#);
    let stages = sign(&signer(SDK_KEY), &request, 1591583940, &[]);
    let expected = Expected {
        canonical_request: "POST\n/resources/\nsize=1\n\
            host:service.endpoint.myhuaweicloud.com\n\
            x-sdk-date:20200608T023900Z\n\
            \n\
            host;x-sdk-date\n\
            8ed555081b9961769014bc1182c629bb0fe68d7b01c1fc1caab4dc791f377e8c",
        canonical_hash: "2b1b2515e48cb55e043ff2ec5b93d3f13ec287e1da1d7a2e4e14b0611a341969",
        signature: "436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f",
    };
    holds(&stages, "AccessKey", "20200608T023900Z", &expected);
}

const AUDITION: &str = "https://metastudio.cn-north-4.myhuaweicloud.com\
    /v1/0ae2f1c3d4e5f6a7b8c9d0e1f2a3b4c5/ttsc/audition";
const PROJECT: &str = "0ae2f1c3d4e5f6a7b8c9d0e1f2a3b4c5";
const H6_HEADERS: [(&str, &str); 2] = [("Content-Type", "application/json"), ("User-Agent", "x")];
const H6_BODY: &str = r#"{"text":"你好"}"#;

#[test]
fn h6_metastudio() {
    let credential = credential(SDK_KEY).with_project_id(PROJECT).expect("an id");
    let signer = polysign::huawei::SdkHmacSha256::new(credential);
    let request = request("POST", AUDITION).with_headers(&H6_HEADERS).with_body(H6_BODY);
    let stages = sign(&signer, &request, TIME, &[]);
    let expected = Expected {
        canonical_request: "POST\n\
            /v1/0ae2f1c3d4e5f6a7b8c9d0e1f2a3b4c5/ttsc/audition/\n\
            \n\
            content-type:application/json\n\
            host:metastudio.cn-north-4.myhuaweicloud.com\n\
            x-project-id:0ae2f1c3d4e5f6a7b8c9d0e1f2a3b4c5\n\
            x-sdk-date:20191115T033655Z\n\
            \n\
            content-type;host;x-project-id;x-sdk-date\n\
            ac72dedbe8e0d53dda6f5cbfd5e1c9e6f7f8bac70c7423177e450174b1c09d83",
        canonical_hash: "1cd0be1c9f5b54ccb24b89576b4f08134500cc4a0673e274f0b0c3a8778caf83",
        signature: "343a5dc9db577a50c1b72536019e5c08a5b1692ac900ebef901b1b72511bc696",
    };
    holds(&stages, "AccessKey", DATE, &expected);
    assert_eq!(stages.header("x-project-id"), PROJECT);
}

#[test]
fn h6_with_user_agent_added() {
    let credential = credential(GUIDE_KEY).with_project_id(PROJECT).expect("an id");
    let added = SignedHeaders::standard_with(["User-Agent"], [""; 0]).expect("a choice");
    let signer = polysign::huawei::SdkHmacSha256::new(credential).with_signed_headers(added);
    let request = request("POST", AUDITION).with_headers(&H6_HEADERS).with_body(H6_BODY);
    let stages = sign(&signer, &request, TIME, &[]);
    assert_eq!(stages.signed_headers, "content-type;host;user-agent;x-project-id;x-sdk-date");
    assert_eq!(
        stages.signature,
        "4dcf9a001f5dc473d5ca2f7542e47cf9194237ef913bd9d477b9be46ca3c4d6a"
    );
}
