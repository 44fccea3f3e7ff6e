//! The servers whose clocks are estimated: a list that grows at its end, up to a bound.

use alloc::boxed::Box;
use alloc::string::String;
use std::sync::OnceLock;

use super::estimate::Estimate;
use crate::Request;

/// Of more servers than this nothing is learned, so that redirects to ever new hosts fill no memory.
const MOST: usize = 64;

/// Who answers a request: the host and port that the client connects to, whatever a `Host` header
/// says.
#[derive(Clone, Copy)]
pub(super) struct Authority<'a> {
    name: &'a str,
    port: u16,
}

impl<'a> Authority<'a> {
    pub(super) fn of(request: &Request<'a>) -> Self {
        let host = request.target.host;
        Self {
            name: host.name(),
            // Written out, so that no two schemes share a server whose port each leaves away.
            port: host.port().unwrap_or(request.scheme().default_port()),
        }
    }
}

#[derive(Debug)]
struct Server {
    name: String,
    port: u16,
    estimate: Estimate,
}

impl Server {
    fn new(authority: Authority<'_>) -> Self {
        Self {
            name: authority.name.to_ascii_lowercase(),
            port: authority.port,
            estimate: Estimate::default(),
        }
    }

    fn is(&self, authority: Authority<'_>) -> bool {
        self.port == authority.port && self.name.eq_ignore_ascii_case(authority.name)
    }
}

/// Filled from the front, and nothing is ever taken out: what was found stays where it is.
#[derive(Debug)]
pub(super) struct Servers(Box<[OnceLock<Server>]>);

impl Servers {
    pub(super) fn new() -> Self {
        Self((0..MOST).map(|_| OnceLock::new()).collect())
    }

    pub(super) fn find(&self, authority: Authority<'_>) -> Option<&Estimate> {
        let filled = self.0.iter().map_while(OnceLock::get);
        let found = filled.into_iter().find(|server| server.is(authority))?;
        Some(&found.estimate)
    }

    /// The estimate of a server, which is added where it is not there yet; `None` when the list is
    /// full.
    pub(super) fn find_or_add(&self, authority: Authority<'_>) -> Option<&Estimate> {
        let mut servers = self.0.iter().map(|place| match place.get() {
            Some(server) => server,
            // Where another thread was faster this is its server, which may be another one.
            None => place.get_or_init(|| Server::new(authority)),
        });
        let found = servers.find(|server| server.is(authority))?;
        Some(&found.estimate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use std::thread;

    fn authority(url: &str) -> Authority<'_> {
        Authority::of(&Request::new("GET", url).expect(url))
    }

    #[test]
    fn a_server_is_its_name_and_port() {
        let servers = Servers::new();
        let added = servers.find_or_add(authority("https://Ex.com/"));
        let added = added.expect("there is room");
        for (url, is_same) in [
            ("https://ex.com/", true),
            ("https://EX.COM:443/v1?a", true),
            ("wss://ex.com/", true),
            ("http://ex.com:443/", true),
            ("http://ex.com/", false),
            ("https://ex.com:8443/", false),
            ("https://ex.com./", false),
            ("https://a.ex.com/", false),
        ] {
            let found = servers.find(authority(url));
            let found = found.is_some_and(|found| core::ptr::eq(found, added));
            assert_eq!(found, is_same, "{url}");
        }
    }

    #[test]
    fn threads_that_add_at_once_add_each_server_once() {
        let servers = Servers::new();
        let urls: [_; MOST] = core::array::from_fn(|at| format!("https://h{at}.example/"));
        thread::scope(|scope| {
            for first in 0..4 {
                let (urls, servers) = (&urls, &servers);
                scope.spawn(move || {
                    for url in urls.iter().cycle().skip(first * 7).take(MOST) {
                        assert!(servers.find_or_add(authority(url)).is_some(), "{url}");
                    }
                });
            }
        });
        assert!(servers.0.iter().all(|place| place.get().is_some()));
        for url in &urls {
            let is_it = |server: &&Server| server.is(authority(url));
            let filled = servers.0.iter().filter_map(OnceLock::get);
            assert_eq!(filled.filter(is_it).count(), 1, "{url}");
        }
        let another = authority("https://another.example/");
        assert!(servers.find_or_add(another).is_none());
        assert!(servers.find(another).is_none());
    }
}
