//! `docs/permissions.md`: what each function may do, and how often its events were seen to need it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use harness::answers;
use shared::{AnyRule, Metadata, Permission};

use super::drift::{entries, verdicts};
use super::pages::GENERATED;
use crate::error::Result;

const PUT: &str = "config:PutEvaluations";

const INTRODUCTION: &str = "
# Permissions

What the role of each function grants, rendered from the rules. A statement grants one action on one
resource; `*` stands where AWS knows no resources for the action, or where the call names none.

The last column counts the events under `events/` that have the function's real binary make the call:
of how many. Of `config:PutEvaluations` it counts the events that bring a verdict. None is granted
that no event needs, and none is called that is not granted.

| what is proved | by |
|---|---|
| the calls of each binary are the actions of its role, no more and no fewer | `tests/replay` |
| the pack works under its roles, each call held to action and resource; the functions from which an action or a resource is then taken fail, and no others | `tests/whole_loop.rs` |
| each action reads, but for the writes named there; each resource is as narrow as AWS documents it, or a reason stands there | `tests/policies` |

Besides, every role may write to the function's own log group (`logs:CreateLogStream`,
`logs:PutLogEvents`) and to the queue of failed invocations (`sqs:SendMessage`), which Lambda does
under the function's role.
";

/// The calls that the recorded events of a control have it make: how many events there are, and how
/// many of them need an action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calls {
    /// The number of events.
    pub events: usize,
    /// The number of those in which an action is called at least once.
    pub actions: BTreeMap<String, usize>,
}

impl Calls {
    /// Counts the events in a folder, such as `events/aws-core-14-iam-access-keys-rotated`: an answer
    /// of AWS is recorded for each call, and evaluations are put wherever some are expected. That
    /// none are put, which only moves the rule's time, is not counted.
    ///
    /// # Errors
    /// If a folder cannot be listed, or what is expected cannot be read.
    pub fn recorded(events: &Path) -> Result<Self> {
        let mut calls = Self::default();
        for case in entries(events)? {
            let answers = entries(&case.join("aws"))?.into_iter();
            let names = answers.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
            let mut actions: BTreeSet<String> = names.filter_map(|name| action(&name)).collect();
            if !verdicts(&case)?.is_empty() {
                actions.insert(PUT.to_owned());
            }
            calls.add(actions);
        }
        Ok(calls)
    }

    /// Counts an event that has `actions` called.
    pub fn add(&mut self, actions: BTreeSet<String>) {
        self.events += 1;
        for action in actions {
            *self.actions.entry(action).or_default() += 1;
        }
    }
}

/// The action that the answer in a file of this name is to, such as `iam.ListUsers.1.xml`.
fn action(file: &str) -> Option<String> {
    let mut parts = file.split('.');
    Some(answers::action(parts.next()?, parts.next()?))
}

/// The page; `calls` are those of each rule by name.
pub(super) fn page(rules: &[&dyn AnyRule], calls: &BTreeMap<&str, Calls>) -> String {
    let mut text = format!(
        "{GENERATED}{INTRODUCTION}\n| Control | Action | Resource | Events |\n|---|---|---|---|\n"
    );
    for rule in rules {
        let metadata = rule.metadata();
        let of_rule = calls.get(metadata.name).cloned().unwrap_or_default();
        for permission in metadata.all_permissions() {
            let (control, name, action) = (metadata.control_id(), metadata.name, permission.action);
            let resource = resource(metadata, &permission);
            let called = of_rule.actions.get(action).copied().unwrap_or_default();
            let events = of_rule.events;
            writeln!(
                text,
                "| [{control}](controls/{name}.md) | `{action}` | `{resource}` | {called} of {events} |"
            )
            .expect("text takes it");
        }
    }
    text
}

/// A permission's resource, with the control in its place.
pub(super) fn resource(metadata: &Metadata, permission: &Permission) -> String {
    permission
        .resource
        .replace("${ControlId}", metadata.control_id())
        .replace("${Control}", metadata.name)
}
