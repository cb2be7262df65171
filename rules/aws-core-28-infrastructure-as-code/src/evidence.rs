//! What is known of how resources are deployed, and the verdict on it.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use shared::attestation::{Attestation, Outcome};
use shared::{Basis, Timestamp, Verdict, annotation};

use crate::Parameters;
use crate::resource::{Mark, Resource};

/// How long a resource has until it counts: its tags and its stack may not be recorded yet.
const GRACE: SignedDuration = SignedDuration::from_hours(1);
/// How many rows one page holds.
const PAGE: u32 = 100;

/// What is known.
#[derive(Debug)]
pub struct Evidence {
    /// What a person said.
    pub attestation: Attestation,
    /// What the resources show; `None` where the attestation decides.
    pub measured: Option<Measured>,
}

/// What the resources of a region show.
#[derive(Debug)]
pub struct Measured {
    pub(crate) region: String,
    pub(crate) resources: Vec<Resource>,
    /// Whether these are all, or as many as may be read.
    pub(crate) all_resources: bool,
    /// Whether all stacks were searched, or as many as may be read.
    pub(crate) all_stacks: bool,
}

impl Evidence {
    /// The verdict at the moment `time`.
    pub(crate) fn verdict(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let why = match self.attestation.judge(&parameters.attestation, time) {
            Outcome::Yes(it) => {
                let (source, caveat) = (it.source(), it.caveat());
                let text = format!("Attested: resources are deployed as code ({source}){caveat}.");
                return Verdict::compliant(text).resting_on(Basis::Attested);
            }
            Outcome::No(it) => {
                let (day, caveat) = (it.attested_on, it.caveat());
                let text =
                    format!("Attested on {day}: resources are not deployed as code{caveat}.");
                return Verdict::non_compliant(text).resting_on(Basis::Attested).never_excepted();
            }
            Outcome::Forged(why) => return Verdict::non_compliant(why).never_excepted(),
            Outcome::Absent(why) if self.measured.is_none() => why,
            Outcome::Absent(_) => String::new(),
            Outcome::Malformed(why) | Outcome::Expired(why) => why,
        };
        match &self.measured {
            Some(measured) => measured.verdict(parameters, time, &why),
            None => Verdict::non_compliant(why).resting_on(Basis::NeedsAttestation),
        }
    }
}

impl Measured {
    /// The verdict; `ignored` is why an attestation counts for nothing.
    fn verdict(&self, parameters: &Parameters, time: Timestamp, ignored: &str) -> Verdict {
        let counted: Vec<&Resource> = self
            .resources
            .iter()
            .filter(|it| !it.is_derived)
            .filter(|it| it.created.is_none_or(|made| time.duration_since(made) >= GRACE))
            .collect();
        let marked = |mark| counted.iter().filter(|it| it.managed_by == Some(mark)).count();
        let (total, by_stack, by_aws) = (counted.len(), marked(Mark::Stack), marked(Mark::AwsTag));
        let by_tag = by_aws + marked(Mark::Tag);
        let managed = by_stack + by_tag;
        let remarks = [self.limited(parameters), ignored.to_owned()];
        let remarks = remarks.iter().filter(|it| !it.is_empty()).map(|it| format!(" {it}"));
        let remarks: String = remarks.collect();

        let minimum = parameters.minimum_resources.get();
        if total < minimum as usize {
            let (region, noun) = (&self.region, if total == 1 { "resource" } else { "resources" });
            return Verdict::not_applicable(format!(
                "{total} {noun} in {region}: too few to measure (fewer than {minimum}).{remarks}"
            ));
        }
        let limit = parameters.minimum_managed_percent.get() as usize;
        let percent = managed * 100 / total;
        let share = |percent: &str| {
            format!(
                "{managed} of {total} resources ({percent} %) carry evidence of infrastructure as \
                 code"
            )
        };
        if managed * 100 > total * limit {
            // 50.4 % is more than 50 %.
            let over = if percent == limit { "over " } else { "" };
            let share = share(&format!("{over}{percent}"));
            // A pass that depends on the tags of tools rests on the word of whoever may set them.
            let basis = if (by_stack + by_aws) * 100 > total * limit {
                Basis::Measured
            } else {
                Basis::Declared
            };
            return Verdict::compliant(format!(
                "{share}: {by_stack} by CloudFormation stack, {by_tag} by tag.{remarks}"
            ))
            .resting_on(basis);
        }
        let mut without: BTreeMap<&str, usize> = BTreeMap::new();
        for resource in counted.iter().filter(|it| it.managed_by.is_none()) {
            *without.entry(&resource.kind).or_default() += 1;
        }
        let share = share(&percent.to_string());
        let before = format!("{share}; required more than {limit} %.{remarks} Without: ");
        let types = without.iter().map(|(kind, count)| format!("{kind} ({count})"));
        Verdict::non_compliant(annotation::list(&before, types, "."))
    }

    /// That not everything was read, where that is so.
    fn limited(&self, parameters: &Parameters) -> String {
        let what = match (self.all_resources, self.all_stacks) {
            (true, true) => return String::new(),
            (false, true) => "resources",
            (true, false) => "stacks",
            (false, false) => "resources and stacks",
        };
        let rows = parameters.max_pages.get() * PAGE;
        let rows = match rows / 1000 {
            0 => rows.to_string(),
            thousands => format!("{thousands},{:03}", rows % 1000),
        };
        format!("Only the first {rows} {what} were read.")
    }
}
