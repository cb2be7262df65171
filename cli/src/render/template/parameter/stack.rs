//! The parameters that concern the deployment, not a verdict.

use super::{Constraint, StackParameter};

pub(super) const RUNNING: &str = "Running";
const FORM: &str = "What is deployed";
const TELLING: &str = "Alarms and notifications";
const REMEDIATION: &str = "Remediation";
const ARTEFACTS: &str = "Artefacts";
const ORGANIZATION: &str = "Organization";
/// The parameter that names the key of the queue of failed invocations.
pub(super) const QUEUE_KEY: &str = "QueueKeyArn";
const TOPIC: &str = "^(arn:[^:]+:sns:.+)?$";
/// The days for which `CloudWatch` keeps a log, of those it offers.
const RETENTIONS: &[&str] = &[
    "1", "3", "5", "7", "14", "30", "60", "90", "120", "150", "180", "365", "400", "545", "731",
    "1096", "1827", "2192", "2557", "2922", "3288", "3653",
];

/// Those of every stack.
pub(super) fn parameters() -> Vec<StackParameter> {
    vec![
        choice(
            (RUNNING, "LogRetentionDays"),
            "Days for which the functions' logs are kept.",
            "90",
            RETENTIONS,
        ),
        flag(
            (RUNNING, "LimitSweeps"),
            "Whether a rule that changes can cause to look at everything runs once at a time. It \
             takes one reserved execution per such rule, which the quota of a new account lacks.",
        ),
        flag((RUNNING, "Tracing"), "Whether AWS X-Ray traces the functions' invocations."),
        text(
            (RUNNING, QUEUE_KEY),
            "The ARN of a customer managed KMS key that encrypts the queue of failed invocations, \
             which holds whole events. Used by the stack of its region; a multi-Region key (mrk-) \
             must have a replica in every region. Empty for encryption by SQS itself.",
            "^(arn:[^:]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+)?$",
        ),
        text(
            (TELLING, "AlarmTopic"),
            "The ARN of the SNS topic that alarms are sent to, used by the stack of its region; \
             empty for none.",
            TOPIC,
        ),
        text(
            (TELLING, "NotificationTopic"),
            "The ARN of an SNS topic that is told when a resource stops complying, used by the \
             stack of its region. Its policy must let events.amazonaws.com publish; empty for none.",
            TOPIC,
        ),
        text(
            (TELLING, "NotificationEmail"),
            "Or the address of a topic that the stack makes for it; empty for none.",
            "^([^@ ]+@[^@ ]+)?$",
        ),
        StackParameter {
            constraint: Constraint::Range("1".to_owned(), "180".to_owned()),
            ..choice(
                (TELLING, "NoticeDays"),
                "Days before an attestation or exception expires on which notice is given.",
                "30",
                &[],
            )
        },
        flag(
            (FORM, "ConformancePacks"),
            "Whether the rules come in conformance packs, one a section of the playbook, each with \
             a score, instead of as rules of their own. Security Hub does not take in such rules.",
        ),
        flag(
            (REMEDIATION, "EnableRemediation"),
            "Whether AWS Config offers to remediate where that can cut off no workload. It never \
             does so of itself.",
        ),
        text(
            (REMEDIATION, "RemediationLogBucket"),
            "The bucket in the stack's region that access logs of buckets go to when control 26 is \
             remediated; it must have ACLs enabled. Empty to offer no remediation of 26.",
            "^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$",
        ),
    ]
}

/// Those that say where a pre-expanded template finds the functions' code.
pub(in super::super) fn artefacts() -> Vec<StackParameter> {
    vec![
        required(
            (ARTEFACTS, "ArtefactBucketPrefix"),
            "The functions' code lies in the bucket <this>-<region>.",
            Constraint::Pattern("^[a-z0-9][a-z0-9.-]{1,46}$"),
        ),
        required(
            (ARTEFACTS, "ArtefactRelease"),
            "The release that `aws-core publish` printed, such as 0.1.0-0123456789ab.",
            Constraint::Pattern("^[0-9]+\\.[0-9]+\\.[0-9]+-[0-9a-f]{12}$"),
        ),
    ]
}

/// Those of the organization's stack alone.
pub(in super::super) fn organization() -> Vec<StackParameter> {
    vec![
        required(
            (ORGANIZATION, "OrganizationalUnitIds"),
            "The organizational units, or the root, whose accounts get the rules.",
            Constraint::Names,
        ),
        required(
            (ORGANIZATION, "Regions"),
            "The regions of each account that get the rules, the home region among them.",
            Constraint::Names,
        ),
        choice(
            (ORGANIZATION, "CallAs"),
            "DELEGATED_ADMIN where this is not the management account, else SELF.",
            "DELEGATED_ADMIN",
            &["DELEGATED_ADMIN", "SELF"],
        ),
    ]
}

/// A parameter's heading and name.
type Place = (&'static str, &'static str);

fn required((heading, name): Place, description: &str, constraint: Constraint) -> StackParameter {
    StackParameter {
        name: name.to_owned(),
        heading: heading.to_owned(),
        description: description.to_owned(),
        default: None,
        constraint,
        limit: None,
    }
}

fn choice(place: Place, description: &str, default: &str, words: &[&str]) -> StackParameter {
    let words = words.iter().map(|&it| it.to_owned()).collect();
    let default = Some(default.to_owned());
    StackParameter { default, ..required(place, description, Constraint::Words(words)) }
}

fn flag(place: Place, description: &str) -> StackParameter {
    choice(place, description, "false", &["true", "false"])
}

fn text(place: Place, description: &str, pattern: &'static str) -> StackParameter {
    let default = Some(String::new());
    StackParameter { default, ..required(place, description, Constraint::Pattern(pattern)) }
}
