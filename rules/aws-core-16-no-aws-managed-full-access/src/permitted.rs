//! The roles that may have the policies, counted.

use shared::{Verdict, annotation};

use crate::{Holder, Parameters};

/// The names of the permitted roles that have a policy that nobody else should have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PermittedRoles(pub Vec<String>);

impl PermittedRoles {
    /// Counts `holder`, if it is one.
    pub(crate) fn count(&mut self, holder: &Holder, parameters: &Parameters) {
        if holder.is_permitted(parameters) && !holder.full_access(parameters).is_empty() {
            self.0.push(holder.name.clone());
        }
    }

    pub(crate) fn verdict(&self, parameters: &Parameters) -> Verdict {
        let (number, limit) = (self.0.len(), parameters.max_permitted_roles.get());
        let holds = match number {
            0 => "No role holds".to_owned(),
            1 => "1 role holds".to_owned(),
            _ => format!("{number} roles hold"),
        };
        let told = format!("{holds} administrator access by permission, limit {limit}");
        if number == 0 {
            return Verdict::compliant(format!("{told}."));
        }
        let text = annotation::list(&format!("{told}: "), self.0.iter().cloned(), ".");
        // A number that fits no integer is above every limit.
        if u32::try_from(number).is_ok_and(|number| number <= limit) {
            Verdict::compliant(text)
        } else {
            Verdict::non_compliant(text)
        }
    }
}
