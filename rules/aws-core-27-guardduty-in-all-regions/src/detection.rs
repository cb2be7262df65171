//! What GuardDuty does in all regions, and the verdict on it.

use std::collections::BTreeSet;

use shared::attestation::{Attestation, Outcome};
use shared::document::shortened;
use shared::regions::{self, RegionNames, RegionParameters, Survey};
use shared::{Basis, Invocation, Result, Timestamp, Verdict, annotation};

use crate::Parameters;
use crate::detector::Detector;

/// How much of what is wrong with an attestation an annotation can spare.
const MAX_WHY: usize = 110;
/// How many regions that do not offer GuardDuty an annotation can spare beside a finding.
const MAX_UNSUPPORTED: usize = 1;

/// What GuardDuty does in the active regions.
#[derive(Debug)]
pub struct Detection {
    /// The detector of each region that offers GuardDuty.
    pub detectors: Survey<Detector>,
    /// The regions where GuardDuty has no address.
    pub unsupported: BTreeSet<String>,
    /// What a person said; `None` where GuardDuty alone decides.
    pub attestation: Option<Attestation>,
}

impl Detection {
    /// Asks in every active region that may offer GuardDuty.
    ///
    /// # Errors
    /// If the regions cannot be listed, or not one of them gives an answer.
    pub(crate) async fn survey(invocation: &Invocation, parameters: &Parameters) -> Result<Self> {
        let aws = invocation.aws()?;
        let ask = |region: String| async move { Detector::read(aws, &region).await };
        let inactive = &parameters.regions.inactive_regions.0;
        let left_out = inactive.iter().chain(&parameters.unsupported_regions.0).cloned();
        let inactive_regions = RegionNames(left_out.collect());
        let asked = RegionParameters { inactive_regions, ..parameters.regions.clone() };
        Ok(Self::of(regions::survey(invocation, &asked, ask).await?))
    }

    /// Tells the regions where GuardDuty has no address from those that gave no answer.
    pub(crate) fn of(mut detectors: Survey<Detector>) -> Self {
        let without = detectors.unreadable.iter().filter(|(_, error)| error.is_without_endpoint());
        let unsupported: BTreeSet<String> = without.map(|(region, _)| region.clone()).collect();
        detectors.unreadable.retain(|region, _| !unsupported.contains(region));
        Self { detectors, unsupported, attestation: None }
    }

    /// Where GuardDuty is not enabled; `note` is what ends the text.
    pub(crate) fn finding(&self, parameters: &Parameters, note: &str) -> Option<Verdict> {
        let gap = |it: &Detector| it.gap(&parameters.required_features);
        self.detectors.finding("GuardDuty", "is not enabled", gap, note)
    }

    /// The verdict at the moment `time`.
    pub(crate) fn verdict(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let Some(finding) = self.finding(parameters, &self.unsupported_note()) else {
            return Verdict::compliant(self.everywhere());
        };
        let noting = |note: &str| {
            let note = format!("{} {note}", self.unsupported_note());
            self.finding(parameters, &note).unwrap_or_else(|| finding.clone())
        };
        match self.attestation.as_ref().map(|it| it.judge(&parameters.attestation, time)) {
            Some(Outcome::Yes(it)) => {
                let (source, caveat) = (it.source(), it.caveat());
                let off = self.off(parameters);
                Verdict::compliant(format!(
                    "Another intrusion monitoring solution is attested ({source}){off}{caveat}."
                ))
                .resting_on(Basis::Attested)
            }
            Some(Outcome::No(it)) => noting(&format!(
                "Attested on {}: no other monitoring is in use{}.",
                it.attested_on,
                it.caveat()
            ))
            .resting_on(Basis::Attested)
            .never_excepted(),
            Some(Outcome::Forged(why)) => Verdict::non_compliant(why).never_excepted(),
            Some(Outcome::Malformed(why) | Outcome::Expired(why)) => {
                noting(&shortened(&why, MAX_WHY))
            }
            Some(Outcome::Absent(_)) | None => finding,
        }
    }

    /// That GuardDuty is enabled wherever it can be.
    fn everywhere(&self) -> String {
        let text = format!("GuardDuty is enabled in {}", self.detectors.everywhere());
        if self.unsupported.is_empty() {
            return format!("{text}.");
        }
        annotation::list(&format!("{text}; not offered in "), &self.unsupported, ".")
    }

    /// In how many regions GuardDuty is not enabled, beside another solution.
    fn off(&self, parameters: &Parameters) -> String {
        let detectors = self.detectors.answers.values();
        let off = detectors.filter(|it| it.gap(&parameters.required_features).is_some()).count();
        let unverified = self.detectors.unreadable.len();
        let state = match (off, unverified) {
            (0, 0) => return String::new(),
            (_, 0) => "is off",
            (0, _) => "could not be verified",
            _ => "is off or could not be verified",
        };
        let regions = if off + unverified == 1 { "region" } else { "regions" };
        format!("; GuardDuty {state} in {} {regions}", off + unverified)
    }

    fn unsupported_note(&self) -> String {
        let regions: Vec<String> = self.unsupported.iter().cloned().collect();
        match annotation::enumeration(&regions, regions.len().min(MAX_UNSUPPORTED)) {
            none if none.is_empty() => none,
            named => format!(" Not offered in {named}."),
        }
    }
}
