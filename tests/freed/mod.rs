//! No block of memory that the crate frees has a piece of a secret, a token or a signature in it:
//! an allocator looks into each.
//!
//! What the test itself passes in as text outlives the search. What it hands over as a `String`
//! is the crate's to wipe.
#![cfg(all(
    feature = "std",
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek",
    feature = "serde"
))]

mod control;
mod credentials;
mod detector;
mod serialised;
mod signing;

use crate::common::drawn::Secrets;
use crate::common::pieces::Pieces;
use crate::common::random::{ASCII, Random};
use detector::Detector;

#[global_allocator]
static DETECTOR: Detector = Detector;

/// Secrets and what to look for. Neither is freed: they are what the search is about.
struct Subject {
    secrets: &'static Secrets,
    pieces: &'static Pieces,
}

/// Secrets of 16 to 64 bytes. JSON escapes none of their characters: where a text is escaped,
/// `serde_json` takes the escapes out in a buffer of its own, which it does not wipe.
fn subject() -> Subject {
    let mut random = Random::from_printed_seed();
    subject_of(|| random.secret(&ASCII))
}

/// Secrets of 4 KiB, which no buffer has room for by chance.
fn large_subject() -> Subject {
    let mut random = Random::from_printed_seed();
    subject_of(|| random.secret_of(4096, &ASCII))
}

fn subject_of(mut draw: impl FnMut() -> String) -> Subject {
    let draw = std::cell::RefCell::new(|| {
        let secret: String = draw();
        secret.replace(',', ".")
    });
    let secrets: &Secrets =
        Box::leak(Box::new(Secrets::draw(|| (draw.borrow_mut())(), || (draw.borrow_mut())())));
    let mut pieces = Pieces::of(secrets.all(), 8);
    // Some schemes sign values of headers in lower case.
    secrets.all().for_each(|secret| pieces.add(&secret.to_ascii_lowercase(), 8));
    signing::add_signatures(secrets, &mut pieces);
    Subject { secrets, pieces: Box::leak(Box::new(pieces)) }
}
