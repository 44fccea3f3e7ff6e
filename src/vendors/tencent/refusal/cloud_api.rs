//! The codes of the cloud API ("Error codes" of every product, and "Common error codes").

use crate::refusal::{Refused, Rule, Rules};

const CODE_FIELDS: &[&str] = &["Response.Error.Code", "code", "错误码"];

/// The answers of the cloud API, always of status 200.
pub(in crate::vendors::tencent) static OF_TC3: Rules = Rules::new(&RULES)
    .with_code_fields(CODE_FIELDS)
    .with_message_fields(&[
        "Response.Error.Message", "message", "错误信息", "错误描述", "www-authenticate",
    ])
    .with_request_id_fields(&["Response.RequestId", "RequestId"])
    .with_refusals_under_success(CODE_FIELDS);

/// The rules for a request that was meant for the gateway and went to the cloud API.
pub(super) const SENT_TO_THE_WRONG_HOST: [Rule; 19] = advising(
    RULES,
    &[
        "This is the cloud API, which takes TC3-HMAC-SHA256: send digital-human requests to the gateway (gw.tvs.qq.com, gw-sg.tvs.qq.com).",
    ],
);

/// Replaces the advice of all rules.
const fn advising(mut rules: [Rule; 19], advice: &'static [&'static str]) -> [Rule; 19] {
    let mut rest: &mut [Rule] = &mut rules;
    while let [rule, tail @ ..] = rest {
        rule.advice = advice;
        rest = tail;
    }
    rules
}

#[rustfmt::skip]
const RULES: [Rule; 19] = [
    Rule::new(Refused::Clock, &["Set the clock: X-TC-Timestamp may be off by 5 minutes, in seconds of UTC."])
        .with_codes(&["AuthFailure.SignatureExpire"]),
    Rule::new(Refused::BodyTooLarge, &["Send this body with TC3-HMAC-SHA256 and POST: the older signatures take 1 MB."])
        .with_codes(&["AuthFailure.SignatureFailure"])
        .with_texts(&["exceeding request size limit"]),
    Rule::new(Refused::Signature, &[
        "Compare what was signed (`explain`) with the request that was sent: host, content-type, action, query and body.",
        "Check the SecretKey for blanks at its ends, and that it is that of the SecretId.",
        "Check that `service` is the product's, as the first label of its host.",
    ]).with_codes(&["AuthFailure.SignatureFailure"]),
    Rule::new(Refused::UnknownKey, &[
        "Check the SecretId for blanks at its ends, and in the console that the key is there and enabled.",
    ]).with_codes(&["AuthFailure.SecretIdNotFound", "AuthFailure.InvalidSecretId"]),
    Rule::new(Refused::Ambiguous(&[Refused::UnknownKey, Refused::Expired]), &[
        "Renew the temporary key, and give the credential its token: SecretId, SecretKey and token belong together.",
    ]).with_codes(&["AuthFailure.TokenFailure"]),
    Rule::new(Refused::Malformed("Authorization"), &[
        "Send the `Authorization` header as it was signed.",
        "Some products answer this to a caller who is not authorised: see the account's rights to the product.",
    ]).with_codes(&["AuthFailure.InvalidAuthorization"]),
    Rule::new(Refused::Permission, &[
        "Give the account the right to this operation (CAM), or pass its MFA check: the signature was accepted.",
    ]).with_codes(&[
        "AuthFailure.MFAFailure", "AuthFailure.UnauthorizedOperation", "UnauthorizedOperation",
        "UnauthorizedOperation.*",
    ]),
    Rule::new(Refused::SourceAddress, &["Call from another address, or change the list of addresses of the account."])
        .with_codes(&["IpInBlacklist", "IpNotInWhitelist"]),
    Rule::new(Refused::BodyTooLarge, &["Send less: 10 MB with POST, 32 KB with GET."])
        .with_codes(&["RequestSizeLimitExceeded"]),
    Rule::new(Refused::Malformed("method"), &["Use GET or POST, with https."])
        .with_codes(&["UnsupportedProtocol"]),
    Rule::new(Refused::Malformed("X-TC-Action"), &["Set `X-TC-Action` to an operation of this product and version."])
        .with_codes(&["InvalidAction"]),
    Rule::new(Refused::Malformed("X-TC-Version"), &["Set `X-TC-Version` to a version of this product's API, as 2017-03-12."])
        .with_codes(&["NoSuchVersion"]),
    Rule::new(Refused::Malformed("X-TC-Region"), &["Set `X-TC-Region` to a region that the product has, as ap-guangzhou."])
        .with_codes(&["UnsupportedRegion"]),
    Rule::new(Refused::Malformed("host"), &["Send to the host of a product, as hunyuan.tencentcloudapi.com."])
        .with_codes(&["NoSuchProduct"]),
    Rule::THROTTLED.with_codes(&["RequestLimitExceeded", "RequestLimitExceeded.*"]),
    Rule::SERVER_ERROR.with_codes(&["InternalError", "InternalError.*", "ServiceUnavailable"]),
    Rule::new(Refused::Ambiguous(&[Refused::Malformed("parameters"), Refused::NotAuthentication]), &[
        "Read the message: it names the parameter, which may be one of the X-TC headers.",
    ]).with_codes(&["MissingParameter"]),
    Rule::NOT_AUTHENTICATION.with_codes(&[
        "ActionOffline", "DryRunOperation", "FailedOperation*", "InvalidParameter*",
        "InvalidRequest", "LimitExceeded*", "Resource*", "ResponseSizeLimitExceeded",
        "UnknownParameter", "UnsupportedOperation*",
    ]),
    Rule::new(Refused::Ambiguous(&[Refused::Signature, Refused::UnknownKey, Refused::Permission]), &[
        "Compare what was signed (`explain`) with the request that was sent.",
        "Check that SecretId and SecretKey belong together, and the account's rights.",
    ]).with_codes(&["AuthFailure", "AuthFailure.*"]),
];
