//! A replay cache in the memory of this process, of a stated size.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use core::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{ReplayCache, Seen};
use crate::UnixTime;

/// Bytes that an empty cache takes.
const OWN_BYTES: usize = 1024;

/// Bytes that an entry takes besides its key, in blocks and in nodes that are filled the least.
const BYTES_PER_ENTRY: usize = 192;

/// Bytes that the first entry of a key's id takes in addition, besides the id.
const BYTES_PER_ID: usize = 100;

/// So many expired entries one call drops. More than one, so that a backlog gets smaller; few, so
/// that no caller holds the lock for long.
const DROPPED_AT_ONCE: usize = 4;

/// Remembers replays within one process. It forgets no entry before its time, and takes no more
/// memory than it was given. Without room it answers [`Seen::Full`] and keeps what it has.
///
/// Each entry holds the id of the key and the whole replay key, so two are never confused: a nonce,
/// or the bytes of a signature that was accepted. `Debug` shows neither.
///
/// An entry stays until its `until` has passed, by the `now` of the callers. If `now` steps back
/// before the end of a dropped entry, whatever ends no later counts as seen: it may have been. That
/// lasts for one clock window at most.
///
/// An entry without an end (`until` is `None`, a signature that never expires) stays as long as the
/// cache, since it can be sent again at any time. Many of those fill the cache in the end;
/// [`Policy::with_longest_expiry`](super::Policy::with_longest_expiry) keeps them out.
///
/// No key can fill the room for all keys: an entry is remembered if its key then takes no more than
/// what stays free. One key gets half of the room at most, and the next half of the rest. Give a
/// cache twice what one key needs; room that stays free is never allocated. Where many keys are in
/// the hands of strangers, together they leave little: give keys that should not affect each other
/// their own verifiers and caches.
///
/// ```
/// use std::sync::Arc;
/// use polysign::UnixTime;
/// use polysign::verify::{MemoryReplayCache, Policy, ReplayCache, Seen};
///
/// let cache = Arc::new(MemoryReplayCache::new(1 << 20));
/// let policy = Policy::new().with_replay_cache(Arc::clone(&cache) as Arc<dyn ReplayCache>);
/// let now = UnixTime::new(1_700_000_000);
/// let until = now.saturating_add(600);
/// assert_eq!(cache.remember("key", b"nonce", Some(until), now), Seen::New);
/// assert_eq!(cache.remember("key", b"nonce", Some(until), until), Seen::Before);
/// ```
pub struct MemoryReplayCache {
    most_bytes: usize,
    // Held for a look-up, an insertion and a few removals.
    entries: Mutex<Entries>,
}

impl MemoryReplayCache {
    /// Creates a cache that takes at most `most_bytes` of memory: one kilobyte for itself, 100
    /// bytes for each key besides its id, and 200 bytes for each entry besides the bytes of the
    /// replay key and of the key's id. A megabyte is enough for about 2000 signatures of 32 bytes by
    /// one key within one clock window, and for 4000 by many.
    #[must_use]
    pub const fn new(most_bytes: usize) -> Self {
        Self {
            most_bytes,
            entries: Mutex::new(Entries {
                ends_by_key: BTreeMap::new(),
                keys_by_end: BTreeSet::new(),
                bytes_by_id: BTreeMap::new(),
                bytes: OWN_BYTES,
                forgotten_until: None,
            }),
        }
    }

    /// Returns the number of bytes in use, counted as [`MemoryReplayCache::new`] says, including
    /// expired entries that are not dropped yet.
    #[must_use]
    pub fn used_bytes(&self) -> usize {
        self.lock().bytes
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        // A thread that panicked has left the entries whole: nothing below panics half-way.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ReplayCache for MemoryReplayCache {
    fn remember(
        &self,
        key_id: &str,
        replay_key: &[u8],
        until: Option<UnixTime>,
        now: UnixTime,
    ) -> Seen {
        let key = EntryKey::new(key_id, replay_key);
        let mut entries = self.lock();
        entries.drop_expired(now, DROPPED_AT_ONCE);
        if entries.find(&key, until, now) {
            return Seen::Before;
        }
        if !entries.make_room(&key, self.most_bytes, now) {
            return Seen::Full;
        }
        entries.insert(key, until);
        Seen::New
    }
}

impl fmt::Debug for MemoryReplayCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryReplayCache")
            .field("used_bytes", &self.used_bytes())
            .field("most_bytes", &self.most_bytes)
            .finish_non_exhaustive()
    }
}

