//! The choice of the headers that are signed, for schemes that let the caller choose.

use super::rank::FirstLetters;
use super::{CanonicalHeaders, Header, HeaderNames, OwnHeaders};
use crate::request::Headers;
use crate::text::{find_byte, is_same_name};
use crate::{Error, ErrorKind};

/// The headers that a scheme signs where the caller does not choose. All names are in lower case.
#[derive(Debug)]
pub struct DefaultHeaders {
    names: &'static [&'static str],
    prefixes: &'static [&'static str],
    required: &'static [&'static str],
    /// The first letters of names and prefixes.
    letters: FirstLetters,
    signs_multipart: bool,
    signs_underscores: bool,
}

impl DefaultHeaders {
    /// Takes the names of the headers that are signed where they are on the request or set by the
    /// signer. `host` is always there.
    pub const fn new(names: &'static [&'static str]) -> Self {
        Self {
            names,
            prefixes: &[],
            required: &[],
            letters: FirstLetters::of(names),
            signs_multipart: true,
            signs_underscores: true,
        }
    }

    /// Adds all headers whose names begin with one of `prefixes`.
    pub const fn with_prefixes(mut self, prefixes: &'static [&'static str]) -> Self {
        self.letters = self.letters.and(FirstLetters::of(prefixes));
        self.prefixes = prefixes;
        self
    }

    /// Sets the names that an exact list has to have, too.
    pub const fn with_required(mut self, names: &'static [&'static str]) -> Self {
        self.required = names;
        self
    }

    /// Leaves out `content-type` if one of its values is `multipart/*`, whose boundary clients choose
    /// after signing.
    pub const fn without_multipart(mut self) -> Self {
        self.signs_multipart = false;
        self
    }

    /// Leaves out names with `_`, which proxies drop, and refuses them in lists.
    pub const fn without_underscores(mut self) -> Self {
        self.signs_underscores = false;
        self
    }

    #[inline]
    fn has(&self, name: &str) -> bool {
        self.letters.has(name.bytes().next()) && self.is_default(name)
    }

    fn is_default(&self, name: &str) -> bool {
        // Names with `_` are in no list of such a scheme.
        let is_fit = || self.signs_underscores || find_byte(name.as_bytes(), b'_').is_none();
        self.prefixes.iter().any(|prefix| has_prefix(name, prefix)) && is_fit()
            || self.names.iter().any(|own| is_same_name(own, name))
    }

    fn list<N: AsRef<str>>(
        &self,
        field: &'static str,
        names: impl IntoIterator<Item = N>,
    ) -> Result<HeaderNames, Error> {
        let names = HeaderNames::new(field, names)?;
        if !self.signs_underscores {
            names.refuse_underscores()?;
        }
        Ok(names)
    }
}

/// The choice of headers: those that a scheme signs by default, more or fewer, or an exact list.
#[derive(Debug, Clone)]
pub struct HeaderChoice {
    defaults: &'static DefaultHeaders,
    list: List,
}

#[derive(Debug, Clone)]
enum List {
    Default { added: HeaderNames, left_out: HeaderNames },
    Exact(HeaderNames),
}

impl HeaderChoice {
    /// Chooses the default set.
    pub const fn standard(defaults: &'static DefaultHeaders) -> Self {
        let list = List::Default { added: HeaderNames::NONE, left_out: HeaderNames::NONE };
        Self { defaults, list }
    }

    /// Chooses the default set and those of `added` that are on the request, less `left_out`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`] for a name that is not a token or that is never signed;
    /// [`ErrorKind::MissingHeader`] when a name is left out that has to be signed.
    pub fn standard_with<A: AsRef<str>, L: AsRef<str>>(
        defaults: &'static DefaultHeaders,
        added: impl IntoIterator<Item = A>,
        left_out: impl IntoIterator<Item = L>,
    ) -> Result<Self, Error> {
        let left_out = HeaderNames::new("leave_out_signed_headers", left_out)?;
        let mut always = ["host"].iter().chain(defaults.required);
        if let Some(name) = always.find(|name| left_out.contains(name)) {
            return Err(missing(name, "is always signed; use an exact list to leave it out"));
        }
        let added = defaults.list("add_signed_headers", added)?;
        Ok(Self { defaults, list: List::Default { added, left_out } })
    }

    /// Chooses exactly `names`, in any case and order.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`] as in [`HeaderChoice::standard_with`];
    /// [`ErrorKind::MissingHeader`] when a name is not listed that has to be signed.
    pub fn exact<N: AsRef<str>>(
        defaults: &'static DefaultHeaders,
        names: impl IntoIterator<Item = N>,
    ) -> Result<Self, Error> {
        let choice = Self { defaults, list: List::Exact(defaults.list("signed_headers", names)?) };
        choice.check_listed(defaults.required.iter().copied())?;
        Ok(choice)
    }

