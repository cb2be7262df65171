//! The parameters of the stack: a few that all rules share, and what an owner may tune of each.

use shared::parameters::ParameterSpec;
use shared::{AnyRule, Metadata};

use super::yaml::{list, pascal_case, quoted};

mod limit;
pub(super) mod stack;

/// The parameters that rules have in common, by their names within a rule, with the heading they
/// stand under.
const COMMON: &[(&str, &str)] = &[
    ("homeRegion", ACCOUNT),
    ("attestationPrefix", PEOPLE),
    ("trustedAttestors", PEOPLE),
    ("maxAttestationDays", PEOPLE),
    ("trustedExceptionWriters", PEOPLE),
    ("maxExceptionDays", PEOPLE),
    ("refreshDays", stack::RUNNING),
    ("inactiveRegions", REGIONS),
    ("publicTagKey", TAGS),
    ("publicTagValues", TAGS),
    ("importantDataTagKey", TAGS),
    ("importantDataTagValues", TAGS),
];
const ACCOUNT: &str = "Account";
const PEOPLE: &str = "Attestations and exceptions";
const REGIONS: &str = "Regions";
const TAGS: &str = "What tags declare";
/// What a rule calls the value of a parameter that names a region.
const REGION: &str = "region name";
/// What a rule calls the value of a parameter that is a path.
const PATH: &str = "path in Parameter Store";

/// A parameter of the stack.
#[derive(Clone)]
pub(super) struct StackParameter {
    name: String,
    heading: String,
    description: String,
    /// What holds where nothing is given; `None` where something must be.
    default: Option<String>,
    constraint: Constraint,
    /// The most characters of a text.
    limit: Option<usize>,
}

/// What CloudFormation itself can check of a value.
#[derive(Clone)]
enum Constraint {
    Range(String, String),
    Words(Vec<String>),
    Pattern(&'static str),
    Names,
    Present,
    None,
}

impl StackParameter {
    fn of_spec(name: String, heading: &str, spec: &ParameterSpec) -> Self {
        Self {
            name,
            heading: heading.to_owned(),
            description: spec.description.clone(),
            default: Some(spec.default.clone()),
            constraint: Constraint::of(spec),
            limit: None,
        }
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether empty means that the rule is not given it: AWS Config takes no empty values.
    pub(super) fn is_optional(&self) -> bool {
        self.default.as_deref() == Some("")
    }

    /// The condition that it was given. A topic or a key can be used in its own region only, so one
    /// of another counts as not given: then one value serves the stacks of all regions. A
    /// multi-Region key has a replica in each.
    pub(super) fn condition(&self) -> String {
        let name = &self.name;
        let here = format!(
            "!Equals [!Select [3, !Split [\":\", !Sub \"${{{name}}}::::\"]], !Ref \"AWS::Region\"]"
        );
        if name.ends_with("Topic") {
            return format!("  Has{name}: {here}\n");
        }
        if name == stack::QUEUE_KEY {
            let replicated = format!(
                "!Not [!Equals [!Select [1, !Split [\":key/mrk-\", !Sub \"${{{name}}}:key/mrk-\"]], \"\"]]"
            );
            return format!("  Has{name}: !Or [{here}, {replicated}]\n");
        }
        format!("  Has{name}: !Not [!Equals [!Ref {name}, \"\"]]\n")
    }

    pub(super) fn declaration(&self) -> String {
        let Self { name, description, default, constraint, limit, .. } = self;
        let kind = match constraint {
            Constraint::Range(..) => "Number",
            Constraint::Names => "CommaDelimitedList",
            _ => "String",
        };
        let default = default.as_ref().map_or(String::new(), |default| match constraint {
            Constraint::Range(..) => format!("    Default: {default}\n"),
            _ => format!("    Default: {}\n", quoted(default)),
        });
        let description = quoted(description);
        let constraint = constraint.lines();
        let limit = limit.map_or(String::new(), |limit| format!("    MaxLength: {limit}\n"));
        format!(
            "  {name}:\n    Type: {kind}\n    Description: {description}\n{default}{constraint}{limit}"
        )
    }
}

impl Constraint {
    fn of(spec: &ParameterSpec) -> Self {
        let words: Vec<String> = spec.kind.split(" or ").map(str::to_owned).collect();
        match spec.kind.as_str() {
            REGION => Self::Pattern("^[a-z]{2}(-[a-z]+)+-[0-9]$"),
            PATH => Self::Pattern("^(/[A-Za-z0-9_.-]{1,100}){1,10}$"),
            kind => match kind.strip_prefix("integer from ").and_then(|it| it.split_once(" to ")) {
                Some((min, max)) => Self::Range(min.to_owned(), max.to_owned()),
                None if words.len() > 1 && words.iter().all(|word| !word.contains(' ')) => {
                    Self::Words(words)
                }
                None if spec.default.is_empty() => Self::None,
                None => Self::Present,
            },
        }
    }

