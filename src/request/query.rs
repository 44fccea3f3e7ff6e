//! The query of a URL as pairs.

/// Splits a query, as it stands in the URL, into names and values. Empty pieces are skipped; `k` has
/// an empty value.
pub(crate) fn pairs(wire: &str) -> impl Iterator<Item = (&str, &str)> {
    pieces(wire).map(|piece| piece.split_once('=').unwrap_or((piece, "")))
}

/// Splits a query, as it stands in the URL, into `k=v` and `k`. Empty pieces are skipped.
pub(crate) fn pieces(wire: &str) -> impl Iterator<Item = &str> {
    wire.split('&').filter(|piece| !piece.is_empty())
}
