//! One request of each family of schemes.

use crate::sample::Sample;

/// A family, and the request that stands for it.
pub(crate) struct Family {
    pub(crate) file: &'static str,
    pub(crate) title: &'static str,
    pub(crate) sample: Sample,
    pub(crate) method: &'static str,
    pub(crate) url: &'static str,
    /// Names in lower case.
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) body: &'static str,
    /// The last step, from the string to sign to the signature.
    pub(crate) algorithm: &'static str,
}

const TIME: i64 = 1_573_789_015;
const JSON: &[(&str, &str)] = &[("content-type", "application/json"), ("user-agent", "demo")];

pub(crate) const FAMILIES: &[Family] = &[
    Family {
        file: "canonical_request.svg",
        title: "Canonical request",
        sample: Sample {
            scheme: "huawei/sdk-hmac-sha256",
            settings: &[("access_key", "my-access-key"), ("secret_key", "my-secret-key")],
            time: TIME,
            nonce: None,
        },
        method: "POST",
        url: "https://vpc.cn-north-4.myhuaweicloud.com/v1/0ae2f1c3/vpcs?limit=2",
        headers: JSON,
        body: r#"{"name":"demo"}"#,
        algorithm: "signature: HMAC-SHA256 with the secret key",
    },
    Family {
        file: "sorted_parameters.svg",
        title: "Sorted parameters",
        sample: Sample {
            scheme: "tencent/ivh-apaas",
            settings: &[("appkey", "my-appkey"), ("access_token", "my-access-token")],
            time: TIME,
            nonce: None,
        },
        method: "POST",
        url: "https://gw.tvs.qq.com/v2/ivh/example?requestid=7d2f",
        headers: JSON,
        body: r#"{"Header":{},"Payload":{}}"#,
        algorithm: "signature: HMAC-SHA256 with the access token",
    },
    Family {
        file: "request_line_and_date.svg",
        title: "Request line and date",
        sample: Sample {
            scheme: "iflytek/hmac-url",
            settings: &[("api_key", "my-api-key"), ("api_secret", "my-api-secret")],
            time: TIME,
            nonce: None,
        },
        method: "GET",
        url: "wss://avatar.cn-huadong-1.xf-yun.com/v1/interact",
        headers: &[("user-agent", "demo")],
        body: "",
        algorithm: "signature: HMAC-SHA256 with the API secret",
    },
    Family {
        file: "own_fields.svg",
        title: "Own fields only",
        sample: Sample {
            scheme: "zego/server-api-v2",
            settings: &[("app_id", "12345"), ("server_secret", "9193cc662a4c0ec135ec71fb57194b38")],
            time: TIME,
            nonce: Some("4fd24687296dd9f3"),
        },
        method: "POST",
        url: "https://aigc-digitalhuman-api.zegotech.cn/?Action=Create",
        headers: JSON,
        body: r#"{"Name":"demo"}"#,
        algorithm: "signature: MD5, the secret being in the text",
    },
];
