//! Reading an input as a message of HTTP, or as numbers.

use std::str::from_utf8;

use polysign::{Context, Request};

/// A request to sign, as an input describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// Selects a signer.
    pub(crate) number: usize,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

impl Message {
    /// Reads an input. `None` when what has to be text is not.
    pub(crate) fn read(input: &[u8]) -> Option<Self> {
        let (head, body) = split_at(input, b"\n\n").unwrap_or((input, b""));
        let mut lines = head.split(|byte| *byte == b'\n');
        let first = from_utf8(lines.next()?).ok()?;
        let mut words = first.splitn(3, ' ');
        let number = words.next()?.parse().ok()?;
        let (method, url) = (words.next()?.to_owned(), words.next()?.to_owned());
        let header = |line| {
            let (name, value) = split_at(line, b":")?;
            Some((from_utf8(name).ok()?.to_owned(), value.to_vec()))
        };
        let headers = lines.map(header).collect::<Option<Vec<_>>>()?;
        Some(Self { number, method, url, headers, body: body.to_vec() })
    }

    /// The headers, as a request borrows them.
    pub(crate) fn borrowed(&self) -> Vec<(&str, &[u8])> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect()
    }
}

/// The request of a message, if it can be one.
pub(crate) fn request<'a>(
    message: &'a Message,
    headers: &'a [(&'a str, &'a [u8])],
) -> Option<Request<'a>> {
    let request = Request::new(&message.method, &message.url).ok()?;
    Some(request.with_headers(headers).with_body(&message.body))
}

/// 2019-11-15T03:36:55Z
pub(crate) const TIME: i64 = 1_573_789_015;

/// A time and a nonce that suit every scheme.
pub(crate) fn context() -> Context<'static> {
    Context::at(TIME).with_random_nonce([0x5a; 16])
}

/// What stands before and after the first `mark`.
pub(crate) fn split_at<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let mut windows = bytes.windows(mark.len().max(1));
    let at = windows.position(|window| window == mark)?;
    Some((&bytes[..at], &bytes[at + mark.len()..]))
}

/// Changes bytes of a text. Up to eight edits are `place place kind byte`.
pub(crate) fn edited_bytes(mut text: Vec<u8>, edits: &[u8]) -> Vec<u8> {
    for edit in edits.chunks_exact(4).take(8) {
        let [high, low, kind, byte] = *edit else { continue };
        let at = usize::from(u16::from_be_bytes([high, low])) % text.len();
        match kind % 4 {
            0 => text[at] = byte,
            1 => text[at] ^= 1 << (byte % 8),
            2 => text.insert(at, byte),
            _ => drop(text.remove(at)),
        }
    }
    text
}

/// Takes numbers off the front of an input; zeros when it is used up.
pub(crate) struct Numbers<'a>(pub(crate) &'a [u8]);

impl Numbers<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    pub(crate) fn long(&mut self) -> i64 {
        i64::from_le_bytes(core::array::from_fn(|_| self.byte()))
    }
}
