//! Rules that exist in tests alone: one of each kind that the pack has.

use serde::Deserialize;
use shared::parameters::Integer;
use shared::{
    Error, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict,
};

shared::parameters! {
    /// The most rules that a group may have.
    pub max_rules: Integer<0, 100> = 1,
    /// Whether the group's name is looked at | too.
    look: bool = false,
}

/// A change-triggered rule without calls: a security group has few rules.
pub(crate) struct FewRules;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Group {
    ip_permissions: Vec<serde::de::IgnoredAny>,
}

const METADATA: Metadata = Metadata {
    name: "aws-core-98-few-rules",
    title: "Security groups are short",
    question: "Are your security groups short?",
    rationale: "Long ones are misread.",
    acceptable: "They are.",
    failure: "They are not.",
    remediation: "Delete rules.",
    section: Section::NetworkSecurity,
    scope: Scope::EveryRegion,
    trigger: Trigger { changes: &["AWS::EC2::SecurityGroup"], schedule: None },
    reports: &["AWS::EC2::SecurityGroup"],
    permissions: &[],
    attested: false,
    references: &["CIS 0.1"],
};

impl Rule for FewRules {
    const METADATA: Metadata = METADATA;
    type Parameters = Parameters;
    type Facts = Group;

    async fn gather(invocation: &Invocation, _: &Parameters) -> Result<Inventory<Group>> {
        let item = invocation.changed("AWS::EC2::SecurityGroup");
        Ok(Inventory::some(item.map(|item| Subject::of(item, item.configuration()))))
    }

    fn judge(group: &Group, parameters: &Parameters, _: Timestamp) -> Verdict {
        let (count, most) = (group.ip_permissions.len(), parameters.max_rules.get());
        if count > most as usize {
            Verdict::non_compliant(format!("{count} rules; limit {most}."))
        } else {
            Verdict::compliant(format!("{count} rules."))
        }
    }
}

/// A rule that also sweeps, in the home region alone, and needs AWS.
pub(crate) struct NeedsAws;

impl Rule for NeedsAws {
    const METADATA: Metadata = Metadata {
        name: "aws-core-99-needs-aws",
        title: "AWS is asked",
        question: "Is AWS asked?",
        scope: Scope::HomeRegion,
        trigger: Trigger {
            changes: &["AWS::EC2::SecurityGroup", "AWS::S3::Bucket"],
            schedule: Some(Frequency::TwentyFourHours),
        },
        permissions: &[Permission::on("s3:GetBucketAcl", "arn:${AWS::Partition}:s3:::*")],
        ..METADATA
    };
    type Parameters = ();
    type Facts = ();

    async fn gather(invocation: &Invocation, (): &()) -> Result<Inventory<()>> {
        invocation.aws()?;
        Err(Error::new(shared::Code::CallFailed, "no test gets here"))
    }

    fn judge((): &(), (): &(), _: Timestamp) -> Verdict {
        Verdict::compliant("Asked.")
    }
}

/// The rules as a registry has them.
pub(crate) const RULES: &[&dyn shared::AnyRule] = &[&FewRules, &NeedsAws];

/// What was written to an output.
#[derive(Clone, Default)]
pub(crate) struct Captured(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl Captured {
    pub(crate) fn output(&self) -> crate::output::Output {
        crate::output::Output::into_stream(self.clone())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl std::io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
