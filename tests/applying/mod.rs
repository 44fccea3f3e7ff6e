//! What a signature does to the request that it is put on.

mod applied;
mod hostile;
mod injection;
