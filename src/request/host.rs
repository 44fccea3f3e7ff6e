//! The host as it will be sent: in lower case, without the port that its scheme implies.
//!
//! The host is the part of a URL that clients rewrite most. Most schemes sign it, so it is sent in
//! the one form that all clients send: letters in lower case, the default port left out, other ports
//! without leading zeros. Forms on which clients disagree are refused: `127.1` and `0x7f000001`,
//! which some send as `127.0.0.1`, and IPv6 addresses that are not in their shortest form.

use core::fmt::{self, Write};
use core::net::{Ipv4Addr, Ipv6Addr};

use smallvec::SmallVec;

use super::UrlScheme;
use crate::text::{Decimal, Found, class};
use crate::{Error, ErrorKind};

/// A host with its port, read from an authority or from a `Host` header.
///
/// `Display` writes the canonical form, which is what will be sent and signed.
///
/// ```
/// use polysign::Request;
///
/// let host = Request::new("GET", "https://EXAMPLE.com:443/")?.host()?;
/// assert_eq!(host.to_string(), "example.com");
/// assert_eq!(host.name(), "EXAMPLE.com");
/// assert_eq!(host.port(), None);
/// assert!(!host.is_canonical());
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Host<'a> {
    /// All of it as written.
    text: &'a str,
    /// The name as written, IPv6 with its brackets.
    name: &'a str,
    port: Option<u16>,
    has_upper_case: bool,
    port_is_canonical: bool,
}

impl<'a> Host<'a> {
    /// Reads `text`, which is `host`, `host:port`, `[address]` or `[address]:port`, for a URL of
    /// `scheme`. `field` names the input for errors.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`], with the offset, for a text that clients would rewrite or refuse.
    pub(crate) fn read(
        text: &'a str,
        scheme: UrlScheme,
        field: &'static str,
    ) -> Result<Self, Error> {
        let read = Self::read_front(text, scheme).and_then(|(host, rest)| match rest {
            "" => Ok(host),
            _ => Err(Fault { at: host.name.len(), advice: NOT_IN_NAME }),
        });
        read.map_err(|fault| fault.into_error(text, field, 0))
    }

    /// Reads the host at the front of `text`. Returns what follows it, which is nothing or begins with
    /// `/`, `?` or `#`.
    #[inline]
    pub(super) fn read_front(text: &'a str, scheme: UrlScheme) -> Result<(Self, &'a str), Fault> {
        let lower = class::run(text.as_bytes(), class::LOWER_NAME);
        let name_end = end_of_name(text, lower)?;
        let (name, rest) = (text.found(..name_end), text.found(name_end..));
        let port = match rest.as_bytes() {
            [] | [b'/' | b'?' | b'#', ..] => "",
            _ => authority(rest),
        };
        let number = read_port(port, name_end)?;
        let sent_port = number.filter(|number| *number != scheme.default_port());
        let port_is_canonical = match sent_port {
            None => port.is_empty(),
            Some(_) => !port.starts_with(":0") || port == ":0",
        };
        let has_upper_case = class::union(name.as_bytes().found(lower..)) & class::UPPER != 0;
        let host = Self {
            text: text.found(..name_end + port.len()),
            name,
            port: sent_port,
            has_upper_case,
            port_is_canonical,
        };
        Ok((host, rest.found(port.len()..)))
    }

