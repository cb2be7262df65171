use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::{
    ACCOUNT, Frequency, Inventory, Result, Rule, Scope, Section, Subject, Trigger, invocation,
};

const BUCKET: &str = "AWS::S3::Bucket";
const QUEUE: &str = "AWS::SQS::Queue";
const TRAIL: &str = "AWS::CloudTrail::Trail";

/// A rule that lists queues on its schedule, and waits for changes of buckets. A trail's change makes
/// it look at the queues again.
struct Stores;

impl Rule for Stores {
    const METADATA: Metadata = Metadata {
        name: "aws-core-97-stores",
        title: "Stores are named",
        question: "Are stores named?",
        rationale: "So that they are found.",
        acceptable: "They are.",
        failure: "They are not.",
        remediation: "Name them.",
        section: Section::Processes,
        scope: Scope::EveryRegion,
        trigger: Trigger {
            changes: &[BUCKET, TRAIL, QUEUE],
            schedule: Some(Frequency::TwentyFourHours),
        },
        reports: &[ACCOUNT, BUCKET, QUEUE],
        permissions: &[],
        attested: false,
        references: &[],
    };
    type Parameters = ();
    type Facts = bool;

    async fn gather(invocation: &Invocation, (): &()) -> Result<Inventory<bool>> {
        let queues = ["q2", "q1"].map(|id| Subject::new(QUEUE, id, Ok(id == "q1")));
        let account = Subject::account(invocation, Ok(true));
        Ok(Inventory::listed(&[QUEUE], queues.into_iter().chain([account])))
    }

    fn judge(named: &bool, (): &(), _: Timestamp) -> Verdict {
        if *named { Verdict::compliant("Named.") } else { Verdict::non_compliant("Not named.") }
    }
}

async fn scanned() -> Scanned {
    let environment = Environment {
        account_id: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        partition: "aws".to_owned(),
        rule_name: None,
        parameters: invocation::Parameters::default(),
        aws: None,
    };
    let (rule, _) = crate::AnyRule::configure(&Stores, &BTreeMap::new()).unwrap();
    let time = "2026-01-15T12:00:00Z".parse().unwrap();
    scan(rule.as_ref(), &Arc::new(environment), &Exceptions::default(), time).await
}

#[tokio::test]
async fn what_the_schedule_leaves_to_changes_is_asked_of_aws_config() {
    let Scanned { evaluations, recorded, unread } = scanned().await;
    let judged: Vec<_> = evaluations.iter().map(Evaluation::key).collect();
    assert_eq!(judged, [(ACCOUNT, "111122223333"), (QUEUE, "q1"), (QUEUE, "q2")]);
    // Queues are listed by the schedule, trails are none of what is reported on.
    assert_eq!(recorded, [BUCKET]);
    let [(Some(BUCKET), error)] = &unread[..] else { panic!("{unread:?}") };
    assert_eq!(error.code(), crate::Code::Offline);
}

#[tokio::test]
async fn exceptions_are_looked_up_for_what_fails() {
    let found = scanned().await.evaluations.pop().unwrap();
    assert!(found.annotation.starts_with("Not named. [exceptions not read: "), "{found:?}");
}
