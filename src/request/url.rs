//! Reading a URL as it goes on the wire. Nothing is decoded, rewritten or copied.

use super::Path;
use super::{Host, UrlScheme};
use crate::text::Found;
use crate::text::{class, cut, find_byte};
use crate::{Error, ErrorKind};

/// The destination of a request, in the pieces in which it was written.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) scheme: UrlScheme,
    /// The scheme in the case in which it was written.
    pub(crate) scheme_text: &'a str,
    pub(crate) host: Host<'a>,
    pub(crate) path: Path<'a>,
    /// The query without the `?`.
    pub(crate) query: Option<&'a str>,
    /// The offset of a `#` in the URL. The fragment after it is not sent.
    pub(crate) fragment_at: Option<usize>,
}

impl<'a> Target<'a> {
    /// Reads an absolute URL.
    pub(crate) fn of_url(url: &'a str) -> Result<Self, Error> {
        // A character that no URL has explains all other faults.
        Self::parse(url).map_err(|error| check_characters(url, "url").err().unwrap_or(error))
    }

    #[inline]
    fn parse(url: &'a str) -> Result<Self, Error> {
        let Some((scheme_text, rest)) = split_scheme(url) else {
            return Err(invalid("url", "must be absolute, for example https://host/path"));
        };
        let scheme = UrlScheme::read(scheme_text)?;
        let (host, rest) = Host::read_front(rest, scheme)
            .map_err(|fault| fault.into_error(rest, "url", url.len() - rest.len()))?;
        let OriginForm { path, query, fragment_at } = OriginForm::read(rest, "url")?;
        let fragment_at = fragment_at.map(|at| url.len() - rest.len() + at);
        Ok(Self { scheme, scheme_text, host, path, query, fragment_at })
    }

    /// Takes what a server sees: scheme, authority, and the origin-form target.
    pub(crate) fn of_parts(
        scheme_text: &'a str,
        authority: &'a str,
        target: &'a str,
    ) -> Result<Self, Error> {
        let scheme = UrlScheme::read(scheme_text)?;
        let host = Host::read(authority, scheme, "authority");
        if host.is_err() {
            // A character that no URL has explains all other faults, and no host has one.
            check_characters(authority, "authority")?;
        }
        let OriginForm { path, query, fragment_at } = OriginForm::read(target, "target")?;
        if fragment_at.is_some() {
            let advice = "has a fragment after a `#`, which no client sends; refuse the request, or write the character as %23";
            return Err(invalid("target", advice));
        }
        let host = host?;
        if !(target.is_empty() || target.starts_with(['/', '?'])) {
            return Err(invalid("target", "is not in origin form; it has to begin with `/`"));
        }
        Ok(Self { scheme, scheme_text, host, path, query, fragment_at: None })
    }
}

fn invalid(field: &'static str, advice: &'static str) -> Error {
    Error::new(ErrorKind::InvalidUrl, field, advice)
}

/// Splits `https://host/path` into `https` and `host/path`.
#[inline]
fn split_scheme(url: &str) -> Option<(&str, &str)> {
    // As nearly all URLs begin.
    if let Some(rest) = url.strip_prefix("https://") {
        return Some(("https", rest));
    }
    let (scheme, rest) = cut(url, b':')?;
    Some((scheme, rest.strip_prefix("//")?))
}

/// What follows the host, `/path?query#fragment`.
struct OriginForm<'a> {
    path: Path<'a>,
    query: Option<&'a str>,
    fragment_at: Option<usize>,
}

impl<'a> OriginForm<'a> {
    #[inline]
    fn read(text: &'a str, field: &'static str) -> Result<Self, Error> {
        let (classes, end) = class::union_before(text.as_bytes(), class::PATH_END);
        let (path, rest) = (text.found(..end), text.found(end..));
        let of_rest = classes_of(rest.as_bytes());
        check_classes(text, classes | of_rest, field)?;
        let hash = if of_rest & class::HASH == 0 { None } else { find_byte(rest.as_bytes(), b'#') };
        Ok(Self {
            path: Path::new(path, classes),
            query: rest.found(..hash.unwrap_or(rest.len())).strip_prefix('?'),
            fragment_at: hash.map(|at| end + at),
        })
    }
}

/// Refuses characters that no URL has, wherever they are.
fn check_characters(text: &str, field: &'static str) -> Result<(), Error> {
    check_classes(text, classes_of(text.as_bytes()), field)
}

