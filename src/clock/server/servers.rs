//! The servers whose clocks are estimated, up to a bound.

use core::array;
use core::hash::{BuildHasher, Hasher};
use core::sync::atomic::Ordering::{Acquire, Release};
use core::sync::atomic::{AtomicI64, AtomicU64};
use std::hash::RandomState;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::estimate::Estimate;
use super::interval::ClockOffset;
use crate::Request;

/// The number of servers that are kept, so that redirects to ever new hosts do not fill the memory.
const MOST: usize = 64;

/// An id that no server has.
const NOBODY: u64 = 0;

/// The server that answers a request: the host and port to which the client connects, whatever a
/// `Host` header says.
#[derive(Clone, Copy)]
pub(super) struct Authority<'a> {
    name: &'a str,
    port: u16,
}

impl<'a> Authority<'a> {
    /// Returns the server to which a request is sent.
    pub(super) fn of(request: &Request<'a>) -> Self {
        let host = request.target.host;
        Self {
            name: host.name(),
            // Written out, so that no two schemes share a server whose port each leaves away.
            port: host.port().unwrap_or(request.scheme().default_port()),
        }
    }
}

/// The estimates, which responses change under a lock, and the corrections, which signatures read
/// without one.
///
/// Both have a server at the same index. A signature must not wait for a response that is being
/// read, so each correction is a pair of atomic numbers.
#[derive(Debug)]
pub(super) struct Servers {
    /// Its key is random, so that no server can choose a name with the id of another.
    hasher: RandomState,
    known: Mutex<[Server; MOST]>,
    corrections: [Correction; MOST],
}

/// What is known of one server.
#[derive(Debug, Default)]
struct Server {
    id: u64,
    estimate: Estimate,
    /// The number of its last observation among those of all; 0 where there is no server yet.
    observed: u64,
}

impl Servers {
    /// Creates a store that knows no server.
    pub(super) fn new() -> Self {
        Self {
            hasher: RandomState::new(),
            known: Mutex::new(array::from_fn(|_| Server::default())),
            corrections: array::from_fn(|_| Correction::default()),
        }
    }

    /// Returns what is to be added to our clock; 0 where nothing is known.
    pub(super) fn correction_millis(&self, authority: Authority<'_>) -> i64 {
        let id = self.id(authority);
        let mut found = self.corrections.iter().filter_map(|one| one.of(id));
        found.next().unwrap_or(0)
    }

    /// Returns how far a server's clock is ahead, as of the latest observation.
    pub(super) fn interval(&self, authority: Authority<'_>) -> Option<ClockOffset> {
        let id = self.id(authority);
        let known = self.known();
        let server = known.iter().find(|server| server.id == id)?;
        server.estimate.interval()
    }

    /// Updates the estimate of a server with an observation. Returns false if it is an outlier.
    pub(super) fn observe(
        &self,
        authority: Authority<'_>,
        new: ClockOffset,
        widest_millis: i64,
    ) -> bool {
        let id = self.id(authority);
        let mut known = self.known();
        let observed = known.iter().map(|server| server.observed).max().unwrap_or(0) + 1;
        let places = known.iter_mut().zip(&self.corrections);
        // Its own place, or else that of the server observed least recently.
        let place = places.min_by_key(|(server, _)| (server.id != id, server.observed));
        let Some((server, correction)) = place else {
            return false;
        };
        if server.id != id {
            *server = Server { id, ..Server::default() };
        }
        server.observed = observed;
        let is_taken = server.estimate.observe(new, widest_millis);
        let interval = server.estimate.interval();
        correction.set(id, interval.map_or(0, |interval| interval.correction_millis()));
        is_taken
    }

    /// Returns a number for a server: the same for a name in any case. A hash with a secret key
    /// makes it.
    fn id(&self, authority: Authority<'_>) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        let (words, rest) = authority.name.as_bytes().as_chunks::<8>();
        for word in words {
            let lower = word.map(|byte| byte.to_ascii_lowercase());
            hasher.write_u64(u64::from_le_bytes(lower));
        }
        for byte in rest {
            hasher.write_u8(byte.to_ascii_lowercase());
        }
        hasher.write_u16(authority.port);
        hasher.finish().max(NOBODY + 1)
    }

    /// Locks the estimates. A panic leaves them whole, since each changes in one assignment.
    fn known(&self) -> MutexGuard<'_, [Server; MOST]> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The milliseconds that are added to our clock for the server `id`.
#[derive(Debug, Default)]
struct Correction {
    id: AtomicU64,
    millis: AtomicI64,
}

impl Correction {
    /// Returns the milliseconds, if they are those of the server `id`.
    fn of(&self, id: u64) -> Option<i64> {
        if self.id.load(Acquire) != id {
            return None;
        }
        let millis = self.millis.load(Acquire);
        // If these are the milliseconds of the next server here, this id is no longer there.
        (self.id.load(Acquire) == id).then_some(millis)
    }

