//! Reading the fields of a signature from a request that arrived: each once, and in its form.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Reason, Rejection};
use crate::Request;
use crate::canonical::{Decimal, Decoded, Form, Parameters, Part, cut, is_one_of, trim};

/// The values of the headers `names`, trimmed, in one walk; names in lower case.
///
/// # Errors
///
/// [`Reason::Malformed`] when one is there twice.
pub(crate) fn headers<'a, const N: usize>(
    request: &Request<'a>,
    names: [&'static str; N],
) -> Result<[Option<&'a [u8]>; N], Rejection> {
    let mut found = [None; N];
    for (name, value) in request.header_fields() {
        let mut slots = found.iter_mut().zip(names);
        let Some((slot, own)) = slots.find(|(_, own)| own.eq_ignore_ascii_case(name)) else {
            continue;
        };
        if slot.replace(trim(value)).is_some() {
            return Err(malformed(own, "is there twice"));
        }
    }
    Ok(found)
}

/// The value of a field of the signature as text.
///
/// # Errors
///
/// [`Reason::Malformed`] for a value that is not ASCII.
pub(crate) fn ascii<'a>(
    value: Option<&'a [u8]>,
    name: &'static str,
) -> Result<Option<&'a str>, Rejection> {
    let read = |value: &'a [u8]| match core::str::from_utf8(value) {
        Ok(text) if text.is_ascii() => Ok(text),
        _ => Err(malformed(name, "is not ASCII")),
    };
    value.map(read).transpose()
}

/// The values of the query parameters `names`, decoded, in one walk. Names match by exact case,
/// whatever their percent-spelling.
///
/// # Errors
///
/// [`Reason::Malformed`] when one is there twice or is not UTF-8.
pub(crate) fn queries<'a, const N: usize>(
    request: &Request<'a>,
    names: [&'static str; N],
) -> Result<[Option<Cow<'a, str>>; N], Rejection> {
    queries_by_case(request, names.map(|name| (name, false)))
}

/// The same, and for each name whether it matches in any case.
///
/// # Errors
///
/// As [`queries`].
pub(crate) fn queries_by_case<'a, const N: usize>(
    request: &Request<'a>,
    names: [(&'static str, bool); N],
) -> Result<[Option<Cow<'a, str>>; N], Rejection> {
    let is_escaped = |key: &str| key.bytes().any(|byte| byte == b'%');
    let pairs = pieces(request).map(|(key, value)| ((key, is_escaped(key)), value));
    let is_own = |(key, is_escaped): &(&str, bool), (own, any_case): (&str, bool)| match is_escaped
    {
        true => is_one_of(key, &[own], any_case),
        false => *key == own || (any_case && key.eq_ignore_ascii_case(own)),
    };
    each_once(pairs, names, is_own, decoded)
}

/// The same of parameters that were read already, by exact case.
///
/// # Errors
///
/// As [`queries`].
pub(crate) fn of_parameters<'a, const N: usize>(
    parameters: Parameters<'a, '_>,
    names: [&'static str; N],
) -> Result<[Option<Cow<'a, str>>; N], Rejection> {
    let pairs = parameters.iter().map(|pair| (pair.key(), pair.value()));
    let text_of = |value: Part<'a>| {
        let wire = core::str::from_utf8(value.text).ok()?;
        match value.if_decoded() {
            Some(_) => Some(Cow::Borrowed(wire)),
            None => decoded(wire),
        }
    };
    let names = names.map(|name| (name, false));
    each_once(pairs, names, |key, (own, _)| key.is(own), text_of)
}

