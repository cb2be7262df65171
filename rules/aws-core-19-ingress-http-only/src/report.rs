//! The verdict on a security group, and its words.

use std::ops::RangeInclusive;

use shared::Verdict;
use shared::annotation::{LIMIT, enumeration};

use crate::exposure::Exposure;
use crate::permission::{IpPermission, Protocol};
use crate::{Facts, Parameters};

/// The verdict on a group that opens what `exposure` says.
pub(crate) fn verdict(facts: &Facts, exposure: &Exposure, parameters: &Parameters) -> Verdict {
    let mut findings = Findings(Vec::new());
    for opening in &exposure.openings {
        let left = parameters.unapproved(opening.protocol, &opening.ports);
        if !left.is_empty()
            && let Some(sources) = exposure.sources(opening)
        {
            let cut = left != [opening.ports.clone()];
            let approved = if cut { parameters.approved(opening.protocol) } else { "" };
            findings.add(opening.protocol, left, sources, approved);
        }
    }
    for (permission, list, why) in unread(facts, parameters) {
        let left = parameters.unapproved(&permission.protocol, &permission.ports);
        let sources = format!("to prefix list {list}, which could not be verified: {why}");
        findings.add(&permission.protocol, left, sources, "");
    }
    if !findings.0.is_empty() {
        return Verdict::non_compliant(findings.tell());
    }
    Verdict::compliant(match (exposure.openings.as_slice(), facts.skips_lists(parameters)) {
        ([], false) => "No ingress from the Internet.".to_owned(),
        ([], true) => "No ingress from the Internet outside approved ports.".to_owned(),
        _ => tell_approved(exposure),
    })
}

/// What matters and could not be read, sorted: the permission, the list, the reason.
fn unread<'a>(
    facts: &'a Facts,
    parameters: &Parameters,
) -> Vec<(&'a IpPermission, &'a str, &'a str)> {
    let mut unread = Vec::new();
    let named = facts.permissions.iter().filter(|it| !it.prefix_lists.is_empty());
    for permission in named.filter(|it| !parameters.approve(it)) {
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
fn tell_approved(exposure: &Exposure) -> String {
    let mut open = Open::default();
    for opening in &exposure.openings {
        open.add(opening.protocol, opening.ports.clone());
    }
    let told: Vec<String> = open
        .0
        .iter()
        .map(|(protocol, ports)| match told(protocol, ports) {
            Some(told) => format!("{} {told}", name(protocol)),
            None => name(protocol).to_owned(),
        })
        .collect();
    if open.0.iter().any(|(protocol, _)| protocol.has_ports()) {
        longest(told.len(), |shown| {
            let told = enumeration(&told, shown.min(told.len()));
            format!("Only approved ports open to the Internet: {told}.")
        })
    } else {
        format!("Only {} open to the Internet, which is allowed.", enumeration(&told, told.len()))
    }
}

/// Protocols with their ports; ranges that adjoin are one.
#[derive(Default)]
struct Open(Vec<(Protocol, RangeInclusive<u16>)>);

impl Open {
    fn add(&mut self, protocol: &Protocol, ports: RangeInclusive<u16>) {
        if self.0.iter().any(|it| it.0 == *protocol && it.1 == ports) {
            return;
        }
        match self.0.last_mut() {
            Some((last, before))
                if last == protocol && before.end().checked_add(1) == Some(*ports.start()) =>
            {
                *before = *before.start()..=*ports.end();
            }
            _ => self.0.push((protocol.clone(), ports)),
        }
    }
}

/// What is open to the same.
struct Finding {
    name: &'static str,
    open: Open,
    sources: String,
    /// The approved ports, where they explain why the ports are not as a permission has them.
    approved: String,
}

/// What is open and may not be.
struct Findings(Vec<Finding>);

impl Findings {
    fn add(
        &mut self,
        protocol: &Protocol,
        ports: Vec<RangeInclusive<u16>>,
        sources: String,
        approved: &str,
    ) {
        let name = name(protocol);
        let known = self.0.iter().position(|it| it.name == name && it.sources == sources);
        let index = known.unwrap_or_else(|| {
            let (open, approved) = (Open::default(), String::new());
            self.0.push(Finding { name, open, sources, approved });
            self.0.len() - 1
        });
        let finding = &mut self.0[index];
        if !approved.is_empty() {
            approved.clone_into(&mut finding.approved);
        }
        for range in ports {
            finding.open.add(protocol, range);
        }
    }

    /// All findings, each with as many ports as fit for all of them; if that is not enough, the
    /// first findings and how many there are more.
    fn tell(&self) -> String {
        let most = self.0.iter().map(|it| it.open.0.len()).max().unwrap_or_default();
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
        let ports = self.open.0.iter().filter_map(|(protocol, ports)| told(protocol, ports));
        let ports: Vec<String> = ports.collect();
        let ports = enumeration(&ports, shown.min(ports.len()));
        let space = if ports.is_empty() { "" } else { " " };
        let approved = match self.approved.as_str() {
            approved if (1..=APPROVED).contains(&approved.len()) => {
                format!(" (approved: {approved})")
            }
            _ => String::new(),
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

/// The ports as they are told, or the number of a protocol that has no other name.
fn told(protocol: &Protocol, ports: &RangeInclusive<u16>) -> Option<String> {
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