    fn lines(&self) -> String {
        match self {
            Self::Range(min, max) => format!("    MinValue: {min}\n    MaxValue: {max}\n"),
            Self::Words(words) => {
                let words = list(words.iter().map(|word| quoted(word)));
                format!("    AllowedValues: {words}\n")
            }
            Self::Pattern(pattern) => format!("    AllowedPattern: {}\n", quoted(pattern)),
            Self::Present => "    MinLength: 1\n".to_owned(),
            Self::Names | Self::None => String::new(),
        }
    }
}

/// Every parameter of the stack that deploys `rules`.
pub(super) fn all(rules: &[&dyn AnyRule]) -> Vec<StackParameter> {
    let specs = |rule: &&dyn AnyRule| rule.parameters();
    let common = COMMON.iter().filter_map(|&(name, heading)| {
        let spec = rules.iter().flat_map(specs).find(|spec| spec.name == name)?;
        Some(StackParameter::of_spec(pascal_case(name), heading, &spec))
    });
    let offered = rules.iter().flat_map(|rule| {
        let metadata = rule.metadata();
        let heading = format!("{}: {}", metadata.control_id(), metadata.title);
        rule.parameters().into_iter().filter(is_offered).map(move |spec| {
            StackParameter::of_spec(stack_name(metadata.state(), &spec.name), &heading, &spec)
        })
    });
    let mut all: Vec<StackParameter> = common.chain(stack::parameters()).chain(offered).collect();
    let limits = limit::limits(rules);
    for parameter in &mut all {
        parameter.limit = limits.get(&parameter.name).copied().or(parameter.limit);
    }
    all
}

/// Whether the owner of a stack may tune it per rule.
fn is_offered(spec: &ParameterSpec) -> bool {
    spec.offered && !COMMON.iter().any(|&(name, _)| name == spec.name)
}

fn stack_name(state: &str, name: &str) -> String {
    pascal_case(state) + &pascal_case(name)
}

/// The parameter of the stack that sets a rule's parameter, where one does.
pub(super) fn setting(metadata: &Metadata, spec: &ParameterSpec) -> Option<String> {
    if COMMON.iter().any(|&(name, _)| name == spec.name) {
        return Some(pascal_case(&spec.name));
    }
    spec.offered.then(|| stack_name(metadata.state(), &spec.name))
}

/// What of a rule the stack sets: the rule's parameters, each with the one of the stack that does.
pub(super) fn settings(rule: &dyn AnyRule) -> Vec<(ParameterSpec, String)> {
    let specs = rule.parameters().into_iter();
    specs.filter_map(|spec| setting(rule.metadata(), &spec).map(|name| (spec, name))).collect()
}

/// The rule's `InputParameters`: what the stack offers. The rest keeps the rule's own defaults.
/// Written in full, as a conformance pack is sure to understand it too.
pub(super) fn input(rule: &dyn AnyRule) -> String {
    let lines = settings(rule).into_iter().map(|(spec, name)| {
        let value = if spec.default.is_empty() {
            format!("{{\"Fn::If\": [Has{name}, {{Ref: {name}}}, {{Ref: \"AWS::NoValue\"}}]}}")
        } else {
            format!("{{Ref: {name}}}")
        };
        format!("        {}: {value}\n", spec.name)
    });
    lines.collect()
}

/// How the console groups the parameters.
pub(super) fn interface(parameters: &[StackParameter]) -> String {
    let mut headings: Vec<&str> = Vec::new();
    for parameter in parameters {
        if !headings.contains(&parameter.heading.as_str()) {
            headings.push(&parameter.heading);
        }
    }
    let groups = headings.into_iter().map(|heading| {
        let names = parameters.iter().filter(|it| it.heading == heading).map(|it| &it.name);
        let (label, names) = (quoted(heading), list(names));
        format!("      - Label: {{default: {label}}}\n        Parameters: {names}\n")
    });
    let groups: String = groups.collect();
    format!("\nMetadata:\n  AWS::CloudFormation::Interface:\n    ParameterGroups:\n{groups}")
}

/// The `Parameters` section.
pub(super) fn declarations(parameters: &[StackParameter]) -> String {
    let declarations: Vec<String> = parameters.iter().map(StackParameter::declaration).collect();
    format!("\nParameters:\n{}", declarations.join("\n"))
}
