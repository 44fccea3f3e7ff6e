//! Differences between the text that was signed and the one that a server signs, and their usual
//! causes.
//!
//! Some servers say in their error what they signed: Huawei's gateway echoes its canonical request
//! with `|` for a line end. Debug tools of vendors show a canonical request or a string to sign.
//! [`Explanation::compare`] takes such a text as it is, with the error body around it, in quotes, or
//! indented.
//!
//! The result says whether the server signs the same text ([`Verdict`]), which parts differ
//! ([`Difference`]), and what usually makes them differ ([`Cause`]). If the texts are the same, the
//! request is fine, and the secret key is wrong or the clock.
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
//! # What is shown
//!
//! A gap in our text matches whatever the server has there. That is never shown, and neither are the
//! values of headers and parameters that are secret by their name. The other parts of both texts are
//! shown, cut down to where they differ.
//!
//! # What is claimed
//!
//! Texts are taken apart that servers print: canonical requests, strings to sign of several lines,
//! and parameters. A text on one line that is neither is only looked for.
//!
//! A text is compared only if it can be told that it belongs to this signature: by its time, its
//! key id, a digest, its host and path, or half of its parameters. Otherwise the verdict is
//! [`Verdict::Unrelated`].

mod canonical;
mod cause;
mod difference;
mod encoded;
mod headers;
mod lines;
mod named;
mod query;
mod reading;
mod spelling;
mod values;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

pub use cause::Cause;
pub use difference::{Component, Difference};

use crate::Explanation;
use crate::redact::SecretNames;
use crate::sign::{Piece, Text};
use canonical::Canonical;
use difference::Report;
use reading::{Reading, Start, Texts, trimmed};
use spelling::{is_digest, words};

/// The number of bytes of a server's text that are read.
const LONGEST: usize = 1 << 20;

/// The result of a comparison: a verdict, the differences, and their usual causes.
///
/// `Display` prints all of it for a person, with a sentence of advice for each cause.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// `None` where nothing was found.
    stage: Option<&'static str>,
    report: Report,
    /// True if answers of the vendor never show what the server signed.
    has_no_echo: bool,
}

/// A statement on the text that the server signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The server signs the same text. So the secret key is wrong, or the clock, and not the request.
    Same,
    /// The server signs another text. [`Comparison::differences`] has what differs.
    Different,
    /// No text of this signature was found in it, so nothing is claimed. Often the explanation was
    /// made with another time or nonce than the ones that were sent.
    Unrelated,
}

impl Comparison {
    /// Returns whether the server signs the same text.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.stage {
            None => Verdict::Unrelated,
            Some(_) if self.report.count() == 0 => Verdict::Same,
            Some(_) => Verdict::Different,
        }
    }

    /// Returns the name of the stage that was found in the server's text, such as
    /// `canonical_request`. `None` where none was found.
    #[must_use]
    pub fn stage(&self) -> Option<&'static str> {
        self.stage
    }

    /// Returns the differences in the order of the text, at most 64 of them.
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        &self.report.differences
    }

    /// Returns the number of differences that are not in [`Comparison::differences`].
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.report.omitted
    }

    /// Returns the usual causes of the differences, each once, in the order of the text.
    #[must_use]
    pub fn causes(&self) -> &[Cause] {
        &self.report.causes
    }
}

impl Explanation {
    /// Compares what was signed with what a server says that it signed.
    ///
    /// `server_text` is a canonical request or a string to sign, alone or anywhere in an error
    /// body. It is read as UTF-8, with other bytes replaced, up to a mebibyte. The explanation has
    /// to be of the request that was sent, with its time and nonce, which
    /// [`Signed::context`](crate::Signed::context) returns.
    ///
    /// Of the stages that are found, the first that differs counts, since later ones follow from it.
    #[must_use]
    pub fn compare(&self, server_text: impl AsRef<[u8]>) -> Comparison {
        let server_text = server_text.as_ref();
        let readable = server_text.get(..LONGEST).unwrap_or(server_text);
        let readable = String::from_utf8_lossy(readable);
        let texts = Texts::new(&readable);
        let stages: Vec<_> = { self.stages() }.map(|(_, text)| Ours::new(self, text)).collect();
        let has_no_echo = self.scheme().refusals().is_some_and(|rules| rules.have_no_echo);
        let mut same = Comparison { has_no_echo, ..Comparison::default() };
        for (at, (name, _)) in self.stages().enumerate() {
            let report = stages.get(at).and_then(|ours| ours.compare(&texts));
            let Some(report) = report else { continue };
            let found = Comparison { stage: Some(name), report, has_no_echo };
            if found.verdict() == Verdict::Different {
                return found;
            }
            // Only the key comes after it: it is the last stage, or the next ends in its digest.
            let next = stages.get(at + 1).and_then(|next| next.text.rsplit('\n').next());
            if next.is_none_or(is_digest) {
                same = found;
            }
        }
        same
    }
}

/// The first of the characters of private use that are gaps.
const GAPS: u32 = 0xf100;
/// The number of gaps that are told apart.
const MOST_GAPS: usize = 256;

