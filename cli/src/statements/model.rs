//! The statements of an account as data: what `--format json` holds.

use serde::Serialize;
use shared::date::{self, Date};
use shared::parameter_store::Stored;
use shared::statements::{Kind, Listed, State, Terms};
use shared::{AnyRule, Metadata, Timestamp, attestation};

use crate::Outcome;

/// What people stated on the controls, in one account.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Statements {
    /// The version of this form; it grows when a field changes its meaning.
    pub schema_version: u32,
    /// When they were read.
    pub generated: Timestamp,
    /// The account.
    pub account: String,
    /// The region they lie in.
    pub region: String,
    /// The path they lie below.
    pub prefix: String,
    /// From how many days before its last day on a statement is said to expire soon.
    pub expiring_within: u32,
    /// The statements, those to act on first.
    pub statements: Vec<Statement>,
    /// The controls that take an attestation and have none.
    pub absent: Vec<Absent>,
}

/// A statement on the day.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
    /// What it says, and what it is worth.
    #[serde(flatten)]
    pub listed: Listed,
    /// The days on which it is still valid after today; negative once it has expired.
    pub days_left: Option<i64>,
    /// Whether somebody must act, or is to verify who wrote it.
    pub needs_attention: bool,
}

/// A control that takes an attestation and has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Absent {
    /// Its id in the playbook.
    pub control: &'static str,
    /// What holds where it is met.
    pub title: &'static str,
    /// Where the attestation would lie.
    pub parameter: String,
    /// Whether nothing but an attestation meets it; otherwise what is measured may do.
    pub required: bool,
}

impl Statements {
    /// What is `listed` of what lies in `stored`, as `rules` take it by these `terms` at the moment
    /// `now`.
    pub fn new(
        listed: Vec<Listed>,
        stored: &[Stored],
        rules: &[&dyn AnyRule],
        terms: &Terms,
        region: &str,
        expiring_within: u32,
        now: Timestamp,
    ) -> Self {
        let today = date::of(now);
        let statement = |listed: Listed| {
            let listed = known(listed, rules);
            Statement {
                days_left: listed.days_left(today),
                needs_attention: listed.needs_attention(today, expiring_within)
                    || is_unverified(&listed),
                listed,
            }
        };
        let mut statements: Vec<Statement> = listed.into_iter().map(statement).collect();
        statements.sort_by(|a, b| order(a).cmp(&order(b)));
        Self {
            schema_version: 1,
            generated: now,
            account: terms.account_id.clone(),
            region: region.to_owned(),
            prefix: terms.prefix.clone(),
            expiring_within,
            absent: absent(stored, rules, &terms.prefix),
            statements,
        }
    }

    /// The list in one sentence.
    pub fn sentence(&self) -> String {
        let to_act = self.statements.iter().filter(|it| it.needs_attention).count();
        let (all, days) = (self.statements.len(), date::days(self.expiring_within));
        let required = self.absent.iter().filter(|it| it.required).count();
        let missing = match required {
            0 => String::new(),
            count => format!(" {count} missing where nothing is measured."),
        };
        format!(
            "{to_act} of {all} statements expire within {days}, have expired, count for nothing, are \
             broad or have a writer who is not verified.{missing}"
        )
    }

    /// The list as an exit code says it.
    pub fn outcome(&self) -> Outcome {
        let to_act = self.statements.iter().any(|it| it.needs_attention)
            || self.absent.iter().any(|it| it.required);
        if to_act { Outcome::NonCompliant } else { Outcome::Clean }
    }
}

/// Whether it counts, or will, although nobody verified who wrote it.
pub(super) fn is_unverified(listed: &Listed) -> bool {
    matches!(listed.state, State::InForce | State::NotYetValid) && !listed.writer_verified
}

/// What is to be read first.
fn order(statement: &Statement) -> (bool, Option<Date>, Kind, &str, Option<&str>) {
    let Listed { kind, until, parameter, resource, .. } = &statement.listed;
    (!statement.needs_attention, *until, *kind, parameter, resource.as_deref())
}

/// The statement, which counts for nothing where no rule looks for it.
fn known(mut listed: Listed, rules: &[&dyn AnyRule]) -> Listed {
    let mut rules = rules.iter().map(|rule| rule.metadata());
    let control = &listed.control;
    let why = match listed.kind {
        Kind::Attestation => {
            let taken = rules.any(|it| it.attested && it.control_id() == control);
            (!taken).then_some("no control of this id takes an attestation")
        }
        Kind::Exception => {
            let taken = rules.any(|it| it.name == control);
            (!taken).then_some("no rule has this name")
        }
        Kind::Stray => None,
    };
    if let Some(why) = why {
        listed.state = State::Malformed(why.to_owned());
    }
    listed
}

fn absent(stored: &[Stored], rules: &[&dyn AnyRule], prefix: &str) -> Vec<Absent> {
    let attested = rules.iter().map(|rule| rule.metadata()).filter(|it| it.attested);
    let absent = attested.map(|it| Absent {
        control: it.control_id(),
        title: it.title,
        parameter: attestation::parameter_name(prefix, it.control_id()),
        required: measures_nothing(it),
    });
    absent.filter(|it| stored.iter().all(|stored| stored.name != it.parameter)).collect()
}

/// Whether the rule has nothing but the attestation to go by.
fn measures_nothing(metadata: &Metadata) -> bool {
    metadata.permissions.is_empty() && metadata.trigger.changes.is_empty()
}
