//! The verdict on a security group, and its words.

use std::ops::RangeInclusive;

use shared::Verdict;
use shared::annotation::{LIMIT, enumeration};

use crate::exposure::Opening;
use crate::permission::{IpPermission, Protocol};
use crate::{Facts, Parameters};

/// The verdict on a group that has these `openings`.
pub(crate) fn verdict(facts: &Facts, openings: &[Opening], parameters: &Parameters) -> Verdict {
    let mut findings = Findings(Vec::new());
    for opening in openings {
        findings.add(&opening.protocol, &opening.ports, &opening.sources, parameters);
    }
    for (permission, list, why) in unread(facts, parameters) {
        let sources = format!("to prefix list {list}, which could not be verified: {why}");
        findings.add(&permission.protocol, &permission.ports, &sources, parameters);
    }
    if !findings.0.is_empty() {
        return Verdict::non_compliant(findings.tell());
    }
    Verdict::compliant(match (openings, facts.skips_lists(parameters)) {
        ([], false) => "No ingress from the Internet.".to_owned(),
        ([], true) => "No ingress from the Internet outside approved ports.".to_owned(),
        _ => tell_approved(openings),
    })
}

/// What matters and could not be read, sorted: the permission, the list, the reason.
fn unread<'a>(
    facts: &'a Facts,
    parameters: &Parameters,
) -> Vec<(&'a IpPermission, &'a str, &'a str)> {
    let mut unread = Vec::new();
    for permission in facts.permissions.iter().filter(|it| !parameters.approve(it)) {
        for id in &permission.prefix_lists {
            match facts.prefix_lists.get(id) {
                Some(Ok(_)) => {}
                Some(Err(error)) => unread.push((permission, id.as_str(), error.brief())),
                None => unread.push((permission, id.as_str(), "it was not read")),
            }
        }
    }
    let order = |it: &IpPermission| (it.protocol.clone(), *it.ports.start(), *it.ports.end());
    unread.sort_by_cached_key(|&(permission, list, _)| (order(permission), list));
    unread
}

/// As `Only approved ports open to the Internet: TCP 80, TCP 443 and ICMP.`
fn tell_approved(openings: &[Opening]) -> String {
    let told: Vec<String> = openings
        .iter()
        .map(|it| match ports(&it.protocol, &it.ports) {
            Some(ports) => format!("{} {ports}", name(&it.protocol)),
            None => name(&it.protocol).to_owned(),
        })
        .collect();
    if openings.iter().any(|it| it.protocol.has_ports()) {
        longest(told.len(), |shown| {
            let told = enumeration(&told, shown.min(told.len()));
            format!("Only approved ports open to the Internet: {told}.")
        })
    } else {
        format!("Only {} open to the Internet, which is allowed.", enumeration(&told, told.len()))
    }
}

/// What is open and may not be, told together where it is open to the same.
struct Findings(Vec<Finding>);

struct Finding {
    name: &'static str,
    ports: Vec<String>,
    sources: String,
    /// The approved ports, where they explain why the ports are not as a permission has them.
    approved: Option<String>,
}

impl Findings {
    /// Adds the part of `ports` that is not approved, if any.
    fn add(
        &mut self,
        protocol: &Protocol,
        ports: &RangeInclusive<u16>,
        sources: &str,
        parameters: &Parameters,
    ) {
        let left = parameters.unapproved(protocol, ports);
        if left.is_empty() {
            return;
        }
        let name = name(protocol);
        let known = self.0.iter().position(|it| it.name == name && it.sources == sources);
        let index = known.unwrap_or_else(|| {
            let sources = sources.to_owned();
            self.0.push(Finding { name, ports: Vec::new(), sources, approved: None });
            self.0.len() - 1
        });
        let finding = &mut self.0[index];
        if left != [ports.clone()] {
            finding.approved = Some(parameters.approved(protocol).to_owned());
        }
        for text in left.iter().filter_map(|it| self::ports(protocol, it)) {
            if !finding.ports.contains(&text) {
                finding.ports.push(text);
            }
        }
    }

    /// All findings, each with as many ports as fit for all of them; if that is not enough, the
    /// first findings and how many there are more.
    fn tell(&self) -> String {
        let most = self.0.iter().map(|it| it.ports.len()).max().unwrap_or_default();
        let text = longest(most, |shown| self.sentences(self.0.len(), shown));
        if fits(&text) { text } else { longest(self.0.len() - 1, |kept| self.sentences(kept, 1)) }
    }

    fn sentences(&self, kept: usize, shown: usize) -> String {
        let mut text: Vec<String> = self.0[..kept].iter().map(|it| it.sentence(shown)).collect();
        match self.0.len() - kept {
            0 => {}
            1 => text.push("1 more finding.".to_owned()),
            hidden => text.push(format!("{hidden} more findings.")),
        }
        text.join(" ")
    }
}

impl Finding {
    /// As `TCP 81-442 open to 0.0.0.0/0 (approved: 80,443).`
    fn sentence(&self, shown: usize) -> String {
        /// Longer lists of approved ports are left to the parameters of the rule.
        const APPROVED: usize = 40;
        let ports = enumeration(&self.ports, shown.min(self.ports.len()));
        let space = if ports.is_empty() { "" } else { " " };
        let approved = match self.approved.as_deref().filter(|it| it.len() <= APPROVED) {
            Some(approved) => format!(" (approved: {approved})"),
            None => String::new(),
        };
        format!("{}{space}{ports} open {}{approved}.", self.name, self.sources)
    }
}

fn name(protocol: &Protocol) -> &'static str {
    match protocol {
        Protocol::All => "All protocols",
        Protocol::Tcp => "TCP",
        Protocol::Udp => "UDP",
        Protocol::Icmp => "ICMP",
        Protocol::IcmpV6 => "ICMPv6",
        Protocol::Number(_) | Protocol::Unknown(_) => "Protocol",
    }
}

/// The ports as told, or the number of a protocol that has no other name.
fn ports(protocol: &Protocol, ports: &RangeInclusive<u16>) -> Option<String> {
    match protocol {
        Protocol::Tcp | Protocol::Udp if ports.start() == ports.end() => {
            Some(ports.start().to_string())
        }
        Protocol::Tcp | Protocol::Udp => Some(format!("{}-{}", ports.start(), ports.end())),
        Protocol::Number(number) => Some(number.to_string()),
        Protocol::Unknown(name) => Some(name.to_string()),
        Protocol::All | Protocol::Icmp | Protocol::IcmpV6 => None,
    }
}

fn fits(text: &str) -> bool {
    text.chars().count() <= LIMIT
}

/// The text that shows the most, of at most `count`, and fits; the least if none does.
fn longest(count: usize, text: impl Fn(usize) -> String) -> String {
    // More than these never fit, however short they are.
    let most = count.clamp(1, LIMIT / 3);
    (1..=most).rev().map(&text).find(|it| fits(it)).unwrap_or_else(|| text(1))
}
