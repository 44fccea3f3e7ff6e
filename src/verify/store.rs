//! A memory for replays in this process, of a size that is stated.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use core::fmt;

use spin::RwLock;

use super::{Replay, Seen};

/// What the store takes before it has a token.
const OWN_BYTES: usize = 1024;

/// What a token takes beside its own bytes, in blocks and in nodes that are filled the least.
const BYTES_PER_TOKEN: usize = 192;

/// How many tokens that have ended are dropped by one call. More than one, so that a backlog gets
/// smaller; few, so that no caller holds the lock for long.
const DROPPED_AT_ONCE: usize = 4;

/// A [`Replay`] for one process: it forgets no token before its time, and takes no more memory than
/// it was made with. When there is no room it says so ([`Seen::Full`]) and remembers what it has.
///
/// It keeps the token whole, with the id of its key, so that two never pass for one: a nonce, or
/// the bytes of a signature that was accepted. Neither is in its `Debug`.
///
/// A token stays until the time that was given with it has passed, by the `now` of those who ask.
/// If `now` steps back behind the end of a token that was dropped, whatever ends no later counts
/// as seen: it may have been. That lasts for one clock window at the most.
///
/// A token without an end (`until` is `None`, a signature that never expires) stays as long as the
/// store, since it can be sent again at any time. A store that takes many of those is full in the
/// end; [`Policy::with_longest_expiry`](super::Policy::with_longest_expiry) keeps them out.
///
/// All keys share the room: who has one key can fill it. Keys that should not stand in each
/// other's way get verifiers, and stores, of their own.
///
/// ```
/// use std::sync::Arc;
/// use polysign::verify::{Policy, Replay, ReplayStore, Seen};
///
/// let store = Arc::new(ReplayStore::new(1 << 20));
/// let policy = Policy::new().with_replay_cache(Arc::clone(&store) as Arc<dyn Replay>);
/// assert_eq!(store.remember("key", b"nonce", Some(600), 0), Seen::New);
/// assert_eq!(store.remember("key", b"nonce", Some(600), 600), Seen::Before);
/// assert_eq!(store.remember("key", b"nonce", Some(1200), 601), Seen::New);
/// ```
pub struct ReplayStore {
    most_bytes: usize,
    // A lock of the `no_std` world. It is held for a look-up, an insertion and a few removals.
    memory: RwLock<Memory>,
}

impl ReplayStore {
    /// A store that takes at most `most_bytes` of memory: one kilobyte for itself, and 200 bytes
    /// for each token beside the bytes of the token and of its key's id. A megabyte is enough for
    /// about 4000 signatures of 32 bytes within one clock window.
    #[must_use]
    pub const fn new(most_bytes: usize) -> Self {
        Self {
            most_bytes,
            memory: RwLock::new(Memory {
                tokens: BTreeMap::new(),
                ends: BTreeSet::new(),
                bytes: OWN_BYTES,
                forgotten_until: None,
            }),
        }
    }

    /// How many bytes are in use, counted as [`ReplayStore::new`] says, with those of tokens that
    /// have ended and are not dropped yet.
    #[must_use]
    pub fn used_bytes(&self) -> usize {
        self.memory.read().bytes
    }
}

impl Replay for ReplayStore {
    fn remember(&self, key_id: &str, token: &[u8], until: Option<i64>, now: i64) -> Seen {
        let token = Token::new(key_id, token);
        let mut memory = self.memory.write();
        memory.drop_ended(now, DROPPED_AT_ONCE);
        match memory.find(&token, until, now) {
            true => Seen::Before,
            false if memory.make_room(token.cost(), self.most_bytes, now) => {
                memory.insert(token, until);
                Seen::New
            }
            false => Seen::Full,
        }
    }
}

impl fmt::Debug for ReplayStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplayStore")
            .field("used_bytes", &self.used_bytes())
            .field("most_bytes", &self.most_bytes)
            .finish_non_exhaustive()
    }
}

/// The id of a key and what it signed with, in one block that both collections share.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Token(Arc<[u8]>);

impl Token {
    fn new(key_id: &str, token: &[u8]) -> Self {
        // The length in front keeps `ab` and `c` apart from `a` and `bc`.
        let length = (key_id.len() as u64).to_le_bytes();
        let id_and_token = key_id.as_bytes().iter().chain(token);
        Self(length.iter().chain(id_and_token).copied().collect())
    }

    fn cost(&self) -> usize {
        BYTES_PER_TOKEN.saturating_add(self.0.len())
    }
}

struct Memory {
    /// All tokens, with the end of their time.
    tokens: BTreeMap<Token, Option<i64>>,
    /// Those whose time ends, in the order in which it does.
    ends: BTreeSet<(i64, Token)>,
    bytes: usize,
    /// The latest end of those that were dropped.
    forgotten_until: Option<i64>,
}

impl Memory {
    /// Whether the token was seen, or may have been.
    fn find(&mut self, token: &Token, until: Option<i64>, now: i64) -> bool {
        match self.tokens.get(token) {
            Some(Some(end)) if *end < now => self.drop_one((*end, token.clone())),
            Some(_) => return true,
            None => {}
        }
        until.is_some() && until <= self.forgotten_until
    }

    fn make_room(&mut self, cost: usize, most_bytes: usize, now: i64) -> bool {
        let has_room = |memory: &Self| memory.bytes.saturating_add(cost) <= most_bytes;
        while !has_room(self) && self.drop_ended(now, 1) {}
        has_room(self)
    }

    fn insert(&mut self, token: Token, until: Option<i64>) {
        self.bytes += token.cost();
        self.ends.extend(until.map(|end| (end, token.clone())));
        self.tokens.insert(token, until);
    }

    /// Drops at most `count` tokens that have ended, the oldest first, and says whether there were
    /// as many.
    fn drop_ended(&mut self, now: i64, count: usize) -> bool {
        (0..count).all(|_| match self.ends.first() {
            Some(oldest) if oldest.0 < now => {
                let oldest = oldest.clone();
                self.drop_one(oldest);
                true
            }
            _ => false,
        })
    }

    fn drop_one(&mut self, ended: (i64, Token)) {
        self.forgotten_until = self.forgotten_until.max(Some(ended.0));
        self.bytes -= ended.1.cost();
        self.tokens.remove(&ended.1);
        self.ends.remove(&ended);
    }
}
