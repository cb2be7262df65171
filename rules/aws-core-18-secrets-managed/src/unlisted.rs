//! Whose user data could not be listed, and what the account's verdict says of it.

use shared::instance::INSTANCE;
use shared::{ACCOUNT, Error, Verdict, annotation};

use crate::launch_template::LAUNCH_TEMPLATE;

/// Whose user data could not be listed, with the reason. Earlier results of these stay as they are:
/// nobody can say which of them are gone.
#[derive(Debug, Default)]
pub struct Unlisted {
    pub(crate) launch_templates: Option<Error>,
    pub(crate) instances: Option<Error>,
}

impl Unlisted {
    pub(crate) fn is_empty(&self) -> bool {
        self.launch_templates.is_none() && self.instances.is_none()
    }

    /// The types whose resources were all listed.
    pub(crate) fn covered(&self) -> &'static [&'static str] {
        match (&self.launch_templates, &self.instances) {
            (None, None) => &[ACCOUNT, LAUNCH_TEMPLATE, INSTANCE],
            (None, Some(_)) => &[ACCOUNT, LAUNCH_TEMPLATE],
            (Some(_), None) => &[ACCOUNT, INSTANCE],
            (Some(_), Some(_)) => &[ACCOUNT],
        }
    }

    /// The account's verdict where nothing else is said of it.
    pub(crate) fn verdict(&self) -> Verdict {
        Verdict::non_compliant(self.sentence())
    }

    /// `verdict`, which depends on the secrets store alone, with what could not be verified besides.
    pub(crate) fn added_to(&self, verdict: Verdict) -> Verdict {
        if self.is_empty() {
            return verdict;
        }
        let annotation = format!("{} {}", verdict.annotation, self.sentence());
        Verdict { annotation, ..verdict }
    }

    fn sentence(&self) -> String {
        let of = |what: &str, error: &Option<Error>| {
            error.as_ref().map(|it| format!("{what} ({})", it.brief()))
        };
        let parts =
            [of("launch templates", &self.launch_templates), of("instances", &self.instances)];
        annotation::list("User data could not be verified of ", parts.into_iter().flatten(), ".")
    }
}
