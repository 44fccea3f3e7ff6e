//! What the examples with a command line share.

use std::cell::RefCell;
use std::fmt::Write;

use polysign::sign::Nonce;
use polysign::{Context, Error, UnixTime};

/// `NAME: VALUE`
pub(crate) fn header(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once(':').ok_or("there is no `:` in it")?;
    Ok((name.into(), value.trim_matches([' ', '\t']).into()))
}

/// Pairs as a request takes its headers, and a signer its settings.
pub(crate) fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    let pairs = pairs.iter();
    pairs.map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// The time and the nonce given, or the system's and a fresh one.
pub(crate) fn context(time: Option<UnixTime>, nonce: Option<&str>) -> Result<Context<'_>, Error> {
    let now = Context::now()?;
    let context = Context::new(time.unwrap_or(now.time()));
    Ok(match (nonce, now.nonce()) {
        (Some(text), _) => context.with_nonce(text),
        (None, Nonce::Random(bytes)) => context.with_random_nonce(bytes),
        (None, _) => context,
    })
}

/// The schemes with the variables that each asks for when it is given nothing else. `option`: how
/// fields are passed.
pub(crate) fn schemes(option: &str) -> String {
    let mut names: Vec<_> = polysign::schemes().map(|scheme| scheme.name()).collect();
    names.dedup();
    let mut text = String::from("Schemes, and the variables that their credentials are read from:");
    for name in names {
        let asked = RefCell::new(Vec::new());
        let ask = |variable: &str| {
            asked.borrow_mut().push(variable.to_owned());
            None
        };
        // An error for want of a credential, after every variable was asked for.
        let _ = polysign::registry::signer_from_vars(name, |_| None, ask);
        let variables = match asked.borrow().join(" ") {
            none if none.is_empty() => format!("none; pass the fields with {option}"),
            variables => variables,
        };
        let _ = write!(text, "\n\n  {name}\n    {variables}");
    }
    text + "\n\nThe README lists the options, and the variables that an option changes."
}
