//! Refusals by the forms that vendors' documents and public reports have.

use crate::sample::Sample;

/// A request, and what a server answered.
pub(crate) struct Story {
    pub(crate) title: &'static str,
    pub(crate) sample: Sample,
    pub(crate) method: &'static str,
    pub(crate) url: &'static str,
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) body: &'static str,
    pub(crate) status: u16,
    pub(crate) answer: &'static str,
}

pub(crate) const STORIES: &[Story] = &[
    Story {
        title: "Huawei: a client that sends `{}` for no body",
        sample: Sample {
            scheme: "huawei/sdk-hmac-sha256",
            settings: &[
                ("access_key", "QTWAOYTTINDUT2QVKYUC"),
                ("secret_key", "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc"),
            ],
            time: 1_573_789_015,
            nonce: None,
        },
        method: "DELETE",
        url: "https://functiongraph.cn-north-4.myhuaweicloud.com/v2/fgs/functions/urn%3Afss",
        headers: &[("user-agent", "my-client")],
        body: "",
        status: 401,
        answer: r#"{"error_msg":"Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:DELETE|/v2/fgs/functions/urn%3Afss/||host:functiongraph.cn-north-4.myhuaweicloud.com|x-sdk-date:20191115T033655Z||host;x-sdk-date|44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","error_code":"APIGW.0301","request_id":"5a63903e690bcd18d9ddf5c2ca75e827"}"#,
    },
    Story {
        title: "Baidu: a slash at the end, and a content type without its charset",
        sample: Sample {
            scheme: "baidu/bce-auth-v1",
            settings: &[
                ("access_key_id", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
                ("secret_access_key", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"),
            ],
            time: 1_430_123_029,
            nonce: None,
        },
        method: "POST",
        url: "https://aipage.baidubce.com/v1/site?clientToken=be31b98c",
        headers: &[("content-type", "application/json")],
        body: r#"{"name":"site"}"#,
        status: 400,
        answer: r#"{"status_code":400,"code":"SignatureDoesNotMatch","message":"The request signature we calculated does not match the signature you provided.","canonicalRequest":"POST\n/v1/site/\nclientToken=be31b98c\nhost:aipage.baidubce.com\nx-bce-date:2015-04-27T08%3A23%3A49Z"}"#,
    },
    Story {
        title: "ZEGO: a clock that is slow",
        sample: Sample {
            scheme: "zego/server-api-v2",
            settings: &[("app_id", "12345"), ("server_secret", "9193cc662a4c0ec135ec71fb57194b38")],
            time: 1_615_186_943,
            nonce: Some("4fd24687296dd9f3"),
        },
        method: "GET",
        url: "https://aigc-digitalhuman-api.zegotech.cn/?Action=CreateMetaHumanVideo",
        headers: &[],
        body: "",
        status: 200,
        answer: r#"{"Code":100000004,"Message":"signature expired","Data":{}}"#,
    },
];
