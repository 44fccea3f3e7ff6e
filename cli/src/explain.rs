//! `polysign explain`

use clap::Args;
use polysign::explain::SentContext;
use polysign::{Context, ErrorKind, Explanation, Signer};

use crate::arguments::{ContextArguments, Outgoing, RequestArguments};
use crate::failure::Failure;
use crate::signer::SignerArguments;
use crate::{Answer, json};

#[derive(Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    signer: SignerArguments,
    #[command(flatten)]
    request: RequestArguments,
    #[command(flatten)]
    context: ContextArguments,
    /// Print JSON
    #[arg(short, long)]
    json: bool,
}

impl Explain {
    pub(crate) fn run(self) -> Result<Answer, Failure> {
        let signer = self.signer.signer()?;
        let explanation = of_sent(&*signer, &self.request.read()?, &self.context)?;
        Ok(Answer::yes(if self.json {
            json::text(&json::explanation(&explanation))
        } else {
            explanation.to_string()
        }))
    }
}

/// Explains a request. Time and nonce are the given ones, or those that it was sent with, or new
/// ones if it is not signed yet.
pub(crate) fn of_sent(
    signer: &dyn Signer,
    outgoing: &Outgoing,
    given: &ContextArguments,
) -> Result<Explanation, Failure> {
    let request = outgoing.request()?;
    let now = Context::now()?;
    let needs_sent = given.time.is_none() || given.nonce.is_none();
    let sent = match SentContext::read(signer, &request) {
        Ok(sent) => Some(sent),
        Err(error) if error.kind() == ErrorKind::NotSigned || !needs_sent => None,
        Err(error) if given.time.is_some() && error.kind() == ErrorKind::TimeOutOfRange => None,
        Err(error) => return Err(error.into()),
    };
    let context = sent.as_ref().map_or(now, |sent| sent.or(now));
    Ok(signer.explain(&request, &given.or(context))?)
}
