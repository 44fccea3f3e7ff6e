//! The codes of "Signing failures" and of "Return codes" of the public part, the room, the digital
//! human and the agent.

use crate::refusal::{Refused, Rule, Rules};

const CODE_FIELDS: &[&str] = &["Code", "错误码"];

pub(super) static REFUSALS: Rules = Rules::new(RULES)
    .without_echo()
    .with_code_fields(CODE_FIELDS)
    .with_message_fields(&["Message", "msg", "错误信息", "错误描述", "errmsg", "www-authenticate"])
    .with_request_id_fields(&["RequestId"])
    .with_refusals_under_success(CODE_FIELDS);

#[rustfmt::skip]
const RULES: &[Rule] = &[
    CLOCK.with_codes(&["100000004"]),
    SIGNATURE.with_codes(&["100000005"]),
    Rule::new(Refused::UnknownKey, &["Check the AppId: the server has no ServerSecret for it."])
        .with_codes(&["100000010", "100000011", "410000002"]),
    Rule::new(Refused::Permission, &["Have the app opened for the production environment, or send IsTest=true."])
        .with_codes(&["100000016"]),
    Rule::new(Refused::Permission, &["Have the service opened for this app in the console."])
        .with_codes(&["100000017", "400000002", "400010001"]),
    malformed("Host", &["Check the host: it is not one of this API."]).with_codes(&["100000000"]),
    malformed("AppId", &["Send the AppId as a decimal number, once."]).with_codes(&["100000001"]),
    malformed("Timestamp", &["Send the Timestamp that was signed."]).with_codes(&["100000002"]),
    malformed("Timestamp", &["Send the Timestamp in seconds; milliseconds are refused."])
        .with_codes(&["100000003"]),
    malformed("SignatureNonce", &["Send the SignatureNonce that was signed."])
        .with_codes(&["100000008"]),
    malformed("Signature", &["Send the Signature in the query, of a POST, too."])
        .with_codes(&["100000009"]),
    malformed("SignatureVersion", &["Send SignatureVersion=2.0."])
        .with_codes(&["100000013", "100000014"]),
    Rule::new(Refused::Unknown, &[
        "The server could not verify the request, and does not say why: check AppId and ServerSecret, then the clock.",
        "Ask the vendor, with the id of the request.",
    ]).with_codes(&["3"]),
    Rule::new(Refused::Ambiguous(&[Refused::Signature, Refused::UnknownKey]), &[
        "Check that ServerSecret is that of this AppId, then ask the vendor.",
    ]).with_codes(&["410000005"]),
    Rule::new(Refused::NotAuthentication, &["Send the parameter Action as the API's page writes it."])
        .with_codes(&["100000006", "100000007"]),
    Rule::THROTTLED.with_codes(&["7", "206"]),
    Rule::new(Refused::Throttled, &[
        "Stop a stream that is not needed, or have the number of streams raised; then sign again and send.",
    ]).with_codes(&["400000008"]),
    Rule::SERVER_ERROR.with_codes(&[
        "1", "500", "105001", "100000015", "400000010", "400000016", "400010000", "410000001",
    ]),
    Rule::new(Refused::NotAuthentication, &[
        "Check the parameters and the state of what they name; the signature was not the reason.",
    ]).with_codes(&[
        "2", "4", "104", "5018", "5024", "50001", "50002", "50014", "51102", "100000012",
        "400000001", "400000003", "400000004", "400000005", "400000006", "400000007", "400000009",
        "400000015", "410000003", "410000004",
    ]),
    // Without a code, in a log.
    CLOCK.with_texts(&["signature expired"]),
    SIGNATURE.with_texts(&["signature error", "invalid signature"]),
    Rule::THROTTLED.with_texts(&["The number of requests per second exceeds", "too many requests"]),
];

const CLOCK: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Clock, Refused::Expired]),
    &[
        "Check the clock: it may be off by 10 minutes.",
        "Sign right before sending, and again at every retry: the request may have been held back.",
    ],
);

const SIGNATURE: Rule = Rule::new(
    Refused::Signature,
    &[
        "Check that ServerSecret is that of this AppId, and is used as the text that the console shows.",
        "Send the SignatureNonce and Timestamp that were signed; a `+` in a nonce has to go out as %2B.",
    ],
);

const fn malformed(field: &'static str, advice: &'static [&'static str]) -> Rule {
    Rule::new(Refused::Malformed(field), advice)
}
