//! The path and the query for schemes that sign them as they stand in the URL.

use super::Request;
use crate::text::class;
use crate::{Error, ErrorKind};

impl<'a> Request<'a> {
    /// Returns the path for a scheme that signs it as it is sent: `/` where it is empty.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::DotSegments`], and [`ErrorKind::InvalidUrl`] for a character that some clients
    /// would send in another form.
    pub(crate) fn verbatim_path(&self) -> Result<&'a str, Error> {
        let path = self.target.path;
        if path.has_dot_segment(false) {
            return Err(Error::new(
                ErrorKind::DotSegments,
                "url",
                "has a `.` or `..` segment, which clients collapse, and is signed as it stands; \
                 remove it",
            ));
        }
        check_verbatim(path.has(class::REWRITTEN))?;
        Ok(if path.text.is_empty() { "/" } else { path.text })
    }

    /// Returns the query for a scheme that signs it as it is sent, without the `?`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`] for a character that some clients would send in another form.
    pub(crate) fn verbatim_query(&self) -> Result<&'a str, Error> {
        let query = self.target.query.unwrap_or_default();
        check_verbatim(class::union(query.as_bytes()) & class::REWRITTEN != 0)?;
        Ok(query)
    }
}

fn check_verbatim(is_rewritten: bool) -> Result<(), Error> {
    if !is_rewritten {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::InvalidUrl,
        "url",
        "is signed as it stands and has a character that some clients percent-encode, one of \
         \"'<>^`{|}; percent-encode it",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clients_rewrite_is_refused() {
        for (url, path, query) in [
            ("https://h", Some("/"), Some("")),
            (
                "https://h/a%2F~!$&()*+,=:@;[b]?a=%7e+!$&()*,=:@/?;[]",
                Some("/a%2F~!$&()*+,=:@;[b]"),
                Some("a=%7e+!$&()*,=:@/?;[]"),
            ),
            ("https://h//a/?", Some("//a/"), Some("")),
            ("https://h/it's?it's", None, None),
            ("https://h/%27?%27", Some("/%27"), Some("%27")),
            ("https://h/{a}?q", None, Some("q")),
            ("https://h/?q=a|b", Some("/"), None),
            ("https://h/a/%2e./b?a/../b", None, Some("a/../b")),
        ] {
            let request = Request::new("GET", url).expect(url);
            assert_eq!(request.verbatim_path().ok(), path, "{url}");
            assert_eq!(request.verbatim_query().ok(), query, "{url}");
        }
    }
}
