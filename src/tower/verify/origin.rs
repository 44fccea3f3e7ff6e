//! The scheme and host that clients sign, which a server behind a proxy cannot see.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ::http::request::Parts;
use ::http::{Uri, header};

use crate::request::{Host, Target, UrlScheme};
use crate::verify::{Reason, Rejection};
use crate::{Error, ErrorKind};

/// The scheme of the public URLs, and the hosts that they may have.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    scheme: UrlScheme,
    pub(super) scheme_text: String,
    /// In canonical form.
    host: String,
    further_hosts: Vec<String>,
    pub(super) ignores_host: bool,
}

impl Origin {
    /// Reads `https://host:port`.
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        let target = Target::of_url(text)?;
        if !matches!(target.path.text, "" | "/") || target.query.is_some() {
            return Err(Error::new(
                ErrorKind::InvalidUrl,
                "origin",
                "has a path or a query; it has to be scheme and host, as in https://host",
            ));
        }
        Ok(Self {
            scheme: target.scheme,
            scheme_text: String::from(target.scheme_text),
            host: target.host.to_string(),
            further_hosts: Vec::new(),
            ignores_host: false,
        })
    }

    pub(super) fn add_host(&mut self, host: &str) -> Result<(), Error> {
        let host = Host::read(host, self.scheme, "host")?.to_string();
        self.further_hosts.push(host);
        Ok(())
    }

    /// Returns the host that the client signed for: one of the list, or the public one where the
    /// request names none.
    pub(super) fn host_of(&self, parts: &Parts, target: &Uri) -> Result<&str, Rejection> {
        if self.ignores_host {
            return Ok(&self.host);
        }
        let mut headers = parts.headers.get_all(header::HOST).iter();
        let header = match (headers.next(), headers.next()) {
            (_, Some(_)) => return Err(refuse("the Host header is there twice")),
            (Some(value), None) => Some(value.to_str().map_err(|_| unknown())?),
            (None, None) => None,
        };
        let authority = target.authority().or(parts.uri.authority());
        let authority = authority.map(|authority| authority.as_str());
        let known = |named: Option<&str>| named.map(|text| self.known(text)).transpose();
        match (known(authority)?, known(header)?) {
            (Some(authority), Some(header)) if authority != header => {
                Err(refuse("the Host header is not the host of the URI"))
            }
            (Some(host), _) | (None, Some(host)) => Ok(host),
            (None, None) => Ok(&self.host),
        }
    }

    fn known(&self, text: &str) -> Result<&str, Rejection> {
        let named = Host::read(text, self.scheme, "host")?;
        let is_it = |known: &&String| {
            Host::read(known, self.scheme, "host").is_ok_and(|known| known.is_same(&named))
        };
        let mut hosts = core::iter::once(&self.host).chain(&self.further_hosts);
        hosts.find(is_it).map(String::as_str).ok_or_else(unknown)
    }
}

fn unknown() -> Rejection {
    refuse("names a host that is not one of the layer's")
}

fn refuse(detail: &'static str) -> Rejection {
    Rejection::new(Reason::Request, detail)
}