fn each_once<'a, K, V, const N: usize>(
    pairs: impl Iterator<Item = (K, V)>,
    names: [(&'static str, bool); N],
    is_own: impl Fn(&K, (&'static str, bool)) -> bool,
    text_of: impl Fn(V) -> Option<Cow<'a, str>>,
) -> Result<[Option<Cow<'a, str>>; N], Rejection> {
    let mut found = [const { None }; N];
    for (key, value) in pairs {
        let mut slots = found.iter_mut().zip(names);
        let Some((slot, (own, _))) = slots.find(|(_, name)| is_own(&key, *name)) else {
            continue;
        };
        if slot.is_some() {
            return Err(malformed(own, "is there twice"));
        }
        *slot = Some(text_of(value).ok_or_else(|| malformed(own, "is not UTF-8"))?);
    }
    Ok(found)
}

/// [`Request::query_pairs`] for those who look at few of them: nothing is found out of the others.
fn pieces<'a>(request: &Request<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let mut rest = request.query().unwrap_or_default();
    core::iter::from_fn(move || {
        while let Some(behind) = rest.strip_prefix('&') {
            rest = behind;
        }
        let end = find(rest.as_bytes(), b'&').unwrap_or(rest.len());
        let (piece, behind) = rest.split_at_checked(end)?;
        rest = behind;
        let piece = Some(piece).filter(|piece| !piece.is_empty())?;
        Some(cut(piece, b'=').unwrap_or((piece, "")))
    })
}

/// Where `wanted` stands first. Looks at many bytes at once, since most queries are longer than
/// what is looked for in them.
fn find(text: &[u8], wanted: u8) -> Option<usize> {
    let (chunks, rest) = text.as_chunks::<16>();
    let has_it = |chunk: &[u8; 16]| {
        chunk
            .iter()
            .fold(false, |has, byte| has | (*byte == wanted))
    };
    let skipped = chunks.iter().position(has_it).unwrap_or(chunks.len());
    let chunk = chunks.get(skipped).map_or(rest, <[u8; 16]>::as_slice);
    let at = chunk.iter().position(|byte| *byte == wanted)?;
    Some(16 * skipped + at)
}

fn decoded(wire: &str) -> Option<Cow<'_, str>> {
    match wire.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        false => Some(Cow::Borrowed(wire)),
        true => {
            let mut bytes = Vec::with_capacity(wire.len());
            bytes.extend(Decoded::new(wire.as_bytes(), Form::Query));
            String::from_utf8(bytes).ok().map(Cow::Owned)
        }
    }
}

/// What has to be there once another field of the signature is.
///
/// # Errors
///
/// [`Reason::Malformed`].
pub(crate) fn required<T>(value: Option<T>, name: &'static str) -> Result<T, Rejection> {
    value.ok_or_else(|| malformed(name, "is missing"))
}

/// The id of the key that signed, which has to be there and not empty.
///
/// # Errors
///
/// [`Reason::Malformed`].
pub(crate) fn key_id<T: AsRef<str>>(value: Option<T>, name: &'static str) -> Result<T, Rejection> {
    match required(value, name)? {
        id if id.as_ref().is_empty() => Err(malformed(name, "is empty")),
        id => Ok(id),
    }
}

/// Unix seconds of the years 1970 to 9999 in decimal digits, without a sign and without padding:
/// signed is the text, and a number has to have one.
///
/// # Errors
///
/// [`Reason::Malformed`].
pub(crate) fn unix_seconds<T: AsRef<str>>(
    value: Option<T>,
    name: &'static str,
) -> Result<i64, Rejection> {
    let text = required(value, name)?;
    let seconds = text.as_ref().parse().ok();
    let has_this_form = |seconds: &i64| {
        (0..=253_402_300_799).contains(seconds)
            && Decimal::of_time(*seconds).as_str() == text.as_ref()
    };
    seconds.filter(has_this_form).ok_or_else(|| {
        malformed(
            name,
            "is not a time in unix seconds, in decimal digits without padding",
        )
    })
}

/// `fault` says what is wrong with the field `name`, without its value.
#[cold]
pub(crate) fn malformed(name: &str, fault: &str) -> Rejection {
    Rejection::new(Reason::Malformed, alloc::format!("{name}: {fault}"))
}

/// The request has no signature of the scheme.
#[cold]
pub(crate) fn not_signed(what: &'static str) -> Rejection {
    Rejection::new(Reason::NotSigned, what)
}

/// The signature lists the header `name`, and it did not arrive.
#[cold]
pub(crate) fn header_missing(name: &str) -> Rejection {
    Rejection::new(
        Reason::HeaderMissing,
        alloc::format!(
            "{name}: is listed as covered and did not arrive, or without a value; something on \
             the way may drop it"
        ),
    )
}
