//! The replay cache in memory against a naive one, when it is full, when the clock steps back, and with
//! many threads.
#![cfg(feature = "std")]

use std::collections::{HashMap, HashSet};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use polysign::UnixTime;
use polysign::verify::{MemoryReplayCache, ReplayCache, Seen};
use proptest::prelude::*;

/// What the documentation says that a token takes, and the store itself.
const OWN_BYTES: usize = 1024;

fn cost(key_id: &str, token: &[u8]) -> usize {
    200 + key_id.len() + token.len()
}

fn cost_of_id(key_id: &str) -> usize {
    100 + key_id.len()
}

/// Room for `tokens` of one byte, all of one key with an id of one letter: half of all.
fn room_for(tokens: usize) -> MemoryReplayCache {
    MemoryReplayCache::new(OWN_BYTES + 2 * (cost_of_id("k") + tokens * cost("k", b"t")))
}

fn remember(
    store: &MemoryReplayCache,
    key_id: &str,
    replay_key: &[u8],
    until: Option<i64>,
    now: i64,
) -> Seen {
    store.remember(key_id, replay_key, until.map(Into::into), now.into())
}

/// Remembers everything, in the simplest way.
struct Naive {
    most_bytes: usize,
    seen: HashMap<(String, Vec<u8>), Option<i64>>,
}

impl Naive {
    fn remember(&mut self, key_id: &str, token: &[u8], until: Option<i64>, now: i64) -> Seen {
        self.seen.retain(|_, until| until.is_none_or(|until| until >= now));
        let entry = (key_id.to_owned(), token.to_vec());
        if self.seen.contains_key(&entry) {
            return Seen::Before;
        }
        self.seen.insert(entry.clone(), until);
        if OWN_BYTES + self.used_by(|_| true) + self.used_by(|id| id == key_id) > self.most_bytes {
            self.seen.remove(&entry);
            return Seen::Full;
        }
        Seen::New
    }

    /// The bytes of the keys that are counted.
    fn used_by(&self, is_counted: impl Fn(&str) -> bool) -> usize {
        let seen = || self.seen.keys().filter(|(key_id, _)| is_counted(key_id));
        let ids: HashSet<_> = seen().map(|(key_id, _)| key_id).collect();
        let ids: usize = ids.into_iter().map(|key_id| cost_of_id(key_id)).sum();
        ids + seen().map(|(key_id, token)| cost(key_id, token)).sum::<usize>()
    }
}

#[derive(Debug, Clone)]
struct Call {
    key_id: &'static str,
    token: Vec<u8>,
    /// From the time of the call on; `None` for ever.
    valid: Option<i64>,
    /// By how much the clock moves before the call.
    step: i64,
}

fn calls(steps: impl Strategy<Value = i64>) -> impl Strategy<Value = Vec<Call>> {
    let key_id = prop::sample::select(&["", "a", "ab", "another key"][..]);
    let letters = prop::sample::select(&b"abc"[..]);
    let token = prop::collection::vec(letters, 0..4);
    let valid = prop_oneof![9 => (0..40_i64).prop_map(Some), 1 => Just(None)];
    let call = (key_id, token, valid, steps).prop_map(|(key_id, token, valid, step)| Call {
        key_id,
        token,
        valid,
        step,
    });
    prop::collection::vec(call, 0..200)
}

proptest! {
    #[test]
    fn it_answers_as_a_naive_one(
        calls in calls(prop_oneof![4 => 0..3_i64, 1 => 0..60_i64]),
        room in 0..8_000_usize,
        start in prop::sample::select(&[0, 1_700_000_000, i64::MIN / 2, i64::MAX / 2][..]),
    ) {
        let store = MemoryReplayCache::new(room);
        let mut naive = Naive { most_bytes: room, seen: HashMap::new() };
        let mut now = start;
        for call in calls {
            now += call.step;
            let until = call.valid.map(|valid| now + valid);
            let found = remember(&store, call.key_id, &call.token, until, now);
            let expected = naive.remember(call.key_id, &call.token, until, now);
            prop_assert_eq!(found, expected, "{:?} at {}", call, now);
            prop_assert!(store.used_bytes() <= room.max(OWN_BYTES));
        }
    }

    /// Whatever the clock does: a token with one end, which is what a signature has, is new once.
    #[test]
    fn a_signature_is_never_new_twice(calls in calls(-50..60_i64), room in 2_000..8_000_usize) {
        let store = MemoryReplayCache::new(room);
        let mut new = HashMap::new();
        let mut now = 1_700_000_000;
        for call in calls {
            now += call.step;
            // The verifier refuses by itself what has ended.
            let signature = (call.key_id, call.token.clone());
            let until = *new.get(&signature).unwrap_or(&call.valid.map(|valid| now + valid));
            if until.is_some_and(|until| until < now) {
                continue;
            }
            if remember(&store, call.key_id, &call.token, until, now) == Seen::New {
                prop_assert_eq!(new.insert(signature, until), None);
            }
        }
    }
}

#[test]
fn a_full_store_refuses_and_forgets_nothing() {
    let store = room_for(2);
    assert_eq!(remember(&store, "k", b"1", Some(10), 0), Seen::New);
    assert_eq!(remember(&store, "k", b"2", Some(20), 0), Seen::New);
    for now in [0, 5, 10] {
        assert_eq!(remember(&store, "k", b"3", Some(30), now), Seen::Full);
        assert_eq!(remember(&store, "k", b"1", Some(10), now), Seen::Before);
        assert_eq!(remember(&store, "k", b"2", Some(20), now), Seen::Before);
    }
    // The first has ended, and with it goes its room.
    assert_eq!(remember(&store, "k", b"3", Some(30), 11), Seen::New);
    assert_eq!(remember(&store, "k", b"2", Some(20), 11), Seen::Before);
    assert_eq!(remember(&store, "k", b"4", Some(30), 11), Seen::Full);
}

