//! Declaring the verifiers that are made from a lookup and, some of them, from one option.

/// Declares a verifier by the keys that its lookup returns, and its option: the type, `new`, and what
/// [`verifier!`](super::checks::verifier) implements.
macro_rules! declare_verifier {
    (
        $(#[$about:meta])*
        pub struct $name:ident($key:ty $(, $option:ident: $choice:ty)?);
        $(#[$of_new:meta])*
        pub fn new;
        |$this:ident| $scheme:expr
    ) => {
        $(#[$about])*
        #[derive(Debug)]
        pub struct $name {
            checks: $crate::verify::checks::Checks<$key>,
            $($option: $choice,)?
        }

        impl $name {
            $(#[$of_new])*
            #[must_use]
            pub fn new(
                lookup: impl Fn(&str) -> Option<alloc::sync::Arc<$key>> + Send + Sync + 'static,
                $($option: $choice,)?
            ) -> Self {
                Self { checks: $crate::verify::checks::Checks::new(lookup) $(, $option)? }
            }
        }

        $crate::verify::checks::verifier!($name, |$this| $scheme);
    };
}
pub(crate) use declare_verifier;
