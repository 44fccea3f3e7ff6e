//! Reading the fields of a signature from a request that arrived: each once, and in its form.

use alloc::borrow::Cow;
use core::str::FromStr;

pub(crate) use super::parameters::queries_into;
use super::parameters::{Slot, decoded_copy};
pub use super::parameters::{queries, queries_by_case};
use super::{Reason, Rejection};
use crate::canonical::QueryText;
use crate::text::{is_same_name, trim};
use crate::{Payload, Request, Scheme, UnixTime};

/// Reads the values of the headers `names`, trimmed, in one walk; names in lower case.
///
/// # Errors
///
/// [`Reason::Malformed`] when one is there twice.
pub fn headers<'a, const N: usize>(
    request: &Request<'a>,
    names: [&'static str; N],
) -> Result<[Option<&'a [u8]>; N], Rejection> {
    let mut found = [None; N];
    for (name, value) in request.headers() {
        let mut slots = found.iter_mut().zip(names);
        let Some((slot, own)) = slots.find(|(_, own)| is_same_name(own, name)) else {
            continue;
        };
        if slot.replace(trim(value)).is_some() {
            return Err(malformed(own, "is there twice"));
        }
    }
    Ok(found)
}

/// Reads the value of a field of the signature as text.
///
/// # Errors
///
/// [`Reason::Malformed`] for a value that is not ASCII.
pub fn ascii<'a>(
    value: Option<&'a [u8]>,
    name: &'static str,
) -> Result<Option<&'a str>, Rejection> {
    // `is_ascii` looks at the bytes after its last block one by one.
    let is_ascii = |value: &[u8]| value.iter().fold(0, |all, byte| all | byte) < 0x80;
    let read = |value: &'a [u8]| match core::str::from_utf8(value) {
        Ok(text) if is_ascii(value) => Ok(text),
        _ => Err(malformed(name, "is not ASCII")),
    };
    value.map(read).transpose()
}

/// Reads the fields `names` of a scheme that has all of them in headers or all of them in the query, as
/// text.
///
/// # Errors
///
/// Those of [`headers`] and [`ascii`], or of [`queries`].
pub(crate) fn own_fields<'a, const N: usize>(
    request: &Request<'a>,
    scheme: &Scheme,
    names: [&'static str; N],
) -> Result<[Slot<'a>; N], Rejection> {
    if scheme.headers().is_empty() {
        return queries(request, names);
    }
    let mut found = [const { None }; N];
    for ((slot, value), own) in found.iter_mut().zip(headers(request, names)?).zip(names) {
        *slot = ascii(value, own)?.map(Cow::Borrowed);
    }
    Ok(found)
}

/// Returns the body of a request whose signature covers it, as bytes or as a digest.
///
/// # Errors
///
/// [`Reason::Request`] where the verifier was not given one.
pub(crate) fn received_payload<'a>(request: &Request<'a>) -> Result<Payload<'a>, Rejection> {
    match request.payload() {
        None | Some(Payload::Unsigned) => Err(Rejection::new(
            Reason::Request,
            "payload: is covered by the signature and was not given to the verifier; call \
             `with_body`, with \"\" if there is none",
        )),
        Some(payload) => Ok(payload),
    }
}

