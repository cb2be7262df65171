//! The two forms of the template: for SAM, which builds and uploads the functions, and pre-expanded,
//! for stack sets, which refuse transforms.

use super::yaml::list;

/// The name of the pack, as its resources are tagged with.
pub(super) const PACK: &str = "aws-core-rules";
/// The version of the pack that is rendered.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The seconds a function may take that lists nothing.
const TIMEOUT: u32 = 60;

/// A form of the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// For `sam deploy`: functions are folders of source.
    Serverless,
    /// For CloudFormation alone: functions are objects in a bucket.
    Plain,
}

impl Flavour {
    /// What stands before everything else.
    pub(super) fn header(self) -> String {
        let transform = match self {
            Self::Serverless => "Transform: AWS::Serverless-2016-10-31\n",
            Self::Plain => "",
        };
        header(transform, "AWS Config rules that answer the AWS core security playbook")
    }

    /// What all functions have in common, where it can be said once.
    pub(super) fn globals(self) -> String {
        match self {
            Self::Serverless => format!(
                "
Globals:
  Function:
    Runtime: provided.al2023
    Architectures: [arm64]
    Handler: bootstrap
    MemorySize: 128
    Timeout: {TIMEOUT}
    Tracing: !If [Traces, Active, PassThrough]
    DeadLetterQueue:
      Type: SQS
      TargetArn: !GetAtt FailedInvocations.Arn
    EventInvokeConfig:
      MaximumRetryAttempts: 2
      MaximumEventAgeInSeconds: 21600
    Tags: {{pack: {PACK}, pack-version: {VERSION}}}
"
            ),
            Self::Plain => String::new(),
        }
    }

    /// The type of a function.
    pub(super) const fn function(self) -> &'static str {
        match self {
            Self::Serverless => "AWS::Serverless::Function",
            Self::Plain => "AWS::Lambda::Function",
        }
    }

    /// What a function has that is said elsewhere in the other form: its code and `globals`.
    pub(super) fn code(self, folder: &str, binary: &str, timeout: Option<u32>) -> String {
        let own = timeout.map_or(String::new(), |it| format!("      Timeout: {it}\n"));
        match self {
            Self::Serverless => format!("      CodeUri: {folder}\n{own}"),
            Self::Plain => format!(
                "      Code:
        S3Bucket: !Sub \"${{ArtefactBucketPrefix}}-${{AWS::Region}}\"
        S3Key: !Sub \"{key}\"
      Runtime: provided.al2023
      Architectures: [arm64]
      Handler: bootstrap
      MemorySize: 128
      Timeout: {timeout}
      TracingConfig:
        Mode: !If [Traces, Active, PassThrough]
      DeadLetterConfig:
        TargetArn: !GetAtt FailedInvocations.Arn
{tags}",
                key = artefact_key("${ArtefactRelease}", &format!("{binary}.zip")),
                timeout = timeout.unwrap_or(TIMEOUT),
                tags = tags(),
            ),
        }
    }
}

/// Where the artefact `name` of a release lies in a bucket.
pub fn artefact_key(release: &str, name: &str) -> String {
    format!("{PACK}/{release}/{name}")
}

/// What stands before everything else of a rendered template.
pub(super) fn header(transform: &str, description: &str) -> String {
    format!(
        "\
# Rendered from the rules: edit rules/*/src/lib.rs or cli/src/render/template and run `make bless`.
AWSTemplateFormatVersion: \"2010-09-09\"
{transform}Description: {description} ({PACK} {VERSION}).
"
    )
}

/// The tags by which an owner finds and bills what belongs to the pack.
pub(super) fn tags() -> String {
    let tag = |key: &str, value: &str| format!("{{Key: {key}, Value: \"{value}\"}}");
    let tags = list([tag("pack", PACK), tag("pack-version", VERSION)]);
    format!("      Tags: {tags}\n")
}
