//! What CloudFormation makes of the rules: `template.yaml` for SAM, `deploy/stack.yaml` for stack sets,
//! the conformance packs, and `deploy/organization.yaml`.

mod common;
mod flavour;
mod function;
mod notification;
mod organization;
mod pack;
mod parameter;
mod remediation;
mod resources;
#[cfg(test)]
mod tests;
mod yaml;

use shared::parameters::ParameterSpec;
use shared::{AnyRule, Metadata};

use self::parameter::{StackParameter, stack};

pub use self::flavour::{Flavour, artefact_key};
pub(in crate::render) use self::notification::NOTIFIER;
pub use self::organization::organization;
pub use self::pack::rule_name as pack_rule_name;

/// Renders the template that deploys `rules`.
pub fn template(rules: &[&dyn AnyRule], flavour: Flavour) -> String {
    let own = parameter::all(rules);
    let mut parameters = match flavour {
        Flavour::Serverless => Vec::new(),
        Flavour::Plain => stack::artefacts(),
    };
    let packs: String = pack::all(rules).iter().map(|pack| pack.resource(&own)).collect();
    parameters.extend(own);
    let of_rules: String = rules.iter().map(|rule| resources::of(*rule, flavour)).collect();
    [
        &flavour.header(),
        &parameter::interface(&parameters),
        &application(flavour),
        &parameter::declarations(&parameters),
        common::MAPPINGS,
        &conditions(&parameters),
        &flavour.globals(),
        &common::of(rules),
        &of_rules,
        &notification::of(rules, flavour),
        &remediation::of(rules),
        &packs,
        &common::outputs(),
    ]
    .concat()
}

/// What the Serverless Application Repository shows of the pack, should somebody publish it there.
fn application(flavour: Flavour) -> String {
    if flavour == Flavour::Plain {
        return String::new();
    }
    format!(
        "  AWS::ServerlessRepo::Application:
    Name: aws-core-rules
    Description: AWS Config rules that answer the AWS core security playbook.
    Author: aws-core-rules
    SpdxLicenseId: {license}
    LicenseUrl: LICENSE
    ReadmeUrl: README.md
    Labels: [config, compliance, security, audit, rust]
    SemanticVersion: {version}
",
        license = env!("CARGO_PKG_LICENSE"),
        version = env!("CARGO_PKG_VERSION"),
    )
}

/// Renders the conformance pack of each section that `rules` have rules of, by its name.
pub fn packs(rules: &[&dyn AnyRule]) -> Vec<(String, String)> {
    let parameters = parameter::all(rules);
    let packs = pack::all(rules);
    packs.iter().map(|pack| (pack.name(), pack.template(&parameters))).collect()
}

fn conditions(parameters: &[StackParameter]) -> String {
    let optional: String =
        parameters.iter().filter(|it| it.is_optional()).map(StackParameter::condition).collect();
    format!("{}{optional}", common::CONDITIONS)
}

/// The logical id of the function of a rule, which SAM makes a part of the function's name.
pub(crate) fn function_id(metadata: &Metadata) -> String {
    format!("{}Function", yaml::pascal_case(metadata.state()))
}

/// The name of the stack's parameter that sets a parameter of a rule; `None` where the rule's own
/// default always holds.
pub fn stack_parameter(metadata: &Metadata, spec: &ParameterSpec) -> Option<String> {
    parameter::setting(metadata, spec)
}