/// The id of a key and a replay key of it, in one block that both collections share.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct EntryKey(Arc<[u8]>);

impl EntryKey {
    fn new(key_id: &str, replay_key: &[u8]) -> Self {
        // The length in front keeps `ab` and `c` apart from `a` and `bc`.
        let length = (key_id.len() as u64).to_le_bytes();
        let id_and_key = key_id.as_bytes().iter().chain(replay_key);
        Self(length.iter().chain(id_and_key).copied().collect())
    }

    fn cost(&self) -> usize {
        BYTES_PER_ENTRY.saturating_add(self.0.len())
    }

    fn id(&self) -> &[u8] {
        let id = self.0.split_first_chunk().and_then(|(length, rest)| {
            rest.get(..usize::try_from(u64::from_le_bytes(*length)).ok()?)
        });
        id.unwrap_or_default()
    }

    fn cost_of_id(&self) -> usize {
        BYTES_PER_ID.saturating_add(self.id().len())
    }
}

struct Entries {
    /// All entries, with their end.
    ends_by_key: BTreeMap<EntryKey, Option<UnixTime>>,
    /// Those that end, sorted by their end.
    keys_by_end: BTreeSet<(UnixTime, EntryKey)>,
    /// The bytes that each id and its entries take.
    bytes_by_id: BTreeMap<Box<[u8]>, usize>,
    bytes: usize,
    /// The latest end of a dropped entry.
    forgotten_until: Option<UnixTime>,
}

impl Entries {
    /// Returns whether the key was seen, or may have been.
    fn find(&mut self, key: &EntryKey, until: Option<UnixTime>, now: UnixTime) -> bool {
        match self.ends_by_key.get(key) {
            Some(Some(end)) if *end < now => self.drop_one(*end, key.clone()),
            Some(_) => return true,
            None => {}
        }
        until.is_some() && until <= self.forgotten_until
    }

    fn make_room(&mut self, key: &EntryKey, most_bytes: usize, now: UnixTime) -> bool {
        while !self.has_room(key, most_bytes) && self.drop_expired(now, 1) {}
        self.has_room(key, most_bytes)
    }

    /// Returns whether the entries of one id take no more than what is free once `key` is added.
    fn has_room(&self, key: &EntryKey, most_bytes: usize) -> bool {
        let known = self.bytes_by_id.get(key.id());
        let cost = key.cost().saturating_add(known.map_or_else(|| key.cost_of_id(), |_| 0));
        let own = known.copied().unwrap_or_default().saturating_add(cost);
        own <= most_bytes.saturating_sub(self.bytes.saturating_add(cost))
    }

    fn insert(&mut self, key: EntryKey, until: Option<UnixTime>) {
        let own = self.bytes_by_id.entry(key.id().into()).or_insert_with(|| {
            self.bytes += key.cost_of_id();
            key.cost_of_id()
        });
        *own += key.cost();
        self.bytes += key.cost();
        self.keys_by_end.extend(until.map(|end| (end, key.clone())));
        self.ends_by_key.insert(key, until);
    }

    /// Drops at most `count` expired entries, the oldest first, and says whether there were as
    /// many.
    fn drop_expired(&mut self, now: UnixTime, count: usize) -> bool {
        (0..count).all(|_| match self.keys_by_end.first() {
            Some((end, key)) if *end < now => {
                self.drop_one(*end, key.clone());
                true
            }
            _ => false,
        })
    }

    fn drop_one(&mut self, end: UnixTime, key: EntryKey) {
        self.forgotten_until = self.forgotten_until.max(Some(end));
        self.bytes -= key.cost();
        if let Some(own) = self.bytes_by_id.get_mut(key.id()) {
            *own -= key.cost();
            if *own == key.cost_of_id() {
                self.bytes -= *own;
                self.bytes_by_id.remove(key.id());
            }
        }
        self.ends_by_key.remove(&key);
        self.keys_by_end.remove(&(end, key));
    }
}
