//! Method, host and path as they are sent, for schemes that sign them without a canonical form.

use crate::request::Host;
use crate::{Error, Request};

/// The method, the host and the path of a request, of which only the host has a canonical form.
pub(crate) struct VerbatimTarget<'a> {
    /// It is empty where it is not signed.
    pub(crate) method: &'a str,
    pub(crate) host: Host<'a>,
    pub(crate) path: &'a str,
}

impl<'a> VerbatimTarget<'a> {
    /// Takes the parts of a request. `signs_method` says whether the method is one of them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind`](crate::ErrorKind)`::InvalidMethod`, `DotSegments` and `InvalidUrl` for what a
    /// client would send in another form.
    pub(crate) fn new(
        request: &Request<'a>,
        host: Host<'a>,
        signs_method: bool,
    ) -> Result<Self, Error> {
        let method = if signs_method { request.covered_method()? } else { "" };
        Ok(Self { method, host, path: request.verbatim_path()? })
    }
}
