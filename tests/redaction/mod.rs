//! What is taken out of texts that may be logged.

mod logs;
mod peers;
mod texts;
