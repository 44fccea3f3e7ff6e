//! The canonical request that the schemes share, and what each writes in its own way.

use polysign::custom::{
    CanonicalHeaders, CanonicalQuery, CanonicalRequest, Hex, ListedHeaders, Order, OwnHeaders,
    Sink, SkippedNames, sha256, wiping_stack,
};
use polysign::request::Host;
use polysign::verify::{Policy, Rejection};
use polysign::{Error, ErrorKind, Request};

/// What one scheme writes in its own way.
pub(crate) trait Form: Copy {
    /// The header with the token, and the name that an explanation shows in place of the token.
    const TOKEN: (&'static str, &'static str);
    /// The order of the query.
    const ORDER: Order;
    /// Whether headers of one name stay in the order of the request. Else their values are sorted.
    const KEEPS_PLACES: bool = true;

    fn write_path<S: Sink>(self, parts: &CanonicalRequest<'_, '_>, sink: &mut S);

    fn write_value<S: Sink>(value: &[u8], sink: &mut S) {
        sink.text(value);
    }

    /// Checks that path and query that arrived have no spelling that is signed as another one is.
    fn check_target_arrived(self, policy: &Policy, request: &Request<'_>) -> Result<(), Rejection> {
        policy.check_target(request, false)
    }

    /// Checks what the vendor's own programs read in different ways.
    fn check(
        self,
        request: &Request<'_>,
        parts: &CanonicalRequest<'_, '_>,
        is_in_query: bool,
    ) -> Result<(), Error>;
}

/// The parts of a canonical request.
pub(crate) struct Canonical<'s, 'a, F> {
    pub(crate) form: F,
    pub(crate) parts: CanonicalRequest<'s, 'a>,
    /// The digest of the body, or the text in its place.
    pub(crate) body: &'s [u8],
    pub(crate) has_token: bool,
}

impl<F: Form> Canonical<'_, '_, F> {
    /// `METHOD \n path \n query \n headers, each with \n \n names \n digest of the body`
    pub(crate) fn write(&self, sink: &mut impl Sink) {
        sink.text(self.parts.method().as_bytes());
        sink.line_end();
        self.form.write_path(&self.parts, sink);
        sink.line_end();
        self.parts.query().write_encoded(F::TOKEN.1, sink);
        sink.line_end();
        self.write_headers(sink);
        sink.line_end();
        self.parts.headers().write_names(sink);
        sink.line_end();
        sink.text(self.body);
    }

    /// Writes `name:value,value` and a line end for each name. Without a name there is an empty line.
    fn write_headers(&self, sink: &mut impl Sink) {
        let mut last = None;
        for header in self.parts.headers().iter() {
            if last.is_some_and(|last| header.compare_name(last).is_eq()) {
                sink.text(b",");
            } else {
                if last.is_some() {
                    sink.line_end();
                }
                header.write_name(sink);
                sink.text(b":");
            }
            last = Some(header);
            match header.name() {
                "host" => self.parts.host().write(|piece| sink.text(piece.as_bytes())),
                name if self.has_token && name == F::TOKEN.0 => {
                    sink.secret(F::TOKEN.1, header.value());
                }
                _ => F::write_value(header.value(), sink),
            }
        }
        sink.line_end();
    }

    pub(crate) fn hash(&self) -> Hex<64> {
        sha256(|sink| self.write(sink))
    }
}

/// Returns the digest of the canonical request of a request that arrived. `skipped` is the parameter of
/// the signature, where it stands in the query.
pub(crate) fn hash_arrived<F: Form>(
    form: F,
    policy: &Policy,
    request: &Request<'_>,
    host: Host<'_>,
    listed: &ListedHeaders<'_>,
    body: &[u8],
    skipped: Option<SkippedNames>,
) -> Result<Hex<64>, Rejection> {
    let mut headers = CanonicalHeaders::new();
    let is_listed = |name: &str| listed.contains(name);
    headers.collect(request.headers(), &OwnHeaders::default(), is_listed, |_| true);
    listed.check_present(&headers)?;
    if F::KEEPS_PLACES {
        headers.sort_by(|a, b| a.compare_in_order(b));
    } else {
        policy.check_values(request, &headers, is_listed)?;
    }
    form.check_target_arrived(policy, request)?;
    let mut query = CanonicalQuery::new();
    query.collect(request.query(), skipped.unwrap_or_default(), &[], F::ORDER);
    policy.check_parameters(&query, F::ORDER)?;
    let parts = CanonicalRequest::new(request, host, &query, &headers)?;
    form.check(request, &parts, skipped.is_some())?;
    Ok(wiping_stack(|| Canonical { form, parts, body, has_token: false }.hash()))
}

/// Checks that no segment of a path is one that clients remove.
pub(crate) fn refuse_dots(parts: &CanonicalRequest<'_, '_>) -> Result<(), Error> {
    if !parts.has_dot_segment(true) {
        return Ok(());
    }
    let advice = "has a `.` or `..` segment, which clients remove; remove it";
    Err(Error::new(ErrorKind::DotSegments, "url", advice))
}

pub(crate) fn ambiguous(advice: &'static str) -> Error {
    Error::new(ErrorKind::AmbiguousEncoding, "url", advice)
}

/// Returns whether a sorted query has a name twice.
pub(crate) fn has_repeated_key(query: &CanonicalQuery<'_>) -> bool {
    let mut pairs = query.iter().zip(query.iter().skip(1));
    pairs.any(|(a, b)| a.key().bytes().eq(b.key().bytes()))
}

pub(crate) fn conflicting(advice: &'static str) -> Error {
    Error::new(ErrorKind::ConflictingParameter, "url", advice)
}

/// Writes a value with each run of spaces and TABs as one space.
pub(crate) fn write_folded(value: &[u8], sink: &mut impl Sink) {
    if !may_have_blank(value) {
        return sink.text(value);
    }
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let words = value.split(is_blank).filter(|word| !word.is_empty());
    for (at, word) in words.enumerate() {
        sink.text(if at > 0 { b" " } else { b"" });
        sink.text(word);
    }
}

/// Returns whether a value has a byte up to a space, looking at eight at once.
fn may_have_blank(value: &[u8]) -> bool {
    const ONES: u64 = u64::MAX / 0xff;
    let (words, rest) = value.as_chunks::<8>();
    let has_low = |word: &[u8; 8]| {
        let word = u64::from_ne_bytes(*word);
        // What is taken from a smaller byte borrows its highest bit.
        word.wrapping_sub(ONES * 0x21) & !word & (ONES * 0x80) != 0
    };
    words.iter().any(has_low) || rest.iter().any(|byte| *byte <= b' ')
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn blanks_inside_of_a_value_become_one() {
        for (value, expected) in [("a   b \t c", "a b c"), ("a\tb", "a b"), ("", ""), ("ab", "ab")]
        {
            let mut text = Vec::new();
            write_folded(value.as_bytes(), &mut text);
            assert_eq!(text, expected.as_bytes(), "{value:?}");
        }
    }
}
