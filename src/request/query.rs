//! The query of a URL as pairs.

/// The pairs of a wire query, empty pieces skipped; `k` is `k=`.
pub(crate) fn pairs(wire: &str) -> impl Iterator<Item = (&str, &str)> {
    let pieces = wire.split('&').filter(|piece| !piece.is_empty());
    pieces.map(|piece| piece.split_once('=').unwrap_or((piece, "")))
}
