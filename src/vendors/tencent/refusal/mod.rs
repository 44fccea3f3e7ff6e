//! The codes of the digital-human gateway ("Error codes" of 1240/100406, 1211/62081 and 1211/62095),
//! which name no cause of a failed authentication, and those of the cloud API for requests that went
//! there by mistake.

mod cloud_api;
mod speech;

pub(super) use cloud_api::OF_TC3;
pub(super) use speech::{OF_SPEECH, OF_VOICE_CONVERSION};

use crate::refusal::{Refused, Rule, Rules};

const CODE_FIELDS: &[&str] = &["Header.Code", "Response.Error.Code", "code", "错误码"];

pub(super) static REFUSALS: Rules = Rules::new(&cloud_api::SENT_TO_THE_WRONG_HOST)
    .with_more(&[RULES])
    .without_echo()
    .with_code_fields(CODE_FIELDS)
    .with_message_fields(&[
        "Header.Message", "Response.Error.Message", "message", "msg", "错误信息", "错误描述",
        "errmsg", "www-authenticate",
    ])
    .with_request_id_fields(&["Header.RequestID", "Response.RequestId", "RequestId"])
    .with_refusals_under_success(CODE_FIELDS);

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // By the code a parameter, by its words the authentication.
    UNKNOWN.with_codes(&["100001", "100002", "100003"])
        .with_texts(&[
            "auth failed", "authentication", "signature", "签名", "鉴权", "appkey", "timestamp",
        ]),
    Rule::new(Refused::Permission, &[
        "Create a project for the appkey, and give it the right to this session: the signature was accepted.",
    ]).with_codes(&["100005"]),
    Rule::new(Refused::Permission, &[
        "Renew or buy the hours, the concurrency or the figure in the console: the signature was accepted.",
    ]).with_codes(&["100013", "100014", "100015", "110007", "110021"]),
    Rule::new(Refused::Throttled, &[
        "Close a session, or wait: there are more requests or sessions than the account may have. Then sign again and send.",
    ]).with_codes(&["100008", "100012", "-101001", "110005"]),
    Rule::THROTTLED.with_codes(&["801004"]).with_texts(&["频繁", "frequent"]),
    Rule::SERVER_ERROR.with_codes(&[
        "100000", "-100000", "-101000", "-101003", "-111*", "801000", "801001", "801002", "801003",
        "801004", "801006", "801007", "801008", "801011", "801012", "801013", "801014",
    ]),
    Rule::new(Refused::NotAuthentication, &["Check the fields of the body; the signature was not the reason."])
        .with_codes(&[
            "100001", "100002", "100003", "100009", "100016", "-101002", "801005", "801009",
            "801010", "801015",
        ]),
    Rule::new(Refused::NotAuthentication, &[
        "Check the state of the session, and open a new one where it is closed; the signature was not the reason.",
    ])
        .with_codes(&[
            "110006", "110013", "110014", "110015", "110016", "110017", "110018", "110022",
        ]),
    Rule::new(Refused::Malformed("Content-Length"), &["Send the body with its length: the gateway takes no chunked one."])
        .with_texts(&["miss Content Length"]),
    UNKNOWN,
];

const UNKNOWN: Rule = Rule::new(
    Refused::Unknown,
    &[
        "Read the message: the vendor documents no codes of a failed authentication, so it may be about something else than the signature.",
        "Check the clock: the timestamp may be off by 5 minutes, in seconds.",
        "Check that the signature is percent-encoded in the URL: a `+` that is sent as it is fails now and then.",
        "Check that every parameter of the URL was there when it was signed.",
        "Check the accesstoken for blanks at its ends, and that it is that of the appkey.",
    ],
);
