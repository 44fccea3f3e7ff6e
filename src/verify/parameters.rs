//! Reading parameters of the query that belong to a signature: each once, and decoded.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::Rejection;
use super::fields::malformed;
use crate::Request;
use crate::canonical::{FirstLetters, QueryText};
use crate::text::{Form, Found, cut, decode, find_byte, find_either, is_literal, split};

/// Reads the values of the query parameters `names`, decoded, in one walk. Names match by exact case,
/// in any percent-encoded form.
///
/// # Errors
///
/// [`Reason::Malformed`](super::Reason::Malformed) when one is there twice or is not UTF-8.
pub fn queries<'a, const N: usize>(
    request: &Request<'a>,
    names: [&'static str; N],
) -> Result<[Option<Cow<'a, str>>; N], Rejection> {
    queries_by_case(request, names.map(|name| (name, false)))
}

/// Reads as [`queries`] does. The flag of a name says whether it matches in any case.
///
/// # Errors
///
/// As [`queries`].
pub fn queries_by_case<'a, const N: usize>(
    request: &Request<'a>,
    names: [(&'static str, bool); N],
) -> Result<[Option<Cow<'a, str>>; N], Rejection> {
    let mut found = [const { None }; N];
    find_queries(request, names, |at, own, value| match found.get_mut(at) {
        Some(slot) => put(slot, own, decoded(value)),
        None => Ok(()),
    })?;
    Ok(found)
}

/// Reads as [`queries`] does, with one allocation for all values that are not their decoded form.
/// `texts` takes those.
///
/// # Errors
///
/// As [`queries`].
pub(crate) fn queries_into<'t, 'a: 't, const N: usize>(
    request: &Request<'a>,
    names: [&'static str; N],
    texts: &'t mut Vec<u8>,
) -> Result<[Option<&'t str>; N], Rejection> {
    enum Place<'a> {
        InUrl(&'a str),
        InTexts(Range<usize>),
    }
    let mut places = [const { None }; N];
    find_queries(request, names.map(|name| (name, false)), |at, own, value| {
        let place = match find_either(value.as_bytes(), b'%', b'+') {
            None => Place::InUrl(value),
            Some(literal) => {
                if texts.is_empty() {
                    // Nothing is longer when it is decoded.
                    texts.reserve(request.query().map_or(0, str::len));
                }
                let start = texts.len();
                texts.extend_from_slice(value.as_bytes().found(..literal));
                decode(value.as_bytes().found(literal..), Form::Query, texts);
                Place::InTexts(start..texts.len())
            }
        };
        match places.get_mut(at).map(|slot| slot.replace(place)) {
            Some(Some(_)) => Err(malformed(own, "is there twice")),
            _ => Ok(()),
        }
    })?;
    let mut found = [None; N];
    for ((slot, place), own) in found.iter_mut().zip(places).zip(names) {
        *slot = match place {
            None => None,
            Some(Place::InUrl(value)) => Some(value),
            Some(Place::InTexts(range)) => {
                let text = core::str::from_utf8(texts.found(range));
                Some(text.map_err(|_| malformed(own, "is not UTF-8"))?)
            }
        };
    }
    Ok(found)
}

/// Returns the place among `names` of a key that has an escape in it, as none of them has.
fn place_of_escaped(key: &str, names: &[(&str, bool)]) -> Option<usize> {
    find_byte(key.as_bytes(), b'%')?;
    let key = QueryText::of_url(key);
    let is_own = |own: &str, any_case: bool| {
        if any_case { key.is_in_any_case(own) } else { key.is(own) }
    };
    names.iter().position(|(own, any_case)| is_own(own, *any_case))
}

/// Passes the place among `names` and the value, as it stands in the URL, of each of these parameters to
/// `each`.
#[inline]
fn find_queries<'a, const N: usize>(
    request: &Request<'a>,
    names: [(&'static str, bool); N],
    mut each: impl FnMut(usize, &'static str, &'a str) -> Result<(), Rejection>,
) -> Result<(), Rejection> {
    let letters = names.iter().fold(FirstLetters::NONE, |letters, (own, _)| letters.with(own));
    for piece in split(request.query().unwrap_or_default(), b'&') {
        if !piece.starts_with('%') && !letters.has(piece.bytes().next()) {
            continue;
        }
        let (key, value) = cut(piece, b'=').unwrap_or((piece, ""));
        let is_own =
            |own: &str, any_case: bool| key == own || any_case && key.eq_ignore_ascii_case(own);
        let found = names.iter().position(|(own, any_case)| is_own(own, *any_case));
        let found = found.or_else(|| place_of_escaped(key, &names));
        if let Some((at, (own, _))) = found.and_then(|at| Some((at, names.get(at)?))) {
            each(at, own, value)?;
        }
    }
    Ok(())
}

/// The value of a field, if it is there.
pub(super) type Slot<'a> = Option<Cow<'a, str>>;

/// Sets a field that was found. `text` is `None` for a value that is not UTF-8.
pub(super) fn put<'a>(
    slot: &mut Slot<'a>,
    own: &'static str,
    text: Slot<'a>,
) -> Result<(), Rejection> {
    if slot.is_some() {
        return Err(malformed(own, "is there twice"));
    }
    *slot = Some(text.ok_or_else(|| malformed(own, "is not UTF-8"))?);
    Ok(())
}

/// Returns the decoded text, without a copy where it stands in the URL like that.
fn decoded(value: &str) -> Option<Cow<'_, str>> {
    if is_literal(value.as_bytes()) {
        Some(Cow::Borrowed(value))
    } else {
        decoded_copy(value.as_bytes()).map(Cow::Owned)
    }
}

/// Returns the decoded text. `None` if it is not UTF-8.
pub(super) fn decoded_copy(value: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    decode(value, Form::Query, &mut bytes);
    String::from_utf8(bytes).ok()
}
