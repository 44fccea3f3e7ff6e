//! The vendor documents no codes for the digital-human gateway: what is left is what to check. Those
//! of the cloud API (TC3) are here for requests that went there by mistake.

use crate::refusal::{Refused, Rule, Rules};

pub(super) static REFUSALS: Rules = Rules::new(RULES)
    .with_code_fields(&["Header.Code", "Response.Error.Code"])
    .with_message_fields(&["Header.Message", "Response.Error.Message"])
    .with_request_id_fields(&["Header.RequestID", "Response.RequestId"])
    .with_refusals_under_success();

const RULES: &[Rule] = &[
    tc3(Refused::Clock).codes(&["AuthFailure.SignatureExpire"]),
    tc3(Refused::Signature).codes(&["AuthFailure.SignatureFailure"]),
    tc3(Refused::UnknownKey).codes(&[
        "AuthFailure.SecretIdNotFound",
        "AuthFailure.InvalidSecretId",
        "AuthFailure.TokenFailure",
    ]),
    tc3(Refused::Malformed("Authorization")).codes(&["AuthFailure.InvalidAuthorization"]),
    tc3(Refused::Permission).codes(&[
        "AuthFailure.MFAFailure",
        "AuthFailure.UnauthorizedOperation",
    ]),
    Rule::new(
        Refused::Unknown,
        &[
            "Read the message: the vendor documents no codes, so it may be about something else than the signature.",
            "Check the clock: the timestamp may be off by 5 minutes, in seconds.",
            "Check that the signature is percent-encoded in the URL: a `+` that is sent as it is fails now and then.",
            "Check that every parameter of the URL was there when it was signed.",
            "Check the accesstoken for blanks at its ends, and that it is that of the appkey.",
        ],
    ),
];

const fn tc3(refused: Refused) -> Rule {
    Rule::new(
        refused,
        &[
            "This is the cloud API, which takes TC3-HMAC-SHA256: send digital-human requests to the gateway (gw.tvs.qq.com, gw-sg.tvs.qq.com).",
        ],
    )
}