/// Returns the decoded text of a parameter. `None` for one that is not UTF-8.
pub(super) fn text_of(value: QueryText<'_>) -> Option<Cow<'_, str>> {
    match value.if_decoded() {
        Some(decoded) => core::str::from_utf8(decoded).ok().map(Cow::Borrowed),
        None => decoded_copy(value.text).map(Cow::Owned),
    }
}

/// Returns a field that has to be there once another field of the signature is.
///
/// # Errors
///
/// [`Reason::Malformed`].
pub fn required<T>(value: Option<T>, name: &'static str) -> Result<T, Rejection> {
    value.ok_or_else(|| malformed(name, "is missing"))
}

/// Returns the field that has the signature.
///
/// # Errors
///
/// [`Reason::NotSigned`] without it.
pub(crate) fn signed<T>(value: Option<T>, name: &str) -> Result<T, Rejection> {
    let fault = || Rejection::new(Reason::NotSigned, alloc::format!("has no `{name}`"));
    value.ok_or_else(fault)
}

/// Returns the id of the key that signed, which has to be there and not empty.
///
/// # Errors
///
/// [`Reason::Malformed`].
pub fn key_id<T: AsRef<str>>(value: Option<T>, name: &'static str) -> Result<T, Rejection> {
    match required(value, name)? {
        id if id.as_ref().is_empty() => Err(malformed(name, "is empty")),
        id => Ok(id),
    }
}

/// Reads a Unix time of the years 1970 to 9999 in decimal digits, without a sign and without
/// padding: signed is the text, and a number has to have one.
///
/// # Errors
///
/// [`Reason::Malformed`].
pub fn unix_seconds<T: AsRef<str>>(
    value: Option<T>,
    name: &'static str,
) -> Result<UnixTime, Rejection> {
    let text = required(value, name)?;
    // The year 9999 has twelve digits.
    let digits = Some(text.as_ref()).filter(|text| is_decimal(text) && text.len() <= 12);
    let seconds = digits.map(|digits| {
        let digits = digits.bytes().map(|digit| i64::from(digit & 0xf));
        digits.fold(0, |number, digit| 10 * number + digit)
    });
    let in_range = |seconds: &i64| *seconds <= 253_402_300_799;
    seconds.filter(in_range).map(UnixTime::new).ok_or_else(|| {
        malformed(name, "is not a time in unix seconds, in decimal digits without padding")
    })
}

/// Reads a signature of `N` bytes in hexadecimal, in lower case.
///
/// # Errors
///
/// [`Reason::Malformed`].
#[cfg(feature = "_hex")]
pub fn hex_signature<const N: usize>(text: &str, name: &'static str) -> Result<[u8; N], Rejection> {
    crate::canonical::from_hex(text.as_bytes()).ok_or_else(|| {
        let digits = 2 * N;
        let fault =
            alloc::format!("has a signature that is not {digits} hexadecimal digits in lower case");
        malformed(name, &fault)
    })
}

/// Reads a signature of `N` bytes in base64, with its padding.
///
/// # Errors
///
/// [`Reason::NotSigned`] without it, and [`Reason::Malformed`].
#[cfg(feature = "_base64")]
pub(crate) fn base64_signature<const N: usize>(
    value: Option<impl AsRef<str>>,
    name: &'static str,
) -> Result<[u8; N], Rejection> {
    crate::canonical::from_base64(signed(value, name)?.as_ref().as_bytes())
        .ok_or_else(|| malformed(name, &alloc::format!("is not {N} bytes in base64 with padding")))
}

/// Returns whether a text is a number in decimal digits, without a sign and without padding.
pub(crate) fn is_decimal(text: &str) -> bool {
    match text.as_bytes() {
        [] | [b'0', _, ..] => false,
        digits => digits.iter().all(u8::is_ascii_digit),
    }
}

/// Reads a number in decimal digits, without a sign and without padding.
pub(crate) fn read_decimal<T: FromStr>(text: &str) -> Option<T> {
    if is_decimal(text) { text.parse().ok() } else { None }
}

/// Returns the rejection of a field. `fault` says what is wrong with it, without its value.
#[must_use]
#[cold]
pub fn malformed(name: &str, fault: &str) -> Rejection {
    Rejection::new(Reason::Malformed, alloc::format!("{name}: {fault}"))
}

/// Returns the rejection of a request that has no signature of the scheme.
#[must_use]
#[cold]
pub fn not_signed(what: &'static str) -> Rejection {
    Rejection::new(Reason::NotSigned, what)
}

/// Returns the rejection of a request without the header `name`, which its signature lists.
#[must_use]
#[cold]
pub fn header_missing(name: &str) -> Rejection {
    Rejection::new(
        Reason::HeaderMissing,
        alloc::format!(
            "{name}: is listed as covered and did not arrive, or without a value; something on \
             the way may drop it"
        ),
    )
}
