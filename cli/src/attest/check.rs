//! Whether a control takes an attestation, and this one.

use shared::attestation::{
    Answer, Attestation, AttestationParameters, Document, Found, Outcome as Worth, Writer,
};
use shared::date::{self, Date};
use shared::{AnyRule, Metadata};

use crate::error::{Error, Result};
use crate::output::note;
use crate::registry;
use crate::statements::place::Caller;
use crate::statements::validity::{day, missing};

/// The rule that `name` means, if its control takes attestations.
pub(super) fn attested<'a>(rules: &[&'a dyn AnyRule], name: &str) -> Result<&'a dyn AnyRule> {
    let rule = registry::find_in(rules, name)?;
    if rule.metadata().attested {
        return Ok(rule);
    }
    let takers = rules.iter().map(|it| it.metadata()).filter(|it| it.attested);
    let takers: Vec<&str> = takers.map(Metadata::control_id).collect();
    let (control, takers) = (rule.metadata().control_id(), takers.join(", "));
    Err(Error::Usage(format!(
        "{control} takes no attestation: it is measured. These do: {takers}. A finding can be \
         accepted for a time: aws-core except"
    )))
}

/// Whether the rule will take it, by the code of the rules.
pub(super) fn valid(
    value: &str,
    control: &str,
    caller: &Caller,
    parameters: &AttestationParameters,
    today: Date,
) -> Result<()> {
    let found = Found { value: value.to_owned(), writer: Writer::Unknown };
    let attestation = Attestation::new(&caller.prefix, control, &caller.account, Some(found));
    match attestation.judge_on(parameters, today) {
        Worth::Yes(_) | Worth::No(_) => Ok(()),
        Worth::Absent(why) | Worth::Malformed(why) | Worth::Expired(why) | Worth::Forged(why) => {
            Err(Error::Usage(format!("the control would not take it: {why}")))
        }
    }
}

/// For how many days a test counts by default, for a control that asks for one.
pub(super) fn longest_test_age(rule: &dyn AnyRule) -> Option<i64> {
    let spec = rule.parameters().into_iter().find(|it| it.name == "maxTestAgeDays")?;
    spec.default.parse().ok()
}

/// Whether a test that the control asks for counts.
pub(super) fn tested(rule: &dyn AnyRule, document: &Document, today: Date) -> Result<()> {
    let Some(limit) = longest_test_age(rule) else { return Ok(()) };
    let Some(tested_on) = &document.tested_on else {
        return match document.answer {
            Answer::Yes => Err(missing(rule.metadata().control_id(), &[("testedOn", false)])),
            Answer::No => Ok(()),
        };
    };
    let day = day("testedOn", tested_on)?;
    if date::days_between(day, today) > limit {
        note(format_args!(
            "the test on {day} is older than the {limit} days that the control allows by default"
        ));
    }
    Ok(())
}

/// Says what the document means that may not be meant.
pub(super) fn remark(document: &Document, caller: &Caller) {
    if document.answer == Answer::No {
        note("an answer of no makes the control NON_COMPLIANT");
    }
    let others = document.accounts.iter().filter(|it| **it != caller.account).count();
    if others > 0 {
        let account = &caller.account;
        note(format_args!(
            "it is written in account {account} alone; write the same document in the {others} \
             others that it names"
        ));
    }
}
