//! The parameters of the stack: a few that all rules share, and what an owner may tune of each.

use shared::parameters::ParameterSpec;
use shared::{AnyRule, Metadata};

use super::yaml::{list, pascal_case, quoted};

/// The parameters that rules have in common, by their names within a rule, with the heading they
/// stand under.
const COMMON: &[(&str, &str)] = &[
    ("homeRegion", ACCOUNT),
    ("attestationPrefix", PEOPLE),
    ("trustedAttestors", PEOPLE),
    ("maxAttestationDays", PEOPLE),
    ("refreshDays", RUNNING),
    ("inactiveRegions", REGIONS),
    ("publicTagKey", TAGS),
    ("publicTagValues", TAGS),
    ("importantDataTagKey", TAGS),
    ("importantDataTagValues", TAGS),
];
const ACCOUNT: &str = "Account";
const PEOPLE: &str = "Attestations and exceptions";
const RUNNING: &str = "Running";
const REGIONS: &str = "Regions";
const TAGS: &str = "What tags declare";
/// The days for which `CloudWatch` keeps a log, of those it offers.
const RETENTIONS: &[&str] = &[
    "1", "3", "5", "7", "14", "30", "60", "90", "120", "150", "180", "365", "400", "545", "731",
    "1096", "1827", "2192", "2557", "2922", "3288", "3653",
];

/// A parameter of the stack.
pub(super) struct StackParameter {
    name: String,
    heading: String,
    description: String,
    default: String,
    constraint: Constraint,
}

/// What CloudFormation itself can check of a value.
enum Constraint {
    Range(String, String),
    Words(Vec<String>),
    Pattern(&'static str),
    Present,
    None,
}

impl StackParameter {
    fn of_spec(name: String, heading: &str, spec: &ParameterSpec) -> Self {
        Self {
            name,
            heading: heading.to_owned(),
            description: spec.description.clone(),
            default: spec.default.clone(),
            constraint: Constraint::of(spec),
        }
    }

    /// Whether empty means that the rule is not given it: AWS Config takes no empty values.
    pub(super) fn is_optional(&self) -> bool {
        self.default.is_empty()
    }

    /// The condition that it was given.
    pub(super) fn condition(&self) -> String {
        format!("  Has{0}: !Not [!Equals [!Ref {0}, \"\"]]\n", self.name)
    }

    fn declaration(&self) -> String {
        let Self { name, description, default, constraint, .. } = self;
        let (kind, default) = match constraint {
            Constraint::Range(..) => ("Number", default.clone()),
            _ => ("String", quoted(default)),
        };
        let description = quoted(description);
        let constraint = constraint.lines();
        format!(
            "  {name}:\n    Type: {kind}\n    Description: {description}\n    Default: {default}\n{constraint}"
        )
    }
}

impl Constraint {
    fn of(spec: &ParameterSpec) -> Self {
        let words: Vec<String> = spec.kind.split(" or ").map(str::to_owned).collect();
        match spec.kind.as_str() {
            "region name" => Self::Pattern("^[a-z]{2}(-[a-z]+)+-[0-9]$"),
            "path in Parameter Store" => Self::Pattern("^(/[A-Za-z0-9_.-]{1,100}){1,10}$"),
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
            Self::None => String::new(),
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
    common.chain(of_the_stack()).chain(offered).collect()
}

/// What concerns the deployment, not a verdict.
fn of_the_stack() -> [StackParameter; 3] {
    let parameter = |name: &str, description: &str, default: &str, constraint| StackParameter {
        name: name.to_owned(),
        heading: RUNNING.to_owned(),
        description: description.to_owned(),
        default: default.to_owned(),
        constraint,
    };
    let words = |words: &[&str]| Constraint::Words(words.iter().map(|&it| it.to_owned()).collect());
    [
        parameter(
            "LogRetentionDays",
            "Days for which the functions' logs are kept.",
            "90",
            words(RETENTIONS),
        ),
        parameter(
            "AlarmTopic",
            "The ARN of the SNS topic that alarms are sent to; empty for none.",
            "",
            Constraint::Pattern("^(arn:[^:]+:sns:.+)?$"),
        ),
        parameter(
            "LimitSweeps",
            "Whether a rule that changes can cause to look at everything runs once at a time. It \
             takes one reserved execution per such rule, which the quota of a new account lacks.",
            "false",
            words(&["true", "false"]),
        ),
    ]
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

/// The rule's `InputParameters`: what the stack offers. The rest keeps the rule's own defaults.
pub(super) fn input(rule: &dyn AnyRule) -> String {
    let lines = rule.parameters().into_iter().filter_map(|spec| {
        let name = setting(rule.metadata(), &spec)?;
        let value = if spec.default.is_empty() {
            format!("!If [Has{name}, !Ref {name}, !Ref \"AWS::NoValue\"]")
        } else {
            format!("!Ref {name}")
        };
        Some(format!("        {}: {value}\n", spec.name))
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
