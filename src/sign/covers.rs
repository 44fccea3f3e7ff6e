//! The parts of a request that a signature covers.

/// The set of parts of a request that a signature covers.
///
/// A covered part cannot change on the way without the server noticing. One that is not covered
/// can: an attacker who reads one request may send another body, path or host with its signature
/// until that expires.
///
/// [`Scheme::covers`](crate::Scheme::covers) has the parts that a scheme can cover;
/// [`Explanation::covers`](crate::Explanation::covers) those that one signature does.
///
/// ```
/// use polysign::sign::Covers;
///
/// const HEAD: Covers = Covers::ALL.without_body();
/// assert!(HEAD.path() && !HEAD.body());
/// assert!(Covers::NOTHING.with_query().query());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covers {
    method: bool,
    host: bool,
    path: bool,
    query: bool,
    headers: bool,
    body: bool,
}

impl Covers {
    /// Covers no part of the request: the signature proves who sent it and when, and nothing else.
    pub const NOTHING: Self =
        Self { method: false, host: false, path: false, query: false, headers: false, body: false };

    /// Covers every part of the request.
    pub const ALL: Self =
        Self { method: true, host: true, path: true, query: true, headers: true, body: true };

    /// Returns whether no part of the request is covered.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        !(self.method || self.host || self.path || self.query || self.headers || self.body)
    }
}

macro_rules! parts {
    ($($part:ident, $with:ident, $without:ident, $what:literal;)*) => {
        impl Covers {$(
            #[doc = concat!("Adds ", $what, ".")]
            #[must_use]
            pub const fn $with(mut self) -> Self {
                self.$part = true;
                self
            }

            #[doc = concat!("Leaves out ", $what, ".")]
            #[must_use]
            pub const fn $without(mut self) -> Self {
                self.$part = false;
                self
            }

            #[doc = concat!("Returns whether the signature covers ", $what, ".")]
            #[must_use]
            pub const fn $part(&self) -> bool {
                self.$part
            }
        )*}
    };
}

parts! {
    method, with_method, without_method, "the method";
    host, with_host, without_host, "the host, with its port";
    path, with_path, without_path, "the path";
    query, with_query, without_query, "the query";
    headers, with_headers, without_headers, "the headers that the scheme or its options name";
    body, with_body, without_body, "the body";
}

#[cfg(test)]
mod tests {
    use super::Covers;

    #[test]
    fn each_part_is_added_and_left_out_by_itself() {
        type Change = fn(Covers) -> Covers;
        type Read = fn(&Covers) -> bool;
        let parts: [(Change, Change, Read); 6] = [
            (Covers::with_method, Covers::without_method, Covers::method),
            (Covers::with_host, Covers::without_host, Covers::host),
            (Covers::with_path, Covers::without_path, Covers::path),
            (Covers::with_query, Covers::without_query, Covers::query),
            (Covers::with_headers, Covers::without_headers, Covers::headers),
            (Covers::with_body, Covers::without_body, Covers::body),
        ];
        for (at, (with, without, _)) in parts.iter().enumerate() {
            for (other, (_, _, covers)) in parts.iter().enumerate() {
                assert_eq!(covers(&with(Covers::NOTHING)), at == other);
                assert_eq!(covers(&without(Covers::ALL)), at != other);
            }
            assert!(without(with(Covers::NOTHING)).is_nothing());
        }
    }
}
