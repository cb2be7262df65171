//! Every running EC2 instance must be patched: it reports to Systems Manager, misses no patch of
//! its baseline, and was looked at not long ago.
//!
//! One that never reported fails as well, once it is no longer new. A tag may name another solution
//! that patches an instance; one that its Auto Scaling group soon replaces need not be patched
//! ([`server`]). What counts is the result: who patches on a schedule by hand, and in time, is not
//! told from a machine that does ([`report`]).
//!
//! Systems Manager reports on a machine after each scan, and AWS Config records it; that the
//! reports cease is found once a day.

mod report;
mod server;

use aws_sdk_ec2::types::InstanceStateName;
use shared::instance::{self, INSTANCE, Instance};
use shared::parameters::{Integer, TagKey};
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict,
};

pub use report::Report;
pub use server::Server;

/// What Systems Manager found of the patches of a machine, as AWS Config records it.
const REPORT: &str = "AWS::SSM::PatchCompliance";

/// The rule.
#[derive(Debug)]
pub struct Ec2Patched;

shared::parameters! {
    /// Days after which an instance must have been patched or scanned again.
    pub max_patch_age_days: Integer<1, 366> = 30,
    /// Days that an instance has after its launch until its first report.
    pub new_instance_grace_days: Integer<0, 90> = 7,
    /// The tag whose value names another solution that patches an instance.
    pub patch_solution_tag_key: TagKey = "patch-solution",
    /// Days after which Auto Scaling groups replace their instances, which then need no patches
    /// until they are older; 0 where they do not.
    pub immutable_max_age_days: Integer<0, 90> = 0,
}

impl Rule for Ec2Patched {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "EC2 instances are patched regularly",
        question: "Does software install security updates on all EC2 instances, again and again?",
        rationale: "Most attacks on servers use flaws that are known and mended by then: what is \
            missing is the update. Nobody keeps many servers current by hand for long, and a \
            server that no tool sees is the one that is forgotten.",
        acceptable: "Systems Manager, or another solution that a tag names, looks after every \
            running instance; within the last 30 days it found none of the patches missing that \
            should be there. Or instances are replaced before they grow old.",
        failure: "A running instance lacks patches, was not looked at for more than 30 days, or is \
            known to no solution at all.",
        remediation: "Give the instances a role with AmazonSSMManagedInstanceCore, or turn on \
            Default Host Management, so that Systems Manager sees them. Create a patch policy that \
            scans daily and installs weekly, with a reboot where one is needed. Tag what another \
            solution patches.",
        section: Section::Processes,
        scope: Scope::EveryRegion,
        trigger: Trigger { changes: &[REPORT], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT, INSTANCE],
        permissions: &[
            Permission::everywhere(instance::ACTION),
            Permission::everywhere(report::LIST),
            Permission::everywhere(report::DESCRIBE),
        ],
        attested: false,
        references: &["Security Hub SSM.1", "Security Hub SSM.2"],
    };
    type Parameters = Parameters;
    type Facts = Server;

    async fn gather(invocation: &Invocation, _: &Parameters) -> Result<Inventory<Server>> {
        if let Some(item) = invocation.changed(REPORT) {
            let subject = match report::instance_id(&item.resource_id) {
                Some(id) => one(invocation, id).await?,
                None => None,
            };
            return Ok(Inventory::some(subject));
        }
        let instances = Instance::all(invocation, &[InstanceStateName::Running]).await?;
        let mut reports = report::all(invocation).await?;
        let subjects = instances.iter().map(|it| {
            let report = reports.remove(&it.id);
            it.subject(Ok(Server::of(it, report)))
        });
        let subjects: Vec<Subject<Server>> = subjects.collect();
        Ok(Inventory::all(&[INSTANCE], subjects, "No EC2 instance runs in this region."))
    }

    fn judge(server: &Server, parameters: &Parameters, time: Timestamp) -> Verdict {
        server.verdict(parameters, time)
    }
}

/// The instance with this id, unless it is gone.
async fn one(invocation: &Invocation, id: &str) -> Result<Option<Subject<Server>>> {
    let instances = Instance::some(invocation, &[id]).await?;
    let Some(instance) = instances.first() else { return Ok(None) };
    let report = report::of(invocation, id).await?;
    Ok(Some(instance.subject(Ok(Server::of(instance, report)))))
}

#[cfg(test)]
mod tests;
