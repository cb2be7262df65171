//! What is found, and where: in a setting, or in a text.

use std::collections::BTreeSet;

use crate::assignment::{Assignment, assignments};
use crate::name::Names;
use crate::{credential, decoded, value};

/// A secret in plain text, as an annotation names it: `DB_PASSWORD`, `FOO (GitHub token)`,
/// `private key`.
pub type Finding = String;

/// The secret in plain text that the setting `name` with `value` is or holds, if any.
///
/// Of what stands inside the value no name is repeated: it might be a part of a secret.
pub fn in_setting(name: &str, value: &str, names: &Names<'_>) -> Option<Finding> {
    if let Some(kind) = credential::kind(value) {
        return Some(format!("{name} ({kind})"));
    }
    if names.speak_of_secret(name) && value::is_literal(name, value) {
        return Some(name.to_owned());
    }
    let inner = decoded::layers(value).into_iter().find_map(|text| {
        if let Some(kind) = credential::kind(&text) {
            return Some(kind.into_owned());
        }
        let found = assignments(&text);
        found.iter().find_map(|it| it.holds_secret(names)).map(|word| word.replace('_', " "))
    });
    inner.map(|what| format!("{name} ({what} in its value)"))
}

/// The secrets in plain text in a script, a configuration file or another `text`, decoded where it
/// is encoded.
pub fn in_text(text: &str, names: &Names<'_>) -> BTreeSet<Finding> {
    let mut found = BTreeSet::new();
    for layer in decoded::layers(text) {
        let assignments = assignments(&layer);
        for assignment in &assignments {
            found.extend(assignment.finding(names));
        }
        // What is a credential under a name was just found under it.
        let owned: BTreeSet<_> =
            assignments.iter().filter_map(|it| credential::kind(&it.value)).collect();
        let loose = layer.lines().filter_map(credential::kind).filter(|it| !owned.contains(it));
        found.extend(loose.map(std::borrow::Cow::into_owned));
    }
    found
}

impl Assignment {
    /// How an annotation names the secret that is assigned, if it is one.
    fn finding(&self, names: &Names<'_>) -> Option<Finding> {
        match credential::kind(&self.value) {
            Some(kind) => Some(format!("{} ({kind})", self.name)),
            None => self.holds_secret(names).map(|_| self.name.clone()),
        }
    }

    /// The word by which the name speaks of the secret that is assigned, if it is one.
    fn holds_secret<'n>(&self, names: &Names<'n>) -> Option<&'n str> {
        let word = names.word_of_secret(&self.name)?;
        let literal = value::is_literal_in_text(self, names);
        literal.then_some(word)
    }
}

#[cfg(test)]
mod tests;
