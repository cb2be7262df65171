//! The roles that are not judged because of where they lie.

use shared::authorization_details::is_service_linked;
use shared::parameters::{List, ParameterValue};

/// Beginnings of the paths of roles.
#[derive(Debug, Clone)]
pub struct PathPrefixes(Vec<String>);

impl ParameterValue for PathPrefixes {
    fn parse(text: &str) -> Result<Self, String> {
        let prefixes = List::parse(text)?.0;
        // One without a slash in front would match nothing, the slash alone everything.
        match prefixes.iter().find(|it| !it.starts_with('/') || *it == "/") {
            Some(wrong) => Err(format!("expected paths such as /team/, not {wrong}")),
            None => Ok(Self(prefixes)),
        }
    }

    fn kind() -> String {
        "list of paths, separated by commas".to_owned()
    }
}

impl PathPrefixes {
    /// Why a role of this path is not judged; `None` if it is.
    pub(crate) fn reason(&self, path: &str) -> Option<String> {
        // Whatever the prefixes are: nobody but the service can change or remove it.
        if is_service_linked(path) {
            return Some("is service-linked".to_owned());
        }
        let prefix = self.0.iter().find(|prefix| path.starts_with(*prefix))?;
        Some(if path.starts_with("/aws-reserved/sso.amazonaws.com/") {
            "belongs to IAM Identity Center".to_owned()
        } else {
            format!("is under the excluded path {prefix}")
        })
    }
}
