//! The codes of ABCPen's and of iFlytek's pages (rtasr, lfasr, PPT), and the answers of iFlytek's
//! HTTP gateway.

use crate::refusal::{Refused, Rule, Rules};

const CODE_FIELDS: &[&str] = &["code", "err_no", "error_code", "错误码"];

/// The answers of iFlytek's gateway. It checks the date first, then the key, then the signature.
/// `hint` is advice that comes before the rest.
macro_rules! gateway {
    ($($hint:literal)?) => {
        &[
            Rule::new(Refused::Clock, &[$($hint,)? "Check the clock: it may be off by 5 minutes."])
                .with_texts(&[
                    "HMAC signature cannot be verified, a valid date",
                    "HMAC signature does not match, a valid date",
                ]),
            Rule::new(Refused::Signature, &[
                $($hint,)?
                "Check the secret, and that host, date and request line are those that were signed.",
            ]).with_texts(&["HMAC signature does not match"]),
            Rule::new(Refused::UnknownKey, &[
                $($hint,)?
                "Check the APIKey: it is unknown, of another platform, or swapped with the APISecret.",
            ]).with_texts(&["HMAC signature cannot be verified: fail to retrieve credential"]),
            Rule::new(Refused::Malformed("authorization"), &[
                $($hint,)?
                "Check the address, and what is sent as authorization: this answer comes to an empty one, and to a bearer token.",
            ]).with_texts(&["HMAC signature cannot be verified:enforced header", "enforced header"]),
            Rule::new(Refused::Ambiguous(&[Refused::Malformed("authorization"), Refused::UnknownKey]), &[
                $($hint,)?
                "Check the key, and that authorization can be read.",
            ]).with_texts(&["HMAC signature cannot be verified"]),
            Rule::new(Refused::SourceAddress, &[
                "Add the address that the request comes from to the app's list in the console.",
            ]).with_texts(&["Your IP address is not allowed"]),
        ]
    };
}

/// ABCPen has one code for everything that is wrong with a signature, and for a missing license.
pub(super) static OF_ABCPEN: Rules = answers(&[
    EXPIRED,
    ILLEGAL_SIGNA,
    NO_LICENSE.with_codes(&["10110"]).with_texts(&["license"]),
    SOURCE_ADDRESS,
    Rule::new(
        Refused::Ambiguous(&[
            Refused::Signature,
            Refused::UnknownKey,
            Refused::Clock,
            Refused::Permission,
        ]),
        &[
            "Read the text next to the code: the code alone stands for a wrong signature and for a missing license.",
            "Check the clock: it may be off by 5 minutes, in seconds.",
            "Check that app key and app secret belong together.",
            "Have the service opened for the app.",
        ],
    )
    .with_codes(&["10110"]),
    AUTHENTICATION.with_codes(&["401"]),
    NO_APP,
    ILLEGAL_ACCESS,
    PARAMETERS,
    TOO_MANY,
    CONNECTION,
    DATA,
    UNKNOWN_APP.with_codes(&["26601"]),
    AUTHENTICATION.with_texts(&["authentication failed", "认证失败"]),
])
// Answers in progress.
.with_success_codes(&["-1", "1", "10000"]);

/// The schemes of iFlytek but those of its gateway.
pub(super) static OF_IFLYTEK: Rules =
    answers(CODES).with_more(&[gateway!("This is the gateway for URLs with authorization, date and host (iflytek/hmac-url): check which scheme the product takes.")]);

/// The gateway for `hmac-url` and `http-digest`, and the products that it serves.
pub(super) static OF_GATEWAY: Rules = answers(CODES).with_more(&[gateway!(), &[UNAUTHORIZED]]);

/// For iFlytek 10110 is a missing license.
#[rustfmt::skip]
const CODES: &[Rule] = &[
    EXPIRED,
    ILLEGAL_SIGNA,
    NO_LICENSE.with_codes(&["10110", "11200", "26607", "26625", "26633"]),
    NO_LICENSE.with_texts(&["licc failed", "AppIdNoAuthError", "auth no license", "no license"]),
    SOURCE_ADDRESS,
    NO_APP,
    ILLEGAL_ACCESS,
    PARAMETERS,
    TOO_MANY,
    CONNECTION,
    DATA,
    UNKNOWN_APP.with_codes(&["26601", "10313"]),
    UNKNOWN_APP.with_texts(&["no appid info", "非法应用信息", "invalid appid", "appid not found"]),
    Rule::new(Refused::Ambiguous(&[Refused::Unknown, Refused::Signature, Refused::Malformed("parameters")]), &[
        "This is the general error of the transcription: most often the signature or a parameter is missing or wrong.",
        "Check that appId, ts and signa are in the query, and that the signature is percent-encoded.",
        "Check that the secret is the one of this product.",
    ]).with_codes(&["26600"]),
    Rule::new(Refused::Ambiguous(&[Refused::Unknown, Refused::Signature, Refused::Malformed("parameters")]), &[
        "Check that appId, ts and signa are in the query, and that the secret is the one of this product.",
    ]).with_texts(&["转写业务通用错误"]),
    Rule::new(Refused::Malformed("parameters"), &[
        "Send what the message names: this service takes the scheme iflytek/access-key, with accessKeyId, appId, a time, a nonce and signature.",
    ]).with_codes(&["100001"]),
    AUTHENTICATION.with_codes(&["20001", "20007"]),
    AUTHENTICATION.with_texts(&["鉴权错误", "鉴权失败", "用户认证异常", "认证失败"]),
    Rule::new(Refused::Unknown, &[
        "The server names no cause; this answer also comes to requests without a valid signature.",
        "Check appId, timestamp and signature, then retry later.",
    ]).with_codes(&["9999"]),
];

