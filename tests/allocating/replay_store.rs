//! The replay cache in memory takes no more than it says.

use polysign::verify::{MemoryReplayCache, ReplayCache, Seen};

use super::counting::held;

/// Fills a store with a signature for each of the numbers that `order` makes of 0, 1, 2 ..., and
/// goes on while the first ones end. Compares after each what is held with what is said.
fn fill(most_bytes: usize, length: usize, ids: u64, order: impl Fn(u64) -> u64) {
    let mut token = vec![0; length];
    let before = held();
    let store = MemoryReplayCache::new(most_bytes);
    let mut full = 0;
    for at in 0..6_000_u64 {
        for (byte, digit) in token.iter_mut().zip(order(at).to_be_bytes()) {
            *byte = digit;
        }
        // In another order than the tokens.
        let now = i64::try_from(at / 64).unwrap();
        let until = now + i64::try_from(order(at) % 97).unwrap();
        full += u32::from(
            store.remember(&(order(at) % ids).to_string(), &token, Some(until.into()), now.into())
                == Seen::Full,
        );

        let taken = usize::try_from(held() - before).unwrap();
        assert!(taken <= store.used_bytes(), "{taken} after {at}: {store:?}");
        assert!(store.used_bytes() <= most_bytes, "{store:?}");
    }
    assert!(full > 0, "the store was never full");
    drop(store);
    assert_eq!(held(), before);
}

#[test]
fn a_replay_store_keeps_to_its_size() {
    for length in [8, 16, 20, 32, 33] {
        for most_bytes in [2_000, 10_000, 300_000] {
            for ids in [1, 7, 1_000] {
                fill(most_bytes, length, ids, |at| at);
                fill(most_bytes, length, ids, |at| u64::MAX - at);
                fill(most_bytes, length, ids, |at| at.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            }
        }
    }
}
