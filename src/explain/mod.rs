//! Explanations of signatures: what was signed, byte for byte, with secrets and tokens as named gaps.
//!
//! When a server refuses a signature, the question is what it computed from. Every signer answers
//! its half with [`Signer::explain`](crate::Signer::explain): the canonical request and the string
//! to sign, the parts of the request that are not covered, and what the vendor requires and is
//! absent. The result prints as text:
//!
//! ```
//! # #[cfg(feature = "zego")] {
//! use polysign::{Context, Request, Signer, zego};
//!
//! let signer = zego::ServerApiV2::new(zego::ServerSecret::new(12345, "server-secret")?);
//! let request = Request::new("GET", "https://aigc-digitalhuman-api.zegotech.cn/?Action=X")?;
//! let context = Context::at(1_573_789_015).with_nonce("4fd24687296dd9f3");
//! let explanation = signer.explain(&request, &context)?;
//!
//! let text = explanation.to_string();
//! assert!(text.starts_with("scheme: zego/server-api-v2\nkey id: 12345\n"));
//! assert!(!text.contains("server-secret"));
//! assert!(text.contains("not covered: method, host, path, query, body"));
//! # }
//! # Ok::<(), polysign::Error>(())
//! ```
//!
//! Explaining runs the code that signs. It takes the time and nonce that were sent, which
//! [`Signed::context`](crate::Signed::context) returns, and [`SentContext`] reads from the request.
//! [`compare`](crate::compare) takes the server's half, where it shows one;
//! [`refusal`](crate::refusal) reads its answer.
//!
//! The types here are data. A program can show them in its words:
//! [`Explanation::stages`] has the texts, [`Explanation::uncovered_headers`] the headers that anyone
//! can change, [`Explanation::absent`] what the vendor misses.

mod sent;

use alloc::borrow::ToOwned;
use alloc::vec::Vec;
use core::fmt;

pub use self::sent::SentContext;
pub use crate::sign::{Absent, Explanation, Piece, Requirement, Text};
use crate::text::write_escaped;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "scheme: {}", self.scheme().name())?;
        if let Some(id) = self.key_id() {
            f.write_str("key id: ")?;
            write_escaped(f, id.as_bytes())?;
            f.write_str("\n")?;
        }
        for (name, text) in self.stages() {
            writeln!(f, "{name}:\n{text}")?;
        }
        write_uncovered(self, f)?;
        if let Some(offset) = self.unsent_fragment() {
            writeln!(
                f,
                "not sent: the fragment of the URL, from byte {offset} on; write a `#` that belongs \
                 to the path or the query as %23"
            )?;
        }
        for absent in self.absent() {
            writeln!(f, "absent: {absent}")?;
        }
        Ok(())
    }
}

fn write_uncovered(explanation: &Explanation, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let covers = explanation.covers();
    let parts = [
        ("method", covers.method()),
        ("host", covers.host()),
        ("path", covers.path()),
        ("query", covers.query()),
        ("body", covers.body()),
    ];
    let parts = parts.into_iter().filter(|(_, is_covered)| !is_covered);
    let parts = parts.map(|(name, _)| name.to_owned());
    let headers = explanation.uncovered_headers().map(|name| alloc::format!("header {name}"));
    let names: Vec<_> = parts.chain(headers).collect();
    let names = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
    f.write_str("not covered: ")?;
    write_escaped(f, names.as_bytes())?;
    f.write_str("\n")
}
