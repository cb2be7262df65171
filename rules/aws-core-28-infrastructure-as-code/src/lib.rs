//! Most resources must be deployed as code.
//!
//! A person attests it ([`shared::attestation`]). Where nobody does, it is measured: of the recorded
//! resources of some types ([`resource`]), more than a given share must lie in a stack of
//! CloudFormation ([`stack`]) or carry a tag that a tool such as Terraform sets ([`iac_tags`]).
//!
//! What a tool made without leaving a tag is not seen, so the share is a lower bound.

mod evidence;
mod iac_tags;
mod listing;
mod measured_types;
mod resource;
mod stack;

use shared::attestation::{Attestation, AttestationParameters};
use shared::parameters::Integer;
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict,
};

pub use evidence::Evidence;
pub use iac_tags::IacTags;
pub use measured_types::MeasuredTypes;

/// The rule.
#[derive(Debug)]
pub struct InfrastructureAsCode;

shared::parameters! {
    /// The percentage of resources that more than must be deployed as code.
    pub minimum_managed_percent: Integer<0, 99> = 50,
    /// The types of resources that are counted.
    measured_types: MeasuredTypes = "AWS::EC2::Instance,AWS::EC2::SecurityGroup,AWS::S3::Bucket,\
        AWS::RDS::DBInstance,AWS::RDS::DBCluster,AWS::Lambda::Function,AWS::DynamoDB::Table,\
        AWS::ElasticLoadBalancingV2::LoadBalancer,AWS::ECS::Service,AWS::SQS::Queue,\
        AWS::SNS::Topic",
    /// The tags that a tool leaves on what it deploys.
    pub iac_tags: IacTags = "aws:cloudformation:stack-id,ManagedBy=*terraform*,\
        managed-by=*terraform*,managed_by=*terraform*,Terraform=true,terraform=true",
    /// The number of resources below which nothing is measured.
    minimum_resources: Integer<1, 10000> = 5,
    /// How many pages of a hundred resources, and of a hundred stacks, are read at most.
    max_pages: Integer<1, 500> = 50,
    ..attestation: AttestationParameters,
}

impl Rule for InfrastructureAsCode {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Most resources are deployed as code",
        question: "Is most of what runs in the account deployed by CloudFormation, Terraform or \
            another tool that works from code?",
        rationale: "What is clicked together by hand nobody reviews, and nobody can build again \
            after a disaster. Code shows what was meant, who changed it and why, and makes the \
            next account like the last.",
        acceptable: "More than half of the resources come from code, and a person attests it or \
            the resources show it.",
        failure: "Most resources were made by hand in the console.",
        remediation: "Describe resources in CloudFormation, the CDK or Terraform; what exists can \
            be imported. Let Terraform set a tag on all it makes (`default_tags`), name the tags \
            of other tools in `iacTags`, or attest that resources are deployed as code.",
        section: Section::Processes,
        scope: Scope::EveryRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT],
        permissions: &[Permission::everywhere(shared::listing::ACTION)],
        attested: true,
        references: &["AWS Well-Architected OPS05-BP10", "AWS Well-Architected SEC01-BP06"],
    };
    type Parameters = Parameters;
    type Facts = Evidence;

    async fn gather(
        invocation: &Invocation,
        parameters: &Parameters,
    ) -> Result<Inventory<Evidence>> {
        let control = Self::METADATA.control_id();
        let attestation = Attestation::read(invocation, control, &parameters.attestation).await?;
        let outcome = attestation.judge(&parameters.attestation, invocation.time);
        let measured = match outcome.ignored() {
            Some(_) => Some(listing::measure(invocation, parameters).await?),
            None => None,
        };
        let evidence = Evidence { attestation, measured };
        Ok(Inventory::some([Subject::account(invocation, Ok(evidence))]))
    }

    fn judge(evidence: &Evidence, parameters: &Parameters, time: Timestamp) -> Verdict {
        evidence.verdict(parameters, time)
    }
}

#[cfg(test)]
mod tests;
