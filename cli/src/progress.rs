//! How far long work has come, for whoever watches a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over `length` steps, on the standard error; nothing where that is no terminal.
pub(crate) fn bar(length: usize, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(length as u64).with_message(what);
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
