//! What differs between the text that was signed and the one that a server has, and what usually
//! causes that.
//!
//! Some servers say in their error what they signed: Huawei's gateway echoes its canonical request
//! with `|` for a line end. Debug tools of vendors show a canonical request or a string to sign.
//! [`Explanation::compare`] takes such a text as it is, with the error body around it.
//!
//! ```
//! # #[cfg(feature = "huawei")] {
//! use polysign::compare::{Cause, Verdict};
//! use polysign::{Context, Request, Signer, huawei};
//!
//! let signer = huawei::SdkHmacSha256::new(huawei::AccessKey::new("AccessKey", "SecretKey")?);
//! let request = Request::new("DELETE", "https://example.com/v1/tasks/1")?;
//! // With the time that was sent, in x-sdk-date.
//! let explanation = signer.explain(&request, &Context::at(1_573_789_015))?;
//! let answer = r#"{"error_msg":"Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:DELETE|/v1/tasks/1/||host:example.com|x-sdk-date:20191115T033655Z||host;x-sdk-date|44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","error_code":"APIGW.0301"}"#;
//!
//! let comparison = explanation.compare(answer);
//! assert_eq!(comparison.verdict(), Verdict::Different);
//! assert_eq!(comparison.causes(), [Cause::EmptyObject]); // the client sends `{}` for no body
//! # }
//! # Ok::<(), polysign::Error>(())
//! ```
//!
//! A gap in our text stands for whatever the server has there, which is never shown; nor are the
//! values of headers and parameters that are secret by their name.

mod canonical;
mod cause;
mod difference;
mod header_values;
mod headers;
mod line;
mod lines;
mod path;
mod query;
mod reading;
mod single;
mod spelling;

use alloc::vec::Vec;
use core::fmt;

pub use cause::Cause;
pub use difference::{Difference, Part};

use crate::redact::SECRET_WORDS;
use crate::{Explanation, Scheme};
use canonical::Canonical;
use difference::Report;
use line::Line;
use reading::Reading;

/// What came of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    verdict: Verdict,
    stage: Option<&'static str>,
    differences: Vec<Difference>,
    omitted: usize,
    causes: Vec<Cause>,
}

/// What can be said of the server's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The server signs the same text. So it is the secret key, or the clock, and not the request.
    Same,
    /// The server signs another text; [`Comparison::differences`] has what differs.
    Different,
    /// Nothing in it could be told to be a text of this signature; nothing is claimed.
    Unrelated,
}

impl Comparison {
    /// What can be said of the server's text.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Which of our stages the server's text was found to be.
    #[must_use]
    pub fn stage(&self) -> Option<&'static str> {
        self.stage
    }

    /// What differs, in the order of the text. Of very many the first are here.
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// How many differences are not in [`Comparison::differences`].
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.omitted
    }

    /// What usually causes the differences, each once, in the order of the text.
    #[must_use]
    pub fn causes(&self) -> &[Cause] {
        &self.causes
    }

    fn of(stage: &'static str, report: Report) -> Self {
        Self {
            verdict: match report.count() {
                0 => Verdict::Same,
                _ => Verdict::Different,
            },
            stage: Some(stage),
            differences: report.differences,
            omitted: report.omitted,
            causes: report.causes,
        }
    }

    const UNRELATED: Self = Self {
        verdict: Verdict::Unrelated,
        stage: None,
        differences: Vec::new(),
        omitted: 0,
        causes: Vec::new(),
    };
}

impl Explanation {
    /// Compares with what a server says that it signed: a canonical request or a string to sign, as
    /// it is or somewhere in an error body.
    ///
    /// The explanation has to be of the request with the time and the nonce that were sent. Of the
    /// stages that are found the first that differs counts; later ones follow from it. Text behind
    /// the first mebibyte is not read.
    #[must_use]
    pub fn compare(&self, server_text: impl AsRef<[u8]>) -> Comparison {
        let text = server_text.as_ref();
        let readings = reading::readings(text);
        let hidden = Hidden {
            scheme: self.scheme(),
            key_id: self.key_id().map(str::as_bytes),
        };
        let stages: Vec<_> = self
            .stages()
            .map(|(name, text)| (name, Line::of_text(text)))
            .collect();
        let mut same = Comparison::UNRELATED;
        for (at, (name, ours)) in stages.iter().enumerate() {
            let next = stages.get(at + 1).map(|(_, lines)| lines.as_slice());
            match compare_stage(ours, &readings, reading::trimmed(text), &hidden) {
                Some(report) if report.count() > 0 => return Comparison::of(name, report),
                Some(report) if is_all_of_it(next) => same = Comparison::of(name, report),
                _ => {}
            }
        }
        same
    }
}

/// Whether nothing but the key comes behind a stage: it is the last, or the next is its digest.
fn is_all_of_it(next: Option<&[Line]>) -> bool {
    next.is_none_or(|lines| {
        lines
            .last()
            .is_some_and(|line| spelling::is_digest(line.span().bytes))
    })
}

fn compare_stage(
    ours: &[Line],
    readings: &[Reading],
    whole: &[u8],
    hidden: &Hidden<'_>,
) -> Option<Report> {
    if let [line] = ours {
        return single::compare(line.span(), readings, whole, hidden);
    }
    let is_canonical = ours
        .get(1)
        .is_some_and(|line| line.span().bytes.starts_with(b"/"));
    match is_canonical.then(|| Canonical::of_lines(ours)).flatten() {
        Some(ours) => readings
            .iter()
            .flat_map(|reading| canonical::find(reading, &ours, hidden))
            .filter(|theirs| ours.is_related(theirs))
            .map(|theirs| ours.compare(&theirs, hidden))
            .min_by_key(Report::rank),
        None => {
            let found = readings
                .iter()
                .filter_map(|reading| lines::compare(ours, reading));
            found.min_by_key(Report::rank)
        }
    }
}

/// What is not to be shown, and what is known of our text.
struct Hidden<'a> {
    scheme: &'static Scheme,
    key_id: Option<&'a [u8]>,
}

impl Hidden<'_> {
    /// The name of the gap for a header or parameter that is secret by its name.
    fn gap_of(&self, name: &[u8]) -> Option<&'static str> {
        let is_named = |scheme: &Scheme| {
            let names = scheme.secret_headers().iter().chain(scheme.secret_query());
            { names }.any(|secret| secret.as_bytes().eq_ignore_ascii_case(name))
        };
        let lower = name.to_ascii_lowercase();
        let sounds_secret = || {
            let mut words = SECRET_WORDS.iter();
            words.any(|word| spelling::find(&lower, word.as_bytes()).is_some())
        };
        let is_secret = is_named(self.scheme) || sounds_secret();
        is_secret.then_some("hidden")
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stage = self.stage.unwrap_or("server's text");
        match self.verdict {
            Verdict::Same => {
                return writeln!(
                    f,
                    "{stage}: the server signs the same text, so it is the secret key or the clock"
                );
            }
            Verdict::Unrelated => {
                return writeln!(
                    f,
                    "{stage}: no text of this signature found in it (was it explained with the time \
                     and the nonce that were sent?)"
                );
            }
            Verdict::Different => writeln!(f, "{stage}: the server signs another text")?,
        }
        for difference in &self.differences {
            writeln!(f, "{difference}")?;
        }
        if self.omitted > 0 {
            writeln!(f, "and {} more", self.omitted)?;
        }
        for cause in &self.causes {
            writeln!(f, "{cause}: {}", cause.advice())?;
        }
        Ok(())
    }
}
