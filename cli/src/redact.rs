//! `polysign redact`

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::Answer;
use crate::arguments::standard_input;
use crate::failure::Failure;
use crate::signer::names;

#[derive(Args)]
pub(crate) struct Redact {
    /// The scheme whose own names are secret besides the common ones: vendor/scheme
    #[arg(value_parser = PossibleValuesParser::new(names()), hide_possible_values = true)]
    scheme: Option<String>,
}

impl Redact {
    pub(crate) fn run(self) -> Result<Answer, Failure> {
        let text = standard_input()?;
        let text = String::from_utf8_lossy(&text);
        let own =
            polysign::schemes().filter(|scheme| Some(scheme.name()) == self.scheme.as_deref());
        let redacted = own.fold(polysign::redact(&text).into_owned(), |text, scheme| {
            scheme.redact(&text).into_owned()
        });
        Ok(Answer::yes(redacted))
    }
}