    /// Returns the text from which this was read.
    pub(crate) fn as_written(&self) -> &'a str {
        self.text
    }

    /// Returns the name in the case in which it was written, IPv6 with its brackets.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Returns whether the text from which this was read is what will be sent, to the byte.
    #[must_use]
    pub fn is_canonical(&self) -> bool {
        self.port_is_canonical && !self.has_upper_case
    }

    /// Returns the port. `None` if it is the one that the scheme implies, written out or not.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// Returns whether two hosts are the same when sent: the name in any case, and the port.
    #[must_use]
    pub fn is_same(&self, other: &Host<'_>) -> bool {
        self.name.eq_ignore_ascii_case(other.name) && self.port == other.port
    }

    /// Returns whether the host is a subdomain of `domain`, on the same port. A domain is no
    /// subdomain of itself.
    #[cfg(feature = "tower")]
    pub(crate) fn is_subdomain_of(&self, domain: &Host<'_>) -> bool {
        let labels = before_domain(self.name, domain.name);
        let is_within = labels.is_some_and(|labels| labels.len() > 1 && labels.ends_with('.'));
        is_within && self.port == domain.port
    }

    /// Returns whether the host is this machine: `localhost` and its subdomains, 127.0.0.0/8,
    /// `[::1]`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let name = self.name.strip_suffix('.').unwrap_or(self.name);
        let labels = before_domain(name, "localhost");
        labels.is_some_and(|labels| labels.is_empty() || labels.ends_with('.'))
            || name == "[::1]"
            || name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
    }

    /// Passes the canonical text, as it is sent and signed, to `piece`, in pieces.
    #[allow(clippy::expect_used, reason = "another host would be signed")]
    pub fn write(&self, mut piece: impl FnMut(&str)) {
        self.write_bytes(|bytes| piece(core::str::from_utf8(bytes).expect("a host is ASCII")));
    }

    /// Passes on what [`Host::write`] does, as bytes.
    #[inline]
    pub(crate) fn write_bytes(&self, mut piece: impl FnMut(&[u8])) {
        if self.has_upper_case {
            piece(&self.lower_name());
        } else {
            piece(self.name.as_bytes());
        }
        if let Some(port) = self.port {
            piece(b":");
            piece(Decimal::new(port.into()).as_bytes());
        }
    }

    #[inline]
    fn lower_name(&self) -> SmallVec<[u8; 256]> {
        let mut lower = SmallVec::from_slice(self.name.as_bytes());
        lower.make_ascii_lowercase();
        lower
    }
}

/// Returns the part of a name before `domain`, with which it ends in any case.
fn before_domain<'a>(name: &'a str, domain: &str) -> Option<&'a str> {
    let (labels, end) = name.split_at_checked(name.len().checked_sub(domain.len())?)?;
    end.eq_ignore_ascii_case(domain).then_some(labels)
}

/// A fault in a text: its place in bytes, and a sentence that says what is wrong.
pub(super) struct Fault {
    at: usize,
    advice: &'static str,
}

impl Fault {
    /// Returns the error for a text that begins at `start` in the input. User information explains
    /// all other faults.
    pub(super) fn into_error(self, text: &str, field: &'static str, start: usize) -> Error {
        let (at, advice) = match authority(text).find('@') {
            None => (self.at, self.advice),
            Some(at) => {
                (at, "has user information (a name or a password) before the host; remove it")
            }
        };
        Error::new(ErrorKind::InvalidUrl, field, advice).with_offset(start + at)
    }
}

const NOT_IN_NAME: &str = "has a character in the host that is not a letter, digit, `-`, `.`, `_` or \
                           `~`; write an international name in its `xn--` form";

/// Returns the text before the first `/`, `?` or `#`.
fn authority(text: &str) -> &str {
    let end = text.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
    text.found(..end.unwrap_or(text.len()))
}

/// Returns the end of the name, after which the port begins, or the authority ends. The first `lower`
/// bytes are in lower case and belong to it.
///
/// Clients would send another text for a name that is refused, or disagree on what to send.
#[inline]
fn end_of_name(text: &str, lower: usize) -> Result<usize, Fault> {
    if text.starts_with('[') {
        return end_of_address(text);
    }
    let end = match text.as_bytes().found(lower..) {
        [byte, rest @ ..] if class::is(*byte, class::UNRESERVED) => {
            lower + 1 + class::run(rest, class::UNRESERVED)
        }
        _ => lower,
    };
    let name = text.found(..end);
    if !matches!(text.as_bytes().get(end), None | Some(b':' | b'/' | b'?' | b'#')) {
        return Err(Fault { at: end, advice: NOT_IN_NAME });
    }
    if name.is_empty() {
        return Err(Fault { at: 0, advice: "has no host" });
    }
    if is_malformed_address(name) {
        let advice = "has an IPv4 address that is not four decimal numbers";
        return Err(Fault { at: 0, advice });
    }
    Ok(end)
}

/// Returns the end of an IPv6 address in brackets.
fn end_of_address(text: &str) -> Result<usize, Fault> {
    let Some(bracket) = text.find(']') else {
        return Err(Fault { at: 0, advice: "has an IPv6 address without its closing bracket" });
    };
    let address = text.found(1..bracket);
    let is_sent_form = address.parse::<Ipv6Addr>().is_ok_and(|parsed| {
        let mut rest = Unmatched(address);
        write_sent_form(parsed, &mut rest).is_ok() && rest.0.is_empty()
    });
    if is_sent_form {
        Ok(bracket + 1)
    } else {
        Err(Fault { at: 1, advice: "has an IPv6 address that is not in its shortest form" })
    }
}

