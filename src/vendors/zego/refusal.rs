//! The codes of "Signing failures" and "Return codes".

use crate::refusal::{Refused, Rule, Rules};

pub(super) static REFUSALS: Rules = Rules::new(RULES)
    .with_code_fields(&["Code"])
    .with_message_fields(&["Message"])
    .with_request_id_fields(&["RequestId"])
    .with_refusals_under_success();

const RULES: &[Rule] = &[
    Rule::new(
        Refused::Ambiguous(&[Refused::Clock, Refused::Expired]),
        &[
            "Check the clock: it may be off by 10 minutes.",
            "Sign right before sending, and anew at every retry: the request may have been held back.",
        ],
    )
    .codes(&["100000004"]),
    Rule::new(
        Refused::Signature,
        &[
            "Check that ServerSecret is that of this AppId, and is used as the text that the console shows.",
            "Send the SignatureNonce and Timestamp that were signed; a `+` in a nonce has to go out as %2B.",
        ],
    )
    .codes(&["100000005"]),
    Rule::new(
        Refused::UnknownKey,
        &["Check the AppId: the server has no ServerSecret for it."],
    )
    .codes(&["100000010", "100000011"]),
    Rule::new(
        Refused::Permission,
        &["Have the app opened for the production environment, or say IsTest=true."],
    )
    .codes(&["100000016"]),
    Rule::new(
        Refused::Permission,
        &["Have the service opened for this app in the console."],
    )
    .codes(&["100000017"]),
    malformed("Host", &["Check the host: it is not one of this API."]).codes(&["100000000"]),
    malformed("AppId", &["Send the AppId as a decimal number, once."]).codes(&["100000001"]),
    malformed("Timestamp", &["Send the Timestamp that was signed."]).codes(&["100000002"]),
    malformed(
        "Timestamp",
        &["Send the Timestamp in seconds; milliseconds are refused."],
    )
    .codes(&["100000003"]),
    malformed("SignatureNonce", &["Send the SignatureNonce that was signed."])
        .codes(&["100000008"]),
    malformed("Signature", &["Send the Signature in the query, of a POST, too."])
        .codes(&["100000009"]),
    malformed("SignatureVersion", &["Send SignatureVersion=2.0."])
        .codes(&["100000013", "100000014"]),
    Rule::new(
        Refused::NotAuthentication,
        &["Send the parameter Action as the API's page writes it."],
    )
    .codes(&["100000006", "100000007"]),
];

const fn malformed(field: &'static str, advice: &'static [&'static str]) -> Rule {
    Rule::new(Refused::Malformed(field), advice)
}
