//! The codes of the speech services (the tables of 1093/48982, 1093/52097, 1073/94308, and of the
//! SDKs).

use crate::refusal::{Refused, Rule, Rules};

/// The answers of the speech services: a text message of the WebSocket, or JSON.
pub(in crate::vendors::tencent) static OF_SPEECH: Rules = speech_rules(SPEECH);

/// The answers of voice conversion, where some numbers have another meaning.
pub(in crate::vendors::tencent) static OF_VOICE_CONVERSION: Rules =
    speech_rules(&[NO_SERVICE.with_codes(&["4100", "4102", "4103", "4109"])]).with_more(&[SPEECH]);

const fn speech_rules(rules: &'static [Rule]) -> Rules {
    Rules::new(rules)
        .with_code_fields(&["code"])
        .with_message_fields(&["message", "www-authenticate"])
        .with_request_id_fields(&["request_id"])
        .with_refusals_under_success(&["code"])
}

const NO_SERVICE: Rule = Rule::new(
    Refused::Permission,
    &[
        "Open the service in the console, and see whether its quota is used up or the account is in arrears: the signature was accepted.",
    ],
);

#[rustfmt::skip]
const SPEECH: &[Rule] = &[
    Rule::new(Refused::Ambiguous(&[Refused::Signature, Refused::UnknownKey, Refused::Clock, Refused::Permission]), &[
        "Check that SecretId, SecretKey and AppId are of one account, and without blanks at their ends.",
        "Check the clock: `timestamp` is in seconds, and `expired` lies after it.",
        "Check that the text that was signed is not percent-encoded and the URL is; `Authorization` of the flash recognition is sent as it is.",
        "Give a sub-account the right to the service.",
    ]).with_codes(&["4002", "10003"]),
    Rule::new(Refused::Ambiguous(&[Refused::Malformed("parameters"), Refused::NotAuthentication]), &[
        "Read the message: it names the parameter, which may be one of the signature.",
    ]).with_codes(&["4001", "10001"]),
    NO_SERVICE.with_codes(&["4003", "4004", "4005"]),
    Rule::THROTTLED.with_codes(&["4006", "10002"]),
    Rule::new(Refused::SourceAddress, &["Call from mainland China, without a proxy abroad, and with a key of the mainland site."])
        .with_codes(&["6001"]),
    Rule::SERVER_ERROR.with_codes(&[
        "5000", "5001", "5002", "5003", "20000", "20001", "20002", "20003",
    ]),
    Rule::NOT_AUTHENTICATION.with_codes(&[
        "4000", "4007", "4008", "4009", "4010", "4011", "4012", "4014", "4102", "4103", "4104",
        "4105", "4106", "4107", "4108", "4109", "4110", "4111", "4112", "4113", "4114", "10004",
        "10005", "10006", "10007", "10008", "10009",
    ]),
];
