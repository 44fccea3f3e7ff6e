//! Huawei's schemes.

use super::formula::{Signature, string_to_sign_of_digest};
use super::{AsSent, Facts, Fields, Kind, Row, Sample, Vectors, row};

const META_STUDIO: Sample = Sample {
    method: "POST",
    url: "https://metastudio.cn-north-4.myhuaweicloud.com/v1/0a1b/ttsc?limit=2&marker=13551d6b",
    headers: &[("Content-Type", "application/json"), ("X-Language", "zh-cn")],
    body: "{\"text\":\"数字人\"}",
};

const ACCESS_KEY: Fields = &[
    ("access_key", Kind::HeaderId),
    ("secret_key", Kind::Secret),
    ("security_token", Kind::Token),
    ("project_id", Kind::HeaderId),
    ("domain_id", Kind::HeaderId),
];

const SDK_HMAC_SHA256: Facts = Facts {
    scheme: "huawei/sdk-hmac-sha256",
    fields: ACCESS_KEY,
    needs: &["access_key", "secret_key"],
    formula: |explained| {
        let secret = explained.setting("secret_key").as_bytes();
        Signature::Hex(explained.hmac_sha256(secret, &string_to_sign_of_digest(explained)))
    },
    as_sent: AsSent::Nothing,
    vectors: Vectors {
        verified: 149,
        with_unsigned_body: 10,
        without_host: 68,
        with_neither: 6,
        body_mismatch: 1,
        not_signed: 4,
    },
};

const AUTH_TOKEN: Facts = Facts {
    scheme: "huawei/auth-token",
    fields: &[("token", Kind::Token), ("expires_at", Kind::Time)],
    needs: &["token"],
    formula: |_| Signature::None,
    as_sent: AsSent::Nothing,
    vectors: Vectors::NONE,
};

pub(super) const ROWS: &[Row] = &[
    row(
        "huawei, without token",
        &SDK_HMAC_SHA256,
        &[("access_key", "QTWAOYTTINDUT2QVKYUC"), ("secret_key", "a secret with spaces")],
        &[],
        &META_STUDIO,
    ),
    row(
        "huawei",
        &SDK_HMAC_SHA256,
        &[
            ("access_key", "AccessKey"),
            ("secret_key", "MFyfvK41ba2giqM7"),
            ("security_token", "gQpzaGFuZ2hhaQ+/="),
        ],
        &[],
        &META_STUDIO,
    ),
    row(
        "huawei, with project and domain",
        &SDK_HMAC_SHA256,
        &[
            ("access_key", "QTWAOYTTINDUT2QVKYUC"),
            ("secret_key", "a secret with spaces"),
            ("security_token", "a+huawei/token=="),
            ("project_id", "a-project"),
            ("domain_id", "a-domain"),
        ],
        &[],
        &META_STUDIO,
    ),
    row("huawei token", &AUTH_TOKEN, &[("token", "MIIDkgYJKoZIhvcN")], &[], &META_STUDIO),
];
