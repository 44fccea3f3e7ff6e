//! Reading the fields of a signature of sorted parameters.

use super::Rejection;
use super::checks::{Arrived, Depth};
use super::fields::{own_fields, text_of};
use super::parameters::{Slot, put};
use crate::Scheme;
use crate::canonical::{CanonicalQuery, Order, SkippedNames};

impl<'a, D: Depth> Arrived<'a, D> {
    /// Collects the parameters of the request in `query`, sorted by key and value, and reads those of
    /// the fields `names` that a scheme declares: as headers, or from these parameters by exact case.
    ///
    /// # Errors
    ///
    /// [`Reason::Malformed`](super::Reason::Malformed) when one is there twice or is not UTF-8.
    pub(crate) fn sort_parameters<const N: usize>(
        &self,
        scheme: &Scheme,
        query: &mut CanonicalQuery<'a>,
        names: [&'static str; N],
    ) -> Result<[Slot<'a>; N], Rejection> {
        query.collect(self.request.query(), SkippedNames::NONE, &[], Order::KeyThenValue);
        let mut found = [const { None }; N];
        for pair in query.iter() {
            let key = pair.key();
            let mut slots = found.iter_mut().zip(names);
            if let Some((slot, own)) = slots.find(|(_, own)| key.is(own))
                && scheme.query().contains(&own)
            {
                put(slot, own, text_of(pair.value()))?;
            }
        }
        for (slot, own) in found.iter_mut().zip(names) {
            if scheme.headers().contains(&own) {
                [*slot] = own_fields(self.request, scheme, [own])?;
            }
        }
        Ok(found)
    }
}
