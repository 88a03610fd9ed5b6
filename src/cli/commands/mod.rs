//! One short function a command.

mod annotate;
mod extract;

pub(super) use annotate::annotate;
pub(super) use extract::extract;
