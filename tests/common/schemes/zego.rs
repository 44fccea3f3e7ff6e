//! ZEGO's schemes.

use super::formula::Signature;
use super::{AsSent, Facts, Kind, Row, Sample, Vectors, row};

const ACTION: Sample = Sample {
    method: "GET",
    url: "https://aigc-digitalhuman-api.zegotech.cn/?Action=GetMetahumanInfo&Id=a%2Fb",
    headers: &[],
    body: "",
};

const SERVER_API_V2: Facts = Facts {
    scheme: "zego/server-api-v2",
    fields: &[("app_id", Kind::Number), ("server_secret", Kind::Secret)],
    needs: &["app_id", "server_secret"],
    formula: |explained| Signature::Hex(explained.md5(&explained.stage("string_to_sign"))),
    as_sent: AsSent::Nothing,
    vectors: Vectors { not_signed: 1, ..Vectors::verified(38) },
};

pub(super) const ROWS: &[Row] = &[
    row(
        "zego",
        &SERVER_API_V2,
        &[("app_id", "12345"), ("server_secret", "9193cc662a4c0ec1")],
        &[],
        &ACTION,
    ),
    row(
        "zego, with the largest id",
        &SERVER_API_V2,
        &[("app_id", "4294967295"), ("server_secret", "9193cc662a4c0ec135ec71fb57194b38")],
        &[],
        &ACTION,
    ),
];
