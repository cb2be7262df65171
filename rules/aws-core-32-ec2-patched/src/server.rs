//! An instance, and the verdict on its patches.

use std::collections::BTreeMap;

use aws_sdk_ec2::types::InstanceStateName;
use shared::instance::Instance;
use shared::{Timestamp, Verdict, date};

use crate::{Parameters, Report};

/// An instance, as far as its patches matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its id.
    pub id: String,
    /// Whether it runs.
    pub state: InstanceStateName,
    /// When it was launched; stops and starts since do not count.
    pub launched: Option<Timestamp>,
    /// The group that replaces it, where Auto Scaling launched it.
    pub group: Option<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// What Systems Manager found last; `None` where it never reported.
    pub report: Option<Report>,
}

impl Server {
    /// The instance and the report on it.
    pub(crate) fn of(instance: &Instance, report: Option<Report>) -> Self {
        Self {
            id: instance.id.clone(),
            state: instance.state.clone(),
            launched: instance.launched,
            group: instance.auto_scaling_group().map(str::to_owned),
            tags: instance.tags.clone(),
            report,
        }
    }

    pub(crate) fn verdict(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let id = &self.id;
        if self.state != InstanceStateName::Running {
            let state = &self.state;
            return Verdict::not_applicable(format!("Instance {id} does not run ({state})."));
        }
        if let Some(solution) = self.solution(parameters) {
            return Verdict::compliant(format!(
                "Instance {id} is patched by declared solution '{solution}'."
            ));
        }
        let replaced_after = parameters.immutable_max_age_days.get();
        if let (Some(group), Some(day)) = (&self.group, self.younger_than(replaced_after, time)) {
            let limit = date::days(replaced_after);
            return Verdict::compliant(format!(
                "Instance {id} was launched {day} in group {group} and is replaced after {limit}."
            ));
        }
        match &self.report {
            Some(report) => report.verdict(id, parameters, time),
            None => self.unreported(parameters, time),
        }
    }

    fn unreported(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let id = &self.id;
        let grace = parameters.new_instance_grace_days.get();
        match self.younger_than(grace, time) {
            Some(day) => Verdict::not_applicable(format!(
                "Instance {id} was launched {day} and has not reported yet; grace {}.",
                date::days(grace)
            )),
            None => Verdict::non_compliant(format!(
                "Instance {id} has never reported patch compliance to Systems Manager."
            )),
        }
    }

    /// The other solution that a tag names.
    fn solution(&self, parameters: &Parameters) -> Option<&str> {
        let key = parameters.patch_solution_tag_key.0.as_ref()?;
        // A blank tag names none.
        self.tags.get(key).map(|it| it.trim()).filter(|it| !it.is_empty())
    }

    /// The day it was launched on, if it is known to be no older than `days`; of none, never.
    fn younger_than(&self, days: u32, time: Timestamp) -> Option<date::Date> {
        let young = |launched: &Timestamp| days > 0 && !date::is_older(*launched, days, time);
        self.launched.filter(young).map(date::of)
    }
}

impl Report {
    fn verdict(&self, id: &str, parameters: &Parameters, time: Timestamp) -> Verdict {
        let day = self.time.map(date::of);
        let scan = day.map_or_else(String::new, |day| format!(" (scan {day})"));
        match self.outstanding {
            0 if self.compliant => {}
            0 => {
                return Verdict::non_compliant(format!(
                    "Instance {id} is not patch-compliant{scan}."
                ));
            }
            count => {
                let patches = if count == 1 { "patch" } else { "patches" };
                return Verdict::non_compliant(format!(
                    "Instance {id} has {count} {patches} missing, failed, rejected or pending a \
                     reboot{scan}."
                ));
            }
        }
        let limit = parameters.max_patch_age_days.get();
        match (self.time, day) {
            (Some(last), Some(day)) if !date::is_older(last, limit, time) => {
                Verdict::compliant(format!("Instance {id} is patch-compliant ({day})."))
            }
            (_, Some(day)) => Verdict::non_compliant(format!(
                "Instance {id} was last patched or scanned {day}; limit {}.",
                date::days(limit)
            )),
            (_, None) => Verdict::non_compliant(format!(
                "Instance {id} reports no date of its last patching or scan."
            )),
        }
    }
}
