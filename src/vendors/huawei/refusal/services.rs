//! Other answers of API Gateway and its services: rights, limits, faults and tokens.

use crate::refusal::{Refused, Rule};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    BAD_TOKEN.with_codes(&[
        "API*.1002", "VPC.0008", "AIS.0002", "IS.0004", "CBH.10020100", "OptVerse_10000001",
        "MSS.000000004", "IAM.0009",
    ]),
    BAD_TOKEN.with_texts(&[
        "Invalid token", "The authentication token is", "The IAM token is", "Incorrect token",
        "Exception verifying token", "Authenticate token fail", "Token verification fail",
        "Token is invalid", "The token is invalid", "Token authentication fail",
        "The request you have made requires authentication", "Failed to verify the token",
        "Failed to authenticate the token",
    ]),
    Rule::new(Refused::UnknownKey, &["Check the name and the password, and that the user may use them for programs."])
        .with_texts(&["The username or password is wrong"]),
    Rule::new(Refused::Malformed("Authorization"), &["This service takes an API key as a bearer token, not a signature."])
        .with_codes(&["ModelArts.81002", "ModelArts.81003"]),
    Rule::new(Refused::SourceAddress, &["Allow the address that the request comes from, in the access control of the gateway."])
        .with_codes(&["API*.0402"]),
    Rule::new(Refused::SourceAddress, &[
        "Send without a proxy in between: the gateway could not tell the address that the request comes from.",
    ]).with_codes(&["API*.0401"]),
    Rule::new(Refused::Permission, &["Allow the user to use this region: the signature was accepted."])
        .with_codes(&["API*.0802"]),
    PERMISSION.with_codes(&[
        "API*.0302", "API*.0304", "API*.0306", "API*.0309", "API*.0310", "API*.0502", "API*.1005",
        "IAM.0003", "EPS.0003", "iMetal.0004", "OptVerse_10000005", "ModelArts.81004",
        "ModelArts.81005", "ModelArts.81006", "ModelArts.81109",
    ]),
    PERMISSION.with_texts(&[
        "policy doesn't allow", "policy does not allow", "Insufficient permission", "No permission",
        "You are not authorized", "The user does not have access", "User is not authorized",
        "Access denied", "You do not have permission", "The account is frozen",
        "The account is in arrears", "Account is restricted", "The resource is frozen",
        "Permission denied", "The current user is not authorized",
    ]),
    Rule::new(Refused::Throttled, &["Wait, then sign again and send; or ask for a higher limit, or quota, of this API."])
        .with_codes(&[
            "API*.0308", "API*.0501", "iMetal.0005", "ModelArts.81101", "ModelArts.81103",
        ]),
    Rule::THROTTLED.with_texts(&[
        "Too many requests", "The throttling threshold has been reached", "Request rate exceeds",
        "The request rate exceeds", "Daily quota exhausted", "Flow control",
    ]),
    Rule::new(Refused::BodyTooLarge, &["Keep the body below 12 MB, or hand the data over by way of the object store."])
        .with_codes(&["API*.0201"]).with_texts(&["entity too large"]),
    Rule::new(Refused::BodyTooLarge, &["Send a smaller body, or hand the data over by way of the object store."])
        .with_codes(&["IS.0006"]),
    Rule::new(Refused::BodyTooLarge, &["Send a smaller body, or hand the data over by way of the object store."])
        .with_texts(&[
            "The request body is too", "Request entity too large", "Request body too large",
        ]),
    BACKEND.with_codes(&["API*.0201"])
        .with_texts(&["backend unavailable", "backend timeout", "unexpected error", "backend"]),
    BACKEND.with_texts(&["Backend timeout", "Backend unavailable"]),
    Rule::SERVER_ERROR.with_codes(&[
        "API*.0103", "API*.0104", "API*.0105", "API*.0107", "API*.0202", "API*.0203", "API*.0601",
        "API*.0603", "API*.0604", "API*.0605", "API*.0606", "API*.0608", "API*.0609", "API*.0610",
        "API*.0611", "API*.0613", "API*.0614", "API*.0615", "API*.0616", "API*.0617", "API*.0618",
        "API*.0619", "API*.0705", "API*.0404", "API*.9999", "API*.9000", "IAM.0006", "iMetal.0099",
        "MSS.000000002",
    ]),
    Rule::SERVER_ERROR.with_texts(&[
        "Internal server error", "An unexpected error", "System error", "Internal error",
        "System is busy", "Server busy", "Service unavailable", "Internal service error",
        "Unexpected internal error",
    ]),
    REQUEST.with_codes(&[
        "API*.0101", "API*.0106", "API*.0201", "API*.0204", "API*.0602", "API*.0607", "API*.0612",
        "API*.2*", "API*.3*", "110*", "111*", "IAM.0001", "IAM.0002", "IAM.0004", "IAM.0005",
        "IAM.0007", "IAM.0008", "IAM.0010", "IAM.0011", "MSS.000000003", "ModelArts.81001",
        "ModelArts.81009", "ModelArts.81011", "ModelArts.81108", "ModelArts.0104",
    ]),
    REQUEST.with_texts(&[
        "The API does not exist", "Invalid parameter", "Invalid request parameter",
        "The request parameter", "Request parameter", "Parameter error",
        "Lack the request parameter", "Invalid request body", "May contain sensitive information",
    ]),
];

const BAD_TOKEN: Rule = Rule::new(
    Refused::Ambiguous(&[
        Refused::Malformed("X-Auth-Token"),
        Refused::Expired,
        Refused::UnknownKey,
    ]),
    &[
        "The service asks for a token, or read one: check that X-Auth-Token is sent only where one is meant.",
        "Get a new token: one lives for 24 hours, and holds for its region and project.",
        "Where AK and SK are used, check that this service takes them.",
    ],
);

const PERMISSION: Rule = Rule::new(
    Refused::Permission,
    &["Give the user or the app the right to call this API: the signature was accepted."],
);

const BACKEND: Rule = Rule::new(
    Refused::ServerError,
    &["Retry later, signed again: the service behind the gateway did not answer."],
);

const REQUEST: Rule = Rule::new(
    Refused::NotAuthentication,
    &["Check URL, method, parameters and body of the request; its signature was not the reason."],
);
