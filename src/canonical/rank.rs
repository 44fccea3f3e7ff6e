//! The front of a text as a number, so that comparing two numbers decides most comparisons of texts.

use crate::text::Found;

/// Returns the first eight bytes of a text as a number. Texts are ordered as their ranks are, unless
/// the ranks are equal.
#[inline]
pub(super) fn rank(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(front) => u64::from_be_bytes(*front),
        None => {
            let number = text.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
            let free = 64 - 8 * text.len() as u32;
            number.checked_shl(free).unwrap_or_default()
        }
    }
}

/// Returns the rank of a text that has to be encoded or decoded first.
pub(super) fn rank_of(text: impl Iterator<Item = u8>) -> u64 {
    let mut front = [0; 8];
    for (byte, written) in front.iter_mut().zip(text) {
        *byte = written;
    }
    u64::from_be_bytes(front)
}

/// Returns the number of bytes with which all texts begin.
pub(super) fn shared_front<'a>(mut texts: impl Iterator<Item = &'a [u8]>) -> usize {
    let first = texts.next().unwrap_or_default();
    texts.fold(first.len(), |shared, text| {
        let front = first.found(..shared);
        if text.starts_with(front) {
            shared
        } else {
            front.iter().zip(text).take_while(|(a, b)| a == b).count()
        }
    })
}

/// The first letters of names, as bits, which are the same in upper and lower case. Most other names
/// part from all of them there, which costs less than a comparison to find out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct FirstLetters(u32);

impl FirstLetters {
    /// Holds no letter.
    pub(crate) const NONE: Self = Self(0);

    /// Takes the first letters of `names`.
    pub(crate) const fn of(mut names: &[&str]) -> Self {
        let mut letters = Self::NONE;
        while let [name, rest @ ..] = names {
            letters = letters.with(name);
            names = rest;
        }
        letters
    }

    /// Adds the first letter of `name`.
    #[inline]
    pub(crate) const fn with(self, name: &str) -> Self {
        match name.as_bytes() {
            [first, ..] => Self(self.0 | Self::bit(*first)),
            [] => self,
        }
    }

    /// Adds the letters of `other`.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether a name that begins with `first` may be one of the names.
    #[inline]
    pub(crate) fn has(self, first: Option<u8>) -> bool {
        first.is_some_and(|first| self.0 & Self::bit(first) != 0)
    }

    const fn bit(first: u8) -> u32 {
        1 << (first & 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_order_as_texts_do() {
        let texts: [&[u8]; 8] = [b"", b"\0", b"a", b"ab", b"abcdefgh", b"abcdefghi", b"b", b"\xff"];
        for a in texts {
            assert_eq!(rank(a), rank_of(a.iter().copied()), "{a:?}");
            for b in texts {
                let by_rank = rank(a).cmp(&rank(b));
                assert!(by_rank.is_eq() || by_rank == a.cmp(b), "{a:?} {b:?}");
            }
        }
        assert!(rank(b"ab") < rank(b"b"));
    }

    #[test]
    fn the_shared_front_is_that_of_all() {
        let of = |texts: &[&'static [u8]]| shared_front(texts.iter().copied());
        assert_eq!(of(&[]), 0);
        assert_eq!(of(&[b"parameter1"]), 10);
        assert_eq!(of(&[b"parameter1", b"parameter27", b"parameter"]), 9);
        assert_eq!(of(&[b"parameter1", b"page", b"parameter"]), 2);
        assert_eq!(of(&[b"a", b"b"]), 0);
    }
}
