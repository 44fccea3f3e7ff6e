//! The answers of AWS, after "Common errors", the error responses of S3 and EC2, and public reports.

use polysign::refusal::{Refused, Rule, Rules};

const NOT_CHECKED: &[&str] = &[
    "SignatureDoesNotMatch",
    "*InvalidSignatureException*",
    "InvalidSignature",
    "AccessDenied",
    "Forbidden",
];

pub(super) static REFUSALS: Rules = Rules::new(&[
    Rule::new(
        Refused::Ambiguous(&[Refused::Clock, Refused::Expired]),
        &[
            "Compare the times in the message with the clock of this machine.",
            "Sign again at every retry, and shortly before sending.",
        ],
    )
    .with_codes(NOT_CHECKED)
    .with_texts(&["Signature expired: *is now earlier than", "Signature expired"]),
    Rule::new(CLOCK, &["Set the clock: it is ahead of the server's."])
        .with_codes(NOT_CHECKED)
        .with_texts(&["Signature not yet current", "Request is not valid yet"]),
    Rule::new(CLOCK, &["Set the clock: compare `RequestTime` and `ServerTime` of the answer."])
        .with_codes(&["RequestTimeTooSkewed"]),
    Rule::new(CLOCK, &["Set the clock."])
        .with_texts(&["The difference between the request time and the current time is too large"]),
    Rule::new(CREDENTIAL, &[WRONG_SCOPE])
        .with_codes(NOT_CHECKED)
        .with_texts(&["Credential should be scoped to", "credential must be scoped to"]),
    Rule::new(CREDENTIAL, &[WRONG_SCOPE]).with_codes(&["AuthorizationHeaderMalformed"]),
    Rule::new(
        Refused::Malformed("X-Amz-*"),
        &["Send all parameters of a presigned URL as they were signed, and a lifetime in seconds."],
    )
    .with_codes(&["AuthorizationQueryParametersError"]),
    Rule::new(
        Refused::Malformed("Authorization"),
        &["Look at the header that was sent: something changed it, or built it from a key with a blank."],
    )
    .with_codes(&["*IncompleteSignatureException*", "IncompleteSignature"]),
    Rule::new(
        Refused::Malformed("Authorization"),
        &["Send the header as it was signed; the message quotes it."],
    )
    .with_texts(&[
        "not a valid key=value pair (missing equal-sign) in Authorization header",
        "Authorization header requires",
        "is named as a SignedHeader",
        "must be a 'SignedHeader'",
    ]),
    Rule::new(
        Refused::Ambiguous(&[Refused::Malformed("Authorization"), Refused::NotAuthentication]),
        &[
            "Check path and method: API Gateway answers so where it has no such resource.",
            "Check that the signature was sent at all.",
        ],
    )
    .with_codes(&["MissingAuthenticationToken", "*MissingAuthenticationTokenException*"]),
    MISSING_TOKEN_TEXT,
    Rule::new(
        Refused::Malformed("x-amz-content-sha256"),
        &["Sign with the rules of S3, which send this header, for stores that copy S3 too."],
    )
    .with_codes(&["InvalidRequest", "InvalidArgument"])
    .with_texts(&["x-amz-content-sha256"]),
    SIGNATURE.with_codes(&["XAmzContentSHA256Mismatch"]),
    Rule::new(
        Refused::Ambiguous(&[Refused::Expired, Refused::Clock]),
        &["Make a new presigned URL: the time of this one is over.", "Check the clock of who made it."],
    )
    .with_codes(&["AccessDenied"])
    .with_texts(&["Request has expired"]),
    Rule::new(
        Refused::Malformed("SignedHeaders"),
        &["Sign every `x-amz-*` header that is sent: the answer lists those that are not."],
    )
    .with_codes(&["AccessDenied"])
    .with_texts(&["headers present in the request which were not signed"]),
    Rule::new(
        Refused::Ambiguous(&[Refused::Clock, Refused::Expired]),
        &["Check the clock, and sign again at every retry."],
    )
    .with_codes(&["RequestExpired"]),
    SIGNATURE.with_codes(&["SignatureDoesNotMatch", "*InvalidSignatureException*", "InvalidSignature"]),
    SIGNATURE.with_texts(&["request signature we calculated does not match"]),
    UNKNOWN_KEY.with_codes(&[
        "InvalidAccessKeyId",
        "*UnrecognizedClientException*",
        "UnrecognizedClient",
        "InvalidClientTokenId",
    ]),
    UNKNOWN_KEY.with_texts(&[
        "Access Key Id you provided does not exist",
        "security token included in the request is invalid",
    ]),
    EXPIRED.with_codes(&["ExpiredToken", "*ExpiredTokenException*", "TokenRefreshRequired"]),
    EXPIRED.with_texts(&[
        "security token included in the request is expired",
        "provided token has expired",
    ]),
    Rule::new(
        Refused::Ambiguous(&[Refused::Malformed("x-amz-security-token"), Refused::UnknownKey]),
        &["Check that the token is whole, and of the partition and endpoint that is called."],
    )
    .with_codes(&["InvalidToken"]),
    Rule::new(
        Refused::Ambiguous(&[
            Refused::UnknownKey,
            Refused::Signature,
            Refused::Clock,
            Refused::Permission,
        ]),
        &[
            "Check id, secret and token, and the clock.",
            "Check the region in upper and lower case, and that the account is there in it.",
        ],
    )
    .with_codes(&["AuthFailure"]),
    PERMISSION.with_codes(&[
        "AccessDenied",
        "*AccessDeniedException*",
        "UnauthorizedOperation",
        "NotAuthorized",
        "AllAccessDisabled",
        "NotSignedUp",
        "OptInRequired",
    ]),
    PERMISSION.with_texts(&["is not authorized to perform"]),
    Rule::THROTTLED.with_codes(&[
        "Throttling",
        "*ThrottlingException*",
        "*ThrottledException*",
        "RequestLimitExceeded",
        "RequestThrottled",
        "*RequestThrottledException*",
        "*TooManyRequestsException*",
        "*ProvisionedThroughputExceededException*",
        "BandwidthLimitExceeded",
        "PriorRequestNotComplete",
        "*LimitExceededException*",
        "SlowDown",
    ]),
    Rule::SERVER_ERROR.with_codes(&[
        "InternalError",
        "InternalFailure",
        "InternalServerError",
        "*InternalServerErrorException*",
        "ServiceUnavailable",
        "*ServiceUnavailableException*",
    ]),
    Rule::new(
        Refused::NotAuthentication,
        &["Sign again for the endpoint that the answer names; do not follow the redirect."],
    )
    .with_codes(&["PermanentRedirect", "TemporaryRedirect", "Redirect"]),
    Rule::NOT_AUTHENTICATION.with_codes(&[
        "NoSuchBucket",
        "NoSuchKey",
        "NoSuchUpload",
        "BucketAlreadyExists",
        "BucketAlreadyOwnedByYou",
        "MethodNotAllowed",
        "MalformedXML",
        "EntityTooLarge",
        "InvalidAction",
        "InvalidParameterValue",
        "InvalidParameterCombination",
        "InvalidQueryParameter",
        "MalformedQueryString",
        "MissingAction",
        "MissingParameter",
        "ValidationError",
        "*ValidationException*",
        "*ResourceNotFoundException*",
    ]),
])
.with_code_fields(&[
    "x-amzn-errortype",
    "Error.Code",
    "__type",
    "Code",
    "errors.code",
    "errors.errorType",
    "errorType",
    "name",
])
.with_message_fields(&["Message", "errors.message", "errorMessage"])
.with_request_id_fields(&["x-amz-request-id", "x-amzn-requestid", "RequestId"]);

const CLOCK: Refused = Refused::Clock;
const CREDENTIAL: Refused = Refused::Malformed("Credential");
const WRONG_SCOPE: &str =
    "Set the region and the service that the message names: they are part of what is signed.";

const MISSING_TOKEN_TEXT: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Malformed("Authorization"), Refused::NotAuthentication]),
    &["Check path and method, and that the signature was sent at all."],
)
.with_texts(&["Missing Authentication Token"]);

const SIGNATURE: Rule = Rule::new(
    Refused::Signature,
    &[
        "Compare the canonical request of the answer with that of `explain`.",
        "Check the secret access key, and that nothing on the way changes a signed header or the path.",
    ],
);

const UNKNOWN_KEY: Rule = Rule::new(
    Refused::UnknownKey,
    &[
        "Check the access key id: it does not exist, is not active, or is of another partition.",
        "With temporary keys send their session token, and with permanent keys none.",
    ],
);

const EXPIRED: Rule =
    Rule::new(Refused::Expired, &["Get new temporary keys: the session token is over."]);

const PERMISSION: Rule = Rule::new(
    Refused::Permission,
    &["Grant the action to this key; policies that name addresses or conditions answer so, too."],
);
