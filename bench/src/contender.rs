//! A function that is measured.

use std::path::PathBuf;

use axum::body::Bytes;
use harness::{Function, Settings};

use crate::aws::{Aws, Call};
use crate::error::{Error, Result};
use crate::usage;

/// A function, and what an invocation of it must have done.
#[derive(Debug, Clone)]
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    pub(crate) binary: PathBuf,
    pub(crate) settings: Settings,
    /// The compliance type of the one evaluation it puts; `None` if it calls nobody.
    pub(crate) puts: Option<&'static str>,
}

impl Contender {
    /// A new process of it, and the process's number.
    pub(crate) async fn start(&self) -> Result<(Function, u32)> {
        let function = Function::start(&self.binary, self.settings.clone()).await;
        let function = function.map_err(Error::of(&self.binary))?;
        let process = usage::youngest_child()
            .ok_or_else(|| Error::Missing("/proc does not tell a thread's children".to_owned()))?;
        Ok((function, process))
    }

    /// Invokes `function` once and sees that it did what it is there for.
    pub(crate) async fn invoke(&self, function: &Function, event: &Bytes, aws: &Aws) -> Result<()> {
        let outcome = function.invoke(event.clone()).await;
        let expected: Vec<Call> =
            self.puts.iter().map(|it| Call::Put(vec![(*it).to_owned()])).collect();
        let calls = aws.take();
        match outcome {
            Ok(_) if calls == expected => Ok(()),
            outcome => Err(Error::Misbehaved {
                name: self.name,
                what: format!("{outcome:?}, calls {calls:?}, log {:#?}", function.log().lines()),
            }),
        }
    }
}
