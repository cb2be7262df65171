//! A person must have confirmed, for this account, that a plan for responding to incidents on AWS
//! exists and was tested at most `maxTestAgeDays` ago.
//!
//! Nothing that could be measured stands in for it: a response plan in Systems Manager is no tested
//! playbook. So an attestation ([`shared::attestation`]) is all there is, and whatever is wrong with
//! it is a finding.
//!
//! # Why it matters
//! Whoever first reads up on isolating an instance, revoking a role's sessions or copying a
//! volume while an intruder is at work loses the hours that count, and the traces.
//!
//! # Remediation
//! Write the plan, rehearse it, and attest both at the place that the annotation names.

use shared::attestation::{Attestation, AttestationParameters, Outcome, Statement};
use shared::date::{self, Date};
use shared::parameters::Integer;
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Result, Rule, Scope, Section, Subject,
    Timestamp, Trigger, Verdict,
};

/// From how many days before its last day on the text says that an attestation expires soon.
const NOTICE_DAYS: i64 = 30;

/// The rule.
#[derive(Debug)]
pub struct IncidentResponsePlan;

shared::parameters! {
    /// Days after which the plan must have been tested again.
    pub max_test_age_days: Integer<1, 1095> = 365,
    ..attestation: AttestationParameters,
}

impl Rule for IncidentResponsePlan {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "An AWS incident response plan exists and was tested",
        question: "Is there a plan for responding to security incidents on AWS in particular, and \
            has it been tried out?",
        rationale: "Evidence, containment and recovery work differently on AWS than in a data \
            centre: with snapshots, security groups and revoked sessions. Those who look these up \
            only during an incident lose time and traces.",
        acceptable: "A plan for incidents on AWS exists and was tested within a year.",
        failure: "There is a general plan without steps for AWS, an untested one, or none.",
        remediation: "Write down how to detect, investigate, contain and recover from incidents on \
            AWS, such as a leaked access key or a public bucket. Rehearse it at least once a year, \
            and attest both in Parameter Store.",
        section: Section::Processes,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT],
        permissions: &[],
        attested: true,
        references: &["AWS Well-Architected SEC10-BP02", "AWS Well-Architected SEC10-BP07"],
    };
    type Parameters = Parameters;
    type Facts = Attestation;

    async fn gather(
        invocation: &Invocation,
        parameters: &Parameters,
    ) -> Result<Inventory<Attestation>> {
        let control = Self::METADATA.control_id();
        let attestation = Attestation::read(invocation, control, &parameters.attestation).await?;
        Ok(Inventory::some([Subject::account(invocation, Ok(attestation))]))
    }

    fn judge(attestation: &Attestation, parameters: &Parameters, time: Timestamp) -> Verdict {
        match attestation.judge(&parameters.attestation, time) {
            Outcome::Yes(statement) => tested(&statement, parameters, date::of(time)),
            Outcome::No(it) => Verdict::non_compliant(format!(
                "Attested on {}: no AWS-specific plan exists{}.",
                it.attested_on,
                it.caveat()
            )),
            Outcome::Absent(why)
            | Outcome::Malformed(why)
            | Outcome::Expired(why)
            | Outcome::Forged(why) => Verdict::non_compliant(why),
        }
    }
}

/// The verdict on a plan that exists.
fn tested(statement: &Statement, parameters: &Parameters, today: Date) -> Verdict {
    let Statement { attested_by, attested_on, expires_on, tested_on, .. } = statement;
    let limit = parameters.max_test_age_days.get();
    let Some(tested_on) = *tested_on else {
        return Verdict::non_compliant("Plan attested, but the attestation names no test.");
    };
    if date::days_between(tested_on, today) > i64::from(limit) {
        let limit = date::days(limit);
        let text = format!("Plan attested, but last tested {tested_on}; limit {limit}.");
        return Verdict::non_compliant(text);
    }
    let soon = date::days_between(today, *expires_on) <= NOTICE_DAYS;
    let notice = if soon { "; expires soon" } else { "" };
    let caveat = statement.caveat();
    Verdict::compliant(format!(
        "Incident response plan attested by {attested_by} on {attested_on}, tested {tested_on}; \
         valid until {expires_on}{notice}{caveat}."
    ))
}

#[cfg(test)]
mod tests;
