//! Reading a URL as it goes on the wire. Nothing is decoded, rewritten or copied.
//!
//! There are two readers with one result. The quick one takes the URLs that nearly all programs
//! have in one pass, and takes nothing else. The other one takes all that can be sent, and has the
//! errors.

use super::Path;
use super::{Host, UrlScheme};
use crate::text::Found;
use crate::text::{class, cut};
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
        match Self::of_plain_url(url) {
            Some(target) => Ok(target),
            None => Self::of_any_url(url),
        }
    }

    /// Reads a URL with a host name in lower case without a port, no escapes in the path, and no
    /// fragment. Nearly all URLs are like that, and are read in one pass.
    fn of_plain_url(url: &'a str) -> Option<Self> {
        let (scheme, scheme_text, rest) = match url.strip_prefix("https://") {
            Some(rest) => (UrlScheme::Https, "https", rest),
            None => (UrlScheme::Wss, "wss", url.strip_prefix("wss://")?),
        };
        let in_name = |byte| class::is(byte, class::LOWER_NAME);
        let (name, origin_form) = split_where(rest, |byte| !in_name(byte))?;
        Self::of_plain_parts(scheme, scheme_text, name, origin_form)
    }

    /// Takes a host name of lower-case letters, digits, `-` and `.`, and what follows it.
    fn of_plain_parts(
        scheme: UrlScheme,
        scheme_text: &'a str,
        name: &'a str,
        origin_form: &'a str,
    ) -> Option<Self> {
        let (path, query) = split_where(origin_form, |byte| class::is(byte, class::NOT_IN_PATH))?;
        let query = match query.as_bytes() {
            [] => None,
            [b'?', ..] => Some(query.get(1..)?),
            _ => return None,
        };
        // Byte by byte where it is short, which is quicker than many bytes at once.
        let is_short = |query: &str| {
            query.len() < 64 && !query.bytes().any(|byte| class::is(byte, class::NOT_IN_PATH))
        };
        let is_fit = |query| is_short(query) || check_characters(query, "url") == Ok(false);
        let is_plain = query.is_none_or(is_fit) && matches!(path.as_bytes(), [] | [b'/', ..]);
        Some(Self {
            scheme,
            scheme_text,
            host: Host::of_plain_name(name).filter(|_| is_plain)?,
            path: Path { text: path },
            query,
            fragment_at: None,
        })
    }

    /// Reads a URL of any form that can be sent, or finds out why it cannot.
    fn of_any_url(url: &'a str) -> Result<Self, Error> {
        let fragment_at = if check_characters(url, "url")? {
            url.bytes().position(|byte| byte == b'#')
        } else {
            None
        };
        let Some((scheme_text, rest)) = split_scheme(url) else {
            let advice = "must be absolute, for example https://host/path";
            return Err(Error::new(ErrorKind::InvalidUrl, "url", advice));
        };
        let scheme = UrlScheme::read(scheme_text)?;
        let (authority, origin_form) = split_authority(rest);
        let host = Host::read(authority, scheme, "url", url.len() - rest.len())?;
        let (path, query) = split_origin_form(origin_form, fragment_at.is_some());
        Ok(Self { scheme, scheme_text, host, path, query, fragment_at })
    }

    /// Takes what a server sees: scheme, authority, and the origin-form target.
    pub(crate) fn of_parts(
        scheme_text: &'a str,
        authority: &'a str,
        target: &'a str,
    ) -> Result<Self, Error> {
        let scheme = UrlScheme::read(scheme_text)?;
        if authority.bytes().all(|byte| class::is(byte, class::LOWER_NAME))
            && let Some(plain) = Self::of_plain_parts(scheme, scheme_text, authority, target)
        {
            return Ok(plain);
        }
        check_characters(authority, "authority")?;
        if check_characters(target, "target")? {
            let advice = "has a fragment after a `#`, which no client sends; refuse the request, or write the character as %23";
            return Err(Error::new(ErrorKind::InvalidUrl, "target", advice));
        }
        let host = Host::read(authority, scheme, "authority", 0)?;
        if !(target.is_empty() || target.starts_with(['/', '?'])) {
            let advice = "is not in origin form; it has to begin with `/`";
            return Err(Error::new(ErrorKind::InvalidUrl, "target", advice));
        }
        let (path, query) = Path::read(target);
        Ok(Self { scheme, scheme_text, host, path, query, fragment_at: None })
    }
}

