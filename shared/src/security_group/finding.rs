//! What is open and should not be, and how it is told.

use std::ops::RangeInclusive;

use super::permission::Protocol;
use super::ports::{ProtocolPorts, name};
use crate::annotation::{enumeration, fits, longest};

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
pub struct Findings(Vec<Finding>);

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
        let known = self.0.iter().position(|it| it.protocol == protocol_name && it.to == to);
        let index = known.unwrap_or_else(|| {
            let (ports, note) = Default::default();
            self.0.push(Finding { protocol: protocol_name, ports, to, note });
            self.0.len() - 1
        });
        let finding = &mut self.0[index];
        if !note.is_empty() {
            note.clone_into(&mut finding.note);
        }
        for range in ports {
            finding.ports.add(protocol, range);
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All findings, each with as many ports as fit for all of them; if that is not enough, the
    /// first findings and how many there are more.
    ///
    /// They follow `before`, as `Egress allows TCP 22 to ::/0; ICMP to 0.0.0.0/0.`, or are a sentence
    /// each where that is empty. `verb` stands between the ports and where they are open to.
    pub fn tell(&self, before: &str, verb: &str) -> String {
        let most = self.0.iter().map(|it| it.ports.len()).max().unwrap_or_default();
        let all = self.0.len();
        let text = longest(most, |shown| self.text(before, verb, all, shown));
        if fits(&text) {
            return text;
        }
        longest(all.saturating_sub(1), |kept| self.text(before, verb, kept.min(all), 1))
    }

    /// The first `kept` findings, each with the first `shown` of its ports.
    fn text(&self, before: &str, verb: &str, kept: usize, shown: usize) -> String {
        let clauses = self.0[..kept].iter().map(|it| it.clause(verb, shown));
        let mut told: Vec<String> = if before.is_empty() {
            clauses.map(|it| capitalized(&it)).collect()
        } else {
            clauses.collect()
        };
        match self.0.len() - kept {
            0 => {}
            1 => told.push("1 more finding".to_owned()),
            hidden => told.push(format!("{hidden} more findings")),
        }
        let between = if before.is_empty() { ". " } else { "; " };
        format!("{before}{}.", told.join(between))
    }
}

impl Finding {
    /// As `TCP 81-442 open to 0.0.0.0/0 (approved: 80,443)`.
    fn clause(&self, verb: &str, shown: usize) -> String {
        let Self { protocol, ports, to, note } = self;
        let ports = ports.tell_numbers();
        let ports = enumeration(&ports, shown.min(ports.len()));
        let space = if ports.is_empty() { "" } else { " " };
        format!("{protocol}{space}{ports}{verb} {to}{note}")
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |it| it.to_uppercase().chain(letters).collect())
}
