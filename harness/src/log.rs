//! What a function writes to its standard output and error: what AWS keeps as its log.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::task::JoinHandle;

/// The lines kept; older ones are forgotten, so that a function may run for days.
const KEPT: usize = 10_000;

/// The last 10,000 lines. Clones are the same log.
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<VecDeque<String>>>);

impl Log {
    /// The lines, oldest first. The last ones of an invocation may come a moment after its outcome;
    /// after [`Function::shutdown`](crate::Function::shutdown) all are there.
    pub fn lines(&self) -> Vec<String> {
        self.kept().iter().cloned().collect()
    }

    /// The lines that are JSON, as those are that a rule logs.
    pub fn json(&self) -> Vec<Value> {
        self.kept().iter().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    /// Takes in what `stream` yields until it ends.
    pub(crate) fn follow(&self, stream: impl AsyncRead + Send + Unpin + 'static) -> JoinHandle<()> {
        let log = self.clone();
        tokio::spawn(async move {
            let mut lines = BufReader::new(stream).split(b'\n');
            while let Ok(Some(line)) = lines.next_segment().await {
                let mut kept = log.kept();
                if kept.len() == KEPT {
                    kept.pop_front();
                }
                kept.push_back(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
        })
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, VecDeque<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
