//! The codes of AIPAGE's "General description", of the reference manual (Bjz3uz3qj) and of public
//! reports.

use crate::refusal::{Refused, Rule, Rules};

pub(super) static REFUSALS: Rules = Rules::new(RULES)
    // JSON of the services, XML of the object store.
    .with_code_fields(&["code", "Error.Code"])
    .with_message_fields(&["message", "Error.Message"])
    .with_request_id_fields(&["requestId", "request_id", "Error.RequestId"])
    .with_request_id_headers(&["x-bce-request-id"])
    .with_success_codes(&["1000"]);

const RULES: &[Rule] = &[
    Rule::new(
        Refused::Clock,
        &["Set the clock: it is too far from the server's, which the `Date` header of the answer gives."],
    )
    .codes(&["RequestTimeTooSkewed"]),
    Rule::new(
        Refused::Ambiguous(&[Refused::Expired, Refused::Clock]),
        &[
            "Compare the time in the message, which is that of x-bce-date, with the true one: the clock may be off.",
            "Sign right before sending, and anew at every retry.",
            "Give a longer expiration where requests wait in a queue.",
        ],
    )
    .codes(&["RequestExpired"]),
    Rule::new(
        Refused::Malformed("signedHeaders"),
        &[
            "Send every header that is signed; the message names one that did not arrive.",
            "Sign no header that the client or a proxy drops, content-length above all.",
        ],
    )
    .codes(&["IamSignatureInvalid"])
    .says(&["Missing headers required by signing"]),
    SIGNATURE.codes(&["SignatureDoesNotMatch", "IamSignatureInvalid", "AuthError"]),
    SIGNATURE.says(&["Bad signature or AK string and SK string do not match"]),
    Rule::new(
        Refused::UnknownKey,
        &["Check the access key: it does not exist, was deleted, or is another vendor's."],
    )
    .codes(&["InvalidAccessKeyId"]),
    Rule::new(
        Refused::Malformed("Authorization"),
        &[
            "Send the authentication string as it was made: no word before it, no blanks in it.",
            "Check that no client or proxy writes an Authorization of its own.",
        ],
    )
    .codes(&["InvalidHTTPAuthHeader"]),
    Rule::new(
        Refused::Permission,
        &["The signature is right: give the account or its user the right to this resource."],
    )
    .codes(&["AccessDenied"]),
    Rule::new(
        Refused::Permission,
        &["The signature is right: open the service for the account."],
    )
    .codes(&["OptInRequired"]),
    Rule::new(
        Refused::IdempotencyMismatch,
        &["Take a new clientToken for another request; the old one holds for the first only."],
    )
    .codes(&["IdempotentParameterMismatch"]),
    Rule::new(
        Refused::NotAuthentication,
        &["Mend the request; its signature was not the reason."],
    )
    .codes(&[
        "InappropriateJSON",
        "MalformedJSON",
        "InvalidHTTPRequest",
        "InvalidURI",
        "InvalidParameter",
        "InvalidVersion",
        "InvalidRoutes",
        "IllegalRequestUrl",
        "PreconditionFailed",
    ]),
    Rule::new(
        Refused::NotAuthentication,
        &["Sign the request again and retry, later each time, with the same clientToken: the fault is the server's."],
    )
    .codes(&["InternalError"]),
];

const SIGNATURE: Rule = Rule::new(
    Refused::Signature,
    &[
        "Check that access key and secret key belong together, without blanks at their ends.",
        "Compare the canonical request (`explain`) with what was sent: the Host that a proxy or egress rewrites, the port, a trailing slash, the query.",
        "With temporary keys, send the session token.",
    ],
);