/// Returns whether a character is a gap of ours.
fn is_gap(letter: char) -> bool {
    (GAPS..GAPS + MOST_GAPS as u32).contains(&u32::from(letter))
}

/// A stage of ours, and the facts by which it is recognised in another text.
struct Ours<'a> {
    /// The stage as one string, in which each gap is a character.
    text: String,
    /// The name of each gap, and how often its secret is percent-encoded.
    gaps: Vec<(&'static str, u8)>,
    secrets: SecretNames,
    key_id: Option<&'a str>,
}

impl<'a> Ours<'a> {
    /// Writes a stage as one string. Bytes that are not UTF-8 are replaced.
    fn new(explanation: &'a Explanation, stage: &Text) -> Self {
        let (mut text, mut gaps) = (String::new(), Vec::new());
        for piece in stage.pieces() {
            match piece {
                Piece::Bytes(bytes) => text.push_str(&String::from_utf8_lossy(bytes)),
                Piece::LineEnd => text.push('\n'),
                Piece::Gap { name, encodings } => {
                    text.extend(char::from_u32(GAPS + gaps.len().min(MOST_GAPS - 1) as u32));
                    gaps.push((*name, *encodings));
                }
            }
        }
        let secrets = explanation.scheme().secret_names();
        Self { text, gaps, secrets, key_id: explanation.key_id() }
    }

    /// Compares with the place in a server's text that is most like this stage.
    fn compare(&self, texts: &Texts<'_>) -> Option<Report> {
        let canonical = Canonical::of_ours(Reading::new(&self.text, Start::LineEnd).lines());
        let reports = texts.readings().filter_map(|reading| match &canonical {
            Some(canonical) => canonical::compare(canonical, &reading, self),
            None if self.text.contains('\n') => lines::compare(self, &reading),
            None => self.compare_line(&reading),
        });
        reports.min_by_key(Report::rank)
    }

    /// Compares a stage that is one line.
    fn compare_line(&self, reading: &Reading<'_>) -> Option<Report> {
        let has_parameters = self.text.split('&').all(|piece| piece.contains('='));
        let lines = reading.lines().map(|line| trimmed(line.text, &self.text));
        // What is much shorter is not worth the look, and a `|` ends no line here.
        let lines =
            lines.filter(|line| !reading.has_bars && line.len() * 4 + 64 >= self.text.len());
        let reports = lines.filter_map(|line| {
            if has_parameters {
                return query::compare_line(self, line);
            }
            if encoded::is_encoded(&self.text) {
                return encoded::compare(self, line);
            }
            self.is_in(line).then(Report::default)
        });
        reports.min_by_key(Report::rank)
    }

    /// Returns whether a line, or a word of it, is this stage, with any secret in the gap.
    fn is_in(&self, line: &str) -> bool {
        let (front, back) = self.text.split_once(is_gap).unwrap_or((&self.text, ""));
        let has_gap = !self.gaps.is_empty();
        // A secret alone at the end, a token as it is sent, is no text that a server computes.
        let is_computed = !has_gap || !back.is_empty();
        let mut candidates = core::iter::once(line).chain(words(line));
        is_computed
            && candidates.any(|text| {
                let inner = text.strip_prefix(front).and_then(|rest| rest.strip_suffix(back));
                inner.is_some_and(|inner| inner.is_empty() != has_gap)
            })
    }

    /// Returns the name of the gap that hides a header or parameter of that name, if it is secret.
    fn hides(&self, name: &str) -> Option<&'static str> {
        let name: Vec<u8> = spelling::decoded(name).collect();
        self.secrets.contains(&name).then_some("hidden")
    }

    /// Returns the first gap in a part of our text: its name, and how often its secret is
    /// percent-encoded.
    fn gap(&self, part: &str) -> Option<(&'static str, u8)> {
        let at = u32::from(part.chars().find(|letter| is_gap(*letter))?) - GAPS;
        self.gaps.get(usize::try_from(at).ok()?).copied()
    }

    /// Returns the name of the first gap in a part of our text.
    fn gap_in(&self, part: &str) -> Option<&'static str> {
        self.gap(part).map(|(name, _)| name)
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match self.verdict() {
            Verdict::Same => "the server signs the same text, so it is the secret key or the clock",
            Verdict::Different => "the server signs another text",
            Verdict::Unrelated if self.has_no_echo => {
                "nothing to compare: answers of this vendor do not show what the server signs (a \
                 canonical request or a string to sign from elsewhere can be compared)"
            }
            Verdict::Unrelated => {
                "no text of this signature found in it (was it explained with the time and the nonce \
                 that were sent?)"
            }
        };
        writeln!(f, "{}: {said}", self.stage.unwrap_or("server's text"))?;
        for difference in self.differences() {
            writeln!(f, "{difference}")?;
        }
        if self.omitted() > 0 {
            writeln!(f, "and {} more", self.omitted())?;
        }
        for cause in self.causes() {
            writeln!(f, "{cause}: {}", cause.advice())?;
        }
        Ok(())
    }
}
