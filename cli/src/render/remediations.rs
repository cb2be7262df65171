//! `docs/remediation.md`: what is offered to remedy, and why the rest is not.

use shared::AnyRule;

use super::remedy::{Remedy, remedy};
use super::{cell, lines};

const INTRODUCTION: &str = "\
<!-- Rendered from cli/src/render/remedy.rs: edit it and run `make bless`. -->

# Remediation

With `EnableRemediation=true` AWS Config shows a button beside a finding of the controls below. It
never acts of itself: a person looks at the finding and presses the button. Each remediation is an
Automation document that AWS owns, with a role of its own that may do nothing else.

Offered is only what can cut off no workload. For everything else do by hand what the control's page
says under Remediation.

Rules in conformance packs (`ConformancePacks=true`) offer none.
";

/// The page.
pub fn remediations(rules: &[&dyn AnyRule]) -> String {
    let (mut offered, mut refused) = (Vec::new(), Vec::new());
    for metadata in rules.iter().map(|rule| rule.metadata()) {
        let link = format!("[{}](controls/{}.md)", metadata.control_id(), metadata.name);
        match remedy(metadata.number()) {
            Remedy::Offered(offer) => {
                let actions: Vec<String> =
                    offer.permissions.iter().map(|it| format!("`{}`", it.action)).collect();
                let (document, why) = (offer.document, cell(offer.why));
                let actions = actions.join(", ");
                offered.push(format!("| {link} | `{document}` | {actions} | {why} |"));
            }
            Remedy::Refused(why) => refused.push(format!("| {link} | {} |", cell(why))),
        }
    }
    let (offered, refused) = (lines(offered.into_iter()), lines(refused.into_iter()));
    format!(
        "{INTRODUCTION}
## Offered

| Control | Document | The role may | What it does |
|---|---|---|---|
{offered}
## Not offered, and why

| Control | Why not |
|---|---|
{refused}"
    )
}
