//! The text that the HMAC schemes sign, with date and request line, and the field that carries the
//! signature. `hmac-url` and `http-digest` share both.

use alloc::string::String;

use hmac::Hmac;
use sha2::Sha256;

use crate::canonical::{Base64, Key, VerbatimTarget};
use crate::request::Host;
use crate::text::{Sink, cut};
use crate::verify::Rejection;
use crate::verify::fields::malformed;
use crate::{Error, Request};

/// The string to sign: `host`, `date` and the request line, and `digest` where the body is covered.
pub(super) struct HmacText<'a> {
    target: VerbatimTarget<'a>,
    date: &'a [u8],
    digest: Option<&'a [u8]>,
}

impl<'a> HmacText<'a> {
    /// Takes the parts of a request that are signed.
    ///
    /// # Errors
    ///
    /// Those of [`VerbatimTarget::new`].
    pub(super) fn new(
        request: &Request<'a>,
        host: Host<'a>,
        date: &'a [u8],
        digest: Option<&'a [u8]>,
    ) -> Result<Self, Error> {
        Ok(Self { target: VerbatimTarget::new(request, host, true)?, date, digest })
    }

    /// Writes the text, which has no line end after its last line.
    pub(super) fn write<S: Sink>(&self, sink: &mut S) {
        sink.text(b"host: ");
        self.target.host.write_bytes(|piece| sink.text(piece));
        sink.line_end();
        sink.text(b"date: ");
        sink.text(self.date);
        sink.line_end();
        sink.text(self.target.method.as_bytes());
        sink.text(b" ");
        sink.text(self.target.path.as_bytes());
        sink.text(b" HTTP/1.1");
        if let Some(digest) = self.digest {
            sink.line_end();
            sink.text(b"digest: ");
            sink.text(digest);
        }
    }

    /// Returns the signature.
    pub(super) fn sign(&self, key: &Key<Hmac<Sha256>>) -> Base64<44> {
        Base64::new(&key.sign(|mac| self.write(mac)).0)
    }
}

/// The algorithm that both schemes name.
const ALGORITHM: &str = "hmac-sha256";

/// The value of `authorization` up to the signature, which a quotation mark follows.
///
/// `headers` are the names of the lines that are signed.
pub(super) fn authorization_front(api_key: &str, headers: &str) -> String {
    alloc::format!(
        "api_key=\"{api_key}\", algorithm=\"{ALGORITHM}\", headers=\"{headers}\", signature=\""
    )
}

/// The parts of an `authorization` that arrived.
pub(super) struct Authorization<'a> {
    pub(super) api_key: &'a str,
    pub(super) signature: &'a str,
}

impl<'a> Authorization<'a> {
    /// Reads `name="value"`, four of them in any order, with or without blanks after the commas.
    ///
    /// # Errors
    ///
    /// [`Reason::Malformed`](crate::verify::Reason::Malformed), also for another algorithm, and for
    /// other lines than `headers`.
    pub(super) fn read(text: &'a str, headers: &str) -> Result<Self, Rejection> {
        let parts = parts(text).ok_or_else(|| {
            malformed("authorization", "is not a list of name=\"value\", with each name once")
        })?;
        let [api_key, algorithm, signed, signature] = parts;
        if algorithm != ALGORITHM {
            return Err(malformed("authorization", "names another algorithm than hmac-sha256"));
        }
        if signed != headers {
            return Err(malformed("authorization", "lists other headers than the scheme signs"));
        }
        if api_key.is_empty() {
            return Err(malformed("authorization", "has an empty api_key"));
        }
        Ok(Self { api_key, signature })
    }
}

/// Returns the values of the four parts. `None` for any other text.
fn parts(text: &str) -> Option<[&str; 4]> {
    const NAMES: [&str; 4] = ["api_key", "algorithm", "headers", "signature"];
    let mut found = [None; 4];
    let mut rest = text;
    while !rest.is_empty() {
        if rest.len() < text.len() {
            rest = rest.strip_prefix(',')?.trim_start_matches(' ');
        }
        let (name, quoted) = cut(rest, b'=')?;
        let (value, after) = cut(quoted.strip_prefix('"')?, b'"')?;
        let (slot, _) = found.iter_mut().zip(NAMES).find(|(_, own)| *own == name)?;
        if slot.replace(value).is_some() {
            return None;
        }
        rest = after;
    }
    let [Some(api_key), Some(algorithm), Some(headers), Some(signature)] = found else {
        return None;
    };
    Some([api_key, algorithm, headers, signature])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authorization_has_each_part_once() {
        let expected = Some(["k,=", "a", "h i", "s=="]);
        for text in [
            r#"api_key="k,=", algorithm="a", headers="h i", signature="s==""#,
            r#"api_key="k,=",algorithm="a",headers="h i",signature="s==""#,
            r#"signature="s==", headers="h i", algorithm="a", api_key="k,=""#,
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
        for text in [
            "",
            "Bearer abc",
            r#"api_key="k", algorithm="a", headers="h""#,
            r#"api_key="k", algorithm="a", headers="h", signature="s", signature="s""#,
            r#"api_key="k", algorithm="a", headers="h", signature="s", more="m""#,
            r#"api_key="k", algorithm="a", headers="h", signature="s" "#,
            r#"api_key="k", algorithm="a", headers="h", signature="s"#,
            r#"hmac api_key="k", algorithm="a", headers="h", signature="s""#,
            r#"api_key="k" algorithm="a" headers="h" signature="s""#,
            r#"api_key = "k", algorithm="a", headers="h", signature="s""#,
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
