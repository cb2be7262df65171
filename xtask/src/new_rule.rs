//! A new rule: its crate, its first event and its place in the registry.

use std::fs;
use std::io;
use std::path::Path;

use clap::Args;

#[cfg(test)]
mod tests;

const MANIFEST: &str = include_str!("new_rule/manifest.template");
const LIBRARY: &str = include_str!("new_rule/library.template");
const MAIN: &str = include_str!("new_rule/main.template");
const TESTS: &str = include_str!("new_rule/tests.template");
const REGISTRY: &str = "cli/src/registry.rs";
const CLI: &str = "cli/Cargo.toml";

/// Write a new rule that compiles and fails its first test.
#[derive(Debug, Args)]
pub(crate) struct NewRule {
    /// Its name: the control's id and the compliant state, such as `aws-core-21-rds-private`.
    #[arg(value_parser = name)]
    name: String,
    /// The resource type it reports on, whose change invokes it.
    #[arg(long, value_name = "TYPE", default_value = "AWS::::Account")]
    reports: String,
    /// The compliant state as a sentence without its full stop.
    #[arg(long)]
    title: String,
}

fn name(text: &str) -> Result<String, String> {
    let mut parts = text.split('-');
    let words = ["aws", "core"].iter().all(|word| parts.next() == Some(word));
    let id = parts.next().is_some_and(|it| !it.starts_with('0') && it.parse::<u8>().is_ok());
    let state: Vec<&str> = parts.collect();
    let lower = |word: &&str| {
        !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
    };
    if words && id && !state.is_empty() && state.iter().all(lower) && text.len() <= 40 {
        Ok(text.to_owned())
    } else {
        Err("expected aws-core-<id>-<compliant-state>, at most 40 characters".to_owned())
    }
}

impl NewRule {
    /// Writes everything below `root` and says what to do next.
    pub(crate) fn write(&self, root: &Path) -> io::Result<String> {
        let folder = root.join("rules").join(&self.name);
        if folder.exists() {
            let message = format!("rules/{} exists already", self.name);
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
        fs::create_dir_all(folder.join("src"))?;
        for (file, template) in [
            ("Cargo.toml", MANIFEST),
            ("src/lib.rs", LIBRARY),
            ("src/main.rs", MAIN),
            ("src/tests.rs", TESTS),
        ] {
            fs::write(folder.join(file), self.filled(template))?;
        }
        let path = format!("{} = {{ path = \"../rules/{}\" }}", self.name, self.name);
        insert(&root.join(CLI), "[dependencies]", &path)?;
        let entry = format!("    &{}::{},", self.crate_name(), self.type_name());
        insert(&root.join(REGISTRY), "pub static RULES", &entry)?;
        Ok(format!(
            "Wrote rules/{name}. Next: fill in METADATA, write the verdict table in src/tests.rs, \
             and make `cargo test -p {name}` pass.",
            name = self.name
        ))
    }

    fn state(&self) -> impl Iterator<Item = &str> {
        self.name.split('-').skip(3)
    }

    fn crate_name(&self) -> String {
        self.name.replace('-', "_")
    }

    fn type_name(&self) -> String {
        self.state().map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect()
    }

    fn filled(&self, template: &str) -> String {
        template
            .replace("{{name}}", &self.name)
            .replace("{{crate}}", &self.crate_name())
            .replace("{{type}}", &self.type_name())
            .replace("{{reports}}", &self.reports)
            .replace("{{title}}", &self.title)
    }
}

/// Inserts `line` below the line of `file` that begins with `anchor`, in the sorted place among
/// the lines that look like it.
fn insert(file: &Path, anchor: &str, line: &str) -> io::Result<()> {
    let text = fs::read_to_string(file)?;
    let mut lines: Vec<&str> = text.lines().collect();
    let missing = || io::Error::other(format!("{} has no line `{anchor}`", file.display()));
    let after = lines.iter().position(|it| it.starts_with(anchor)).ok_or_else(missing)? + 1;
    let number = control_number(line);
    let place = lines[after..].iter().position(|it| match control_number(it) {
        Some(other) => Some(other) > number,
        None => !it.trim_start().starts_with('&') && !it.starts_with("aws-core-"),
    });
    lines.insert(after + place.unwrap_or(lines.len() - after), line);
    fs::write(file, lines.join("\n") + "\n")
}

/// The control that a line of the registry or of the manifest is about.
fn control_number(line: &str) -> Option<u32> {
    let line = line.trim_start().trim_start_matches('&');
    let rest = line.strip_prefix("aws-core-").or_else(|| line.strip_prefix("aws_core_"))?;
    rest.split(['-', '_']).next()?.parse().ok()
}
