//! The codes of API Gateway ("Error codes", the same behind APIG, APIGW and ROMA's APIC), of IAM and
//! of services behind the gateway, and the texts behind one code from the questions of its users
//! (apig-faq-0003, ocr_01_0063, sis_04_0087).

use crate::refusal::{Refused, Rule, Rules};

/// Of a signature by AK and SK.
pub(super) static OF_AKSK: Rules = answers(&RULES);

/// Of a token.
pub(super) static OF_TOKEN: Rules = answers(&TOKEN_RULES);

const fn answers(rules: &'static [Rule]) -> Rules {
    Rules::new(rules)
        .with_code_fields(&["error_code", "code", "class", "错误码"])
        .with_message_fields(&[
            "error_msg",
            "error_message",
            "message",
            "msg",
            "details",
            "description",
            "错误信息",
            "错误描述",
            "www-authenticate",
        ])
        .with_request_id_fields(&["request_id", "x-request-id"])
}

static RULES: [Rule; SHARED.len() + 2] = with(&[SECOND_CREDENTIAL, WITHOUT_PROJECT]);

static TOKEN_RULES: [Rule; SHARED.len() + 2] = with(&[TOKEN_UNREADABLE, TOKEN_UNAUTHORIZED]);

/// Those of the scheme, then the shared ones.
const fn with(own: &[Rule; 2]) -> [Rule; SHARED.len() + 2] {
    let mut all = [own[0]; SHARED.len() + 2];
    all[1] = own[1];
    let mut at = 0;
    while at < SHARED.len() {
        all[at + 2] = SHARED[at];
        at += 1;
    }
    all
}

/// "Incorrect IAM authentication information".
const IAM: &[&str] = &["API*.0301"];

/// "Incorrect app authentication information".
const APP: &[&str] = &["API*.0303"];

const BOTH: &[&str] = &["API*.0301", "API*.0303"];

const SECOND_CREDENTIAL: Rule = Rule::new(
    Refused::Ambiguous(&[
        Refused::Malformed("X-Auth-Token"),
        Refused::Expired,
        Refused::UnknownKey,
    ]),
    &[
        "Send one credential only: the gateway read a token beside the signature. Look for an X-Auth-Token, or a bearer token that a client adds.",
        "Where a token is meant, get a new one from the region and the environment that is called.",
    ],
)
.with_codes(IAM)
.with_texts(&["decrypt token fail"]);

const TOKEN_UNREADABLE: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Expired, Refused::UnknownKey]),
    &[
        "Get a new token: one lives for 24 hours.",
        "Check that the token is whole, and from the region and the environment that is called.",
    ],
)
.with_codes(IAM)
.with_texts(&["decrypt token fail"]);

const WITHOUT_PROJECT: Rule = Rule::new(
    Refused::Ambiguous(&[
        Refused::Malformed("X-Project-Id"),
        Refused::Signature,
        Refused::UnknownKey,
    ]),
    &[
        "Send X-Project-Id, and sign it: MetaStudio asks for it with AK and SK (`project_id` of the credential).",
        "Check that AK and SK belong together, and to the account of that project.",
    ],
)
.with_codes(IAM)
.with_texts(&["Incorrect IAM authentication information: Unauthorized"]);

const TOKEN_UNAUTHORIZED: Rule = Rule::new(
    Refused::Ambiguous(&[Refused::Expired, Refused::UnknownKey, Refused::Signature]),
    &["Get a new token with the scope of the project that is called."],
)
.with_codes(IAM)
.with_texts(&["Incorrect IAM authentication information: Unauthorized"]);

