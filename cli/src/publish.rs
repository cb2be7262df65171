//! `aws-core publish`: what stack sets deploy from, packaged and uploaded.

pub mod artefact;
mod bucket;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use serde::Serialize;
use shared::AnyRule;

use self::artefact::{Artefact, release};
use self::bucket::{Bucket, Uploaded};
use crate::Outcome;
use crate::access::{self, Access};
use crate::error::{Error, Result};
use crate::output::{Output, note};
use crate::progress::bar;
use crate::render::{Flavour, artefact_key, binaries, template};

/// How many artefacts are on their way at once.
const AT_ONCE: usize = 4;
/// What the stacks are told of a release.
const PARAMETERS: &str = "parameters.json";
/// The template that stack sets deploy.
const TEMPLATE: &str = "stack.yaml";

/// Package the functions and upload them to the buckets that stack sets deploy from.
#[derive(Debug, Args)]
#[command(
    long_about = "Package the functions and upload them, with the template, to the buckets that \
stack sets deploy from: one a region, made by deploy/artefacts.yaml and named <prefix>-<region>.

The same binaries make the same packages, on every machine. A release is named after what is in it, so \
nothing published is ever replaced: publishing again uploads only what is missing, and an earlier \
release can be deployed again by its name. Nothing is deployed here: give the parameters that are \
written to the stack or the stack set.",
    after_help = "Exit codes:
  0  everything lies in the buckets, or would be uploaded
  2  usage, a binary is missing or not for arm64, a bucket is not there or not yours

Examples:
  cargo lambda build --release --arm64 --locked --workspace
  aws-core publish --bucket-prefix aws-core-rules-444455556666 \\
      --region eu-central-1 --region us-east-1
  aws-core publish ... --dry-run        say what would be uploaded, without AWS

Calls: s3:HeadBucket (s3:ListBucket), s3:HeadObject (s3:GetObject), s3:PutObject and, without \
--account, sts:GetCallerIdentity."
)]
pub struct Publish {
    /// What the buckets' names begin with; -<region> follows
    #[arg(long, value_name = "PREFIX", value_parser = prefix)]
    bucket_prefix: String,
    /// The account that owns the buckets, by default that of the credentials; nothing is sent to a
    /// bucket of another one
    #[arg(long, value_name = "ACCOUNT", value_parser = account)]
    account: Option<String>,
    /// A region to upload to; may be given several times
    #[arg(long = "region", value_name = "REGION", required = true)]
    regions: Vec<String>,
    /// The folder that `cargo lambda build` wrote to
    #[arg(long, value_name = "FOLDER", default_value = "target/lambda")]
    binaries: PathBuf,
    /// The folder for parameters.json, which the stacks are to be given
    #[arg(long, value_name = "FOLDER", default_value = "out/deploy")]
    output: PathBuf,
    /// Package everything, say what it is, and call no AWS
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    access: Access,
}

fn prefix(text: &str) -> Result<String, String> {
    let fits = (2..=47).contains(&text.len());
    let known = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || b".-".contains(&it);
    let begins = text.starts_with(|it: char| it.is_ascii_lowercase() || it.is_ascii_digit());
    if fits && begins && text.bytes().all(known) {
        return Ok(text.to_owned());
    }
    Err("expected 2 to 47 lower-case letters, digits, dots and hyphens".to_owned())
}

fn account(text: &str) -> Result<String, String> {
    let known = text.len() == 12 && text.bytes().all(|it| it.is_ascii_digit());
    if known { Ok(text.to_owned()) } else { Err("expected the 12 digits of an account".to_owned()) }
}

/// A parameter of a stack, as the AWS CLI reads it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Parameter<'a> {
    parameter_key: &'a str,
    parameter_value: &'a str,
}

impl Publish {
    /// Publishes the functions of `rules`.
    pub async fn run(self, rules: &[&dyn AnyRule], output: &mut Output) -> Result<Outcome> {
        let sdk = if self.dry_run {
            None
        } else {
            Some(self.access.load(self.regions.first().map(String::as_str)).await)
        };
        self.publish(rules, sdk.as_ref(), output).await
    }

    /// Publishes to the AWS behind `sdk`; without one, says what would be.
    async fn publish(
        &self,
        rules: &[&dyn AnyRule],
        sdk: Option<&aws_config::SdkConfig>,
        output: &mut Output,
    ) -> Result<Outcome> {
        let artefacts = self.artefacts(rules)?;
        let release = release(&artefacts);
        let rows = artefacts.iter().map(|it| {
            [it.name.clone(), it.bytes.len().to_string(), artefact_key(&release, &it.name)]
        });
        output.table(["Artefact", "Bytes", "Key"], rows)?;
        if let Some(sdk) = sdk {
            let owner = match &self.account {
                Some(account) => account.clone(),
                None => access::account(sdk).await?,
            };
            let buckets: Vec<Bucket> = self
                .regions
                .iter()
                .map(|region| Bucket::new(sdk, &self.bucket_prefix, region, &owner))
                .collect();
            // All of them before anything is sent: half a release helps nobody.
            for bucket in &buckets {
                bucket.verify().await?;
            }
            for bucket in &buckets {
                upload(bucket, &artefacts, &release, output).await?;
            }
            let path = self.write_parameters(&release)?;
            note(format_args!("wrote {}", path.display()));
        } else {
            for region in &self.regions {
                output.line(format_args!("{}-{region}: not asked", self.bucket_prefix))?;
            }
        }
        output.line(format_args!("Release {release}"))?;
        Ok(Outcome::Clean)
    }

    /// Every function of `rules`, packaged, and the template.
    fn artefacts(&self, rules: &[&dyn AnyRule]) -> Result<Vec<Artefact>> {
        let names = binaries(rules);
        let progress = bar(names.len(), "packaging");
        let mut artefacts = Vec::new();
        for name in names {
            artefacts.push(Artefact::of_binary(name, &self.binaries.join(name).join("bootstrap"))?);
            progress.inc(1);
        }
        progress.finish_and_clear();
        let stack = template(rules, Flavour::Plain);
        artefacts.push(Artefact::new(TEMPLATE, stack.into_bytes()));
        Ok(artefacts)
    }

    fn write_parameters(&self, release: &str) -> Result<PathBuf> {
        fs::create_dir_all(&self.output)
            .map_err(|error| Error::file("make", &self.output, error))?;
        let parameters =
            [("ArtefactBucketPrefix", self.bucket_prefix.as_str()), ("ArtefactRelease", release)]
                .map(|(parameter_key, parameter_value)| Parameter {
                    parameter_key,
                    parameter_value,
                });
        let json = serde_json::to_string_pretty(&parameters)
            .map_err(|error| Error::Output(error.into()))?;
        let path: &Path = &self.output.join(PARAMETERS);
        fs::write(path, json + "\n").map_err(|error| Error::file("write", path, error))?;
        Ok(path.to_owned())
    }
}

/// Uploads what is not there yet, and says how much that was.
async fn upload(
    bucket: &Bucket,
    artefacts: &[Artefact],
    release: &str,
    output: &mut Output,
) -> Result<()> {
    let progress = bar(artefacts.len(), "uploading");
    let sent: Vec<Uploaded> = stream::iter(artefacts)
        .map(async |artefact| {
            let uploaded = bucket.upload(&artefact_key(release, &artefact.name), artefact).await;
            progress.inc(1);
            uploaded
        })
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    progress.finish_and_clear();
    let new = sent.iter().filter(|it| **it == Uploaded::Sent).count();
    let (name, there) = (bucket.name(), sent.len() - new);
    output.line(format_args!("{name}: {new} uploaded, {there} there already"))
}