    /// Stores a correction. Only one thread at a time may call this; any may read.
    fn set(&self, id: u64, millis: i64) {
        if self.id.load(Acquire) != id {
            self.id.store(NOBODY, Release);
        }
        self.millis.store(millis, Release);
        self.id.store(id, Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use core::sync::atomic::AtomicBool;
    use core::time::Duration;
    use std::thread;
    use std::time::Instant;

    const WIDEST: i64 = 60_000;

    fn authority(url: &str) -> Authority<'_> {
        Authority::of(&Request::new("GET", url).expect(url))
    }

    /// Observes that a server is ahead by that number of seconds.
    fn observe(servers: &Servers, url: &str, seconds: i64) {
        let interval = ClockOffset {
            least_millis: seconds * 1_000,
            most_millis: seconds * 1_000,
            at_millis: 1_700_000_000_000,
        };
        assert!(servers.observe(authority(url), interval, WIDEST), "{url}");
    }

    fn correction(servers: &Servers, url: &str) -> i64 {
        servers.correction_millis(authority(url)) / 1_000
    }

    fn url(at: i64) -> alloc::string::String {
        format!("https://h{at}.example/")
    }

    #[test]
    fn a_server_is_its_name_and_port() {
        let servers = Servers::new();
        observe(&servers, "https://Ex.com/", 7);
        for (url, expected) in [
            ("https://ex.com/", 7),
            ("https://EX.COM:443/v1?a", 7),
            ("wss://ex.com/", 7),
            ("http://ex.com:443/", 7),
            ("http://ex.com/", 0),
            ("https://ex.com:8443/", 0),
            ("https://ex.com./", 0),
            ("https://a.ex.com/", 0),
            ("https://ex.comm/", 0),
            ("https://moc.xe/", 0),
        ] {
            assert_eq!(correction(&servers, url), expected, "{url}");
            let interval = servers.interval(authority(url));
            assert_eq!(interval.is_some(), expected == 7, "{url}");
        }
    }

    #[test]
    fn long_names_are_told_apart_to_their_last_letter() {
        let servers = Servers::new();
        let name = "a".repeat(60);
        let url = |last: char| format!("https://{name}.{name}.{name}.{last}.example/");
        observe(&servers, &url('x'), 7);
        assert_eq!(correction(&servers, &url('X')), 7);
        assert_eq!(correction(&servers, &url('y')), 0);
    }

    #[test]
    fn the_server_observed_least_recently_makes_room() {
        let servers = Servers::new();
        for at in 1..=64 {
            observe(&servers, &url(at), at);
        }
        observe(&servers, &url(1), 1);
        observe(&servers, &url(65), 65);
        assert_eq!(correction(&servers, &url(2)), 0);
        assert_eq!(servers.interval(authority(&url(2))), None);
        for at in [1].into_iter().chain(3..=65) {
            assert_eq!(correction(&servers, &url(at)), at);
            assert!(servers.interval(authority(&url(at))).is_some(), "{at}");
        }
    }

    /// Ever new servers take one place while another thread reads it, by `of`. Returns how often that
    /// gets what is of another server.
    fn mixtures(of: impl Fn(&Correction, u64) -> Option<i64>) -> usize {
        let correction = Correction::default();
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                let ids = (1..).take_while(|_| !is_over.load(Acquire));
                ids.for_each(|id: u64| correction.set(id, id.cast_signed()));
            });
            let (mut mixtures, mut met, mut last) = (0, 0, NOBODY);
            let start = Instant::now();
            while met < 20_000 && start.elapsed() < Duration::from_secs(2) {
                let id = correction.id.load(Acquire);
                met += usize::from(id != last);
                last = id;
                let millis = of(&correction, id).filter(|_| id != NOBODY);
                mixtures += usize::from(millis.is_some_and(|millis| millis != id.cast_signed()));
            }
            is_over.store(true, Release);
            mixtures
        })
    }

    #[test]
    fn no_server_gets_the_correction_of_another() {
        assert_eq!(mixtures(Correction::of), 0);
    }

    /// Without this nobody would know whether the threads above meet at all.
    #[test]
    fn without_a_second_look_a_server_gets_the_correction_of_another() {
        let once = |correction: &Correction, id| {
            let is_its_own = correction.id.load(Acquire) == id;
            (0..100).for_each(|_| core::hint::spin_loop());
            is_its_own.then(|| correction.millis.load(Acquire))
        };
        assert!((0..10).any(|_| mixtures(once) > 0));
    }
}
