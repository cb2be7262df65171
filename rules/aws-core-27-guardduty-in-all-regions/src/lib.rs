//! GuardDuty must be enabled in every region that the account can use, or a person attests another
//! intrusion monitoring ([`shared::attestation`]).
//!
//! Each active region ([`shared::regions`]) is asked for its detector ([`detector`]), also when the
//! home region's changes; what came of it is judged in [`detection`]. Who administers a detector
//! does not matter, and its features only as far as `requiredFeatures` names them.
//!
//! A region in which GuardDuty has no address does not offer it, and is named and not judged. Owners
//! name such regions in `unsupportedRegions` where a proxy or a resolver of their own answers for
//! every address.

mod detection;
mod detector;
mod features;

use shared::attestation::{Attestation, AttestationParameters};
use shared::regions::{RegionNames, RegionParameters};
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict,
};

pub use detection::Detection;
pub use detector::Detector;
pub use features::FeatureNames;

/// The rule.
#[derive(Debug)]
pub struct GuarddutyInAllRegions;

const DETECTOR: &str = "AWS::GuardDuty::Detector";

shared::parameters! {
    /// Regions that do not offer GuardDuty.
    unsupported_regions: RegionNames = "",
    /// Features of GuardDuty that must be enabled too, such as `S3_DATA_EVENTS`.
    pub required_features: FeatureNames = "",
    ..regions: RegionParameters,
    ..attestation: AttestationParameters,
}

impl Rule for GuarddutyInAllRegions {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "GuardDuty or another detector runs in every active region",
        question: "Does GuardDuty, or another intrusion detection, watch every region that the \
            account can use?",
        rationale: "A stolen key is used where nobody expects it: to mine, to send mail, to look \
            around. GuardDuty knows such behaviour from calls, name look-ups and network flows, \
            but only in regions where it is enabled.",
        acceptable: "GuardDuty is enabled in each active region, or another solution that does as \
            much is attested.",
        failure: "GuardDuty is missing or suspended in one or more active regions, and nothing \
            else stands in for it.",
        remediation: "Enable GuardDuty in each region that the annotation names, best for the \
            whole organization from a delegated administrator, or close regions that nobody needs \
            by a service control policy. Attest another solution in Parameter Store.",
        section: Section::DetectionAndMonitoring,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[DETECTOR], schedule: Some(Frequency::SixHours) },
        reports: &[ACCOUNT],
        permissions: &[
            Permission::everywhere("ec2:DescribeRegions"),
            Permission::on(
                detector::GET,
                "arn:${AWS::Partition}:guardduty:*:${AWS::AccountId}:detector/*",
            ),
            Permission::everywhere(detector::LIST),
        ],
        attested: true,
        references: &["Security Hub GuardDuty.1"],
    };
    // The detector that is gone leaves the home region unwatched.
    const JUDGES_WHAT_REMAINS: &'static [&'static str] = &[DETECTOR];
    type Parameters = Parameters;
    type Facts = Detection;

    async fn gather(
        invocation: &Invocation,
        parameters: &Parameters,
    ) -> Result<Inventory<Detection>> {
        let mut detection = Detection::survey(invocation, parameters).await?;
        if detection.finding(parameters, "").is_some() {
            let control = Self::METADATA.control_id();
            let attestation = Attestation::read(invocation, control, &parameters.attestation);
            detection.attestation = Some(attestation.await?);
        }
        Ok(Inventory::some([Subject::account(invocation, Ok(detection))]))
    }

    fn judge(detection: &Detection, parameters: &Parameters, time: Timestamp) -> Verdict {
        detection.verdict(parameters, time)
    }
}

#[cfg(test)]
mod tests;
