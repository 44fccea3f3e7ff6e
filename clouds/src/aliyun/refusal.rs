//! The answers of Alibaba Cloud, after the error center's list "Public" and public reports.

use polysign::refusal::{Refused, Rule, Rules};

pub(super) static REFUSALS: Rules = Rules::new(&[
    SIGNATURE.with_codes(&["SignatureDoesNotMatch", "IncompleteSignature"]),
    SIGNATURE.with_texts(&[
        "Specified signature is not matched with our calculation",
        "Specified signature does not match our calculation",
        "The signature we calculated does not match",
        "The request signature does not conform to Aliyun standards",
    ]),
    CLOCK.with_codes(&["InvalidTimeStamp.Expired"]),
    CLOCK.with_texts(&["Specified time stamp or date value is expired"]),
    EXPIRED.with_codes(&["InvalidSecurityToken.Expired"]),
    EXPIRED.with_texts(&["SecurityToken is expired", "SecurityToken.Expired"]),
    LOCKED.with_codes(&["InvalidAccessKeyId.Inactive", "Forbidden.AccessKeyDisabled"]),
    LOCKED.with_texts(&["Specified access key is disabled"]),
    UNKNOWN_KEY.with_codes(&[
        "InvalidAccessKeyId.NotFound",
        "InvalidAccessKeyId",
        "InvalidSecurityToken.Malformed",
        "InvalidSecurityToken.MismatchWithAccessKey",
    ]),
    UNKNOWN_KEY.with_texts(&[
        "Specified access key is not found",
        "Access Key Id you provided does not exist",
        "Access Key ID provided does not exist",
        "SecurityToken mismatch with the AccessKey",
        "Specified SecurityToken is malformed",
    ]),
    Rule::new(
        Refused::Malformed("security_token"),
        &["Give the credential its security token: the id is one of temporary keys."],
    )
    .with_codes(&["MissingSecurityToken"]),
    Rule::new(
        Refused::Malformed("Timestamp"),
        &["Send the time in UTC as in 2023-03-13T08:34:30Z, without a fraction."],
    )
    .with_codes(&["InvalidTimeStamp.Format", "IllegalTimestamp", "MissingTimestamp"]),
    Rule::new(
        Refused::Malformed("parameters"),
        &["Send the header or parameter that the message names; those of the signature with it."],
    )
    .with_codes(&[
        "MissingHeader",
        "MissingParameter",
        "MissingAccessKeyId",
        "MissingSignature",
        "MissingSignatureMethod",
        "MissingSignatureNonce",
        "MissingSignatureVersion",
        "MissingAction",
        "MissingVersion",
        "InvalidSignatureMethod",
        "UnsupportedHTTPMethod",
        "ContentMD5NotMatched",
        "ContentLengthDoesNotMatch",
    ]),
    Rule::new(
        Refused::Malformed("parameters"),
        &["Send the header or parameter that the message names."],
    )
    .with_texts(&["is mandatory for this action"]),
    REPLAY.with_codes(&["SignatureNonceUsed"]),
    REPLAY.with_texts(&["Specified signature nonce was used already"]),
    PERMISSION.with_codes(&[
        "NoPermission",
        "Forbidden.RAM",
        "Forbidden",
        "Forbidden.*",
        "Unauthorized",
        "ActionUnauthorized",
        "AuthenticationFail.NoPermission",
    ]),
    PERMISSION.with_texts(&["not authorized to do this action", "User not authorized to operate"]),
    Rule::THROTTLED.with_codes(&["Throttling", "Throttling.*"]),
    Rule::SERVER_ERROR.with_codes(&["InternalError", "ServiceUnavailable", "UnknownError"]),
    Rule::NOT_AUTHENTICATION.with_codes(&[
        "InvalidProduct.NotFound",
        "InvalidApi.NotFound",
        "InvalidAction.NotFound",
        "InvalidVersion",
        "InvalidRegion.NotFound",
        "InvalidProtocol.NeedSsl",
        "InvalidParameter",
        "InvalidParameter.*",
    ]),
])
.with_code_fields(&["Error.Code", "ErrorCode", "Code"])
.with_message_fields(&["Error.Message", "Message"])
.with_request_id_fields(&["RequestId", "x-acs-request-id"])
.with_success_codes(&["OK"]);

const SIGNATURE: Rule = Rule::new(
    Refused::Signature,
    &[
        "Compare the server's string to sign, in the message, with that of `explain`: where they are \
         the same, the access key secret is wrong.",
        "Check that nothing on the way changes a header that is signed, such as `content-type`.",
    ],
);

const CLOCK: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Clock, Refused::Expired]),
    &[
        "Set the clock, and send the time in UTC: it may be off by 15 minutes.",
        "Sign again at every retry.",
    ],
);

const EXPIRED: Rule = Rule::new(Refused::Expired, &["Get new temporary keys: these are over."]);

const LOCKED: Rule =
    Rule::new(Refused::LockedKey, &["Enable the access key in the console, or use another."]);

const UNKNOWN_KEY: Rule = Rule::new(
    Refused::UnknownKey,
    &["Check the access key id, and that a security token is the one that came with it."],
);

const REPLAY: Rule =
    Rule::new(Refused::Replay, &["Sign again with a new nonce for every request and every retry."]);

const PERMISSION: Rule = Rule::new(
    Refused::Permission,
    &["Grant the action to this key's user in RAM; policies may also name addresses."],
);
