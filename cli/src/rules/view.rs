//! A rule as it is shown.

use serde::Serialize;
use shared::parameters::ParameterSpec;
use shared::{AnyRule, Frequency, Metadata, Scope};

use crate::render;

/// All that is told of a rule.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct View {
    pub(super) control: &'static str,
    pub(super) number: u32,
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) section: &'static str,
    pub(super) question: &'static str,
    pub(super) rationale: &'static str,
    pub(super) acceptable: &'static str,
    pub(super) failure: &'static str,
    pub(super) remediation: &'static str,
    pub(super) scope: &'static str,
    pub(super) changes: &'static [&'static str],
    pub(super) schedule: Option<&'static str>,
    #[serde(skip)]
    hours: Option<u32>,
    pub(super) reports: &'static [&'static str],
    pub(super) attested: bool,
    pub(super) parameters: Vec<Parameter>,
    pub(super) permissions: Vec<Action>,
    pub(super) references: &'static [&'static str],
}

/// A parameter.
#[derive(Debug, Serialize)]
pub(super) struct Parameter {
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) default: String,
    pub(super) description: String,
    /// The parameter of the stack that sets it, where one does.
    #[serde(rename = "stackParameter")]
    pub(super) setting: Option<String>,
}

/// A call that the rule's function may make.
#[derive(Debug, Serialize)]
pub(super) struct Action {
    pub(super) action: &'static str,
    pub(super) resource: String,
}

impl View {
    pub(super) fn of(rule: &dyn AnyRule) -> Self {
        let metadata: &'static Metadata = rule.metadata();
        let parameter = |spec: ParameterSpec| Parameter {
            setting: render::stack_parameter(metadata, &spec),
            name: spec.name,
            kind: spec.kind,
            default: spec.default,
            description: spec.description,
        };
        let permissions = metadata.all_permissions().into_iter().map(|it| Action {
            action: it.action,
            resource: it
                .resource
                .replace("${ControlId}", metadata.control_id())
                .replace("${Control}", metadata.name),
        });
        Self {
            control: metadata.control_id(),
            number: metadata.number(),
            name: metadata.name,
            title: metadata.title,
            section: metadata.section.title(),
            question: metadata.question,
            rationale: metadata.rationale,
            acceptable: metadata.acceptable,
            failure: metadata.failure,
            remediation: metadata.remediation,
            scope: match metadata.scope {
                Scope::HomeRegion => "home region",
                Scope::EveryRegion => "every region",
            },
            changes: metadata.trigger.changes,
            schedule: metadata.trigger.schedule.map(Frequency::as_str),
            hours: metadata.trigger.schedule.map(Frequency::hours),
            reports: metadata.reports,
            attested: metadata.attested,
            parameters: rule.parameters().into_iter().map(parameter).collect(),
            permissions: permissions.collect(),
            references: metadata.references,
        }
    }

    /// What makes it run, in a few words.
    pub(super) fn runs(&self) -> String {
        let change = (!self.changes.is_empty()).then(|| "on change".to_owned());
        let schedule = self.hours.map(|hours| match hours {
            24 => "daily".to_owned(),
            hours => format!("every {hours} h"),
        });
        let both: Vec<String> = change.into_iter().chain(schedule).collect();
        both.join(" + ")
    }

    /// What a filter looks at.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let types = self.changes.iter().chain(self.reports).copied();
        [self.name, self.title, self.question].into_iter().chain(types)
    }
}
