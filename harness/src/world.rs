//! A whole AWS on this machine: the local AWS, the Lambda service, and the pack deployed on both.

use std::io;
use std::path::Path;
use std::time::Duration;

use crate::function::Settings;
use crate::local_aws::{Installation, LocalAws};
use crate::log::Log;
use crate::service::{Retries, Service};

/// How often it is asked whether everything has come to rest.
const POLL: Duration = Duration::from_millis(50);
/// As many times in a row it must have been at rest, since between being asked for and being
/// invoked a rule is on its way.
const CALM: usize = 3;

/// The local AWS and the Lambda service, which invokes the rules' real binaries.
#[derive(Debug)]
pub struct World {
    /// The stand-in for AWS's APIs.
    pub aws: LocalAws,
    /// The stand-in for Lambda.
    pub lambda: Service,
    /// The lines of all functions.
    pub log: Log,
}

impl World {
    /// Starts with the functions called `names`, which lie in `binaries`, and deploys `template`,
    /// which makes each rule run for the first time.
    ///
    /// # Errors
    /// If a port or a process cannot be had.
    pub async fn start(
        installation: Installation,
        template: &Path,
        binaries: &Path,
        names: impl IntoIterator<Item = &str>,
    ) -> io::Result<Self> {
        let lambda = Service::start(0, Retries::default()).await?;
        let aws = LocalAws::start(installation, &lambda.url()).await?;
        let log = Log::default();
        for name in names {
            let settings = Settings::new(name, aws.endpoint());
            lambda.deploy(binaries.join(name), Settings { log: log.clone(), ..settings });
        }
        aws.deploy(template).await?;
        Ok(Self { aws, lambda, log })
    }

    /// Waits until every invocation has come to its end.
    ///
    /// # Errors
    /// If the local AWS does not answer.
    pub async fn settle(&self) -> io::Result<()> {
        let mut calm = 0;
        while calm < CALM {
            self.lambda.idle().await;
            calm = if self.aws.undelivered().await? == 0 { calm + 1 } else { 0 };
            tokio::time::sleep(POLL).await;
        }
        self.lambda.idle().await;
        Ok(())
    }

    /// Ends everything that was started.
    pub async fn stop(self) {
        self.aws.stop().await;
        self.lambda.shutdown().await;
    }
}
