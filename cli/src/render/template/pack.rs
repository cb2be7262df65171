//! Conformance packs: the rules of a section of the playbook, with a score in the console.
//!
//! One a section, because all rules in one would take more than the 60 parameters that a pack may
//! have, and because a score of a section says more than one of everything. The packs stand in the
//! stack, as their rules need its functions and parameters.

use std::collections::BTreeSet;

use shared::{AnyRule, Scope, Section};

use super::parameter::{self, StackParameter};
use super::resources;
use super::yaml::{list, pascal_case, quoted};
use crate::render::lines;

/// The most characters of the name of a rule in a pack: AWS Config appends `-conformance-pack-` and
/// nine characters, and reads results by names of up to 64.
const NAME: usize = 37;
/// The parameter that says whether the rules of the home region are among them.
const HOME: &str = "InHomeRegion";

const SECTIONS: [Section; 6] = [
    Section::AccountManagement,
    Section::Encryption,
    Section::IdentityAndAccessManagement,
    Section::NetworkSecurity,
    Section::DetectionAndMonitoring,
    Section::Processes,
];

/// The rules of a section.
pub(super) struct Pack<'a> {
    section: Section,
    rules: Vec<&'a dyn AnyRule>,
}

/// The packs of `rules`, as the playbook has its sections.
pub(super) fn all<'a>(rules: &[&'a dyn AnyRule]) -> Vec<Pack<'a>> {
    let of = |section| Pack {
        section,
        rules: rules.iter().copied().filter(|it| it.metadata().section == section).collect(),
    };
    SECTIONS.into_iter().map(of).filter(|pack| !pack.rules.is_empty()).collect()
}

/// The name of a rule in a pack: its own, without the words that would make it too long.
pub fn rule_name(name: &str) -> &str {
    if name.len() <= NAME {
        return name;
    }
    let end = name[..=NAME].rfind('-').unwrap_or(NAME);
    &name[..end]
}

impl Pack<'_> {
    /// Its name, in lower case and with hyphens.
    pub(super) fn name(&self) -> String {
        format!("aws-core-{}", self.section.title().to_lowercase().replace(' ', "-"))
    }

    /// Whether all of its rules are deployed in the home region alone.
    fn is_of_home(&self) -> bool {
        self.rules.iter().all(|it| it.metadata().scope == Scope::HomeRegion)
    }

    /// Whether some of its rules are, and others are not.
    fn is_mixed(&self) -> bool {
        let home = |it: &&dyn AnyRule| it.metadata().scope == Scope::HomeRegion;
        self.rules.iter().any(home) && !self.is_of_home()
    }

    /// The parameters of the stack that its rules take.
    fn settings(&self, parameters: &'_ [StackParameter]) -> Vec<StackParameter> {
        let settings = self.rules.iter().flat_map(|rule| parameter::settings(*rule));
        let names: BTreeSet<String> = settings.map(|(_, name)| name).collect();
        parameters.iter().filter(|it| names.contains(it.name())).cloned().collect()
    }

    /// Its template.
    pub(super) fn template(&self, parameters: &[StackParameter]) -> String {
        let settings = self.settings(parameters);
        let functions = self.rules.iter().map(|rule| {
            let (id, name) = (pascal_case(rule.metadata().state()), rule.metadata().name);
            format!("  {id}Function:\n    Type: String\n    Description: The ARN of the function of {name}.\n")
        });
        let home = self.is_mixed().then(|| {
            format!("  {HOME}:\n    Type: String\n    Description: Whether this is the home region.\n    AllowedValues: [\"true\", \"false\"]\n")
        });
        let declared = settings.iter().map(StackParameter::declaration);
        let declared: Vec<String> = functions.chain(home).chain(declared).collect();
        let mut conditions: Vec<String> = settings
            .iter()
            .filter(|it| it.is_optional())
            .map(|it| {
                let name = it.name();
                format!(
                    "  Has{name}: {{\"Fn::Not\": [{{\"Fn::Equals\": [{{Ref: {name}}}, \"\"]}}]}}"
                )
            })
            .collect();
        if self.is_mixed() {
            conditions
                .push(format!("  IsHomeRegion: {{\"Fn::Equals\": [{{Ref: {HOME}}}, \"true\"]}}"));
        }
        let conditions = if conditions.is_empty() {
            String::new()
        } else {
            format!("\nConditions:\n{}", lines(conditions.into_iter()))
        };
        let resources: Vec<String> = self.rules.iter().map(|rule| self.rule(*rule)).collect();
        let title = self.section.title();
        format!(
            "# {title}: rendered from the rules, as the stack deploys it with ConformancePacks=true.\nParameters:\n{}{conditions}\nResources:\n{}",
            declared.join("\n"),
            resources.join("\n")
        )
    }

    fn rule(&self, rule: &dyn AnyRule) -> String {
        let metadata = rule.metadata();
        let id = pascal_case(metadata.state());
        let condition = if self.is_mixed() && metadata.scope == Scope::HomeRegion {
            "    Condition: IsHomeRegion\n"
        } else {
            ""
        };
        let source = format!("{{Ref: {id}Function}}");
        let properties = resources::properties(rule, rule_name(metadata.name), &source);
        format!("  {id}Rule:\n    Type: AWS::Config::ConfigRule\n{condition}{properties}")
    }

    /// The resource of the stack that deploys it.
    pub(super) fn resource(&self, parameters: &[StackParameter]) -> String {
        let name = self.name();
        let (id, condition) =
            (pascal_case(&name), if self.is_of_home() { "AreHomePacks" } else { "ArePacks" });
        let ids: Vec<(String, Scope)> = self
            .rules
            .iter()
            .map(|it| (pascal_case(it.metadata().state()), it.metadata().scope))
            .collect();
        let at_home = |scope: Scope| self.is_mixed() && scope == Scope::HomeRegion;
        let certain = ids.iter().filter(|(_, scope)| !at_home(*scope));
        let permissions = list(certain.map(|(id, _)| format!("{id}Permission")));
        let mut given: Vec<(String, String)> = ids
            .iter()
            .map(|(id, scope)| {
                let value = if at_home(*scope) {
                    // The list is there to wait for the permission: `DependsOn` takes no resource
                    // that may not exist. Without the function there is no such rule.
                    format!(
                        "!If [IsHomeRegion, !Select [0, [!GetAtt {id}Function.Arn, !Ref {id}Permission]], none]"
                    )
                } else {
                    format!("!GetAtt {id}Function.Arn")
                };
                (format!("{id}Function"), value)
            })
            .collect();
        if self.is_mixed() {
            given.push((HOME.to_owned(), "!If [IsHomeRegion, \"true\", \"false\"]".to_owned()));
        }
        let settings = self.settings(parameters);
        given.extend(
            settings.iter().map(|it| (it.name().to_owned(), format!("!Ref {}", it.name()))),
        );
        let given = lines(given.into_iter().map(|(name, value)| {
            format!("        - ParameterName: {name}\n          ParameterValue: {value}")
        }));
        let template = self.template(parameters);
        let body = lines(template.lines().map(|line| match line {
            "" => String::new(),
            line => format!("        {line}"),
        }));
        format!(
            "
  # {title}
  {id}:
    Type: AWS::Config::ConformancePack
    Condition: {condition}
    DependsOn: {permissions}
    Properties:
      ConformancePackName: {name}
      ConformancePackInputParameters:
{given}      TemplateBody: |
{body}",
            title = quoted(self.section.title()),
        )
    }
}
