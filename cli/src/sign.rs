//! `polysign sign`

use clap::Args;
use polysign::{Context, Request, Signed};
use serde_json::{Value, json};

use crate::arguments::{ContextArguments, Format, Outgoing, RequestArguments};
use crate::failure::Failure;
use crate::signer::SignerArguments;
use crate::{Answer, curl, json};

#[derive(Args)]
pub(crate) struct Sign {
    #[command(flatten)]
    signer: SignerArguments,
    #[command(flatten)]
    request: RequestArguments,
    #[command(flatten)]
    context: ContextArguments,
    /// How to print the signed request
    #[arg(short, long, value_enum, default_value = "curl", conflicts_with = "json")]
    format: Format,
    /// Print JSON, as `--format json` does
    #[arg(short, long)]
    json: bool,
}

impl Sign {
    pub(crate) fn run(self) -> Result<Answer, Failure> {
        let signer = self.signer.signer()?;
        let outgoing = self.request.read()?;
        let request = outgoing.request()?;
        let signed = signer.sign_with(&request, &self.context.or(Context::now()?))?;
        let url = signed.url(&request)?;
        let url = url.expose();
        let format = if self.json { Format::Json } else { self.format };
        Ok(Answer::yes(match format {
            Format::Curl => curl::command(&outgoing, &signed, url),
            Format::Headers => lines(&signed),
            Format::Url => url.to_owned(),
            Format::Json => json::text(&object(&outgoing, &request, &signed, url)),
        }))
    }
}

fn lines(signed: &Signed) -> String {
    signed.headers().map(|(name, value)| format!("{name}: {value}\n")).collect()
}

fn object(outgoing: &Outgoing, request: &Request<'_>, signed: &Signed, url: &str) -> Value {
    let headers: Value =
        signed.headers().map(|(name, value)| (name.to_owned(), json!(value))).collect();
    json!({
        "scheme": signed.scheme().map(|scheme| scheme.name()),
        "method": outgoing.method,
        "url": url,
        "headers": headers,
        "removed_headers": signed.removed_headers().filter(|name| request.headers().get(name).is_some())
            .collect::<Vec<_>>(),
        "signature": signed.signature(),
        "time": signed.signed_at().map(|time| time.seconds()),
        "nonce": signed.nonce(),
        "expires_at": signed.expires_at().map(|time| time.seconds()),
    })
}
