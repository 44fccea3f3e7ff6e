//! Taking a part of a text at a place that was found in it.

use core::slice::SliceIndex;

/// A text of which a part can be taken at a place that was found in it or counted for it.
///
/// A place outside the text is a bug of this crate, and ends in a panic: with less text, another
/// request would be signed than the one that was given.
pub(crate) trait Found {
    /// Returns the part at `place`.
    fn found<I: SliceIndex<Self>>(&self, place: I) -> &I::Output;
}

macro_rules! found {
    ($([$($generic:ident)?] $text:ty),*) => {$(
        #[allow(
            clippy::expect_used,
            reason = "an empty part instead would be signed as if it were what was given"
        )]
        impl$(<$generic>)? Found for $text {
            #[inline]
            #[track_caller]
            fn found<I: SliceIndex<Self>>(&self, place: I) -> &I::Output {
                self.get(place).expect("a place that was found in the text")
            }
        }
    )*};
}

found!([T][T], [] str);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_there_is_returned() {
        assert_eq!("text".found(1..3), "ex");
        assert_eq!(b"text".as_slice().found(4..), b"");
    }

    #[test]
    #[should_panic(expected = "found in the text")]
    fn text_does_not_become_less() {
        let _ = "text".found(5..);
    }

    #[test]
    #[should_panic(expected = "found in the text")]
    fn bytes_do_not_become_less() {
        let _ = b"text".as_slice().found(..5);
    }

    #[test]
    #[should_panic(expected = "found in the text")]
    fn a_character_is_not_cut() {
        let _ = "é".found(1..);
    }
}
