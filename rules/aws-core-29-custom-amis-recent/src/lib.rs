//! New instances must not be launched from custom AMIs that nobody has refreshed for long.
//!
//! A custom AMI is one that this account or a declared account owns ([`image`]). Each instance is
//! judged by how old its AMI was when it was launched ([`launch`]): how old it has become since is
//! no matter of AMIs but of patching. AMIs are no resources to AWS Config, so the account answers
//! for them ([`images`]), also for those of instances that are gone again. An AMI whose date cannot
//! be read is not verified; the others are judged.

mod image;
mod images;
mod launch;

use shared::instance::{self, EXISTING, INSTANCE, Instance};
use shared::parameters::{AccountIds, Integer, TagKey};
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict,
};

pub use image::Image;
pub use images::{Images, UsedImage};
pub use launch::Launch;

/// The rule.
#[derive(Debug)]
pub struct CustomAmisRecent;

shared::parameters! {
    /// Days that a custom AMI may be old when an instance is launched from it.
    pub max_age_days: Integer<1, 3650> = 180,
    /// Days for which a launch counts as new.
    pub launch_window_days: Integer<1, 365> = 90,
    /// Other accounts whose AMIs are custom ones too, such as one that builds golden images.
    pub custom_ami_owner_ids: AccountIds = "",
    /// A tag, set in this account, by which an AMI is not judged.
    pub ignore_ami_tag_key: TagKey = "",
}

/// What the verdict depends on.
#[derive(Debug)]
pub enum Facts {
    /// An instance and its AMI.
    Instance(Launch),
    /// The AMIs, for the verdict on the account.
    Account(Images),
}

impl Rule for CustomAmisRecent {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Custom AMIs are refreshed",
        question: "Are custom AMIs rebuilt regularly, so that no new server starts from an old one?",
        rationale: "An AMI holds the system as it was when the image was made. A server that is \
            launched from one of last year lacks every fix since, and is open to attacks that are \
            long known, until somebody patches it.",
        acceptable: "Servers launched in the last 90 days come from images of AWS and vendors, or \
            from custom AMIs that were at most 180 days old.",
        failure: "A server was launched in the last 90 days from a custom AMI that was more than \
            180 days old.",
        remediation: "Build the AMI anew from a current base image, best on a schedule with EC2 \
            Image Builder. Point launch templates and Auto Scaling groups to the new one, replace \
            the instances, and disable or deregister the old one.",
        section: Section::Processes,
        scope: Scope::EveryRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT, INSTANCE],
        permissions: &[
            Permission::everywhere(images::ACTION),
            Permission::everywhere(instance::ACTION),
        ],
        attested: false,
        references: &[],
    };
    type Parameters = Parameters;
    type Facts = Facts;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<Facts>> {
        let images = images::owned(invocation, &parameters.custom_ami_owner_ids).await?;
        let instances = Instance::all(invocation, EXISTING).await?;
        let launches = instances.iter().map(|it| {
            it.subject(Ok(Facts::Instance(Launch::of(it, images.get(&it.image_id).cloned()))))
        });
        let region = &invocation.environment.region;
        let images = Facts::Account(Images::used_by(&instances, &images, region));
        let account = Subject::account(invocation, Ok(images));
        Ok(Inventory::listed(&[INSTANCE], launches.chain([account])))
    }

    fn judge(facts: &Facts, parameters: &Parameters, time: Timestamp) -> Verdict {
        match facts {
            Facts::Instance(launch) => launch.verdict(parameters, time),
            Facts::Account(images) => images.verdict(parameters, time),
        }
    }
}

#[cfg(test)]
mod tests;