#[test]
fn a_long_token_takes_the_room_of_many() {
    let store = room_for(10);
    for token in 0..10 {
        assert_eq!(remember(&store, "k", &[token], Some(10), 0), Seen::New);
    }
    let long = vec![b'x'; 1500];
    assert_eq!(remember(&store, "k", &long, Some(20), 10), Seen::Full);
    assert_eq!(remember(&store, "k", &long, Some(20), 11), Seen::New);
    let ten = cost_of_id("k") + cost("k", &long) + cost("k", b"t");
    assert_eq!(store.used_bytes(), OWN_BYTES + ten);
}

#[test]
fn no_key_fills_the_room_of_all() {
    let store = MemoryReplayCache::new(100_000);
    let fill = |key_id: &str, now: i64| {
        let mut tokens = (0..1_000_u32).map(u32::to_le_bytes);
        tokens.position(|token| remember(&store, key_id, &token, Some(now + 9), now) == Seen::Full)
    };
    // A half, a quarter, an eighth: half of what those before have left.
    let counts = ["a", "b", "c", "d", "e"].map(|key_id| fill(key_id, 0).unwrap());
    assert_eq!(counts, [240, 120, 60, 30, 14]);
    // It is still full, and has forgotten none.
    assert_eq!(fill("a", 0), Some(240));
    assert_eq!(remember(&store, "k", b"t", Some(9), 0), Seen::New);
    assert_eq!(remember(&store, "a", &[0; 4], Some(9), 9), Seen::Before);
    // What has ended counts no more, neither for all nor for its key.
    assert_eq!(fill("b", 10), Some(240));
    assert_eq!(fill("a", 20), Some(240));
}

#[test]
fn no_room_is_no_room() {
    let one = cost_of_id("k") + cost("k", b"t");
    for room in [0, OWN_BYTES, OWN_BYTES + 2 * one - 1] {
        let store = MemoryReplayCache::new(room);
        assert_eq!(remember(&store, "k", b"t", None, 0), Seen::Full, "{room}");
    }
    assert_eq!(remember(&room_for(1), "k", b"t", None, 0), Seen::New);
}

#[test]
fn what_never_ends_stays() {
    let store = room_for(1);
    assert_eq!(remember(&store, "k", b"t", None, 0), Seen::New);
    assert_eq!(remember(&store, "k", b"t", None, i64::MAX), Seen::Before);
    assert_eq!(remember(&store, "k", b"t", Some(5), 0), Seen::Before);
    assert_eq!(remember(&store, "k", b"u", Some(5), i64::MIN), Seen::Full);
}

#[test]
fn keys_and_tokens_do_not_run_into_each_other() {
    let store = room_for(10);
    for (key_id, token) in [("a", "bc"), ("ab", "c"), ("abc", ""), ("", "abc")] {
        assert_eq!(remember(&store, key_id, token.as_bytes(), Some(9), 0), Seen::New);
    }
    assert_eq!(remember(&store, "ab", b"c", Some(9), 0), Seen::Before);
}

#[test]
fn after_a_clock_that_jumped_it_is_careful_for_one_window() {
    let store = room_for(2);
    assert_eq!(remember(&store, "k", b"1", Some(1300), 1000), Seen::New);
    assert_eq!(remember(&store, "k", b"2", Some(99_300), 99_000), Seen::New);
    // Back again. The first was dropped, and could be what comes now.
    assert_eq!(remember(&store, "k", b"1", Some(1300), 1000), Seen::Before);
    assert_eq!(remember(&store, "k", b"3", Some(1300), 1000), Seen::Before);
    assert_eq!(remember(&store, "k", b"3", Some(1301), 1001), Seen::New);
}

/// How often four threads that remember 2,000 tokens at one time hear that one is new.
fn new_ones(store: &dyn ReplayCache) -> usize {
    let threads = 4;
    let barrier = Barrier::new(threads);
    let first_ones = || {
        barrier.wait();
        let tokens = (0..2_000_u32).map(u32::to_le_bytes);
        let seen = tokens.map(|token| store.remember("k", &token, Some(600.into()), 0.into()));
        seen.filter(|seen| *seen == Seen::New).count()
    };
    thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(first_ones)).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).sum()
    })
}

#[test]
fn of_many_threads_one_is_first() {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(2) {
        assert_eq!(new_ones(&MemoryReplayCache::new(1 << 20)), 2_000);
    }
}

/// A cache that looks under one lock, and inserts under the next.
#[derive(Debug, Default)]
struct Racy(Mutex<HashSet<Vec<u8>>>);

impl ReplayCache for Racy {
    fn remember(&self, _: &str, token: &[u8], _: Option<UnixTime>, _: UnixTime) -> Seen {
        if self.0.lock().unwrap().contains(token) {
            return Seen::Before;
        }
        self.0.lock().unwrap().insert(token.to_vec());
        Seen::New
    }
}

/// Without this nobody would know whether the threads above meet at all.
#[test]
fn of_many_threads_two_are_first_in_a_racy_cache() {
    let is_caught = (0..10_000).any(|_| new_ones(&Racy::default()) > 2_000);
    assert!(is_caught);
}

#[test]
fn it_shows_no_token() {
    let store = room_for(2);
    remember(&store, "k", b"t", Some(1), 0);
    let expected = "MemoryReplayCache { used_bytes: 1327, most_bytes: 2034, .. }";
    assert_eq!(format!("{store:?}"), expected);
}
