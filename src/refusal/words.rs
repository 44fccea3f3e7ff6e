//! Words that answers of every vendor have.

/// Names that wrap an answer without being a part of the caller's data.
pub(super) const WRAPPERS: &[&str] = &[
    "error", "errors", "err", "response", "resp", "body", "header", "headers", "upstream",
    "detail", "details", "cause", "exception", "reason", "fault", "responsemetadata", "log",
    "html", "div", "p", "pre", "root", "string", "xml",
];

/// Names that a log puts before the data that was sent.
pub(super) const SENT: &[&str] =
    &["request", "req", "params", "input", "args", "payload", "sent", "请求", "参数", "入参"];

/// Fields with a status of HTTP, or a flag of success.
pub(super) const STATUS_FIELDS: &[&str] =
    &["status", "statusCode", "httpStatusCode", "success", "flag"];

/// Names that wrap a value in the print-outs of Rust, PHP and Java.
pub(super) const CONSTRUCTORS: &[&str] =
    &["Some(", "int(", "float(", "bool(", "string(", "Optional["];

/// Words that languages write for no value.
pub(super) const NOTHING: &[&str] = &["", "null", "none", "nil", "undefined", "<nil>"];

/// Words that say that nothing was refused, as a message or as a code.
pub(super) const SUCCESS: &[&str] =
    &["true", "200", "201", "ok", "success", "succeeded", "成功", "请求成功", "操作成功"];

pub(super) fn has(words: &[&str], text: &str) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}
