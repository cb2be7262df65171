//! A build specification that stands in the project, without the variables in it that are
//! references: `env/parameter-store` and `env/secrets-manager`.

use serde_json::Value;

use crate::secret::Secret;

/// The mappings from variables to where their values lie.
const REFERENCES: [&str; 2] = ["parameter-store", "secrets-manager"];

/// A build specification.
pub(super) struct Specification {
    /// Everything but the references.
    pub(super) text: Secret,
    /// How many references there were.
    pub(super) references: usize,
}

/// The specification in `buildspec`; none where that says where one lies.
pub(super) fn inline(buildspec: &str) -> Option<Specification> {
    let text = buildspec.trim();
    if let Ok(mut document) = serde_json::from_str::<Value>(text) {
        let variables = document.get_mut("env").and_then(Value::as_object_mut);
        let removed = variables.map(|variables| REFERENCES.map(|it| variables.remove(it)));
        let removed = removed.into_iter().flatten().flatten();
        let references = removed.filter_map(|it| it.as_object().map(serde_json::Map::len)).sum();
        return Some(Specification { text: Secret::new(document.to_string()), references });
    }
    if !text.contains('\n') {
        return None;
    }
    let (mut kept, mut references, mut within) = (String::new(), 0, None);
    for line in text.lines() {
        let depth = line.len() - line.trim_start().len();
        let content = line.trim();
        if within.is_some_and(|it| depth > it) {
            references += usize::from(!content.is_empty() && !content.starts_with('#'));
            continue;
        }
        let key = content.split(':').next().unwrap_or_default().trim_matches(['"', '\'']);
        within = REFERENCES.contains(&key).then_some(depth);
        if within.is_none() {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    Some(Specification { text: Secret::new(kept), references })
}
