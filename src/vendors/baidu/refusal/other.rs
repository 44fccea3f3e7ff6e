//! Answers that are no matter of the signature: limits, faults of the server, other parameters.

use crate::refusal::{Refused, Rule};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    Rule::new(Refused::IdempotencyMismatch, &[
        "Take a new clientToken for another request; the old one holds for the first only.",
    ]).with_codes(&["IdempotentParameterMismatch"]),
    Rule::new(Refused::BodyTooLarge, &["Send a smaller body, or upload it in parts."])
        .with_codes(&["EntityTooLarge", "MaxMessageLengthExceeded", "RequestOverload"]),
    // The store says so, too, when it asks for fewer requests.
    Rule::THROTTLED.with_codes(&["ServiceUnavailable"]).with_texts(&["reduce your request rate"]),
    Rule::THROTTLED.with_codes(&[
        "4", "17", "18", "19", "RequestLimitExceeded", "RequestLimited", "RequestRateLimitExceeded",
        "TooManyRequests", "Throttling", "SlowDown", "ExceedLimit", "OperationsLimit",
        "QpsOverLimit", "336501", "336502", "336503", "rate_limit_exceeded",
        "rpm_rate_limit_exceeded", "tpm_rate_limit_exceeded", "preemptible_rpm_rate_limit_exceeded",
        "preemptible_tpm_rate_limit_exceeded", "user_rate_limit_exceeded",
        "cluster_rate_limit_exceeded",
    ]),
    Rule::THROTTLED.with_texts(&[
        "Open api *limit reached", "Request limit exceeded", "Request frequency is too high",
    ]),
    SERVER_ERROR.with_codes(&[
        "InternalError", "InternalServerError", "ServiceUnavailable", "ServiceInternalError",
        "internal_error", "server_error", "dispatch_internal_error", "1", "2", "13", "216500",
        "216630", "216634", "282000", "336000", "336100",
    ]),
    SERVER_ERROR.with_texts(&["We encountered an internal error"]),
    Rule::new(Refused::NotAuthentication, &[
        "Check the parameters and the body of the request; its signature was not the reason.",
    ]).with_codes(&[
        "InappropriateJSON", "MalformedJSON", "MalformedXML", "InvalidHTTPRequest", "InvalidURI",
        "InvalidParameter", "InvalidParameterValue", "InvalidArgument", "InvalidVersion",
        "InvalidRoutes", "IllegalRequestUrl", "PreconditionFailed", "MethodNotAllowed",
        "MissingContentLength", "MissingRequestBody", "MissingParameter", "InvalidDigest",
        "InvalidRange", "InvalidObjectName", "InvalidBucketName", "InvalidPart", "InvalidPartOrder",
        "BadDigest", "BadRequest", "BucketAlreadyExists", "BucketNotEmpty", "EntityTooSmall",
        "InvalidObjectState", "ObjectUnappendable", "OffsetIncorrect", "RequestTimeout",
        "RequestTimeOut", "InsufficientStorage", "TooManyBuckets", "MetadataTooLarge",
        "ReplicationStatusError", "NotImplemented", "NoSuch*", "NotFound*", "*NotFound",
        "*AlreadyExists", "*AlreadyExist", "ResourceNotFound*", "3", "100", "2161*", "2162*",
        "2163*", "2164*", "2166*", "222*", "223*", "282*", "283*", "3360*", "3361*", "3362*",
        "invalid_model", "invalid_argument", "invalid_parameter", "invalid_messages",
        "invalid_request_error", "malformed_json", "model_not_found", "context_length_exceeded",
        "unsafe_request", "method_not_supported",
    ]),
];

const SERVER_ERROR: Rule = Rule::new(
    Refused::ServerError,
    &["Retry later, signed again and with the same clientToken: the fault is the server's."],
);
