//! The codes of AIPAGE's "General description", of the reference manual (Bjz3uz3qj), of the object
//! store, of the AI platform and of Qianfan, and the causes in public reports.

mod other;

use crate::refusal::{Refused, Rule, Rules};

pub(super) static REFUSALS: Rules = Rules::new(RULES)
    .without_echo()
    .with_more(&[other::RULES])
    .with_code_fields(&["error_code", "code", "x-bce-error-code", "错误码"])
    .with_message_fields(&[
        "error_msg", "message", "x-bce-error-message", "msg", "错误信息", "错误描述", "errmsg",
        "www-authenticate",
    ])
    .with_request_id_fields(&["requestId", "x-bce-request-id"])
    .with_success_codes(&["1000"])
    .with_refusals_under_success(&["error_code"]);

/// Xiling publishes no codes for authentication.
pub(super) static OF_XILING: Rules = Rules::new(&[Rule::new(
    Refused::Unknown,
    &[
        "Read the server's message: the vendor publishes no codes for this.",
        "Check the clock, and that the expiry of the token lies in the future.",
        "Check that AppId and AppKey are those of one application of Xiling, and no access key (ALTAK...).",
    ],
)])
.with_code_fields(&["code"])
.with_message_fields(&["message.global", "message", "msg", "www-authenticate"])
.with_request_id_fields(&["requestId", "x-bce-request-id"])
.with_refusals_under_success(&["code"]);

#[rustfmt::skip]
const RULES: &[Rule] = &[
    Rule::new(Refused::Clock, &["Set the clock: it is too far from the server's, which the `Date` header of the answer gives."])
        .with_codes(&["RequestTimeTooSkewed"]),
    Rule::new(Refused::Clock, &["Set the clock: it is too far from the server's, which the `Date` header of the answer gives."])
        .with_texts(&["difference between the request time and the current time is too large"]),
    EXPIRED.with_codes(&["RequestExpired"]),
    EXPIRED.with_codes(IAM).with_texts(&[
        "signature expired", "signature has expired", "signature is expired", "request expired",
        "request has expired", "authorization expired", "authorization has expired",
        "authorization is expired",
    ]),
    EXPIRED.with_texts(&["Request has expired"]),
    Rule::new(Refused::Malformed("signedHeaders"), &[
        "Send every header that is signed; the message names one that did not arrive.",
        "Sign no header that the client or a proxy drops, content-length above all.",
    ]).with_codes(IAM).with_texts(&["Missing headers required by signing"]),
    UNKNOWN_KEY.with_codes(IAM).with_texts(&[
        "Could not find credential", "Can not find credential", "credential not found",
        "access key*not exist", "access key*not found", "access key*disabled",
        "access key*inactive",
    ]),
    SOURCE_ADDRESS.with_codes(IAM).with_texts(&[
        "ip not allowed", "ip*is not allowed", "ip*not in*whitelist",
    ]),
    TOKEN.with_codes(IAM).with_texts(&["session token", "security token", "sts token"]),
    MALFORMED.with_codes(IAM).with_texts(&[
        "invalid authorization", "illegal authorization", "missing authorization",
        "invalid auth string",
    ]),
    // "Fail to authn user: Signature does not match", and the code alone.
    SIGNATURE.with_codes(IAM).with_texts(&["signature does not match", "signature not match"]),
    SIGNATURE.with_codes(&["SignatureDoesNotMatch", "IamSignatureInvalid", "AuthError"]),
    SIGNATURE.with_texts(&[
        "request signature we calculated does not match",
        "Fail to authn user: Signature does not match",
        "Bad signature or AK string and SK string do not match",
    ]),
    Rule::new(Refused::Ambiguous(&[Refused::Signature, Refused::UnknownKey]), &[
        "Check that access key and secret key belong together, without blanks at their ends.",
        "Compare the canonical request (`explain`) with what was sent.",
        "Check that the service takes AK/SK at all: some take an access token or an API key.",
    ]).with_codes(&["14", "Unauthorized", "InvalidSignature", "AuthFailed"]),
    Rule::new(Refused::Ambiguous(&[Refused::Signature, Refused::UnknownKey]), &[
        "Check that access key and secret key belong together, without blanks at their ends.",
    ]).with_texts(&["IAM Certification failed", "invalid ak/sk"]),
    UNKNOWN_KEY.with_codes(&["InvalidAccessKeyId"]),
    UNKNOWN_KEY.with_texts(&[
        "The Access Key ID you provided does not exist",
        "The Access Key ID you provided doesnot exist", "cause: Could not find credential",
    ]),
    Rule::new(Refused::UnknownKey, &["Check the id of the application: it does not exist, or belongs to another account."])
        .with_codes(&["15", "216110", "invalid_appid"]),
    MALFORMED.with_codes(&[
        "InvalidHTTPAuthHeader", "missing_authorization", "MissingAuthorization",
        "invalid_authorization", "MissingAuthHeader",
    ]),
    MALFORMED.with_texts(&["The HTTP authorization header is invalid"]),
    Rule::new(Refused::Ambiguous(&[Refused::Expired, Refused::UnknownKey]), &[
        "This gateway read a token in place of a signature: send one credential only, and the kind that the API takes.",
        "Get a new token: it expired, or is not one of this gateway's.",
    ]).with_codes(&["110", "invalid_iam_token", "InvalidSessionToken", "invalid_access_token"]),
    Rule::new(Refused::Expired, &["Get a new access token; this gateway read one in place of a signature."])
        .with_codes(&["111", "expired_iam_token", "iam_token_expired"]),
    SOURCE_ADDRESS.with_codes(&["5"]),
    SOURCE_ADDRESS.with_texts(&["request ip not allowed"]),
    PERMISSION.with_codes(&[
        "AccessDenied", "access_denied", "AccessDeniedByPolicy", "Forbidden", "6", "no_permission",
        "invalid_permission", "NoPermission",
    ]),
    PERMISSION.with_texts(&["Access denied."]),
    Rule::new(Refused::Permission, &["Open the service for the account: the signature was accepted."])
        .with_codes(&["OptInRequired", "216015", "ServiceNotOpen", "ServiceNotOpened"]),
    Rule::new(Refused::Permission, &["Pay what the account owes, or renew its quota: the signature was accepted."])
        .with_codes(&["AccountOverdue", "account_overdue", "AccountFrozen", "336117"]),
];

