//! The query of a URL as pairs.

/// The pairs of a wire query, empty pieces skipped; `k` is `k=`.
pub(crate) fn pairs(wire: &str) -> impl Iterator<Item = (&str, &str)> {
    pieces(wire).map(|piece| piece.split_once('=').unwrap_or((piece, "")))
}

/// Splits a wire query into `k=v` and `k`, empty pieces skipped.
pub(crate) fn pieces(wire: &str) -> impl Iterator<Item = &str> {
    wire.split('&').filter(|piece| !piece.is_empty())
}
