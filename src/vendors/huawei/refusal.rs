//! The codes of API Gateway's "Error codes", and the texts behind APIG.0301 from the questions of
//! its users (apig-faq-0003, ocr_01_0063, sis_04_0087).

use crate::refusal::{Refused, Rule, Rules};

pub(super) static REFUSALS: Rules = Rules::new(RULES)
    .with_code_fields(&["error_code", "errorCode", "error.code", "code"])
    .with_message_fields(&["error_msg", "errorMsg", "error.message", "message"])
    .with_request_id_fields(&["request_id", "requestId"])
    .with_request_id_headers(&["x-request-id"])
    .with_success_codes(&["200"]);

/// "Incorrect IAM authentication information", today's name, the older one, and that of ROMA.
const IAM: &[&str] = &["APIG.0301", "APIGW.0301", "APIC.0301"];

const RULES: &[Rule] = &[
    Rule::new(
        Refused::Signature,
        &[
            "Check that AK and SK belong together, without blanks at their ends.",
            "Compare the canonical request that the gateway may echo, with `|` for line ends, with `explain`'s.",
            "Sign the very bytes of the body that leave, and no header that a client or proxy changes.",
            "Check that the account is not in arrears, and wait 5 minutes: a locked pair may be answered so, too.",
        ],
    )
    .codes(IAM)
    .says(&["verify aksk signature fail", "verify ak sk signature fail"])
    .retrying_does_harm(),
    Rule::new(
        Refused::Ambiguous(&[Refused::Clock, Refused::Expired]),
        &[
            "Compare the two times in the message, or the clock with the `Date` header: it may be off by 15 minutes.",
            "Sign anew at every retry.",
            "Where the clock is right, renew the temporary AK and SK.",
        ],
    )
    .codes(IAM)
    .says(&["signature expired"])
    .retrying_does_harm(),
    Rule::new(
        Refused::UnknownKey,
        &["Check the AK: it does not exist, was deleted, or is another vendor's."],
    )
    .codes(IAM)
    .says(&["ak not exist"]),
    Rule::new(
        Refused::LockedKey,
        &[
            "Wait 5 minutes without any request by this AK: it is locked after five failures in a row.",
            "Then send one request, with what was wrong before mended.",
        ],
    )
    .codes(IAM)
    .says(&["AK access failed to reach the limit"])
    .retrying_does_harm(),
    Rule::new(
        Refused::Ambiguous(&[Refused::Expired, Refused::UnknownKey]),
        &[
            "Get a new token: one lives for 24 hours.",
            "Check that the token is whole, and from the region and the environment that is called.",
        ],
    )
    .codes(IAM)
    .says(&["decrypt token fail"]),
    TOKEN_EXPIRED.codes(IAM).says(&["token expires"]),
    TOKEN_EXPIRED.codes(&["APIG.0307", "APIGW.0307", "APIC.0307"]),
    Rule::new(
        Refused::Malformed("X-Auth-Token"),
        &["Send the header X-Auth-Token, or sign by AK and SK: neither arrived."],
    )
    .codes(IAM)
    .says(&["x-auth-token not found"]),
    Rule::new(
        Refused::Ambiguous(&[
            Refused::Signature,
            Refused::Clock,
            Refused::Expired,
            Refused::UnknownKey,
            Refused::LockedKey,
        ]),
        &[
            "Read what follows \"Incorrect IAM authentication information\" in the message.",
            "Check the clock, then AK and SK, then what was signed.",
        ],
    )
    .codes(IAM)
    .retrying_does_harm(),
    Rule::new(
        Refused::Ambiguous(&[Refused::Signature, Refused::Clock]),
        &[
            "This API wants the key and secret of an app, not those of an IAM user: check which they are.",
            "Check the clock, then that what was signed is what was sent.",
        ],
    )
    .codes(&["APIG.0303", "APIGW.0303", "APIC.0303"]),
    Rule::new(
        Refused::Permission,
        &["The signature is right: give the user or the app the right to call this API."],
    )
    .codes(&[
        "APIG.0302", "APIG.0304", "APIG.0306", "APIGW.0302", "APIGW.0304", "APIGW.0306",
        "APIC.0302", "APIC.0304", "APIC.0306",
    ]),
    Rule::new(
        Refused::BodyTooLarge,
        &["Keep the body below 12 MB, or hand the data over by way of the object store."],
    )
    .codes(&["APIG.0201", "APIGW.0201", "APIC.0201"])
    .says(&["entity too large"]),
    Rule::new(
        Refused::NotAuthentication,
        &["Check URL, method and parameters of the request; its signature was not the reason."],
    )
    .codes(&["APIG.0106", "APIG.0201", "APIG.2012"]),
];

const TOKEN_EXPIRED: Rule = Rule::new(
    Refused::Expired,
    &["Get a new token, and keep it until it expires: one lives for 24 hours."],
);
