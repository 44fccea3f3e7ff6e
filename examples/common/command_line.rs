//! What the examples with a command line share.

use std::cell::RefCell;
use std::fmt::Write;

/// `NAME: VALUE`
pub(crate) fn header(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once(':').ok_or("there is no `:` in it")?;
    Ok((name.into(), value.trim_matches([' ', '\t']).into()))
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
        let _ = polysign::signer_from_vars(name, |_| None, ask);
        let variables = match asked.borrow().join(" ") {
            none if none.is_empty() => format!("none; pass the fields with {option}"),
            variables => variables,
        };
        let _ = write!(text, "\n\n  {name}\n    {variables}");
    }
    text + "\n\nThe README lists the options, and the variables that an option changes."
}
