//! The declared third parties, counted.

use shared::access_keys::AccessKeys;
use shared::{Result, Verdict, annotation};

use crate::Parameters;
use crate::user::Listed;

/// The users of third parties that have access keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThirdParties {
    /// The names of those that are known to.
    pub holders: Vec<String>,
    /// How many more may have some: their keys could not be read.
    pub unverified: usize,
}

impl ThirdParties {
    /// Counts `user`, if it is one.
    pub(crate) fn count(
        &mut self,
        user: &Listed,
        keys: &Result<Option<AccessKeys>>,
        parameters: &Parameters,
    ) {
        if !parameters.declare(&user.name, &user.tags) {
            return;
        }
        match keys {
            Ok(Some(keys)) if keys.any_active() => self.holders.push(user.name.clone()),
            Ok(Some(keys)) if keys.has_further => self.unverified += 1,
            Ok(_) => {}
            Err(_) => self.unverified += 1,
        }
    }

    pub(crate) fn verdict(&self, parameters: &Parameters) -> Verdict {
        let (number, unverified) = (self.holders.len(), self.unverified);
        let limit = parameters.max_third_party_users.get();
        let is_within = |number: usize| u32::try_from(number).is_ok_and(|it| it <= limit);
        let told = match number {
            0 => "No third-party user holds access keys".to_owned(),
            1 => "1 third-party user holds access keys".to_owned(),
            _ => format!("{number} third-party users hold access keys"),
        };
        if !is_within(number) {
            let before = format!("{told}, limit {limit}: ");
            let names = self.holders.iter().cloned();
            return Verdict::non_compliant(annotation::list(&before, names, "."));
        }
        if !is_within(number + unverified) {
            return Verdict::non_compliant(format!(
                "{told}, and {unverified} more could not be verified; limit {limit}."
            ));
        }
        Verdict::compliant(format!("{told}, limit {limit}."))
    }
}
