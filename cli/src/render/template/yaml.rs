//! The little of YAML that rendering needs.

/// Text as a double-quoted scalar, which YAML takes from JSON and never reads as anything else.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A list within a line.
pub(super) fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<String> = items.into_iter().map(|it| it.as_ref().to_owned()).collect();
    format!("[{}]", items.join(", "))
}

/// `iam-access-keys-rotated` or `maxKeyAgeDays` as CloudFormation names things:
/// `IamAccessKeysRotated`, `MaxKeyAgeDays`.
pub(super) fn pascal_case(name: &str) -> String {
    name.split('-')
        .flat_map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters)
        })
        .collect()
}

/// A text whose variables the stack fills in, where it has any.
pub(super) fn substituted(text: &str) -> String {
    let quoted = quoted(text);
    if text.contains("${") { format!("!Sub {quoted}") } else { quoted }
}
