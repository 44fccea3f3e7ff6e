//! Answers of API Gateway to a signature: several texts under one code.

use super::IAM;
use crate::refusal::{Refused, Rule};

/// "Incorrect app authentication information".
const APP: &[&str] = &["API*.0303"];

const BOTH: &[&str] = &["API*.0301", "API*.0303"];

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    Rule::new(Refused::UnknownKey, &[
        "Use a key of Huawei Cloud: this one, by its first letters, is Alibaba Cloud's (LTAI), Tencent's (AKID), Baidu's (ALTAK) or Volcengine's (AKLT).",
    ]).with_codes(IAM).with_texts(&[
        "ak LTAI*not exist", "ak AKID*not exist", "ak ALTAK*not exist", "ak AKLT*not exist",
    ]),
    Rule::new(Refused::UnknownKey, &["Check the AK: it does not exist, was deleted, or is another vendor's."])
        .with_codes(IAM)
        .with_texts(&["ak not exist", "ak *not exist", "ak:*not exist", "Get secretKey failed"]),
    Rule::new(Refused::UnknownKey, &[
        "Check the key of the app: none of this gateway has it.",
        "Check that the API takes an app's key and secret, and not those of an IAM user.",
    ]).with_codes(APP).with_texts(&["app not found", "appkey*not exist", "app*not exist"]),
    Rule::new(Refused::Ambiguous(&[Refused::Clock, Refused::Expired]), &[
        "Compare the two times in the message, or the clock with the `Date` header: it may be off by 15 minutes.",
        "Sign again at every retry.",
        "Where the clock is right, renew the temporary AK and SK.",
    ]).with_codes(BOTH).with_texts(&["calc *fail*signature expired", "signature expired"])
        .with_harmful_retries(),
    SIGNATURE.with_codes(IAM).with_texts(&[
        "verify aksk signature fail", "verify ak sk signature fail", "verify *signature fail",
    ]).with_harmful_retries(),
    SIGNATURE.with_codes(APP).with_texts(&["verify signature fail", "verify *signature fail"]),
    Rule::new(Refused::LockedKey, &[
        "Wait 5 minutes without any request by this AK: it is locked after five failures in a row.",
        "Then send one request, with what was wrong before corrected.",
    ]).with_codes(IAM).with_texts(&["AK access failed to reach the limit"]).with_harmful_retries(),
    TOKEN_EXPIRED.with_codes(IAM).with_texts(&[
        "token expires", "token expired", "token has expired",
    ]),
    TOKEN_EXPIRED.with_codes(&["API*.0307"]),
    TOKEN_EXPIRED.with_texts(&["The token must be updated", "token expires"]),
    Rule::new(Refused::Malformed("X-Auth-Token"), &["Send the header X-Auth-Token, or sign by AK and SK: neither arrived."])
        .with_codes(IAM).with_texts(&["x-auth-token not found"]),
    Rule::new(Refused::Malformed("X-Apig-AppCode"), &[
        "This API was asked by an AppCode: send the right one, or sign and leave X-Apig-AppCode away.",
    ]).with_codes(BOTH).with_texts(&["Incorrect AppCode"]),
    Rule::new(Refused::Ambiguous(&[Refused::Signature, Refused::Clock, Refused::Expired, Refused::UnknownKey, Refused::LockedKey]), &[
        "Read what follows \"Incorrect IAM authentication information\" in the message.",
        "Check the clock, then AK and SK, then what was signed.",
    ]).with_codes(IAM).with_harmful_retries(),
    Rule::new(Refused::Ambiguous(&[Refused::Signature, Refused::UnknownKey, Refused::Clock, Refused::Expired]), &[
        "This API wants the key and secret of an app, not those of an IAM user: check which they are.",
        "Check the clock, then that what was signed is what was sent.",
    ]).with_codes(APP),
    Rule::new(Refused::Ambiguous(&[Refused::Signature, Refused::UnknownKey]), &[
        "Check the credential that the authorizer of this API takes: it may want none by AK and SK.",
    ]).with_codes(&["API*.0305"]),
    Rule::new(Refused::UnknownKey, &["Check the key and the secret of the app."])
        .with_codes(&["API*.1009"]),
    Rule::new(Refused::Unknown, &["Ask the vendor: the gateway's own debugging was refused."])
        .with_codes(&["API*.0311"]),
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
