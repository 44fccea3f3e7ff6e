//! Options whose values have names.

/// Gives an enum the texts by which the option `$key` names its values: `as_str`, `Display` and
/// `FromStr`.
macro_rules! named {
    ($type:ident, $key:literal: $($value:ident = $text:literal),+; or $last:ident = $end:literal) => {
        impl $type {
            /// Returns the text, as configuration has it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $text,)+
                    Self::$last => $end,
                }
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        /// Fails with [`ErrorKind::InvalidOption`](crate::ErrorKind::InvalidOption) for another text.
        impl core::str::FromStr for $type {
            type Err = $crate::Error;

            fn from_str(text: &str) -> Result<Self, $crate::Error> {
                match text {
                    $($text => Ok(Self::$value),)+
                    $end => Ok(Self::$last),
                    _ => Err($crate::Error::new(
                        $crate::ErrorKind::InvalidOption,
                        $key,
                        concat!("has to be ", $($text, ", ",)+ "or ", $end),
                    )),
                }
            }
        }
    };
}
pub(crate) use named;
