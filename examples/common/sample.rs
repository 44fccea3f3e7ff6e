//! What an example signs, or explains, as the documents give it.

use polysign::{Context, Error, Signer};

/// A scheme with its settings, the time and the nonce.
pub(crate) struct Sample {
    pub(crate) scheme: &'static str,
    pub(crate) settings: &'static [(&'static str, &'static str)],
    pub(crate) time: i64,
    pub(crate) nonce: Option<&'static str>,
}

impl Sample {
    pub(crate) fn signer(&self) -> Result<Box<dyn Signer>, Error> {
        polysign::registry::signer_from_pairs(self.scheme, self.settings.iter().copied())
    }

    pub(crate) fn context(&self) -> Context<'_> {
        let context = Context::at(self.time);
        self.nonce.map_or(context, |nonce| context.with_nonce(nonce))
    }
}
