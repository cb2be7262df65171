//! What is open and should not be, and how it is told.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::permission::Protocol;
use super::ports::{ProtocolPorts, name};
use crate::annotation::{LIMIT, enumeration, fits, longest};

/// What is open to the same.
#[derive(Debug)]
struct Finding {
    protocol: &'static str,
    ports: ProtocolPorts,
    to: String,
    note: String,
}

/// What is open and should not be.
#[derive(Debug, Default)]
pub struct Findings {
    findings: Vec<Finding>,
    /// Where in the list a finding is, by what is told together: its protocol and where it is open to.
    places: HashMap<(&'static str, String), usize>,
}

impl Findings {
    /// Adds that `ports` of `protocol` are open `to` somewhere, in words with their preposition.
    /// What is open to the same is told together, with the last `note` that is not empty.
    pub fn add(
        &mut self,
        protocol: &Protocol,
        ports: impl IntoIterator<Item = RangeInclusive<u16>>,
        to: String,
        note: &str,
    ) {
        let protocol_name = name(protocol);
        let place = *self.places.entry((protocol_name, to)).or_insert_with_key(|(protocol, to)| {
            let (ports, note) = Default::default();
            self.findings.push(Finding { protocol, ports, to: to.clone(), note });
            self.findings.len() - 1
        });
        let finding = &mut self.findings[place];
        if !note.is_empty() {
            note.clone_into(&mut finding.note);
        }
        for range in ports {
            finding.ports.add(protocol, range);
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// All findings, each with as many ports as fit for all of them; if that is not enough, the
    /// first findings and how many there are more.
    ///
    /// They follow `before`, as `Egress allows TCP 22 to ::/0; ICMP to 0.0.0.0/0.`, or are a sentence
    /// each where that is empty. `verb` stands between the ports and where they are open to.
    pub fn tell(&self, before: &str, verb: &str) -> String {
        let clauses: Vec<Clause> = self
            .findings
            .iter()
            .map(|it| Clause { ports: it.ports.tell_numbers(), of: it })
            .collect();
        let most = self.findings.iter().map(|it| it.ports.len()).max().unwrap_or_default();
        let all = clauses.len();
        // No clause is shorter than this.
        if all <= LIMIT / "TCP 1 to ::/0".len() {
            let text = longest(most, |shown| Self::text(&clauses, before, verb, all, shown));
            if fits(&text) {
                return text;
            }
        }
        longest(all.saturating_sub(1), |kept| Self::text(&clauses, before, verb, kept.min(all), 1))
    }

    /// The first `kept` findings, each with the first `shown` of its ports.
    fn text(clauses: &[Clause], before: &str, verb: &str, kept: usize, shown: usize) -> String {
        let hidden = clauses.len() - kept;
        let clauses = clauses[..kept].iter().map(|it| it.tell(verb, shown));
        let mut told: Vec<String> = if before.is_empty() {
            clauses.map(|it| capitalized(&it)).collect()
        } else {
            clauses.collect()
        };
        match hidden {
            0 => {}
            1 => told.push("1 more finding".to_owned()),
            hidden => told.push(format!("{hidden} more findings")),
        }
        let between = if before.is_empty() { ". " } else { "; " };
        format!("{before}{}.", told.join(between))
    }
}

/// A finding with its ports in words.
struct Clause<'a> {
    ports: Vec<String>,
    of: &'a Finding,
}

impl Clause<'_> {
    /// As `TCP 81-442 open to 0.0.0.0/0 (approved: 80,443)`.
    fn tell(&self, verb: &str, shown: usize) -> String {
        let Finding { protocol, to, note, .. } = self.of;
        let ports = enumeration(&self.ports, shown.min(self.ports.len()));
        let space = if ports.is_empty() { "" } else { " " };
        format!("{protocol}{space}{ports}{verb} {to}{note}")
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |it| it.to_uppercase().chain(letters).collect())
}
