//! A function that is measured.

use std::io;
use std::path::PathBuf;

use axum::body::Bytes;
use harness::{Function, Settings};

use crate::aws::{Aws, Call};
use crate::error::{Error, Result};

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
    /// A new process of it.
    pub(crate) async fn start(&self) -> Result<Function> {
        Function::start(&self.binary, self.settings.clone())
            .await
            .map_err(|error| Error::of(&self.binary)(error))
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

    /// Whether it can be executed at all.
    pub(crate) fn check(&self) -> Result<()> {
        let found = std::fs::metadata(&self.binary).and_then(|it| {
            it.is_file().then_some(()).ok_or_else(|| io::Error::other("is no file"))
        });
        found.map_err(|error| Error::of(&self.binary)(error))
    }
}