/// The code with a cause in its message.
const IAM: &[&str] = &["IamSignatureInvalid"];

const SIGNATURE: Rule = Rule::new(
    Refused::Signature,
    &[
        "Check that access key and secret key belong together, without blanks at their ends.",
        "Compare the canonical request (`explain`) with what was sent: the Host that a proxy or egress rewrites, the port, a trailing slash, the query.",
        "With temporary keys, send the session token.",
    ],
);

const EXPIRED: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Expired, Refused::Clock]),
    &[
        "Compare the time in the message, which is that of x-bce-date, with the true one: the clock may be off.",
        "Sign right before sending, and again at every retry.",
        "Give a longer expiration where requests wait in a queue.",
    ],
);

const UNKNOWN_KEY: Rule = Rule::new(
    Refused::UnknownKey,
    &[
        "Check the access key: it does not exist, was deleted, or is another vendor's. One of Baidu's begins with ALTAK, or has 32 hexadecimal digits.",
    ],
);

const TOKEN: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Expired, Refused::UnknownKey]),
    &["Get new temporary keys with their session token, and send that token with every request."],
);

const MALFORMED: Rule = Rule::new(
    Refused::Malformed("Authorization"),
    &[
        "Send the authentication string as it was made: no word before it, no blanks in it.",
        "Check that no client or proxy writes an Authorization of its own.",
    ],
);

const SOURCE_ADDRESS: Rule = Rule::new(
    Refused::SourceAddress,
    &[
        "Allow the address that the request comes from, in the access rules of the account or the application.",
    ],
);

const PERMISSION: Rule = Rule::new(
    Refused::Permission,
    &["Give the account or its user the right to this resource: the signature was accepted."],
);
