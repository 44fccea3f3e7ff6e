//! The choice of signed headers, for schemes with other defaults in the header than in the query.

/// The option for headers that are not signed.
pub(crate) const LEFT_OUT: &str = "leave_out_signed_headers";

/// `SignedHeaders` with the defaults of the two placements.
macro_rules! signed_headers {
    ($(#[$attribute:meta])* in_header: $in_header:expr, in_query: $in_query:expr,) => {
        $(#[$attribute])*
        ///
        /// Names with `_` are never signed, because proxies drop them.
        #[derive(Debug, Clone)]
        pub struct SignedHeaders {
            pub(super) in_header: polysign::custom::HeaderChoice,
            pub(super) in_query: polysign::custom::HeaderChoice,
        }

        impl Default for SignedHeaders {
            fn default() -> Self {
                Self::standard()
            }
        }

        impl SignedHeaders {
            /// Selects the default set.
            #[must_use]
            pub const fn standard() -> Self {
                Self {
                    in_header: polysign::custom::HeaderChoice::standard($in_header),
                    in_query: polysign::custom::HeaderChoice::standard($in_query),
                }
            }

            /// Selects the default set and those of `added` that are present, less `left_out`.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::InvalidHeader`](polysign::ErrorKind::InvalidHeader) for a name that is not a
            /// token or has an underscore; [`ErrorKind::MissingHeader`](polysign::ErrorKind) when a
            /// header is left out that has to be signed.
            pub fn standard_with<A: AsRef<str>, L: AsRef<str>>(
                added: impl IntoIterator<Item = A, IntoIter: Clone>,
                left_out: impl IntoIterator<Item = L, IntoIter: Clone>,
            ) -> Result<Self, polysign::Error> {
                let (added, left_out) = (added.into_iter(), left_out.into_iter());
                let choose = |defaults| {
                    let (added, left_out) = (added.clone(), left_out.clone());
                    polysign::custom::HeaderChoice::standard_with(defaults, added, left_out)
                };
                Ok(Self { in_header: choose($in_header)?, in_query: choose($in_query)? })
            }

            /// Selects exactly these, in any case and order. All have to be on the request when it is
            /// signed; `host` and those that the signer sets have to be among them.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::InvalidHeader`](polysign::ErrorKind::InvalidHeader) for a name that is not a
            /// token or has an underscore; [`ErrorKind::MissingHeader`](polysign::ErrorKind) without one
            /// that has to be signed, here or when signing.
            pub fn exact<N: AsRef<str>>(
                names: impl IntoIterator<Item = N>,
            ) -> Result<Self, polysign::Error> {
                let choice = polysign::custom::HeaderChoice::exact($in_header, names)?;
                Ok(Self { in_header: choice.clone(), in_query: choice })
            }

            pub(super) fn from_config(
                config: &polysign::registry::Config<'_>,
            ) -> Result<Self, polysign::Error> {
                Ok(Self {
                    in_header: config.header_choice($in_header)?,
                    in_query: config.header_choice($in_query)?,
                })
            }
        }
    };
}
pub(crate) use signed_headers;
