//! The codes of ABCPen's and of iFlytek's pages, and the answers of iFlytek's HTTP gateway.

use crate::refusal::{Refused, Rule, Rules};

/// ABCPen has one code for everything that is wrong with a signature, and for a missing license.
pub(super) static OF_ABCPEN: Rules = answers(&[
    EXPIRED,
    ILLEGAL_SIGNA,
    NO_LICENSE.codes(&["10110"]).says(&["license"]),
    SOURCE_ADDRESS,
    Rule::new(
        Refused::Ambiguous(&[
            Refused::Signature,
            Refused::UnknownKey,
            Refused::Clock,
            Refused::Permission,
        ]),
        &[
            "Read the text beside the code: the code alone stands for a wrong signature and for a missing license.",
            "Check the clock: it may be off by 5 minutes, in seconds.",
            "Check that app key and app secret belong together.",
            "Have the service opened for the app.",
        ],
    )
    .codes(&["10110"]),
    ILLEGAL_ACCESS,
    PARAMETERS,
    TOO_MANY,
    ENGINE,
])
// Answers in progress.
.with_success_codes(&["-1", "1", "10000"]);

/// For iFlytek 10110 is a missing license.
pub(super) static OF_IFLYTEK: Rules = answers(&[
    EXPIRED,
    ILLEGAL_SIGNA,
    NO_LICENSE.codes(&["10110"]),
    SOURCE_ADDRESS,
    ILLEGAL_ACCESS,
    PARAMETERS,
    TOO_MANY,
    ENGINE,
    GATEWAY_DATE,
    GATEWAY_SIGNATURE,
    GATEWAY_KEY,
    GATEWAY_HEADER,
    GATEWAY_ADDRESS,
]);

const fn answers(rules: &'static [Rule]) -> Rules {
    Rules::new(rules)
        .with_code_fields(&["code"])
        .with_message_fields(&["desc", "descInfo", "msg", "message"])
        .with_request_id_fields(&["sid", "task_id"])
        .with_refusals_under_success()
}

const EXPIRED: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Clock, Refused::Expired]),
    &[
        "Check the clock: it may be off by 5 minutes, in seconds.",
        "Sign right before sending, and anew for every connection.",
    ],
)
.codes(&["10105", "10110"])
.says(&["signature expired", "signa expired", "签名过期"]);

const ILLEGAL_SIGNA: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Signature, Refused::UnknownKey, Refused::Clock]),
    &[
        "Check the clock: it may be off by 5 minutes, in seconds.",
        "Check that id and secret belong together, and are those that this product takes.",
        "Check that the signature is percent-encoded in a query: a `+` that is sent as it is fails now and then.",
    ],
)
.codes(&["10110"])
.says(&["illegal signa", "invalid authorization"]);

const NO_LICENSE: Rule = Rule::new(
    Refused::Permission,
    &["The signature is right: have the service opened for the app, or its quota renewed."],
);

const SOURCE_ADDRESS: Rule = Rule::new(
    Refused::SourceAddress,
    &["Add the address that the request comes from to the app's list in the console."],
)
.codes(&["10105"])
.says(&["client_ip", "client ip"]);

const ILLEGAL_ACCESS: Rule = Rule::new(
    Refused::Ambiguous(&[
        Refused::Signature,
        Refused::UnknownKey,
        Refused::Clock,
        Refused::SourceAddress,
    ]),
    &[
        "Check that id and key are those of this product: some take the APIKey, some the APISecret.",
        "Check the clock, and that the time is sent in seconds.",
        "Check the app's list of addresses in the console.",
    ],
)
.codes(&["10105"]);

const PARAMETERS: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Malformed("parameters"), Refused::NotAuthentication]),
    &["Check the parameters, those of the signature among them: one is missing or malformed, the text may name it."],
)
.codes(&["10106", "10107"]);

const TOO_MANY: Rule = Rule::new(
    Refused::NotAuthentication,
    &["Close connections, or wait: there are more at a time than the app may have."],
)
.codes(&["10800"]);

const ENGINE: Rule = Rule::new(
    Refused::NotAuthentication,
    &["Check the data of the session, and connect again; its signature was not the reason."],
)
.codes(&["10700", "37005"]);

const OTHER_SCHEME: &str = "This is the gateway for URLs with authorization, date and host: check that the product takes signa at all.";

const GATEWAY_DATE: Rule = Rule::new(
    Refused::Clock,
    &["Check the clock: it may be off by 5 minutes.", OTHER_SCHEME],
)
.says(&[
    "HMAC signature cannot be verified, a valid date",
    "HMAC signature does not match, a valid date",
]);

const GATEWAY_SIGNATURE: Rule = Rule::new(
    Refused::Signature,
    &[
        OTHER_SCHEME,
        "Check the secret, and that host, date and request line are those that were signed.",
    ],
)
.says(&["HMAC signature does not match"]);

const GATEWAY_KEY: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Malformed("authorization"), Refused::UnknownKey]),
    &[
        OTHER_SCHEME,
        "Check the key, and that authorization can be read.",
    ],
)
.says(&["HMAC signature cannot be verified"]);

const GATEWAY_HEADER: Rule = Rule::new(
    Refused::Malformed("authorization"),
    &[
        OTHER_SCHEME,
        "Check the address: another endpoint may take a bearer token.",
    ],
)
.says(&["enforced header"]);

const GATEWAY_ADDRESS: Rule = Rule::new(
    Refused::SourceAddress,
    &["Add the address that the request comes from to the app's list in the console."],
)
.says(&["Your IP address is not allowed"]);
