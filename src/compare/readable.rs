//! A stage of ours as one string, in which each gap is a character.

use alloc::string::String;
use alloc::vec::Vec;

use crate::sign::{Piece, Text};

/// The first of the characters of private use that are gaps.
const GAPS: u32 = 0xf100;
/// The number of gaps that are told apart.
const MOST: usize = 256;

/// A stage of ours, and the names of the gaps in it.
pub(super) struct Readable {
    pub(super) text: String,
    gaps: Vec<&'static str>,
}

impl Readable {
    /// Writes a stage as one string.
    pub(super) fn new(stage: &Text) -> Self {
        let mut text = String::new();
        let mut gaps = Vec::new();
        for piece in stage.pieces() {
            match piece {
                Piece::Bytes(bytes) => text.push_str(&String::from_utf8_lossy(bytes)),
                Piece::LineEnd => text.push('\n'),
                Piece::Gap { name, .. } => {
                    text.extend(char::from_u32(GAPS + gaps.len().min(MOST - 1) as u32));
                    gaps.push(*name);
                }
            }
        }
        Self { text, gaps }
    }

    /// Returns another form of the text, with the gaps of this one.
    pub(super) fn with_text(&self, text: String) -> Self {
        Self { text, gaps: self.gaps.clone() }
    }

    /// Returns the name of the first gap in a part of the text.
    pub(super) fn gap_in(&self, part: &str) -> Option<&'static str> {
        let at = u32::from(part.chars().find(|letter| is_gap(*letter))?) - GAPS;
        self.gaps.get(usize::try_from(at).ok()?).copied()
    }
}

/// Returns whether a character is a gap of ours.
pub(super) fn is_gap(letter: char) -> bool {
    (GAPS..GAPS + MOST as u32).contains(&u32::from(letter))
}
