//! Nothing that signs, verifies or makes a signer leaves a secret, or a key that was derived from
//! one, on the stack below its caller.
#![cfg(all(
    feature = "std",
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]

mod calls;
mod keys;
mod scan;

use crate::common::drawn::Secrets;
use crate::common::random::{ASCII, Random};
use keys::Wanted;

/// Secrets of 16 to 64 bytes, which fit into one block of every hash.
fn secrets() -> Secrets {
    let mut random = Random::from_printed_seed();
    let random = std::cell::RefCell::new(&mut random);
    let draw = || random.borrow_mut().secret(&ASCII).replace(',', ".");
    Secrets::draw(draw, draw)
}

#[test]
fn nothing_is_left_below_the_caller() {
    let secrets = secrets();
    let wanted = Wanted::of(&secrets);
    let mut faults = Vec::new();
    for (name, mut call) in calls::all(&secrets) {
        let stack = scan::stack_below(&mut *call);
        let found = wanted.find(&stack).into_iter();
        faults.extend(found.map(|found| format!("{name}: {found}")));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// The search finds what is there; without this the other test could pass by seeing nothing.
#[test]
fn what_is_left_is_found() {
    let secrets = secrets();
    let wanted = Wanted::of(&secrets);
    for (name, key) in wanted.keys() {
        for cut in [0, key.len() - 8] {
            let stack = scan::stack_below(&mut || scan::leave(&key[cut..]));
            let found = wanted.find(&stack);
            assert!(found.iter().any(|found| found.contains(name)), "{name}: {found:?}");
        }
        let stack = scan::stack_below(&mut || scan::leave_deep(key));
        assert!(!wanted.find(&stack).is_empty(), "{name}, deep");
    }
    let stack = scan::stack_below(&mut || scan::leave(b"nothing that is looked for"));
    assert!(wanted.find(&stack).is_empty());
    assert!(stack.windows(7).any(|piece| piece == b"nothing"), "what was left");
}