/// Refuses characters that clients treat differently (controls, space, backslash, non-ASCII) and
/// escapes that are not `%XX`. `classes` are those of all characters together.
#[inline]
fn check_classes(text: &str, classes: u16, field: &'static str) -> Result<(), Error> {
    if u32::try_from(text.len()).is_err() {
        // Places in it are counted in 32 bits.
        return Err(invalid(field, "is longer than four gibibytes, which no server takes"));
    }
    if classes & class::PERCENT != 0
        && let Some(at) = malformed_escape(text.as_bytes())
    {
        let advice = "has a `%` without two hexadecimal digits; write a percent sign as %25";
        return Err(Error::new(ErrorKind::MalformedEscape, field, advice).with_offset(at));
    }
    if classes & class::FORBIDDEN != 0
        && let Some(at) = text.bytes().position(|byte| class::is(byte, class::FORBIDDEN))
    {
        let advice = "has a control character, a space, a backslash or a character that is not ASCII; \
                      percent-encode it; `UrlBuilder` does so for segments and pairs";
        return Err(invalid(field, advice).with_offset(at));
    }
    Ok(())
}

/// Returns the classes of all bytes together, as far as they are checked.
fn classes_of(text: &[u8]) -> u16 {
    if text.len() < 64 {
        return class::union(text);
    }
    let (mut forbidden, mut percent, mut hash) = (false, false, false);
    // Without a branch and a table, which lets this run over many bytes at once.
    for byte in text {
        forbidden |= *byte <= b' ' || *byte >= 0x7f || *byte == b'\\';
        percent |= *byte == b'%';
        hash |= *byte == b'#';
    }
    let bit = |class, is_in: bool| class * u16::from(is_in);
    bit(class::FORBIDDEN, forbidden) | bit(class::PERCENT, percent) | bit(class::HASH, hash)
}

/// Returns the place of a `%` without two hexadecimal digits.
fn malformed_escape(text: &[u8]) -> Option<usize> {
    let (Some(next), Some(last)) = (text.get(1..), text.get(2..)) else {
        return find_byte(text, b'%');
    };
    let mut is_malformed = matches!(text, [.., b'%'] | [.., b'%', _]);
    // Without a branch, as above.
    for ((byte, high), low) in text.iter().zip(next).zip(last) {
        is_malformed |= (*byte == b'%') & !(high.is_ascii_hexdigit() & low.is_ascii_hexdigit());
    }
    let is_digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_hexdigit);
    let is_escape = |at: &usize| is_digit(at + 1) && is_digit(at + 2);
    let mut escapes = (0..text.len()).filter(|at| text.get(*at) == Some(&b'%'));
    if is_malformed { escapes.find(|at| !is_escape(at)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_have_their_offset() {
        for (url, kind, offset) in [
            ("https://h/100%", ErrorKind::MalformedEscape, 13),
            ("https://h/a?q=%4", ErrorKind::MalformedEscape, 14),
            ("https://h/a?%", ErrorKind::MalformedEscape, 12),
            ("https://h/a%zzb", ErrorKind::MalformedEscape, 11),
            ("https://h/a b", ErrorKind::InvalidUrl, 11),
            ("https://h/?q=é", ErrorKind::InvalidUrl, 13),
            ("https://h/\r\nX", ErrorKind::InvalidUrl, 10),
            ("https://h.com\\@evil.com", ErrorKind::InvalidUrl, 13),
            ("https://u:p@h/", ErrorKind::InvalidUrl, 11),
        ] {
            let error = Target::of_url(url).map(|_| ()).expect_err(url);
            assert_eq!((error.kind(), error.offset()), (kind, Some(offset)), "{url}");
        }
    }

    #[test]
    fn a_character_that_no_url_has_explains_other_faults_of_the_parts() {
        for (authority, target, field, offset) in [
            ("h ", "/%", "authority", Some(1)),
            ("u@h", "/%", "target", Some(1)),
            ("u@h", "/ ", "target", Some(1)),
            ("u@h", "/#", "target", None),
            ("u@h", "a", "authority", Some(1)),
            ("h", "a", "target", None),
        ] {
            let error = Target::of_parts("https", authority, target).map(|_| ());
            let error = error.expect_err(target);
            assert_eq!((error.field(), error.offset()), (field, offset), "{authority} {target}");
        }
    }

    #[test]
    fn pieces_are_those_of_the_text() {
        for (url, path, query) in [
            ("https://h", "", None),
            ("https://h?x=1", "", Some("x=1")),
            ("https://h/?", "/", Some("")),
            ("https://h/a//b;c?x=?/#f?", "/a//b;c", Some("x=?/")),
            ("https://h#f", "", None),
        ] {
            let target = Target::of_url(url).expect(url);
            assert_eq!((target.path.text, target.query), (path, query), "{url}");
        }
    }
}
