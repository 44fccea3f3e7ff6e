//! Finding secrets in text by their names, and removing their values.
//!
//! One module decides which names are secret, and everything that redacts text asks it: `Debug` of
//! signed URLs, comparisons, refusals, and [`redact`] for the text of others. The text may
//! be anything that ends in a log, so names and values are found in every form in which they appear
//! there: as parameters, headers, JSON, XML and debug output, escaped once or more often.
//!
//! Where it is not clear how far a value goes, more is removed rather than less.

mod extent;
mod message;
mod names;
mod secrets;

use alloc::borrow::Cow;
use alloc::string::String;

pub(crate) use message::redact_message;
pub(crate) use names::SecretNames;

use secrets::Secrets;

const MASK: &str = "[redacted]";

/// Replaces the values of signatures, tokens and passwords in a text by `[redacted]`.
///
/// The text may be a URL, an error message with URLs in it, headers, JSON, XML, or a whole log line.
/// A text without a secret is returned as it is, without a copy.
///
/// A value is found by its name, in any case and at the end of a longer name: before `=`, `:` and
/// `=>`, as the key of a JSON object and as an XML element. Name, separator and value may be
/// escaped as URLs, JSON, HTML and logs do, once or more often. Too much is removed rather than too
/// little: of a header, the rest of its line.
///
/// A secret without a name is not found. [`Scheme::redact`](crate::Scheme::redact) also knows the
/// names that a custom scheme declares.
///
/// ```
/// # #[cfg(feature = "tencent")]
/// assert_eq!(
///     polysign::redact("GET https://gw.tvs.qq.com/v2?appkey=k&timestamp=1&signature=BfWu%3D failed"),
///     "GET https://gw.tvs.qq.com/v2?appkey=k&timestamp=1&signature=[redacted] failed",
/// );
/// assert_eq!(polysign::redact(r#"{"token": "hunter2"}"#), r#"{"token": "[redacted]"}"#);
/// assert_eq!(polysign::redact("Authorization: Bearer hunter2"), "Authorization: [redacted]");
/// ```
#[must_use]
pub fn redact(text: &str) -> Cow<'_, str> {
    redact_with(text, SecretNames::default())
}

/// Replaces the values of common secrets and of `names`.
pub(crate) fn redact_with(text: &str, names: SecretNames) -> Cow<'_, str> {
    let mut redacted = String::new();
    let mut end = 0;
    for secret in Secrets::of(text, names) {
        redacted.push_str(text.get(end..secret.value.start).unwrap_or_default());
        redacted.push_str(MASK);
        end = secret.value.end;
    }
    if end == 0 {
        return Cow::Borrowed(text);
    }
    redacted.push_str(text.get(end..).unwrap_or_default());
    Cow::Owned(redacted)
}
