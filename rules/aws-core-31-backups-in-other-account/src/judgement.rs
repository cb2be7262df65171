//! The verdict on a bucket or a database.

use shared::attestation::Outcome;
use shared::{Basis, Timestamp, Verdict, date};

use crate::Parameters;
use crate::copy_job::Copy;
use crate::replication::{Owner, Route};
use crate::resource::{Resource, Whole};

impl Resource {
    /// The verdict, where no attestation is needed for it.
    pub(crate) fn settled(&self, parameters: &Parameters, time: Timestamp) -> Option<Verdict> {
        self.settled_without_copies(parameters)
            .or_else(|| self.copied(parameters, time))
            .or_else(|| self.excused(parameters, time))
    }

    /// The verdict, where AWS Backup need not be asked for it either.
    pub(crate) fn settled_without_copies(&self, parameters: &Parameters) -> Option<Verdict> {
        self.out_of_scope(parameters).or_else(|| self.replicated(parameters))
    }

    /// The destinations whose owner must be asked for, since nothing better is known.
    pub(crate) fn unnamed<'a>(
        &'a self,
        parameters: &'a Parameters,
    ) -> impl Iterator<Item = &'a Route> {
        let judged = self.out_of_scope(parameters).is_none();
        let routes = self.routes.iter().filter(move |_| judged);
        routes
            .take_while(|it| !it.is_backup(&self.account_id, parameters))
            .filter(|it| it.owner == Owner::Unnamed)
    }

    fn out_of_scope(&self, parameters: &Parameters) -> Option<Verdict> {
        if parameters.backup_account_ids.0.contains(&self.account_id) {
            return Some(Verdict::not_applicable("This account is a backup account."));
        }
        let part_of = self.database.as_ref().and_then(|it| it.part_of.as_ref());
        let exempt = || parameters.important_data.exempt(&self.to_string(), &self.tags);
        match part_of {
            Some(Whole::Cluster(cluster)) => Some(Verdict::not_applicable(format!(
                "{self} is a member of cluster {cluster}, backed up there."
            ))),
            Some(Whole::Source(source)) => Some(Verdict::not_applicable(format!(
                "{self} is a read replica of {source}, backed up there."
            ))),
            None => exempt(),
        }
    }

    fn replicated(&self, parameters: &Parameters) -> Option<Verdict> {
        let route = self.routes.iter().find(|it| it.is_backup(&self.account_id, parameters))?;
        Some(Verdict::compliant(format!("{self} replicates to {}.", route.told())))
    }

    fn copied(&self, parameters: &Parameters, time: Timestamp) -> Option<Verdict> {
        let copy = self.last_backup(parameters).filter(|it| !it.is_old(parameters, time))?;
        let Copy { vault, completed, .. } = copy;
        let day = date::of(*completed);
        Some(Verdict::compliant(format!("{self} was copied to vault {vault} on {day}.")))
    }

    /// What need not have a copy, or not yet.
    fn excused(&self, parameters: &Parameters, time: Timestamp) -> Option<Verdict> {
        if let Some(source) = &self.source {
            return Some(Verdict::not_applicable(format!("{self} holds replicas of {source}.")));
        }
        let limit = parameters.max_copy_age_days.get();
        let text = match self.database.as_ref()?.created {
            None => format!("{self} is being created."),
            Some(created) if date::is_older(created, limit, time) => return None,
            Some(created) => {
                let (day, limit) = (date::of(created), date::days(limit));
                format!("{self} was created on {day}; a copy is due within {limit}.")
            }
        };
        Some(Verdict::not_applicable(text))
    }

    /// The verdict, where nothing that was measured settles it.
    pub(crate) fn attested(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let outcome = self.attestation.as_ref().map(|it| it.judge(&parameters.attestation, time));
        match outcome {
            Some(Outcome::Yes(it)) => Verdict::compliant(format!(
                "Alternative backup solution attested ({}){}.",
                it.source(),
                it.caveat()
            ))
            .resting_on(Basis::Attested),
            Some(Outcome::Forged(why)) => Verdict::non_compliant(why).never_excepted(),
            Some(Outcome::No(it)) => Verdict::non_compliant(format!(
                "{} Attested on {}: there is no other backup solution{}.",
                self.finding(parameters).annotation,
                it.attested_on,
                it.caveat()
            ))
            .resting_on(Basis::Attested)
            .never_excepted(),
            Some(Outcome::Malformed(why) | Outcome::Expired(why)) => {
                let finding = self.finding(parameters);
                Verdict { annotation: format!("{} {why}", finding.annotation), ..finding }
            }
            Some(Outcome::Absent(_)) | None => self.finding(parameters),
        }
    }

    /// What there is in place of a backup.
    fn finding(&self, parameters: &Parameters) -> Verdict {
        let unknown = self.routes.iter().find_map(|it| match &it.owner {
            Owner::Unknown(error) => Some(error),
            _ => None,
        });
        if let Some(error) = unknown.or(self.copies.as_ref().err()) {
            return Verdict::unverified(&self.name, error);
        }
        Verdict::non_compliant(self.shortfall(parameters))
    }

    /// How what is known of its copies falls short, in a sentence.
    fn shortfall(&self, parameters: &Parameters) -> String {
        let account_id = &self.account_id;
        if let Some(copy) = self.last_backup(parameters) {
            let (day, limit) = (date::of(copy.completed), parameters.max_copy_age_days.get());
            let limit = date::days(limit);
            return format!(
                "Last copy of {self} to another account dates from {day}; limit {limit}."
            );
        }
        if let Some(route) = self.routes.first() {
            return format!("{self} replicates to {}.", route.fault(account_id));
        }
        if let Some(copy) = last(self.copies.iter().flatten()) {
            return format!("{self} is copied to {}.", copy.fault(account_id));
        }
        if self.database.is_none() {
            return format!("{self} has no replication or backup copy outside this account.");
        }
        let limit = date::days(parameters.max_copy_age_days.get());
        format!("{self} has no backup copy outside this account from the last {limit}.")
    }

    fn last_backup(&self, parameters: &Parameters) -> Option<&Copy> {
        let copies = self.copies.iter().flatten();
        last(copies.filter(|it| it.is_backup(&self.account_id, parameters)))
    }
}

fn last<'a>(copies: impl Iterator<Item = &'a Copy>) -> Option<&'a Copy> {
    copies.max_by_key(|it| (it.completed, &it.vault))
}
