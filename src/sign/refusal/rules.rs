//! The answers of a vendor that say no, as data.

use core::fmt;

use super::Refused;

/// A description of how a vendor's answers say what was refused: which fields hold the code, the
/// message and the id of the request, and what each code means.
///
/// A field is given by its name, or by a path that ends in it, such as `Header.Code`. Names match in
/// any case, and with or without `_` and `-`: `request_id` is also `RequestID`. The field may be
/// anywhere in the answer, also in an answer within another. The outermost one counts, then the first
/// in the list. A field in a list, or in an object that is not known to wrap answers, is data of the
/// caller. The headers of an answer are fields, too.
///
/// [`Scheme::with_refusals`](crate::Scheme::with_refusals) gives the rules to a scheme, and
/// [`Scheme::read_refusal`](crate::Scheme::read_refusal) applies them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    rules: &'static [Rule],
    more: &'static [&'static [Rule]],
    pub(crate) code_fields: &'static [&'static str],
    pub(crate) message_fields: &'static [&'static str],
    pub(crate) request_id_fields: &'static [&'static str],
    pub(crate) success_codes: &'static [&'static str],
    pub(crate) code_fields_under_success: &'static [&'static str],
    pub(crate) have_no_echo: bool,
}

impl Rules {
    /// Creates rules without any field, for the `with_` functions to complete.
    ///
    /// Of several rules that fit, the one counts whose text comes first in the message, then one
    /// without a text, then the first in the list.
    #[must_use]
    pub const fn new(rules: &'static [Rule]) -> Self {
        Self {
            rules,
            more: &[],
            code_fields: &[],
            message_fields: &[],
            request_id_fields: &[],
            success_codes: &[],
            code_fields_under_success: &[],
            have_no_echo: false,
        }
    }

    /// States that no answer of the vendor shows what the server signed. A
    /// [comparison](crate::compare) that finds nothing says so then.
    #[must_use]
    pub const fn without_echo(mut self) -> Self {
        self.have_no_echo = true;
        self
    }

    setters! {
        /// Adds lists of rules that follow the first, shared with other schemes for example.
        with_more(lists: &'static [&'static [Rule]]) => more;

        /// Sets the fields that may hold the code: a text or a number.
        with_code_fields(paths: &'static [&'static str]) => code_fields;

        /// Sets the fields that may hold the message.
        with_message_fields(paths: &'static [&'static str]) => message_fields;

        /// Sets the fields and headers that may hold the id of the request.
        with_request_id_fields(paths: &'static [&'static str]) => request_id_fields;

        /// Sets codes that refuse nothing: of success, or of an answer that is still in progress.
        ///
        /// A code of zeros, `200` and `success` are such codes for every vendor.
        with_success_codes(codes: &'static [&'static str]) => success_codes;

        /// Lets an answer with a status of success be a refusal, if one of these fields holds the
        /// code.
        ///
        /// Otherwise an answer with a status below 400 is never a refusal.
        with_refusals_under_success(paths: &'static [&'static str]) => code_fields_under_success;
    }

    /// Returns whether a code says that nothing was refused.
    pub(crate) fn is_success(&self, code: &str) -> bool {
        code.bytes().all(|digit| digit == b'0') || self.success_codes.contains(&code)
    }

    /// Iterates over all rules, those of the first list first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'static Rule> + Clone + use<> {
        self.rules.iter().chain(self.more.iter().copied().flatten())
    }

    /// Returns whether a rule has a code.
    pub(crate) fn lists(&self, code: &str) -> bool {
        self.all().any(|rule| rule.has_code(code))
    }
}

/// Shows the number of rules only, since a scheme is shown in many places and its rules are long.
impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rules").field("rules", &self.all().count()).finish_non_exhaustive()
    }
}

/// The meaning of a code, or of a text in the message.
///
/// ```
/// use polysign::refusal::{Refused, Rule};
///
/// const LATE: Rule = Rule::new(Refused::Clock, &["Set the clock."])
///     .with_codes(&["401001"])
///     .with_texts(&["timestamp out of range"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub(crate) refused: Refused,
    pub(crate) advice: &'static [&'static str],
    pub(crate) codes: &'static [&'static str],
    pub(crate) texts: &'static [&'static str],
    pub(crate) does_harm: bool,
}

impl Rule {
    /// Means that there were too many requests. Restrict it to the vendor's codes.
    pub const THROTTLED: Self = Self::new(
        Refused::Throttled,
        &["Wait, as long as a `Retry-After` header says, then sign again and send."],
    );

    /// Means that the fault is the server's. Restrict it to the vendor's codes.
    pub const SERVER_ERROR: Self =
        Self::new(Refused::ServerError, &["Retry later, signed again: the fault is the server's."]);

    /// Means that it is not about authentication. Restrict it to the vendor's codes.
    pub const NOT_AUTHENTICATION: Self = Self::new(
        Refused::NotAuthentication,
        &[
            "Leave the signature as it is; the server's message and the vendor's list of codes say more.",
        ],
    );

    /// Applies to an answer with status 413 that no rule knows.
    pub(crate) const TOO_LARGE: Self = Self::new(
        Refused::BodyTooLarge,
        &["Send a smaller body, or hand the data over in another way that the vendor has."],
    );

    /// Applies to an answer that no rule knows.
    pub(crate) const UNKNOWN: Self = Self::new(
        Refused::Unknown,
        &[
            "Read the server's message.",
            "Compare the clock of this machine with the `Date` header of the answer.",
            "Compare what was signed (`explain`) with the request that was sent.",
            "Check that id and secret belong together, and to this service.",
        ],
    );

    /// Applies to a page for a browser, in which no rule finds its text.
    pub(crate) const PAGE: Self = Self::new(
        Refused::Unknown,
        &[
            "This is a page for a browser, not an answer of the API: check the URL, and which proxy or firewall is in between.",
        ],
    );

    /// Creates a rule for any answer with a code that is not of success, and for any of status 400,
    /// 401 or 403. Restrict it with [`Rule::with_codes`] or [`Rule::with_texts`].
    ///
    /// `advice` says what to do: one sentence for each thing, in the order in which to try them.
    #[must_use]
    pub const fn new(refused: Refused, advice: &'static [&'static str]) -> Self {
        Self { refused, advice, codes: &[], texts: &[], does_harm: false }
    }

    setters! {
        /// Restricts the rule to these codes. A `*` in one matches any letters.
        with_codes(codes: &'static [&'static str]) => codes;

        /// Restricts the rule to messages that hold one of these texts, in any case of ASCII letters.
        ///
        /// A `*` in one matches what a server inserts. A rule with codes applies to those, and to
        /// an answer without a code. A rule without codes applies also to a code that no rule has,
        /// if the message begins with the text.
        with_texts(texts: &'static [&'static str]) => texts;
    }

    /// Marks a rule for failures that the vendor counts: sending the request again does harm.
    #[must_use]
    pub const fn with_harmful_retries(mut self) -> Self {
        self.does_harm = true;
        self
    }

    /// Returns whether the rule lists a code.
    pub(crate) fn has_code(&self, code: &str) -> bool {
        self.codes.iter().any(|own| is_like(own, code))
    }
}

/// Returns whether a code is the one of a rule, in which `*` stands for any letters.
fn is_like(own: &str, code: &str) -> bool {
    match own.split_once('*') {
        None => own == code,
        Some((front, "")) => code.starts_with(front),
        Some((front, rest)) => code.strip_prefix(front).is_some_and(|code| {
            let mut ends = code.char_indices().filter_map(|(at, _)| code.get(at..));
            ends.any(|end| is_like(rest, end))
        }),
    }
}