const fn answers(rules: &'static [Rule]) -> Rules {
    Rules::new(rules)
        .without_echo()
        .with_code_fields(CODE_FIELDS)
        .with_message_fields(&[
            "desc", "descInfo", "failed", "error_msg", "message", "msg", "错误描述", "错误信息",
            "errmsg", "www-authenticate",
        ])
        .with_request_id_fields(&["sid", "task_id"])
        .with_refusals_under_success(CODE_FIELDS)
}

const EXPIRED: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Clock, Refused::Expired]),
    &[
        "Check the clock: it may be off by 5 minutes, in seconds.",
        "Sign right before sending, and again for every connection.",
    ],
)
.with_codes(&["10105", "10110"])
.with_texts(&["signature expired", "signa expired", "签名过期"]);

const ILLEGAL_SIGNA: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Signature, Refused::UnknownKey, Refused::Clock]),
    &[
        "Check the clock: it may be off by 5 minutes, in seconds.",
        "Check that id and secret belong together, and are those that this product takes.",
        "Check that the signature is percent-encoded in a query: a `+` that is sent as it is fails now and then.",
    ],
)
.with_codes(&["10110"])
.with_texts(&["illegal signa", "invalid authorization"]);

const NO_LICENSE: Rule = Rule::new(
    Refused::Permission,
    &["Have the service opened for the app, or its quota renewed: the signature was accepted."],
);

const SOURCE_ADDRESS: Rule = Rule::new(
    Refused::SourceAddress,
    &["Add the address that the request comes from to the app's list in the console."],
)
.with_codes(&["10105", "10110"])
.with_texts(&["client_ip", "client ip", "clientip", "白名单"]);

const NO_APP: Rule = Rule::new(
    Refused::UnknownKey,
    &["Check that the app id is one of this platform, and that this product is opened for it."],
)
.with_codes(&["10105"])
.with_texts(&["no app_sdk_verify info", "no appid info", "no *info"]);

const UNKNOWN_APP: Rule = Rule::new(
    Refused::UnknownKey,
    &[
        "Check the app id and the secret: the service has no such app, or it is one of another platform.",
        "Check that this product is opened for the app.",
    ],
);

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
.with_codes(&["10105"]);

const AUTHENTICATION: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Signature, Refused::UnknownKey]),
    &[
        "Check that id and secret belong together, and are those that this product takes.",
        "Check the clock, and that the time is sent in seconds.",
    ],
);

const PARAMETERS: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Malformed("parameters"), Refused::NotAuthentication]),
    &["Check the parameters, those of the signature among them: one is missing or malformed, the text may name it."],
)
.with_codes(&["10106", "10107", "26610"]);

const TOO_MANY: Rule = Rule::new(
    Refused::Throttled,
    &["Close connections, or wait: there are more at a time than the app may have. Then sign again and send."],
)
.with_codes(&["10800", "11201", "11203", "26603", "26604"]);

const CONNECTION: Rule = Rule::new(
    Refused::ServerError,
    &["Connect again later, signed again: the connection broke off at the server."],
)
.with_codes(&[
    "10202", "10204", "10205", "10700", "16003", "26640", "26642", "26650", "26660", "26670",
    "26680",
]);

const DATA: Rule = Rule::new(
    Refused::NotAuthentication,
    &["Check the audio and the state of the task; the signature was not the reason."],
)
.with_codes(&[
    "10163", "10701", "10702", "37005", "26602", "26605", "26606", "26621", "26622", "26623",
    "26631", "26632", "26634", "26635", "26641", "26643",
]);

const UNAUTHORIZED: Rule = Rule::new(
    Refused::Malformed("authorization"),
    &["Check that the signature is on the request: the gateway found none."],
)
.with_texts(&["Unauthorized"]);
