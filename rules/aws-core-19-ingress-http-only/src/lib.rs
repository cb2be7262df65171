//! A security group may open to the Internet only the approved ports for HTTP and HTTPS.
//!
//! What counts as the Internet is told in [`shared::cidr`]: blocks of addresses add up, over
//! permissions and prefix lists. Other groups as a source are not the Internet. Groups that
//! nothing is attached to are judged too: they will permit what they say once something is.

mod approval;
mod exposure;
mod group;
mod permission;
mod prefix_list;
mod report;

use std::collections::BTreeSet;
use std::sync::Arc;

use shared::parameters::{Ports, TagKey, TagValues};
use shared::{
    Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section, Subject, Timestamp,
    Trigger, Verdict,
};

use crate::exposure::{BlocksOfLists, Exposure};
use crate::permission::IpPermission;
use crate::prefix_list::PrefixLists;

const SECURITY_GROUP: &str = "AWS::EC2::SecurityGroup";
const PREFIX_LIST: &str = "AWS::EC2::PrefixList";

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
            Permission::everywhere("ec2:DescribeSecurityGroups"),
            Permission::on(
                "ec2:GetManagedPrefixListEntries",
                "arn:${AWS::Partition}:ec2:${AWS::Region}:*:prefix-list/*",
            ),
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
        let groups = if let Some(item) = invocation.changed(SECURITY_GROUP) {
            vec![group::recorded(item, parameters)]
        } else if let Some(list) = invocation.changed(PREFIX_LIST) {
            // The id alone, should the recorder identify the list by its ARN.
            let id = list.resource_id.rsplit('/').next().unwrap_or_default();
            group::naming(invocation, id, parameters).await?
        } else {
            Vec::new()
        };
        let admitted = groups.iter().filter_map(|it| it.admits.as_ref().ok());
        let asked = admitted.flat_map(|it| lists_that_matter(&it.permissions, parameters));
        let asked = asked.map(str::to_owned).collect();
        let lists = Arc::new(prefix_list::read(invocation, asked).await);
        Ok(Inventory::some(groups.into_iter().map(|group| {
            let facts = group.admits.map(|admits| Facts {
                permissions: admits.permissions,
                exempt_by: admits.exempt_by,
                prefix_lists: Arc::clone(&lists),
            });
            Subject::new(SECURITY_GROUP, group.id, facts).with_arn(group.arn)
        })))
    }

    fn judge(facts: &Facts, parameters: &Parameters, _: Timestamp) -> Verdict {
        if let Some(tag) = &facts.exempt_by {
            return Verdict::not_applicable(format!("Group is exempt by tag {tag}."));
        }
        let lists = facts.blocks_of_lists(parameters);
        report::verdict(facts, &Exposure::of(&facts.permissions, &lists), parameters)
    }
}

/// What the verdict on a security group depends on.
#[derive(Debug)]
pub struct Facts {
    /// What the group admits.
    permissions: Vec<IpPermission>,
    /// The tag that exempts it, as `key=value`.
    exempt_by: Option<String>,
    /// The prefix lists that were read, for this group or for another one judged with it.
    prefix_lists: Arc<PrefixLists>,
}

impl Facts {
    /// The blocks of the lists that matter to this group and could be read. What else was read,
    /// for another group, is left aside: it must not change what is said of this one.
    fn blocks_of_lists(&self, parameters: &Parameters) -> BlocksOfLists<'_> {
        let matter = lists_that_matter(&self.permissions, parameters);
        let read = |id| Some((id, self.prefix_lists.get(id)?.as_ref().ok()?.as_slice()));
        matter.into_iter().filter_map(read).collect()
    }

    /// Whether some list does not matter, since it stands on approved ports only.
    fn skips_lists(&self, parameters: &Parameters) -> bool {
        let matter = lists_that_matter(&self.permissions, parameters);
        let mut named = self.permissions.iter().flat_map(|it| &it.prefix_lists);
        named.any(|id| !matter.contains(id.as_str()))
    }
}

/// The prefix lists by which `permissions` could open what is not approved.
fn lists_that_matter<'a>(
    permissions: &'a [IpPermission],
    parameters: &Parameters,
) -> BTreeSet<&'a str> {
    let named = permissions.iter().filter(|it| !it.prefix_lists.is_empty());
    let matters = named.filter(|it| !parameters.approve(it));
    matters.flat_map(|it| &it.prefix_lists).map(String::as_str).collect()
}

#[cfg(test)]
mod tests;
