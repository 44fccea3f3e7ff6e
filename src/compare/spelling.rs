//! How two spellings of one text differ.

use alloc::vec::Vec;

use percent_encoding::percent_decode;

use super::Cause;

/// The cause, if the two are spellings of the same text.
pub(super) fn cause(ours: &[u8], theirs: &[u8]) -> Option<Cause> {
    if upper_escapes(ours) == upper_escapes(theirs) {
        return Some(Cause::EscapeCase);
    }
    let slashes = |text: &[u8]| replaced(&upper_escapes(text), &[b"%252F", b"%2F"], b"/");
    if slashes(ours) == slashes(theirs) {
        return Some(Cause::EscapedSlash);
    }
    let (less, more) = (decoded(ours), decoded(theirs));
    let has_plus =
        |text: &[u8]| find(&upper_escapes(text), b"%2B").is_some() || text.contains(&b'+');
    let spaces = |text: &[u8]| replaced(&upper_escapes(text), &[b"%20", b"%2B", b"+"], b" ");
    if (has_plus(ours) || has_plus(theirs)) && less != theirs && spaces(ours) == spaces(theirs) {
        return Some(Cause::PlusAndSpace);
    }
    if more == ours || (has_escape(ours) && more == upper_escapes(ours)) {
        return Some(Cause::EncodedOnceMore);
    }
    // Of what the server leaves as it is, some may be escaped all the same.
    if less == theirs || less == more {
        return Some(Cause::EncodedOnceLess);
    }
    None
}

pub(super) fn decoded(text: &[u8]) -> Vec<u8> {
    percent_decode(text).collect()
}

fn has_escape(text: &[u8]) -> bool {
    text.contains(&b'%')
}

fn upper_escapes(text: &[u8]) -> Vec<u8> {
    let mut digits = 0;
    let upper = text.iter().map(|byte| match (byte, digits) {
        (b'%', _) => {
            digits = 2;
            *byte
        }
        (_, 0) => *byte,
        _ => {
            digits -= 1;
            byte.to_ascii_uppercase()
        }
    });
    upper.collect()
}

/// With each of `from` made `to`.
pub(super) fn replaced(text: &[u8], from: &[&[u8]], to: &[u8]) -> Vec<u8> {
    let mut result = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, tail)) = rest.split_first() {
        match from.iter().find_map(|word| rest.strip_prefix(*word)) {
            Some(tail) => {
                result.extend_from_slice(to);
                rest = tail;
            }
            None => {
                result.push(*byte);
                rest = tail;
            }
        }
    }
    result
}

/// Where `part` begins in a text.
pub(super) fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    (0..text.len()).find(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(part)))
}

/// A time in one of the forms that canonical texts have.
pub(super) fn is_time(text: &[u8]) -> bool {
    let is_like = |form: &[u8]| {
        text.len() == form.len()
            && text.iter().zip(form).all(|(byte, sample)| match sample {
                b'0' => byte.is_ascii_digit(),
                _ => byte == sample,
            })
    };
    is_like(b"00000000T000000Z")
        || is_like(b"0000-00-00T00:00:00Z")
        || is_like(b"0000-00-00T00%3A00%3A00Z")
        || is_like(b"0000000000")
        || is_like(b"0000000000000")
}

/// Whether two times differ in nothing but the unit.
pub(super) fn are_milliseconds(ours: &[u8], theirs: &[u8]) -> bool {
    let is_longer = |long: &[u8], short: &[u8]| {
        short.len() == 10
            && long.len() == 13
            && long.starts_with(short)
            && long.iter().all(u8::is_ascii_digit)
    };
    is_longer(ours, theirs) || is_longer(theirs, ours)
}

/// The cause, if they are two times.
pub(super) fn cause_of_times(ours: &[u8], theirs: &[u8]) -> Option<Cause> {
    match is_time(ours) && is_time(theirs) && decoded(ours) != decoded(theirs) {
        true if are_milliseconds(ours, theirs) => Some(Cause::Milliseconds),
        true => Some(Cause::Time),
        false => None,
    }
}

/// A digest in hexadecimal.
pub(super) fn is_digest(text: &[u8]) -> bool {
    matches!(text.len(), 32 | 40 | 64 | 128) && text.iter().all(u8::is_ascii_hexdigit)
}