    /// Checks that `names`, in lower case, are in an exact list, and not left out of the default set:
    /// those of the headers that the signer sets and that have to be signed, for example.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingHeader`].
    pub fn check_listed(&self, mut names: impl Iterator<Item = &'static str>) -> Result<(), Error> {
        let missed = match &self.list {
            List::Exact(listed) => names.find(|name| !listed.contains(name)),
            List::Default { left_out, .. } => names.find(|name| left_out.contains(name)),
        };
        match missed {
            None => Ok(()),
            Some(name) => Err(missing(name, "has to be signed; add it to the list")),
        }
    }

    /// Returns whether a header that the signer sets, by its name, is signed.
    #[inline]
    pub fn signs(&self, name: &str) -> bool {
        match &self.list {
            List::Exact(names) => names.contains(name),
            List::Default { added, left_out } => {
                (self.defaults.has(name) || added.contains(name)) && !left_out.contains(name)
            }
        }
    }

    /// Collects the headers that are signed, sorted. `is_kept` returns whether a header of the
    /// request stays on it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingHeader`] for one of an exact list.
    #[inline]
    pub fn collect<'a>(
        &self,
        headers: Headers<'a>,
        own: &OwnHeaders<'a>,
        is_kept: impl Fn(&str) -> bool,
        selected: &mut CanonicalHeaders<'a>,
    ) -> Result<(), Error> {
        selected.collect(headers, own, |name| self.signs(name), is_kept);
        match &self.list {
            List::Exact(names) => return selected.require(names),
            List::Default { added, .. } => {
                let leaves_out = !self.defaults.signs_multipart && !added.contains(CONTENT_TYPE);
                if leaves_out && selected.iter().any(is_multipart) {
                    selected.retain(|header| !header.name.eq_ignore_ascii_case(CONTENT_TYPE));
                }
            }
        }
        Ok(())
    }
}

const CONTENT_TYPE: &str = "content-type";

fn is_multipart(header: &Header<'_>) -> bool {
    let is_of_parts = |front: &[u8; 10]| front.eq_ignore_ascii_case(b"multipart/");
    header.value.first_chunk().is_some_and(is_of_parts)
        && header.name.eq_ignore_ascii_case(CONTENT_TYPE)
}

#[inline]
fn has_prefix(name: &str, prefix: &str) -> bool {
    let (name, prefix) = (name.as_bytes(), prefix.as_bytes());
    name.starts_with(prefix)
        || name.get(..prefix.len()).is_some_and(|front| front.eq_ignore_ascii_case(prefix))
}

fn missing(name: &'static str, advice: &'static str) -> Error {
    Error::new(ErrorKind::MissingHeader, name, advice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    static HEADERS: DefaultHeaders = DefaultHeaders::new(&["host", "content-type"])
        .with_prefixes(&["x-own-"])
        .with_required(&["x-own-date"])
        .without_multipart()
        .without_underscores();

    /// Which of the headers are signed.
    fn signed(choice: &HeaderChoice, headers: &[(&str, &str)]) -> Result<Vec<&'static str>, Error> {
        let mut own = OwnHeaders::default();
        own.set("x-own-date", Some(b"now"));
        let mut selected = CanonicalHeaders::new();
        choice.collect(headers.into(), &own, |name| !own.contains(name), &mut selected)?;
        let all = ["accept", "content-type", "host", "x-own-a", "x-own-b_c", "x-own-date"];
        Ok(all.into_iter().filter(|name| selected.contains(name)).collect())
    }

    #[test]
    fn each_choice_signs_its_headers() {
        let headers =
            [("accept", "*/*"), ("content-type", "a/b"), ("x-own-a", ""), ("x-own-b_c", "")];
        let multipart = [("content-type", " Multipart/form-data; boundary=a")];
        let none: [&str; 0] = [];
        let standard = HeaderChoice::standard(&HEADERS);
        let with = HeaderChoice::standard_with(&HEADERS, ["Accept"], ["x-own-a"]).expect("names");
        let exact = HeaderChoice::exact(&HEADERS, ["X-Own-Date", "Accept"]).expect("names");
        for (choice, headers, expected) in [
            (&standard, &headers[..], &["content-type", "host", "x-own-a", "x-own-date"][..]),
            (&standard, &multipart, &["host", "x-own-date"]),
            (&with, &headers, &["accept", "content-type", "host", "x-own-date"]),
            (&exact, &headers, &["accept", "x-own-date"]),
        ] {
            assert_eq!(signed(choice, headers).expect("all there"), expected);
        }
        assert!(standard.signs("x-own-content") && !exact.signs("x-own-content"));
        let error = signed(&exact, &multipart).expect_err("no accept");
        assert_eq!((error.kind(), error.field()), (ErrorKind::MissingHeader, "accept"));
        for (error, kind, field) in [
            (HeaderChoice::exact(&HEADERS, ["host"]), ErrorKind::MissingHeader, "x-own-date"),
            (HeaderChoice::exact(&HEADERS, ["x-own-date", "a_b"]), ErrorKind::InvalidHeader, "a_b"),
            (
                HeaderChoice::standard_with(&HEADERS, none, ["Host"]),
                ErrorKind::MissingHeader,
                "host",
            ),
        ] {
            let error = error.expect_err("a wrong list");
            assert_eq!((error.kind(), error.field()), (kind, field));
        }
    }
}
