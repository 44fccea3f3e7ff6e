//! Reading words and strings as logs, programming languages and formats write them.

/// A string in quotation marks, read up to the closing mark.
pub(crate) struct Quoted<'t> {
    pub(crate) raw: &'t str,
    /// The number of bytes with the closing mark.
    pub(crate) width: usize,
    pub(crate) is_whole: bool,
}

impl<'t> Quoted<'t> {
    /// Reads the content after an opening `mark`.
    ///
    /// `level` is the number of backslashes before the opening mark, which the closing one has, too:
    /// none in JSON, one in JSON within JSON.
    pub(crate) fn read(content: &'t str, mark: char, level: usize) -> Self {
        let mut backslashes = 0;
        for (at, letter) in content.char_indices() {
            if letter == '\\' {
                backslashes += 1;
                continue;
            }
            let next = content.get(at + 1..).unwrap_or_default();
            let is_end = letter == mark
                && if level == 0 { backslashes % 2 == 0 } else { backslashes <= level }
                // `doesn't`, where nobody escapes it.
                && !(mark == '\'' && next.starts_with(char::is_alphanumeric));
            // The mark is missing where the next line begins with another.
            let is_cut =
                letter == '\n' && level == 0 && next.trim_start_matches(' ').starts_with(mark);
            if is_end || is_cut {
                let end = if is_end { at - level.min(backslashes) } else { at };
                let raw = content.get(..end).unwrap_or_default();
                return Self { raw, width: at + usize::from(is_end), is_whole: is_end };
            }
            backslashes = 0;
        }
        Self { raw: content, width: content.len(), is_whole: false }
    }
}

/// Returns whether a letter can be part of a bare word.
pub(crate) fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.')
}

/// Returns the number of bytes of the bare word at the front of a text.
pub(crate) fn length_of_word(text: &str) -> usize {
    text.find(|letter| !is_of_word(letter)).unwrap_or(text.len())
}

/// Returns whether a letter ends a token that is not quoted.
pub(crate) fn is_end_of_token(letter: char) -> bool {
    letter.is_whitespace() || ",;\"'`()[]{}<>&|\\，；、。”".contains(letter)
}