const SHARED: &[Rule] = &[
    Rule::new(
        Refused::UnknownKey,
        &["Use a key of Huawei Cloud: this one, by its first letters, is Alibaba Cloud's (LTAI), Tencent's (AKID), Baidu's (ALTAK) or Volcengine's (AKLT)."],
    )
    .with_codes(IAM)
    .with_texts(&["ak LTAI*not exist", "ak AKID*not exist", "ak ALTAK*not exist", "ak AKLT*not exist"]),
    Rule::new(
        Refused::UnknownKey,
        &["Check the AK: it does not exist, was deleted, or is another vendor's."],
    )
    .with_codes(IAM)
    .with_texts(&["ak not exist", "ak *not exist", "ak:*not exist", "Get secretKey failed"]),
    Rule::new(
        Refused::UnknownKey,
        &[
            "Check the key of the app: none of this gateway has it.",
            "Check that the API takes an app's key and secret, and not those of an IAM user.",
        ],
    )
    .with_codes(APP)
    .with_texts(&["app not found", "appkey*not exist", "app*not exist"]),
    Rule::new(
        Refused::Ambiguous(&[Refused::Clock, Refused::Expired]),
        &[
            "Compare the two times in the message, or the clock with the `Date` header: it may be off by 15 minutes.",
            "Sign again at every retry.",
            "Where the clock is right, renew the temporary AK and SK.",
        ],
    )
    .with_codes(BOTH)
    .with_texts(&["calc *fail*signature expired", "signature expired"])
    .with_harmful_retries(),
    SIGNATURE
        .with_codes(IAM)
        .with_texts(&["verify aksk signature fail", "verify ak sk signature fail", "verify *signature fail"])
        .with_harmful_retries(),
    SIGNATURE.with_codes(APP).with_texts(&["verify signature fail", "verify *signature fail"]),
    Rule::new(
        Refused::LockedKey,
        &[
            "Wait 5 minutes without any request by this AK: it is locked after five failures in a row.",
            "Then send one request, with what was wrong before corrected.",
        ],
    )
    .with_codes(IAM)
    .with_texts(&["AK access failed to reach the limit"])
    .with_harmful_retries(),
    TOKEN_EXPIRED.with_codes(IAM).with_texts(&["token expires", "token expired", "token has expired"]),
    TOKEN_EXPIRED.with_codes(&["API*.0307"]),
    TOKEN_EXPIRED.with_texts(&["The token must be updated", "token expires"]),
    Rule::new(
        Refused::Malformed("X-Auth-Token"),
        &["Send the header X-Auth-Token, or sign by AK and SK: neither arrived."],
    )
    .with_codes(IAM)
    .with_texts(&["x-auth-token not found"]),
    Rule::new(
        Refused::Malformed("X-Apig-AppCode"),
        &["This API was asked by an AppCode: send the right one, or sign and leave X-Apig-AppCode away."],
    )
    .with_codes(BOTH)
    .with_texts(&["Incorrect AppCode"]),
    Rule::new(
        Refused::Ambiguous(&[
            Refused::Signature,
            Refused::Clock,
            Refused::Expired,
            Refused::UnknownKey,
            Refused::LockedKey,
        ]),
        &[
            "Read what follows \"Incorrect IAM authentication information\" in the message.",
            "Check the clock, then AK and SK, then what was signed.",
        ],
    )
    .with_codes(IAM)
    .with_harmful_retries(),
    Rule::new(
        Refused::Ambiguous(&[
            Refused::Signature,
            Refused::UnknownKey,
            Refused::Clock,
            Refused::Expired,
        ]),
        &[
            "This API wants the key and secret of an app, not those of an IAM user: check which they are.",
            "Check the clock, then that what was signed is what was sent.",
        ],
    )
    .with_codes(APP),
    Rule::new(
        Refused::Ambiguous(&[Refused::Signature, Refused::UnknownKey]),
        &["Check the credential that the authorizer of this API takes: it may want none by AK and SK."],
    )
    .with_codes(&["API*.0305"]),
    Rule::new(
        Refused::UnknownKey,
        &["Check the key and the secret of the app."],
    )
    .with_codes(&["API*.1009"]),
    Rule::new(
        Refused::Unknown,
        &["Ask the vendor: the gateway's own debugging was refused."],
    )
    .with_codes(&["API*.0311"]),
    BAD_TOKEN.with_codes(&[
        "API*.1002",
        "VPC.0008",
        "AIS.0002",
        "IS.0004",
        "CBH.10020100",
        "OptVerse_10000001",
        "MSS.000000004",
        "IAM.0009",
    ]),
    BAD_TOKEN.with_texts(&[
        "Invalid token",
        "The authentication token is",
        "The IAM token is",
        "Incorrect token",
        "Exception verifying token",
        "Authenticate token fail",
        "Token verification fail",
        "Token is invalid",
        "The token is invalid",
        "Token authentication fail",
        "The request you have made requires authentication",
        "Failed to verify the token",
        "Failed to authenticate the token",
    ]),
    Rule::new(
        Refused::UnknownKey,
        &["Check the name and the password, and that the user may use them for programs."],
    )
    .with_texts(&["The username or password is wrong"]),
    Rule::new(
        Refused::Malformed("Authorization"),
        &["This service takes an API key as a bearer token, not a signature."],
    )
    .with_codes(&["ModelArts.81002", "ModelArts.81003"]),
    Rule::new(
        Refused::SourceAddress,
        &["Allow the address that the request comes from, in the access control of the gateway."],
    )
    .with_codes(&["API*.0402"]),
    Rule::new(
        Refused::SourceAddress,
        &["Send without a proxy in between: the gateway could not tell the address that the request comes from."],
    )
    .with_codes(&["API*.0401"]),
    Rule::new(
        Refused::Permission,
        &["Allow the user to use this region: the signature was accepted."],
    )
    .with_codes(&["API*.0802"]),
    PERMISSION.with_codes(&[
        "API*.0302",
        "API*.0304",
        "API*.0306",
        "API*.0309",
        "API*.0310",
        "API*.0502",
        "API*.1005",
        "IAM.0003",
        "EPS.0003",
        "iMetal.0004",
        "OptVerse_10000005",
        "ModelArts.81004",
        "ModelArts.81005",
        "ModelArts.81006",
        "ModelArts.81109",
    ]),
    PERMISSION.with_texts(&[
        "policy doesn't allow",
        "policy does not allow",
        "Insufficient permission",
        "No permission",
        "You are not authorized",
        "The user does not have access",
        "User is not authorized",
        "Access denied",
        "You do not have permission",
        "The account is frozen",
        "The account is in arrears",
        "Account is restricted",
        "The resource is frozen",
        "Permission denied",
        "The current user is not authorized",
    ]),
    Rule::new(
        Refused::Throttled,
        &["Wait, then sign again and send; or ask for a higher limit, or quota, of this API."],
    )
    .with_codes(&["API*.0308", "API*.0501", "iMetal.0005", "ModelArts.81101", "ModelArts.81103"]),
    Rule::THROTTLED.with_texts(&[
        "Too many requests",
        "The throttling threshold has been reached",
        "Request rate exceeds",
        "The request rate exceeds",
        "Daily quota exhausted",
        "Flow control",
    ]),
    Rule::new(
        Refused::BodyTooLarge,
        &["Keep the body below 12 MB, or hand the data over by way of the object store."],
    )
    .with_codes(&["API*.0201"])
    .with_texts(&["entity too large"]),
    Rule::new(
        Refused::BodyTooLarge,
        &["Send a smaller body, or hand the data over by way of the object store."],
    )
    .with_codes(&["IS.0006"]),
    Rule::new(
        Refused::BodyTooLarge,
        &["Send a smaller body, or hand the data over by way of the object store."],
    )
    .with_texts(&["The request body is too", "Request entity too large", "Request body too large"]),
    BACKEND.with_codes(&["API*.0201"]).with_texts(&[
        "backend unavailable",
        "backend timeout",
        "unexpected error",
        "backend",
    ]),
    BACKEND.with_texts(&["Backend timeout", "Backend unavailable"]),
    Rule::SERVER_ERROR.with_codes(&[
        "API*.0103",
        "API*.0104",
        "API*.0105",
        "API*.0107",
        "API*.0202",
        "API*.0203",
        "API*.0601",
        "API*.0603",
        "API*.0604",
        "API*.0605",
        "API*.0606",
        "API*.0608",
        "API*.0609",
        "API*.0610",
        "API*.0611",
        "API*.0613",
        "API*.0614",
        "API*.0615",
        "API*.0616",
        "API*.0617",
        "API*.0618",
        "API*.0619",
        "API*.0705",
        "API*.0404",
        "API*.9999",
        "API*.9000",
        "IAM.0006",
        "iMetal.0099",
        "MSS.000000002",
    ]),
    Rule::SERVER_ERROR.with_texts(&[
        "Internal server error",
        "An unexpected error",
        "System error",
        "Internal error",
        "System is busy",
        "Server busy",
        "Service unavailable",
        "Internal service error",
        "Unexpected internal error",
    ]),
    REQUEST.with_codes(&[
        "API*.0101",
        "API*.0106",
        "API*.0201",
        "API*.0204",
        "API*.0602",
        "API*.0607",
        "API*.0612",
        "API*.2*",
        "API*.3*",
        "110*",
        "111*",
        "IAM.0001",
        "IAM.0002",
        "IAM.0004",
        "IAM.0005",
        "IAM.0007",
        "IAM.0008",
        "IAM.0010",
        "IAM.0011",
        "MSS.000000003",
        "ModelArts.81001",
        "ModelArts.81009",
        "ModelArts.81011",
        "ModelArts.81108",
        "ModelArts.0104",
    ]),
    REQUEST.with_texts(&[
        "The API does not exist",
        "Invalid parameter",
        "Invalid request parameter",
        "The request parameter",
        "Request parameter",
        "Parameter error",
        "Lack the request parameter",
        "Invalid request body",
        "May contain sensitive information",
    ]),
];

const SIGNATURE: Rule = Rule::new(
    Refused::Signature,
    &[
        "Check that AK and SK belong together, without blanks at their ends.",
        "Compare the canonical request that the gateway may echo, with `|` for line ends, with `explain`'s.",
        "Sign the very bytes of the body that leave, and no header that a client or proxy changes.",
        "Check that the account is not in arrears, and wait 5 minutes: a locked pair may be answered so, too.",
    ],
);

const TOKEN_EXPIRED: Rule = Rule::new(
    Refused::Expired,
    &["Get a new token, and keep it until it expires: one lives for 24 hours."],
);

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
