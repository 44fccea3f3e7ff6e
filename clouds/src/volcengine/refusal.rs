//! The answers of Volcengine and BytePlus, after "Common error codes" (6369/68677).

use polysign::refusal::{Refused, Rule, Rules};

pub(super) static REFUSALS: Rules = Rules::new(&[
    Rule::new(
        Refused::Ambiguous(&[Refused::Clock, Refused::Expired]),
        &["Compare the clock with the `Date` header of the answer, and sign again at every retry."],
    )
    .with_codes(&["InvalidTimestamp"]),
    Rule::new(
        Refused::Ambiguous(&[Refused::Clock, Refused::Expired]),
        &["Compare the clock with the server's, and sign again at every retry."],
    )
    .with_texts(&["Signature of the request is expired"]),
    SIGNATURE.with_codes(&["SignatureDoesNotMatch"]),
    SIGNATURE.with_texts(&["request signature we calculated does not match"]),
    UNKNOWN_KEY.with_codes(&["InvalidAccessKey", "AccessKeyNotExist", "SessionTokenInvalid"]),
    UNKNOWN_KEY.with_texts(&["The accesskey *included in the request is invalid"]),
    Rule::new(
        Refused::Ambiguous(&[Refused::Expired, Refused::UnknownKey]),
        &["Get new temporary keys, and send their session token with them."],
    )
    .with_codes(&["InvalidSecretToken"]),
    Rule::new(Refused::Expired, &["Make a new access key: this one is over."])
        .with_codes(&["AccessKeyIsExpire"]),
    Rule::new(
        Refused::Malformed("Authorization"),
        &["Send `Authorization` as it was signed.", "Check region and service, which are in it."],
    )
    .with_codes(&["InvalidAuthorization", "MissingAuthenticationToken", "MissingSignature"]),
    Rule::new(
        Refused::Malformed("Credential"),
        &["Check date, region and service of the signer: Visual is `cv` in `cn-north-1`."],
    )
    .with_codes(&["InvalidCredential"]),
    Rule::new(Refused::Malformed("X-Date"), &["Send all headers that were set by signing."])
        .with_codes(&["MissingRequestInfo"]),
    PERMISSION.with_codes(&[
        "LackPolicy",
        "AccessDenied",
        "LackProjectPolicy",
        "ServiceShouldCallSelfApi",
        "InnerApiNeedAccountInfo",
    ]),
    PERMISSION.with_texts(&["is not authorized to perform", "because of lack of"]),
    Rule::new(
        Refused::Ambiguous(&[Refused::Permission, Refused::Throttled]),
        &["Buy more of the quota that the message names, or wait until it is given again."],
    )
    .with_codes(&["QuotaExceeded", "QuotaExceeded.*", "AccountOverdueError"]),
    Rule::THROTTLED.with_codes(&["FlowLimitExceeded", "RateLimitExceeded", "RateLimitExceeded.*"]),
    Rule::SERVER_ERROR.with_codes(&[
        "InternalError", "FailToConnect", "InternalServiceTimeout", "InternalServiceError",
        "ServiceUnavailableTemp",
    ]),
    Rule::NOT_AUTHENTICATION.with_codes(&[
        "MissingParameter", "InvalidParameter", "InvalidParameter.*", "ServiceNotFound",
        "InvalidActionOrVersion",
    ]),
])
.with_code_fields(&["ResponseMetadata.Error.Code", "Error.Code", "Code", "code"])
.with_message_fields(&["ResponseMetadata.Error.Message", "Message"])
.with_request_id_fields(&["ResponseMetadata.RequestId", "RequestId", "x-tt-logid"])
.with_success_codes(&["10000"]);

const SIGNATURE: Rule = Rule::new(
    Refused::Signature,
    &[
        "Check the secret access key: it is used as text, with the `==` at its end.",
        "Check that the body that is sent is the one that was signed, and region and service.",
    ],
);

const UNKNOWN_KEY: Rule = Rule::new(
    Refused::UnknownKey,
    &["Check the access key id: it does not exist, was deleted, or is of another vendor."],
);

const PERMISSION: Rule =
    Rule::new(Refused::Permission, &["Grant the action to this key's user, with its project."]);
