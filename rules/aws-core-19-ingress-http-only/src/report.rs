//! The verdict on a security group, and its words.

use shared::Verdict;
use shared::security_group::{Exposure, Facts, Findings, IpPermission, prefix_list};

use crate::Parameters;

/// The verdict on a group that opens what `exposure` says.
pub(crate) fn verdict(facts: &Facts, exposure: &Exposure, parameters: &Parameters) -> Verdict {
    let mut findings = Findings::default();
    for opening in &exposure.openings {
        let left = parameters.unapproved(opening.protocol, &opening.ports);
        if left.is_empty() {
            continue;
        }
        if !opening.internet.is_empty() {
            let cut = left != [opening.ports.clone()];
            let approved = if cut { parameters.approved(opening.protocol) } else { "" };
            let sources = opening.internet.tell("to");
            findings.add(opening.protocol, left, sources, &note(approved));
        }
    }
    let is_open = !findings.is_empty();
    let matter = parameters.disapprove(&facts.permissions);
    for unreadable in prefix_list::unreadable(matter, &facts.prefix_lists) {
        let IpPermission { protocol, ports, .. } = unreadable.permission;
        let left = parameters.unapproved(protocol, ports);
        findings.add(protocol, left, unreadable.tell("to"), "");
    }
    if !findings.is_empty() {
        let text = findings.tell("", " open");
        return if is_open { Verdict::non_compliant(text) } else { Verdict::unknown(text) };
    }
    // Some list does not matter, since it stands on approved ports only.
    let skips_lists =
        prefix_list::named(&facts.permissions) != parameters.lists_that_matter(&facts.permissions);
    Verdict::compliant(match (exposure.openings.as_slice(), skips_lists) {
        ([], false) => "No ingress from the Internet.".to_owned(),
        ([], true) => "No ingress from the Internet outside approved ports.".to_owned(),
        _ => tell_approved(exposure),
    })
}

/// As ` (approved: 80,443)`, where that explains why the ports are not as a permission has them.
fn note(approved: &str) -> String {
    /// Longer lists of approved ports are left to the parameters of the rule.
    const APPROVED: usize = 40;
    if (1..=APPROVED).contains(&approved.len()) {
        format!(" (approved: {approved})")
    } else {
        String::new()
    }
}

/// As `Only approved ports open to the Internet: TCP 80, TCP 443 and ICMP.`
fn tell_approved(exposure: &Exposure) -> String {
    let open = exposure.ports();
    if open.have_ports() {
        open.sentence("Only approved ports open to the Internet: ", ".")
    } else {
        open.sentence("Only ", " open to the Internet, which is allowed.")
    }
}
