//! The codes of API Gateway ("Error codes", the same for APIG, APIGW and ROMA's APIC), of IAM and
//! of services behind the gateway, and the texts under one code from the questions of its users
//! (apig-faq-0003, ocr_01_0063, sis_04_0087).

mod gateway;
mod services;

use crate::refusal::{Refused, Rule, Rules};

/// Rules for a signature by AK and SK.
pub(super) static OF_AKSK: Rules = answers(AKSK);

/// Rules for a token.
pub(super) static OF_TOKEN: Rules = answers(TOKEN);

const fn answers(rules: &'static [Rule]) -> Rules {
    Rules::new(rules)
        .with_more(&[gateway::RULES, services::RULES])
        .with_code_fields(&["error_code", "code", "class", "错误码"])
        .with_message_fields(&[
            "error_msg", "error_message", "message", "msg", "details", "description", "错误信息",
            "错误描述", "errmsg", "www-authenticate",
        ])
        .with_request_id_fields(&["request_id", "x-request-id"])
}

/// "Incorrect IAM authentication information".
const IAM: &[&str] = &["API*.0301"];

#[rustfmt::skip]
const AKSK: &[Rule] = &[
    Rule::new(Refused::Ambiguous(&[Refused::Malformed("X-Auth-Token"), Refused::Expired, Refused::UnknownKey]), &[
        "Send one credential only: the gateway read a token besides the signature. Look for an X-Auth-Token, or a bearer token that a client adds.",
        "Where a token is meant, get a new one from the region and the environment that is called.",
    ]).with_codes(IAM).with_texts(&["decrypt token fail"]),
    Rule::new(Refused::Ambiguous(&[Refused::Malformed("X-Project-Id"), Refused::Signature, Refused::UnknownKey]), &[
        "Send X-Project-Id, and sign it: MetaStudio asks for it with AK and SK (`project_id` of the credential).",
        "Check that AK and SK belong together, and to the account of that project.",
    ]).with_codes(IAM).with_texts(&["Incorrect IAM authentication information: Unauthorized"]),
];

#[rustfmt::skip]
const TOKEN: &[Rule] = &[
    Rule::new(Refused::Ambiguous(&[Refused::Expired, Refused::UnknownKey]), &[
        "Get a new token: one lives for 24 hours.",
        "Check that the token is whole, and from the region and the environment that is called.",
    ]).with_codes(IAM).with_texts(&["decrypt token fail"]),
    Rule::new(Refused::Ambiguous(&[Refused::Expired, Refused::UnknownKey, Refused::Signature]), &[
        "Get a new token with the scope of the project that is called.",
    ]).with_codes(IAM).with_texts(&["Incorrect IAM authentication information: Unauthorized"]),
];
