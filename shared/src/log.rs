//! Log lines as JSON, one object a line, as CloudWatch Logs Insights reads them.

use std::io;

use tracing::level_filters::LevelFilter;

use crate::plain;

/// Sets up logging for the process; the level is what Lambda was told, `INFO` by default.
pub fn init() {
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_target(false)
        .with_max_level(level())
        // Whoever looks at a log may do so on a terminal.
        .with_writer(|| plain::Json(io::stdout()))
        .init();
}

#[expect(clippy::disallowed_methods, reason = "what is logged is no matter of judgement")]
fn level() -> LevelFilter {
    // An empty text would parse, and mean ERROR.
    let given = std::env::var("AWS_LAMBDA_LOG_LEVEL").ok().filter(|level| !level.is_empty());
    given.and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO)
}