/// Reads the port with its colon, which is at `start`. A colon alone, and nothing, is no port.
#[inline]
fn read_port(text: &str, start: usize) -> Result<Option<u16>, Fault> {
    match text.strip_prefix(':') {
        None if text.is_empty() => Ok(None),
        Some("") => Ok(None),
        Some(digits) if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            let too_large = |_| Fault { at: start + 1, advice: "has a port above 65535" };
            digits.parse().map(Some).map_err(too_large)
        }
        _ => Err(Fault { at: start, advice: "has a port that is not a number" }),
    }
}

/// Returns whether the last label of a name is a number, which makes it an address, and the name is
/// not one.
fn is_malformed_address(name: &str) -> bool {
    if matches!(name.as_bytes(), [.., b'g'..=b'w' | b'y' | b'z' | b'G'..=b'W' | b'Y' | b'Z']) {
        // Nearly all names end like that, and no number does.
        return false;
    }
    let labels = name.strip_suffix('.').unwrap_or(name);
    let start = labels.bytes().rposition(|byte| byte == b'.').map_or(0, |dot| dot + 1);
    let label = labels.found(start..);
    let is_hex = |hex: &str| hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_number = label.bytes().all(|byte| byte.is_ascii_digit())
        || label.strip_prefix("0x").or(label.strip_prefix("0X")).is_some_and(is_hex);
    is_number && !label.is_empty() && name.parse::<Ipv4Addr>().is_err()
}

/// Writes the text that URL parsers write. The standard library writes a mapped IPv4 address with dots.
fn write_sent_form(address: Ipv6Addr, text: &mut impl Write) -> fmt::Result {
    match (address.to_ipv4_mapped(), address.segments()) {
        (Some(_), [.., high, low]) => write!(text, "::ffff:{high:x}:{low:x}"),
        (None, _) => write!(text, "{address}"),
    }
}

/// The rest of a text that is compared, without a copy, with what is written.
struct Unmatched<'a>(&'a str);

impl Write for Unmatched<'_> {
    fn write_str(&mut self, written: &str) -> fmt::Result {
        let (front, rest) = self.0.split_at_checked(written.len()).ok_or(fmt::Error)?;
        self.0 = rest;
        if front.eq_ignore_ascii_case(written) { Ok(()) } else { Err(fmt::Error) }
    }
}

impl fmt::Display for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut result = Ok(());
        self.write(|piece| result = result.and_then(|()| f.write_str(piece)));
        result
    }
}

impl fmt::Debug for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn hosts_are_written_as_they_are_sent() {
        for (text, scheme, expected) in [
            ("EX.com:443", UrlScheme::Https, "ex.com"),
            ("ex.com:80", UrlScheme::Https, "ex.com:80"),
            ("ex.com:80", UrlScheme::Http, "ex.com"),
            ("ex.com:443", UrlScheme::Wss, "ex.com"),
            ("ex.com:", UrlScheme::Https, "ex.com"),
            ("ex.com:08443", UrlScheme::Https, "ex.com:8443"),
            ("[2001:DB8::1]:8443", UrlScheme::Https, "[2001:db8::1]:8443"),
            ("127.0.0.1:8080", UrlScheme::Http, "127.0.0.1:8080"),
            ("h..", UrlScheme::Https, "h.."),
        ] {
            let host = Host::read(text, scheme, "url").expect(text);
            assert_eq!(host.to_string(), expected);
            assert_eq!(host.is_canonical(), text == expected, "{text}");
        }
    }

    #[test]
    fn hosts_that_clients_would_rewrite_are_refused() {
        for text in [
            "", ":443", "u:p@h", "h:x", "h:65536", "h:-1", "[::1", "[::1]x", "[0:0::1]", "[1::0]",
            "[::ffff:127.0.0.1]", "[::ffff:127.0.0.1", "a b", "h%41", "1.2.3", "127.1", "0x7f.1",
            "0x7f000001", "0x", "0X", "127.0x", "1.0x.", "é",
        ] {
            let error = Host::read(text, UrlScheme::Https, "url").expect_err(text);
            assert_eq!(error.kind(), ErrorKind::InvalidUrl, "{text}");
        }
    }

    #[test]
    fn loopback() {
        for (text, expected) in [
            ("localhost", true),
            ("LocalHost:8080", true),
            ("api.localhost", true),
            ("127.9.9.9", true),
            ("[::1]:80", true),
            ("notlocalhost", false),
            ("localhost.example.com", false),
            ("128.0.0.1", false),
        ] {
            let host = Host::read(text, UrlScheme::Https, "url").expect(text);
            assert_eq!(host.is_loopback(), expected, "{text}");
        }
    }
}
