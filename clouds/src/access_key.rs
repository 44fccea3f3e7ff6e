//! The credential of each vendor: an id, a secret, and the token of temporary keys.

use alloc::string::String;

use polysign::custom::{check_header_text, check_text};
use polysign::{Error, ErrorKind, Secret};

/// Checks an id that is written into a scope, which slashes separate.
pub(crate) fn check_id_of_scope(id: &str) -> Result<(), Error> {
    check_id(id, &['/', ','])
}

/// Checks an id that is written into a header, where `separators` would end it.
pub(crate) fn check_id(id: &str, separators: &[char]) -> Result<(), Error> {
    check_text("access_key_id", id)?;
    check_header_text("access_key_id", id)?;
    if id.contains(separators) {
        return Err(Error::new(
            ErrorKind::InvalidCredential,
            "access_key_id",
            "has a comma or a slash; copy the key id alone",
        ));
    }
    Ok(())
}

/// The parts of a credential: id, secret and token.
pub(crate) trait Parts {
    fn into_parts(self) -> (String, Secret, Option<Secret>);
}

/// A credential whose fields, variables and check of the id are given.
macro_rules! access_key {
    (
        $(#[$attribute:meta])*
        secret: $secret:ident,
        token: $token:ident, $with_token:ident, $Token:path,
        check: $check:expr,
        variables: [$($family:expr),+],
    ) => {
        $(#[$attribute])*
        #[derive(Debug)]
        pub struct AccessKey {
            pub(crate) access_key_id: alloc::string::String,
            pub(crate) $secret: polysign::Secret,
            pub(crate) $token: Option<polysign::Secret>,
        }

        impl AccessKey {
            /// Takes id and secret as text, as the console shows them.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::InvalidCredential`](polysign::ErrorKind::InvalidCredential) for a text that
            /// is empty, has white space at an end or holds a control character, and for an id with a
            /// character that separates it from others;
            /// [`ErrorKind::NonAsciiHeader`](polysign::ErrorKind::NonAsciiHeader) for an id that is not
            /// visible ASCII.
            pub fn new(
                access_key_id: impl Into<alloc::string::String>,
                $secret: impl Into<alloc::string::String>,
            ) -> Result<Self, polysign::Error> {
                let $secret = polysign::Secret::new(stringify!($secret), $secret)?;
                let access_key_id = access_key_id.into();
                ($check)(&access_key_id)?;
                Ok(Self { access_key_id, $secret, $token: None })
            }

            /// Sets the token of temporary keys.
            ///
            /// # Errors
            ///
            /// As for the secret in [`AccessKey::new`], and
            /// [`ErrorKind::NonAsciiHeader`](polysign::ErrorKind::NonAsciiHeader) where the token goes
            /// into a header.
            pub fn $with_token(
                mut self,
                token: impl Into<alloc::string::String>,
            ) -> Result<Self, polysign::Error> {
                self.$token = Some($Token(stringify!($token), token)?);
                Ok(self)
            }

            /// Reads the credential from the environment, by the names listed for this type. A blank
            /// variable counts as unset; `None` when none is set.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::MissingCredential`](polysign::ErrorKind::MissingCredential) with the name
            /// of the variable when only some are set, and the errors of `new`.
            #[cfg(feature = "std")]
            pub fn from_env() -> Result<Option<Self>, polysign::Error> {
                polysign::custom::Credential::from_variables(&polysign::custom::environment)
            }

            /// Reads the credential from any other source of variables.
            ///
            /// # Errors
            ///
            /// As `from_env`.
            pub fn from_vars(
                lookup: impl Fn(&str) -> Option<alloc::string::String>,
            ) -> Result<Option<Self>, polysign::Error> {
                polysign::custom::Credential::from_variables(&|name: &str| Ok(lookup(name)))
            }
        }

        impl crate::access_key::Parts for AccessKey {
            fn into_parts(
                self,
            ) -> (alloc::string::String, polysign::Secret, Option<polysign::Secret>) {
                (self.access_key_id, self.$secret, self.$token)
            }
        }

        impl polysign::custom::Credential for AccessKey {
            const FIELDS: &'static [&'static str] =
                &["access_key_id", stringify!($secret), stringify!($token)];
            const FAMILIES: &'static [&'static [&'static str]] = &[$(&$family),+];

            fn from_config(
                config: &polysign::registry::Config<'_>,
            ) -> Result<Self, polysign::Error> {
                // Made before the credential is looked at, so that it is wiped in any case.
                let token = config.optional(stringify!($token));
                let token = token.map(|token| $Token(stringify!($token), token));
                let id = config.required("access_key_id")?;
                let mut credential = Self::new(id, config.required(stringify!($secret))?)?;
                credential.$token = token.transpose()?;
                Ok(credential)
            }
        }

        /// Reads a map with the fields of the credential, from formats that describe themselves. No error
        /// quotes a value.
        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for AccessKey {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                polysign::custom::deserialize_credential(deserializer)
            }
        }
    };
}
pub(crate) use access_key;
