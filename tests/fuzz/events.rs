//! Events, and the configuration items in them: judged by the rule that they are for, without AWS.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_core::registry::{self, RULES};
use serde_json::value::{self, RawValue};
use shared::event::{Event, Notification};
use shared::invocation::Environment;
use shared::{AnyRule, Code, ConfigurationItem, Error, Evaluation, Result, pipeline};

use crate::mutation::Seed;
use crate::runner::Target;
use crate::{assert_fit, events, items, now};

#[test]
fn events_are_judged_or_refused() {
    let seeds: Vec<Seed> = events().into_iter().map(Seed::Json).collect();
    Target { name: "events", cases: 1_500 }.fuzz(&seeds, |input| {
        let Ok(payload) = serde_json::from_slice(input) else { return };
        let Ok(event) = Event::from_payload(payload) else { return };
        let rules = match event.rule_name.as_deref().and_then(registry::find) {
            Some(rule) => vec![rule],
            None => RULES.to_vec(),
        };
        for rule in rules {
            let first = of_event(rule, event.clone());
            if let Ok(evaluations) = &first {
                assert_fit(evaluations);
            }
            assert_eq!(first, of_event(rule, event.clone()), "it is not judged alike twice");
        }
    });
}

#[test]
fn an_item_is_judged_alike_in_every_form() {
    let seeds: Vec<Seed> = items().into_iter().map(Seed::Json).collect();
    Target { name: "items", cases: 1_500 }.fuzz(&seeds, |input| {
        let Ok(text) = std::str::from_utf8(input) else { return };
        let Ok(item) = ConfigurationItem::from_json(text) else { return };
        let as_history = as_history(text);
        let concerned = RULES
            .iter()
            .filter(|rule| rule.metadata().trigger.changes.contains(&item.resource_type.as_str()));
        for rule in concerned {
            let judged = of_item(*rule, item.clone());
            let Ok(evaluations) = judged else { continue };
            assert_fit(&evaluations);
            if let Some(text) = &as_history {
                let item = ConfigurationItem::from_json(text).unwrap();
                let told = of_item(*rule, item).unwrap();
                if evaluations.iter().chain(&told).any(|it| it.annotation.contains("could not be"))
                {
                    // The place of an error is that in the text it was read from.
                    let kinds = |them: &[Evaluation]| {
                        them.iter().map(|it| it.compliance_type).collect::<Vec<_>>()
                    };
                    assert_eq!(kinds(&evaluations), kinds(&told), "in the form of the history");
                } else {
                    assert_eq!(evaluations, told, "in the form of the history");
                }
            }
        }
    });
}

/// The item as `GetResourceConfigHistory` gives it: configuration and its parts as text. `None` where
/// a mutation made text of them already.
fn as_history(item: &str) -> Option<String> {
    type Members = BTreeMap<String, Box<RawValue>>;
    // As it is written, for a mutation may have repeated a member.
    let encoded = |value: &RawValue| value::to_raw_value(value.get()).unwrap();
    let mut item: Members = serde_json::from_str(item).ok()?;
    if let Some(configuration) = item.get_mut("configuration").filter(|it| it.get() != "null") {
        if configuration.get().starts_with('"') {
            return None;
        }
        *configuration = encoded(configuration);
    }
    if let Some(parts) = item.get_mut("supplementaryConfiguration")
        && let Ok(mut members) = serde_json::from_str::<Members>(parts.get())
    {
        // The list of permissions is text in a notification and text in text in the history.
        for part in members.values_mut().filter(|it| it.get() != "null") {
            *part = encoded(part);
        }
        *parts = value::to_raw_value(&members).unwrap();
    }
    serde_json::to_string(&item).ok()
}

fn of_event(rule: &dyn AnyRule, event: Event) -> Result<Vec<Evaluation>> {
    let (rule, parameters) = rule.configure(&event.rule_parameters)?;
    let environment = Arc::new(Environment {
        account_id: event.account_id,
        region: event.region.unwrap_or_default(),
        partition: event.partition,
        rule_name: event.rule_name,
        parameters,
        aws: None,
    });
    let findings = match event.notification {
        Notification::Change(item) => {
            wait(pipeline::judge(rule.as_ref(), &environment, event.left_scope, *item))
        }
        Notification::Scheduled(time) => wait(pipeline::sweep(rule.as_ref(), &environment, time)),
        Notification::Oversized(_) => Err(Error::new(Code::Offline, "there is no history to ask")),
    };
    findings.map(|it| it.evaluations)
}

fn of_item(rule: &dyn AnyRule, mut item: ConfigurationItem) -> Result<Vec<Evaluation>> {
    let (rule, parameters) = rule.configure(&[].into())?;
    let environment = Arc::new(Environment {
        account_id: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        partition: "aws".to_owned(),
        rule_name: None,
        parameters,
        aws: None,
    });
    item.capture_time.get_or_insert(now());
    wait(pipeline::judge(rule.as_ref(), &environment, false, item)).map(|it| it.evaluations)
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}
