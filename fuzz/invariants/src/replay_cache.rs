//! The replay cache in memory.

use std::collections::BTreeMap;

use polysign::UnixTime;
use polysign::verify::{MemoryReplayCache, ReplayCache, Seen};

use crate::input::Numbers;

/// What was remembered is seen until its time is over, and no more memory is used than was given.
pub fn replay_cache(input: &[u8]) {
    let mut numbers = Numbers(input);
    let most = 1024 + 64 * usize::from(numbers.byte());
    let cache = MemoryReplayCache::new(most);
    let mut ends: BTreeMap<(u8, u8), Option<i64>> = BTreeMap::new();
    let mut now = 1_700_000_000_i64;
    while !numbers.is_empty() {
        now += i64::from(numbers.byte() % 16);
        let (id, key) = (numbers.byte() % 4, numbers.byte() % 32);
        let until = match numbers.byte() {
            255 => None,
            seconds => Some(now + i64::from(seconds)),
        };
        let seen = cache.remember(
            &id.to_string(),
            &[key; 8],
            until.map(UnixTime::new),
            UnixTime::new(now),
        );
        let is_known = ends.get(&(id, key)).is_some_and(|end| end.is_none_or(|end| end >= now));
        match seen {
            Seen::New => {
                assert!(!is_known, "{id} {key} was accepted before");
                ends.insert((id, key), until);
            }
            Seen::Before => assert!(ends.contains_key(&(id, key)), "{id} {key} is new"),
            _ => assert!(!is_known, "{id} {key} was accepted before"),
        }
        assert!(cache.used_bytes() <= most);
    }
}
