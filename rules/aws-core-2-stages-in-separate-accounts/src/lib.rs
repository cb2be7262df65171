//! Production, staging and development must not share an account.
//!
//! What an account holds, a tag of its resources tells: its values must denote one stage at most
//! ([`vocabulary`], [`tags`]). The management account and delegated administrators also see the names of
//! the organization's accounts, which must denote each required stage ([`names`]). Where neither
//! tells anything, a person attests it ([`shared::attestation`]).

mod evidence;
mod names;
mod stage;
mod tags;
mod vocabulary;

use shared::attestation::{Attestation, AttestationParameters};
use shared::organization::Organization;
use shared::parameters::{List, TagKey};
use shared::regions::RegionParameters;
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict,
};

pub use evidence::{Evidence, UntaggedVerdict};
pub use stage::{Stage, Stages};
pub use tags::StageTags;

/// The rule.
#[derive(Debug)]
pub struct StagesInSeparateAccounts;

shared::parameters! {
    /// The tag whose value is the stage of a resource; empty where no tag tells.
    pub stage_tag_key: TagKey = "Environment",
    /// What production is called.
    production_names: List = "prod,prd,production,live",
    /// What staging is called.
    staging_names: List = "staging,stage,stg,uat,preprod,pre-prod,acceptance",
    /// What development is called.
    development_names: List = "dev,devel,development,test,tst,qa,sandbox,nonprod,non-prod",
    /// Stages that must each have an account in the organization.
    pub required_stages: Stages = "production,development",
    /// The verdict where neither tags nor names nor an attestation tell the stages.
    pub untagged_verdict: UntaggedVerdict = "NON_COMPLIANT",
    ..regions: RegionParameters,
    ..attestation: AttestationParameters,
}

impl Rule for StagesInSeparateAccounts {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "One development stage per account",
        question: "Does production have an account of its own, apart from development and tests?",
        rationale: "Within an account, permissions, quotas and networks are shared. Where \
            developers try things out beside production, one wrong policy or deleted stack hits \
            customers, and a stolen test key reaches their data.",
        acceptable: "Each stage of development has at least one account, and none shares it.",
        failure: "Production lies in the same account as development, tests or staging.",
        remediation: "Move all but one stage to accounts of their own in the organization. Tag \
            resources with their stage, name accounts after theirs, or attest the separation \
            where neither is possible.",
        section: Section::AccountManagement,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT],
        permissions: &[
            Permission::everywhere("ec2:DescribeRegions"),
            Permission::everywhere("organizations:DescribeOrganization"),
            Permission::everywhere("organizations:ListAccounts"),
            Permission::everywhere(tags::ACTION),
        ],
        attested: true,
        references: &["AWS Well-Architected SEC01-BP01"],
    };
    type Parameters = Parameters;
    type Facts = Evidence;

    async fn gather(
        invocation: &Invocation,
        parameters: &Parameters,
    ) -> Result<Inventory<Evidence>> {
        let tags = match &parameters.stage_tag_key.0 {
            Some(key) => Some(tags::read(invocation, &parameters.regions, key).await?),
            None => None,
        };
        let accounts = match Organization::of(invocation).await? {
            Some(it) => it.accounts(invocation, |_| false).await?,
            None => None,
        };
        let mut evidence = Evidence { tags, accounts, attestation: None };
        if evidence.measured(parameters).is_none() {
            let control = Self::METADATA.control_id();
            let attestation = Attestation::read(invocation, control, &parameters.attestation);
            evidence.attestation = Some(attestation.await?);
        }
        Ok(Inventory::some([Subject::account(invocation, Ok(evidence))]))
    }

    fn judge(evidence: &Evidence, parameters: &Parameters, time: Timestamp) -> Verdict {
        evidence.measured(parameters).unwrap_or_else(|| evidence.attested(parameters, time))
    }
}

#[cfg(test)]
mod tests;
