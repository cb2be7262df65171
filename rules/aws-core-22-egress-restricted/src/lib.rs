//! A security group must not let everything out to the Internet, as every new one does by default.
//!
//! What counts as the Internet is told in [`shared::cidr`]: blocks of addresses add up, over
//! permissions and prefix lists. Other groups as a destination are not the Internet. Groups that
//! nothing is attached to are judged too, and so are the default groups of VPCs: they will permit
//! what they say once something is.

mod report;
mod restriction;

use shared::parameters::{TagKey, TagValues};
use shared::security_group::{Direction, Facts, PREFIX_LIST, SECURITY_GROUP, group, prefix_list};
use shared::{
    Basis, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section, Timestamp,
    Trigger, Verdict,
};

/// The rule.
#[derive(Debug)]
pub struct EgressRestricted;

shared::parameters! {
    /// Whether all ports of TCP or of UDP count as no restriction, as all protocols do.
    pub full_range_is_unrestricted: bool = true,
    /// The key of the tag that exempts a group.
    exempt_tag_key: TagKey = "",
    /// The values of that tag that exempt.
    exempt_tag_values: TagValues = "",
}

impl Rule for EgressRestricted {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Outbound traffic is restricted",
        question: "Do security groups limit what may be reached from within?",
        rationale: "Whoever gets into a server wants out again: to fetch tools, to take orders, to \
                    carry data away. Where only the ports that the server needs lead out, much of \
                    that fails, and the attempt shows.",
        acceptable: "Security groups let out to the Internet only some protocols and ports, or \
                     nothing.",
        failure: "A security group lets everything out to the Internet, which is what AWS gives a \
                  new group.",
        remediation: "Replace the permission that the annotation names by what the servers need: \
                      often TCP 443, to a proxy, a prefix list or VPC endpoints rather than to \
                      everywhere. Remove it from the default groups of VPCs, which nothing should \
                      use. A group that must stay open is exempt by the tag that `exemptTagKey` \
                      names.",
        section: Section::NetworkSecurity,
        scope: Scope::EveryRegion,
        trigger: Trigger { changes: &[SECURITY_GROUP, PREFIX_LIST], schedule: None },
        reports: &[SECURITY_GROUP],
        permissions: &[
            Permission::everywhere(group::ACTION),
            Permission::on(prefix_list::ACTION, prefix_list::ANY_LIST),
        ],
        attested: false,
        references: &["AWS Well-Architected SEC05-BP02"],
    };
    type Parameters = Parameters;
    type Facts = Facts;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<Facts>> {
        let exempt = (&parameters.exempt_tag_key, &parameters.exempt_tag_values);
        Facts::gather(invocation, Direction::Egress, exempt, |permissions| {
            parameters.lists_that_matter(permissions)
        })
        .await
    }

    fn judge(facts: &Facts, parameters: &Parameters, _: Timestamp) -> Verdict {
        match &facts.exempt_by {
            Some(tag) => Verdict::not_applicable(format!("Group is exempt by tag {tag}."))
                .resting_on(Basis::Declared),
            None if facts.permissions.is_empty() => Verdict::compliant("No egress rule exists."),
            None => report::verdict(facts, parameters),
        }
    }
}

#[cfg(test)]
mod tests;
