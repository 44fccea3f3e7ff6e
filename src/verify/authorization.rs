//! The `Authorization` header of a request that arrived: a scheme's word, and `Key=value` parts.

use super::fields::{ascii, malformed};
use super::{Reason, Rejection};
use crate::text::{cut, split};

/// Reads the parts `keys` of `word Key=value, Key=value`, in any order. The space after a comma may
/// be absent.
///
/// # Errors
///
/// [`Reason::NotSigned`] without a field that begins with `word`; [`Reason::Malformed`] for a part
/// that is missing, there twice, or not one of `keys`.
pub fn authorization<'a, const N: usize>(
    value: Option<&'a [u8]>,
    word: &str,
    keys: [&str; N],
) -> Result<[&'a str; N], Rejection> {
    let parts = ascii(value, "authorization")?
        .and_then(|text| text.strip_prefix(word)?.strip_prefix(' '))
        .ok_or_else(|| {
            Rejection::new(Reason::NotSigned, alloc::format!("has no `Authorization: {word}`"))
        })?;
    read(parts, keys).ok_or_else(|| {
        let form = alloc::format!(
            "is not of the form `{word} {}=..`, with each part once",
            keys.join("=.., ")
        );
        malformed("authorization", &form)
    })
}

fn read<'a, const N: usize>(text: &'a str, keys: [&str; N]) -> Option<[&'a str; N]> {
    let mut values = [None; N];
    let mut rest = Some(text);
    while let Some(part) = rest {
        let part = part.strip_prefix(' ').filter(|_| part.len() < text.len()).unwrap_or(part);
        let value = |own: &str| part.strip_prefix(own)?.strip_prefix('=');
        let mut slots = values.iter_mut().zip(keys);
        let (slot, value) = slots.find_map(|(slot, own)| Some((slot, value(own)?)))?;
        let (value, after) =
            cut(value, b',').map_or((value, None), |(value, after)| (value, Some(after)));
        if slot.replace(value).is_some() {
            return None;
        }
        rest = after;
    }
    let is_whole = values.iter().all(Option::is_some);
    is_whole.then(|| values.map(Option::unwrap_or_default))
}

/// Reads `id/date/region/service/word` as an array of its parts, the id first, for credentials whose
/// ids have no `/`. `None` for another number of parts, or an empty one.
#[must_use]
pub fn slashed<const N: usize>(text: &str) -> Option<[&str; N]> {
    let mut parts = [""; N];
    let mut slots = parts.iter_mut();
    for part in split(text, b'/').filter(|_| N > 0) {
        *slots.next()? = Some(part).filter(|part| !part.is_empty())?;
    }
    slots.next().is_none().then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_there_once() {
        let keys = ["Credential", "SignedHeaders", "Signature"];
        for (value, expected) in [
            ("W Credential=a/b, SignedHeaders=c;d, Signature=0", Ok(["a/b", "c;d", "0"])),
            ("W Credential=a/b,SignedHeaders=c;d,Signature=0", Ok(["a/b", "c;d", "0"])),
            ("W Signature=0,Credential=a=b, SignedHeaders=c", Ok(["a=b", "c", "0"])),
            ("W", Err(Reason::NotSigned)),
            ("w Credential=a,SignedHeaders=c,Signature=0", Err(Reason::NotSigned)),
            ("W2 Credential=a,SignedHeaders=c,Signature=0", Err(Reason::NotSigned)),
            ("W Credential=a,SignedHeaders=c", Err(Reason::Malformed)),
            ("W Credential=,SignedHeaders=,Signature=", Ok(["", "", ""])),
            ("W  Credential=a,SignedHeaders=c,Signature=0", Err(Reason::Malformed)),
            ("W Credential=a,SignedHeaders=c,Signature=0,", Err(Reason::Malformed)),
            ("W Credential=a,SignedHeaders=c,Signature=0,Signature=0", Err(Reason::Malformed)),
            ("W Credential=a,SignedHeaders=c,Signature=0,X=1", Err(Reason::Malformed)),
            ("W Credential=a,  SignedHeaders=c,Signature=0", Err(Reason::Malformed)),
            ("W credential=a,SignedHeaders=c,Signature=0", Err(Reason::Malformed)),
            ("W é", Err(Reason::Malformed)),
        ] {
            let read = authorization(Some(value.as_bytes()), "W", keys);
            assert_eq!(read.map_err(|rejection| rejection.reason()), expected, "{value}");
        }
    }

    #[test]
    fn a_scope_has_its_number_of_parts() {
        assert_eq!(slashed("id/20150830/x/y"), Some(["id", "20150830", "x", "y"]));
        for text in ["", "id/a/b", "id/a/b/c/d", "id//b/c", "/a/b/c", "id/a/b/"] {
            assert_eq!(slashed::<4>(text), None, "{text}");
        }
    }
}
