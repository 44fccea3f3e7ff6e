//! `polysign why`

use std::fmt::Write;
use std::io::IsTerminal;

use anstyle::Style;
use clap::Args;
use polysign::compare::Comparison;
use polysign::refusal::{Refusal, Response};
use serde_json::Value;

use crate::arguments::{ContextArguments, PartArguments, header, standard_input};
use crate::failure::{Failure, RED};
use crate::signer::SignerArguments;
use crate::{Answer, explain, json};

const BOLD: Style = Style::new().bold();

#[derive(Args)]
pub(crate) struct Why {
    #[command(flatten)]
    signer: SignerArguments,
    /// The method of the request that was refused: with the request, what differs is shown
    #[arg(requires = "url")]
    method: Option<String>,
    /// The URL of the request that was refused, as it was sent
    url: Option<String>,
    #[command(flatten)]
    parts: PartArguments,
    #[command(flatten)]
    context: ContextArguments,
    /// The status of the answer
    #[arg(short, long)]
    status: Option<u16>,
    /// A header of the answer; `curl -i` prints them in front of it, where they are read too
    #[arg(long = "answer-header", value_name = "NAME: VALUE", value_parser = header)]
    answer_headers: Vec<(String, String)>,
    /// Print JSON
    #[arg(short, long)]
    json: bool,
}

impl Why {
    pub(crate) fn run(self) -> Result<Answer, Failure> {
        if std::io::stdin().is_terminal() {
            anstream::eprintln!("paste the server's answer, and end it with Ctrl-D");
        }
        let answer = standard_input()?;
        let scheme = self.signer.facts()?;
        let response = Response::new(&answer).with_headers(&self.answer_headers);
        let response = match self.status {
            Some(status) => response.with_status(status),
            None => response,
        };
        let refusal = scheme.read_refusal(&response);
        let compared = match (self.method, self.url) {
            (Some(method), Some(url)) => {
                let outgoing = self.parts.read(method, url)?;
                let explanation =
                    explain::of_sent(&*self.signer.signer()?, &outgoing, &self.context)?;
                Some(explanation.compare(&answer))
            }
            _ => None,
        };
        if self.json {
            let mut object = json::refusal(scheme, refusal.as_ref());
            object["comparison"] = compared.as_ref().map_or(Value::Null, json::comparison);
            return Ok(Answer::yes(json::text(&object)));
        }
        Ok(Answer::yes(report(refusal.as_ref(), compared.as_ref())))
    }
}

/// Writes what was refused, what differs and what to do, for a person.
fn report(refusal: Option<&Refusal>, compared: Option<&Comparison>) -> String {
    let mut text = String::new();
    match refusal {
        None => text.push_str("refused: nothing that this vendor documents\n"),
        Some(refusal) => {
            line(&mut text, RED, "refused", &refusal.refused().to_string());
            line(
                &mut text,
                BOLD,
                "code",
                refusal.code().map(escaped).as_deref().unwrap_or_default(),
            );
            line(&mut text, BOLD, "message", &refusal.quoted_message().unwrap_or_default());
            line(
                &mut text,
                BOLD,
                "request id",
                &refusal.request_id().map(escaped).unwrap_or_default(),
            );
            for advice in refusal.advice() {
                line(&mut text, BOLD, "to do", advice);
            }
            if refusal.retrying_does_harm() {
                let warning = "sending the same again does harm: the vendor counts failures";
                line(&mut text, RED, "warning", warning);
            }
        }
    }
    if let Some(compared) = compared {
        let _ = write!(text, "{BOLD}compared with what the server says:{BOLD:#}\n{compared}");
    }
    text
}

fn line(text: &mut String, style: Style, name: &str, value: &str) {
    if !value.is_empty() {
        let _ = writeln!(text, "{style}{name}:{style:#} {value}");
    }
}

/// Escapes control characters in a text of the server.
fn escaped(text: &str) -> String {
    text.escape_debug().to_string()
}
