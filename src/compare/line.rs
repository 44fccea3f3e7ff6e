//! Texts as lines, ours with its gaps.

use alloc::vec::Vec;

use crate::sign::{Piece, Text};

/// One line, and where the gaps in it stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line {
    bytes: Vec<u8>,
    gaps: Vec<(usize, &'static str)>,
    pub(super) start: Start,
}

/// What stands before a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Start {
    /// A line end, or nothing.
    #[default]
    LineEnd,
    /// An escape or a quote that was taken for a line end.
    Escape,
    /// A `|` that was taken for a line end.
    Bar,
}

/// A part of a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Span<'a> {
    pub(super) bytes: &'a [u8],
    gaps: &'a [(usize, &'static str)],
    /// Where it begins in its line.
    start: usize,
}

impl Line {
    /// The lines of a text of ours.
    pub(super) fn of_text(text: &Text) -> Vec<Self> {
        let mut lines = Vec::new();
        let mut line = Self::default();
        for piece in text.pieces() {
            match piece {
                Piece::Bytes(bytes) => line.bytes.extend_from_slice(bytes),
                Piece::LineEnd => lines.push(core::mem::take(&mut line)),
                Piece::Gap { name, .. } => line.gaps.push((line.bytes.len(), name)),
            }
        }
        lines.push(line);
        lines
    }

    /// A line of the server's.
    pub(super) fn new(bytes: &[u8], start: Start) -> Self {
        Self {
            bytes: bytes.to_vec(),
            gaps: Vec::new(),
            start,
        }
    }

    /// Without the quote and the comma that prose puts behind it.
    pub(super) fn tidied(&self) -> Self {
        let is_inner = |byte: &u8| !b"'`\",; \t".contains(byte);
        let end = self.bytes.iter().rposition(is_inner).map_or(0, |at| at + 1);
        Self::new(self.bytes.get(..end).unwrap_or_default(), self.start)
    }

    /// Without `indent` bytes in front.
    pub(super) fn dedented(&self, indent: usize) -> Self {
        Self::new(self.bytes.get(indent..).unwrap_or_default(), self.start)
    }

    /// How many blanks are in front; `None` for a line of blanks.
    pub(super) fn indent(&self) -> Option<usize> {
        self.bytes
            .iter()
            .position(|byte| !byte.is_ascii_whitespace())
    }

    pub(super) fn span(&self) -> Span<'_> {
        Span {
            bytes: &self.bytes,
            gaps: &self.gaps,
            start: 0,
        }
    }
}

impl<'a> Span<'a> {
    /// Of the server's.
    pub(super) const fn of(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            gaps: &[],
            start: 0,
        }
    }

    /// The name of the first gap in it.
    pub(super) fn gap(&self) -> Option<&'static str> {
        self.gaps.first().map(|(_, name)| *name)
    }

    /// Splits before and behind the first `byte`.
    pub(super) fn cut(&self, byte: u8) -> Option<(Self, Self)> {
        let at = self.bytes.iter().position(|other| *other == byte)?;
        let (front, back) = self.split(at)?;
        let (_, back) = back.split(1)?;
        Some((front, back))
    }

    /// A gap on the border belongs to what is behind it.
    fn split(&self, at: usize) -> Option<(Self, Self)> {
        let (front, back) = self.bytes.split_at_checked(at)?;
        let border = self.start + at;
        let gaps = self.gaps.partition_point(|(offset, _)| *offset < border);
        let (front_gaps, back_gaps) = self.gaps.split_at_checked(gaps)?;
        Some((
            Self {
                bytes: front,
                gaps: front_gaps,
                start: self.start,
            },
            Self {
                bytes: back,
                gaps: back_gaps,
                start: border,
            },
        ))
    }

    /// The parts between each `byte`.
    pub(super) fn parts(self, byte: u8) -> impl Iterator<Item = Self> {
        let mut rest = Some(self);
        core::iter::from_fn(move || {
            let current = rest?;
            match current.cut(byte) {
                Some((front, back)) => {
                    rest = Some(back);
                    Some(front)
                }
                None => {
                    rest = None;
                    Some(current)
                }
            }
        })
    }

    /// What stands before the first gap and behind the last one.
    pub(super) fn around_gaps(&self) -> Option<(&'a [u8], &'a [u8])> {
        let first = self.gaps.first()?.0.checked_sub(self.start)?;
        let last = self.gaps.last()?.0.checked_sub(self.start)?;
        Some((self.bytes.get(..first)?, self.bytes.get(last..)?))
    }
}
