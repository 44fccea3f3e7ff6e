//! A signer from the options of the command line and the variables of the environment.

use std::cell::RefCell;
use std::collections::BTreeSet;

use polysign::{Error, ErrorKind, Signer};

/// Refuses an option that the scheme never asks for: it would be a mistake without a trace.
pub(crate) fn signer(scheme: &str, options: &[(String, String)]) -> Result<Box<dyn Signer>, Error> {
    let asked = RefCell::new(BTreeSet::new());
    let signer = polysign::signer_from_env(scheme, |key| {
        asked.borrow_mut().insert(key.to_owned());
        let given = options.iter().rfind(|(name, _)| name == key);
        given.map(|(_, value)| value.clone())
    })?;
    let asked = asked.borrow();
    match options.iter().find(|(key, _)| !asked.contains(key)) {
        None => Ok(signer),
        Some((key, _)) => Err(Error::new(
            ErrorKind::InvalidOption,
            key.clone(),
            "is no option of this scheme; leave it out",
        )),
    }
}