/// Splits before the first byte that `is` accepts, which is ASCII.
fn split_where(text: &str, is: impl Fn(u8) -> bool) -> Option<(&str, &str)> {
    let at = text.bytes().position(is).unwrap_or(text.len());
    text.split_at_checked(at)
}

/// Splits before the first `/`, `?` or `#`.
fn split_authority(rest: &str) -> (&str, &str) {
    let ends = |byte| matches!(byte, b'/' | b'?' | b'#');
    let at = rest.bytes().position(ends).unwrap_or(rest.len());
    (rest.found(..at), rest.found(at..))
}

/// Splits `https://host/path` into `https` and `host/path`.
fn split_scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = cut(url, b':')?;
    Some((scheme, rest.strip_prefix("//")?))
}

/// Splits `/path?query#fragment`; the fragment is dropped.
fn split_origin_form(text: &str, has_fragment: bool) -> (Path<'_>, Option<&str>) {
    Path::read(if has_fragment { cut(text, b'#').map_or(text, |(sent, _)| sent) } else { text })
}

/// Refuses characters that clients treat differently (controls, space, backslash, non-ASCII) and
/// escapes that are not `%XX`. Returns whether there is a `#`.
fn check_characters(text: &str, field: &'static str) -> Result<bool, Error> {
    if u32::try_from(text.len()).is_err() {
        // Places in it are counted in 32 bits.
        let advice = "is longer than four gibibytes, which no server takes";
        return Err(Error::new(ErrorKind::InvalidUrl, field, advice));
    }
    let is_forbidden = |byte: u8| byte <= b' ' || byte >= 0x7f || byte == b'\\';
    let (mut forbidden, mut percent, mut hash) = (false, false, false);
    // No branch inside, which lets this run over many bytes at once.
    for byte in text.bytes() {
        forbidden |= is_forbidden(byte);
        percent |= byte == b'%';
        hash |= byte == b'#';
    }
    if percent && let Some(at) = malformed_escape(text.as_bytes()) {
        return Err(Error::new(
            ErrorKind::MalformedEscape,
            field,
            "has a `%` without two hexadecimal digits; write a percent sign as %25",
        )
        .with_offset(at));
    }
    if forbidden {
        let error = Error::new(
            ErrorKind::InvalidUrl,
            field,
            "has a control character, a space, a backslash or a character that is not ASCII; \
             percent-encode it; `UrlBuilder` does so for segments and pairs",
        );
        return Err(match text.bytes().position(is_forbidden) {
            Some(at) => error.with_offset(at),
            None => error,
        });
    }
    Ok(hash)
}

/// Returns the place of a `%` without two hexadecimal digits.
fn malformed_escape(text: &[u8]) -> Option<usize> {
    // Without a branch, as above. A `%` in the last two places is one without digits in any case.
    let (Some(next), Some(last)) = (text.get(1..), text.get(2..)) else {
        return find_malformed_escape(text);
    };
    let triples = text.iter().zip(next).zip(last);
    let is_malformed = triples.fold(false, |any, ((byte, high), low)| {
        any | ((*byte == b'%') & !(high.is_ascii_hexdigit() & low.is_ascii_hexdigit()))
    });
    match (is_malformed, text) {
        (false, [.., b'%'] | [.., b'%', _]) | (true, _) => find_malformed_escape(text),
        _ => None,
    }
}

/// Finds that place step by step, once it is likely that there is one.
fn find_malformed_escape(text: &[u8]) -> Option<usize> {
    let mut rest = text;
    loop {
        let at = rest.iter().position(|byte| *byte == b'%')?;
        match rest.get(at..) {
            Some([_, high, low, tail @ ..]) if is_hex(*high) && is_hex(*low) => rest = tail,
            _ => return Some(text.len() - rest.len() + at),
        }
    }
}

/// Returns whether a byte is a hexadecimal digit, in either case.
fn is_hex(digit: u8) -> bool {
    class::is(digit, class::HEX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_have_their_offset() {
        for (url, kind, offset) in [
            ("https://h/100%", ErrorKind::MalformedEscape, 13),
            ("https://h/a?q=%4", ErrorKind::MalformedEscape, 14),
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
