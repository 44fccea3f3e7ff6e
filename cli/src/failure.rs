//! What ends the command, in its own words.

use std::path::Path;
use std::{fmt, io};

use anstyle::{AnsiColor, Style};
use polysign::ErrorKind;

pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();

/// A failure as one line for a person. No secret is in it.
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Says which file it was.
    pub(crate) fn of_file(file: &Path, fault: impl fmt::Display) -> Self {
        Self(format!("{}: {fault}", file.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<polysign::Error> for Failure {
    fn from(error: polysign::Error) -> Self {
        Self(match error.kind() {
            ErrorKind::MissingPayload => {
                "--body: is not given, and the signature covers the body; pass '' if there is none"
                    .into()
            }
            ErrorKind::MissingCredential => {
                format!("{error}; or pass a file with the fields as --credential")
            }
            _ => error.to_string(),
        })
    }
}
