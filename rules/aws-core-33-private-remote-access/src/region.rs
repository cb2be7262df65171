//! The servers and databases of a region together, and the verdict on how they are reached.

use std::sync::Arc;

use shared::attestation::{Attestation, Outcome};
use shared::{Basis, Invocation, Result, Timestamp, Verdict, annotation};

use crate::access::Access;
use crate::method::Search;
use crate::network::Network;
use crate::target::Target;
use crate::{Parameters, PrivateRemoteAccess};

/// A region's servers and databases, and what stands before them.
#[derive(Debug, Default)]
pub struct Region {
    pub(crate) name: String,
    pub(crate) targets: Vec<Target>,
    pub(crate) network: Network,
}

/// What the verdict on the account depends on.
#[derive(Debug)]
pub struct RemoteAccess {
    pub(crate) region: Arc<Region>,
    /// How they are reached; not asked where they are open, or where there is none.
    pub(crate) evidence: Option<Evidence>,
}

/// How servers and databases are reached.
#[derive(Debug)]
pub(crate) struct Evidence {
    pub(crate) attestation: Attestation,
    pub(crate) search: Search,
}

impl Region {
    /// What is at fault, whatever else there is; or that there is nothing to judge.
    fn decided(&self, parameters: &Parameters) -> Option<Verdict> {
        let (mut open, mut unverified) = (Vec::new(), Vec::new());
        for target in &self.targets {
            match Access::to(target, &self.network, parameters) {
                Access::Open(_) => open.push(target.name.clone()),
                Access::Unverified(_) => unverified.push(target.name.clone()),
                Access::Bastion(_) | Access::Closed(_) => {}
            }
        }
        let count = |names: &[String], one, many| match names.len() {
            1 => format!("1 server or database {one}"),
            count => format!("{count} servers or databases {many}"),
        };
        if !open.is_empty() {
            let before = count(&open, "is directly reachable: ", "are directly reachable: ");
            let after = match unverified.len() {
                0 => ".".to_owned(),
                count => format!(". {count} more could not be verified."),
            };
            return Some(Verdict::non_compliant(annotation::list(&before, open, &after)));
        }
        if !unverified.is_empty() {
            let told = "could not be verified: ";
            let before = count(&unverified, told, told);
            return Some(Verdict::unknown(annotation::list(&before, unverified, ".")));
        }
        let nothing = !self.targets.iter().any(Target::is_in_use);
        let text = || format!("No running server or database in {}.", self.name);
        nothing.then(|| Verdict::not_applicable(text()))
    }
}

impl RemoteAccess {
    /// Asks how the servers and databases of `region` are reached, where that matters.
    ///
    /// # Errors
    /// If it cannot be read what a person attests.
    pub(crate) async fn read(
        invocation: &Invocation,
        region: Arc<Region>,
        parameters: &Parameters,
    ) -> Result<Self> {
        if region.decided(parameters).is_some() {
            return Ok(Self { region, evidence: None });
        }
        let control = <PrivateRemoteAccess as shared::Rule>::METADATA.control_id();
        let attestation = Attestation::read(invocation, control, &parameters.attestation).await?;
        // An attestation that is forged, or says no, outweighs every method.
        let outcome = attestation.judge(&parameters.attestation, invocation.time);
        let search = match outcome {
            Outcome::Forged(_) | Outcome::No(_) => Search::default(),
            _ => Search::among(invocation, &region.targets).await,
        };
        Ok(Self { region, evidence: Some(Evidence { attestation, search }) })
    }

    /// The verdict at the moment `time`.
    pub(crate) fn verdict(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        match (self.region.decided(parameters), &self.evidence) {
            (Some(verdict), _) => verdict,
            (None, Some(evidence)) => evidence.verdict(parameters, time),
            (None, None) => Verdict::unknown("Nobody asked how servers are reached."),
        }
    }
}

impl Evidence {
    fn verdict(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let outcome = self.attestation.judge(&parameters.attestation, time);
        match (outcome, &self.search.found) {
            (Outcome::Forged(why), _) => Verdict::non_compliant(why).never_excepted(),
            (Outcome::No(it), _) => Verdict::non_compliant(format!(
                "Attested on {}: servers or databases are reached directly{}.",
                it.attested_on,
                it.caveat()
            ))
            .resting_on(Basis::Attested)
            .never_excepted(),
            (_, Some(method)) => {
                Verdict::compliant(format!("Remote access: {method}.")).resting_on(method.basis())
            }
            (Outcome::Yes(it), None) => Verdict::compliant(format!(
                "Remote access by another method, attested by {}{}.",
                it.source(),
                it.caveat()
            ))
            .resting_on(Basis::Attested),
            (Outcome::Absent(_), None) => self.open(self.nothing_found()),
            (Outcome::Malformed(why) | Outcome::Expired(why), None) => {
                self.open(format!("{} {why}", self.nothing_found()))
            }
        }
    }

    /// The verdict where no method was found. What could not be asked for may be one.
    fn open(&self, text: String) -> Verdict {
        let basis = if self.search.unreadable.is_empty() {
            Basis::NeedsAttestation
        } else {
            Basis::Unverified
        };
        Verdict::non_compliant(text).resting_on(basis)
    }

    /// That no method was found, and what could not be asked for.
    fn nothing_found(&self) -> String {
        let unreadable = self.search.unreadable.iter().map(shared::Error::brief);
        if self.search.unreadable.is_empty() {
            return "No Session Manager node, Instance Connect endpoint, Client VPN, bastion or \
                    attestation was found."
                .to_owned();
        }
        let before = "No method of remote access was found; could not be verified: ";
        annotation::list(before, unreadable, ".")
    }
}
