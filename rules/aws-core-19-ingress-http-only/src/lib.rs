//! A security group may open to the Internet only the approved ports for HTTP and HTTPS.
//!
//! What counts as the Internet is told in [`shared::cidr`]: blocks of addresses add up, over
//! permissions and prefix lists. Other groups as a source are not the Internet. Groups that
//! nothing is attached to are judged too: they will permit what they say once something is.

mod approval;
mod report;

use shared::parameters::{Ports, TagKey, TagValues};
use shared::security_group::{
    Direction, Exposure, Facts, PREFIX_LIST, SECURITY_GROUP, group, prefix_list,
};
use shared::{
    Basis, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section, Timestamp,
    Trigger, Verdict,
};

/// The rule.
#[derive(Debug)]
pub struct IngressHttpOnly;

shared::parameters! {
    /// TCP ports and ranges of ports that may be open to the Internet, such as `80,443,8000-8080`.
    pub approved_tcp_ports: Ports = "80,443",
    /// UDP ports and ranges of ports that may be open to the Internet; 443 is HTTP/3.
    pub approved_udp_ports: Ports = "443",
    /// Whether ICMP may come from the Internet: an answer to ping is no service.
    allow_icmp: bool = true,
    /// The key of the tag that exempts a group.
    exempt_tag_key: TagKey = "",
    /// The values of that tag that exempt.
    exempt_tag_values: TagValues = "",
}

impl Rule for IngressHttpOnly {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Only HTTP(S) is open to the Internet",
        question: "Does any security group let the Internet in on something other than HTTP?",
        rationale: "Everything else that is open, a remote desktop or a database above all, is \
                    found by scanners within minutes and gives whoever finds it a service to \
                    break into.",
        acceptable: "From the Internet, security groups admit nothing but the approved ports for \
                     HTTP and HTTPS.",
        failure: "A security group admits the Internet on a port for management or databases, or \
                  on any other that was not approved.",
        remediation: "Narrow the source of the permission that the annotation names to the \
                      addresses that need it, or reach the server through Session Manager, a VPN \
                      or a load balancer that listens on an approved port. A service that must be \
                      public is approved by `approvedTcpPorts` or `approvedUdpPorts`, its group \
                      alone by the tag that `exemptTagKey` names.",
        section: Section::NetworkSecurity,
        scope: Scope::EveryRegion,
        trigger: Trigger { changes: &[SECURITY_GROUP, PREFIX_LIST], schedule: None },
        reports: &[SECURITY_GROUP],
        permissions: &[
            Permission::everywhere(group::ACTION),
            Permission::on(prefix_list::ACTION, prefix_list::ANY_LIST),
        ],
        attested: false,
        references: &[
            "CIS 7.0 6.1.2",
            "CIS 7.0 6.3",
            "CIS 7.0 6.4",
            "Security Hub EC2.13",
            "Security Hub EC2.14",
            "Security Hub EC2.18",
            "Security Hub EC2.19",
        ],
    };
    type Parameters = Parameters;
    type Facts = Facts;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<Facts>> {
        let exempt = (&parameters.exempt_tag_key, &parameters.exempt_tag_values);
        Facts::gather(invocation, Direction::Ingress, exempt, |permissions| {
            parameters.lists_that_matter(permissions)
        })
        .await
    }

    fn judge(facts: &Facts, parameters: &Parameters, _: Timestamp) -> Verdict {
        if let Some(tag) = &facts.exempt_by {
            return Verdict::not_applicable(format!("Group is exempt by tag {tag}."))
                .resting_on(Basis::Declared);
        }
        // What else was read, for another group, must not change what is said of this one.
        let matter = parameters.lists_that_matter(&facts.permissions);
        let lists = prefix_list::readable(matter, &facts.prefix_lists);
        report::verdict(facts, &Exposure::of(&facts.permissions, &lists), parameters)
    }
}

#[cfg(test)]
mod tests;
