//! Options whose values have names.

/// Declares an enum whose values the option `$key` names by texts, with `as_str`, `Display` and
/// `FromStr`.
macro_rules! named {
    ($(#[$about:meta])* pub enum $type:ident: $key:literal {
        $($(#[$doc:meta])* $value:ident = $text:literal,)+
    }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $type {
            $($(#[$doc])* $value,)+
        }

        impl $type {
            /// Returns the text, as configuration has it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $text,)+
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
                    _ => {
                        let [others @ .., last] = [$($text),+];
                        let others = others.join(", ");
                        let advice = alloc::format!("has to be {others}, or {last}");
                        Err($crate::Error::new($crate::ErrorKind::InvalidOption, $key, advice))
                    }
                }
            }
        }
    };
}
pub(crate) use named;

#[cfg(test)]
#[allow(unreachable_pub, reason = "the enums of options are public")]
mod tests {
    use alloc::string::ToString;

    named! {
        /// Three values.
        pub enum Letter: "letter" {
            /// The first one.
            Alpha = "a",
            /// The second one.
            Beta = "b",
            /// The third one.
            Gamma = "c",
        }
    }

    #[test]
    fn a_value_is_read_from_the_text_that_it_writes() {
        for letter in [Letter::Alpha, Letter::Beta, Letter::Gamma] {
            assert_eq!(letter.to_string().parse(), Ok(letter));
        }
        let error = "d".parse::<Letter>().expect_err("there is none");
        assert_eq!(error.to_string(), "letter: has to be a, b, or c");
    }
}
