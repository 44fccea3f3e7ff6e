//! The requests that the vendors' documents sign.

use crate::curl::Outgoing;
use crate::sample::Sample;

/// A request of a document, and the signature that the document gives for it.
pub(crate) struct Published {
    /// Its name among the worked examples of the schemes.
    pub(crate) id: &'static str,
    /// Where the vendor has published it.
    pub(crate) document: &'static str,
    pub(crate) sample: Sample,
    pub(crate) request: Outgoing<'static>,
    pub(crate) signature: &'static str,
}

pub(crate) const PUBLISHED: &[Published] = &[
    Published {
        id: "Z1",
        document: "ZEGO, \"Signing the requests\"",
        sample: Sample {
            scheme: "zego/server-api-v2",
            settings: &[("app_id", "12345"), ("server_secret", "9193cc662a4c0ec135ec71fb57194b38")],
            time: 1_615_186_943,
            nonce: Some("4fd24687296dd9f3"),
        },
        request: Outgoing {
            method: "GET",
            url: "https://aigc-digitalhuman-api.zegotech.cn/?Action=CreateMetaHumanVideo",
            headers: &[],
            body: None,
        },
        signature: "43e5cfcca828314675f91b001390566a",
    },
    Published {
        id: "T1",
        document: "Tencent, \"Digital Human aPaaS API Calling Methods\"",
        sample: Sample {
            scheme: "tencent/ivh-apaas",
            settings: &[
                ("appkey", "e38267c0e86411ebb02aed82acb0ed99"),
                ("access_token", "f68f2d10ae9e4604b76fb05cf46bccec"),
            ],
            time: 1_646_636_485,
            nonce: None,
        },
        request: Outgoing {
            method: "POST",
            url: "https://gw.tvs.qq.com/v2/ivh/videomaker/broadcastservice/videomake",
            headers: &[("content-type", "application/json")],
            body: Some(r#"{"Header":{},"Payload":{}}"#),
        },
        signature: "BfWuaC9kmaicCggXc693uK+sZQ8qe88O4HVQNTdwZuo=",
    },
    // The document does not show the eight bytes of its body,
    // which the signature does not cover.
    Published {
        id: "B1",
        document: "Baidu, reference manual njwvz1yfu",
        sample: Sample {
            scheme: "baidu/bce-auth-v1",
            settings: &[
                ("access_key_id", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
                ("secret_access_key", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"),
                ("signed_headers", "document-default"),
            ],
            time: 1_430_123_029,
            nonce: None,
        },
        request: Outgoing {
            method: "PUT",
            url: "https://bj.bcebos.com/v1/test/myfolder/readme.txt\
                  ?partNumber=9&uploadId=a44cc9bab11cbd156984767aad637851",
            headers: &[
                ("content-type", "text/plain"),
                ("content-length", "8"),
                ("content-md5", "NFzcPqhviddjRNnSOGo4rw=="),
                ("date", "Mon, 27 Apr 2015 16:23:49 +0800"),
            ],
            body: Some("8 bytes."),
        },
        signature: "d74a04362e6a848f5b39b15421cb449427f419c95a480fd6b8cf9fc783e2999e",
    },
    Published {
        id: "H1",
        document: "Huawei, \"API Request Signing Guide\"",
        sample: Sample {
            scheme: "huawei/sdk-hmac-sha256",
            settings: &[
                ("access_key", "QTWAOYTTINDUT2QVKYUC"),
                ("secret_key", "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc"),
            ],
            time: 1_573_789_015,
            nonce: None,
        },
        request: Outgoing {
            method: "GET",
            url: "https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs\
                  ?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0",
            headers: &[("content-type", "application/json")],
            body: None,
        },
        signature: "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe",
    },
    Published {
        id: "I1",
        document: "iFlytek, the document of rtasr",
        sample: Sample {
            scheme: "iflytek/signa",
            settings: &[
                ("app_id", "595f23df"),
                ("secret", "d9f4aa7ea6d94faca62cd88a28fd5234"),
                ("dialect", "rtasr"),
            ],
            time: 1_512_041_814,
            nonce: None,
        },
        request: Outgoing {
            method: "GET",
            url: "wss://rtasr.xfyun.cn/v1/ws",
            headers: &[],
            body: None,
        },
        signature: "IrrzsJeOFk1NGfJHW6SkHUoN9CU=",
    },
];
