//! Reading the fields of a signature from a request that arrived: each once, and in its form.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Reason, Rejection};
use crate::Request;
use crate::canonical::{Decimal, Decoded, Form, Part, is_one_of, parts, trim};

/// The value of a header, trimmed; `name` in lower case.
///
/// # Errors
///
/// [`Reason::Malformed`] when it is there twice.
pub(crate) fn header<'a>(
    request: &Request<'a>,
    name: &'static str,
) -> Result<Option<&'a [u8]>, Rejection> {
    let mut values = request
        .header_fields()
        .iter()
        .filter(|(other, _)| other.eq_ignore_ascii_case(name));
    match (values.next(), values.next()) {
        (_, Some(_)) => Err(malformed(name, "is there twice")),
        (value, None) => Ok(value.map(|(_, value)| trim(value))),
    }
}

/// [`header`] as text.
///
/// # Errors
///
/// As [`header`], and [`Reason::Malformed`] for a value that is not visible ASCII and blanks.
pub(crate) fn header_text<'a>(
    request: &Request<'a>,
    name: &'static str,
) -> Result<Option<&'a str>, Rejection> {
    let read = |value: &'a [u8]| match core::str::from_utf8(value) {
        Ok(text) if text.is_ascii() => Ok(text),
        _ => Err(malformed(name, "is not ASCII")),
    };
    header(request, name)?.map(read).transpose()
}

/// The value of a query parameter, decoded. Its name matches whatever its percent-spelling, and
/// in any case if `any_case`.
///
/// # Errors
///
/// [`Reason::Malformed`] when it is there twice or is not UTF-8.
pub(crate) fn query<'a>(
    request: &Request<'a>,
    name: &'static str,
    any_case: bool,
) -> Result<Option<Cow<'a, str>>, Rejection> {
    let mut values = request
        .query_pairs()
        .filter(|(other, _)| is_one_of(other, &[name], any_case));
    match (values.next(), values.next()) {
        (_, Some(_)) => Err(malformed(name, "is there twice")),
        (Some((_, value)), None) => match decoded(value) {
            Some(text) => Ok(Some(text)),
            None => Err(malformed(name, "is not UTF-8")),
        },
        (None, None) => Ok(None),
    }
}

/// The values of the query parameters `names`, decoded, in one walk. Names match by exact case,
/// whatever their percent-spelling. `other` gets name and value of the rest.
///
/// # Errors
///
/// [`Reason::Malformed`] when one is there twice or is not UTF-8; those of `other`.
pub(crate) fn queries<'a, const N: usize>(
    request: &Request<'a>,
    names: [&'static str; N],
    mut other: impl FnMut(Part<'a>, Part<'a>) -> Result<(), Rejection>,
) -> Result<[Option<Cow<'a, str>>; N], Rejection> {
    let mut found = [const { None }; N];
    for (name, value) in parts(request.query().unwrap_or_default()) {
        let mut slots = found.iter_mut().zip(names);
        match slots.find(|(_, own)| name.is(own)) {
            None => other(name, value)?,
            Some((Some(_), own)) => return Err(malformed(own, "is there twice")),
            Some((slot, own)) => {
                *slot = Some(text_of(value).ok_or_else(|| malformed(own, "is not UTF-8"))?);
            }
        }
    }
    Ok(found)
}

fn text_of(value: Part<'_>) -> Option<Cow<'_, str>> {
    let wire = core::str::from_utf8(value.text).ok()?;
    match value.if_decoded() {
        Some(_) => Some(Cow::Borrowed(wire)),
        None => decoded(wire),
    }
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
