//! The verdict on a security group, and its words.

use shared::Verdict;
use shared::cidr::Cidr;
use shared::security_group::{BlocksOfLists, Exposure, Facts, Findings, prefix_list};

use crate::Parameters;
use crate::restriction::everywhere;

/// The verdict on a group that has permissions.
pub(crate) fn verdict(facts: &Facts, parameters: &Parameters) -> Verdict {
    let (permissions, everywhere) = (&facts.permissions, everywhere());
    let known = lists(facts, parameters, &everywhere);
    // What could not be read may be everything.
    let mut feared = known.clone();
    for id in prefix_list::named(permissions) {
        feared.entry(id).or_insert(&everywhere);
    }
    let open = Exposure::of(permissions, &known);
    let open_at_most = Exposure::of(permissions, &feared);

    let mut findings = Findings::default();
    let unrestricted = parameters.unrestricted(&open);
    for opening in open.openings.iter().filter(|it| unrestricted.contains(it.protocol)) {
        if !opening.internet.is_empty() {
            let to = opening.internet.tell("to");
            findings.add(opening.protocol, [opening.ports.clone()], to, "");
        }
    }
    let is_open = !findings.is_empty();
    let suspects = parameters.unrestricted(&open_at_most);
    let suspected = permissions.iter().filter(|it| suspects.contains(&it.protocol));
    for unreadable in prefix_list::unreadable(suspected, &facts.prefix_lists) {
        let (permission, to) = (unreadable.permission, unreadable.tell("to"));
        findings.add(&permission.protocol, [permission.ports.clone()], to, "");
    }
    if findings.is_empty() {
        Verdict::compliant(tell_limits(&open_at_most))
    } else {
        let text = findings.tell("Egress allows ", "");
        if is_open { Verdict::non_compliant(text) } else { Verdict::unknown(text) }
    }
}

/// What the group's prefix lists hold, but for those that could not be read. One that does not
/// matter counts as everything, whether it was read for another group or not: what is told must
/// not depend on that.
fn lists<'a>(
    facts: &'a Facts,
    parameters: &Parameters,
    everywhere: &'a [Cidr],
) -> BlocksOfLists<'a> {
    let matter = parameters.lists_that_matter(&facts.permissions);
    let named = prefix_list::named(&facts.permissions).into_iter();
    let mut lists: BlocksOfLists =
        named.filter(|id| !matter.contains(id)).map(|id| (id, everywhere)).collect();
    lists.extend(prefix_list::readable(matter, &facts.prefix_lists));
    lists
}

/// As `Egress to the Internet is limited to TCP 443 and UDP 53.`
fn tell_limits(exposure: &Exposure) -> String {
    let open = exposure.ports();
    if open.is_empty() {
        return "No egress to the Internet.".to_owned();
    }
    open.sentence("Egress to the Internet is limited to ", ".")
}
