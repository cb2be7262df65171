//! Event selectors as the SDK has them.

use aws_sdk_cloudtrail::operation::get_event_selectors::GetEventSelectorsOutput;
use aws_sdk_cloudtrail::types;

use super::conditions::Conditions;
use super::{Advanced, Basic, DataResource, Selectors};

impl From<GetEventSelectorsOutput> for Selectors {
    fn from(answer: GetEventSelectorsOutput) -> Self {
        let basic = answer.event_selectors.unwrap_or_default();
        let advanced = answer.advanced_event_selectors.unwrap_or_default();
        Self { basic: basic.into_iter().map(Basic::from).collect(), ..advanced.into() }
    }
}

impl From<Vec<types::AdvancedEventSelector>> for Selectors {
    fn from(selectors: Vec<types::AdvancedEventSelector>) -> Self {
        let advanced = selectors.into_iter().map(|selector| Advanced {
            field_selectors: selector.field_selectors.into_iter().map(Conditions::from).collect(),
        });
        Self { basic: Vec::new(), advanced: advanced.collect() }
    }
}

impl From<types::EventSelector> for Basic {
    fn from(selector: types::EventSelector) -> Self {
        let resources = selector.data_resources.unwrap_or_default().into_iter();
        let resources = resources.map(|it| DataResource {
            r#type: it.r#type.unwrap_or_default(),
            values: it.values.unwrap_or_default(),
        });
        Self {
            read_write_type: selector.read_write_type.map(|it| it.as_str().to_owned()),
            include_management_events: selector.include_management_events,
            data_resources: resources.collect(),
        }
    }
}

impl From<types::AdvancedFieldSelector> for Conditions {
    fn from(field: types::AdvancedFieldSelector) -> Self {
        Self {
            field: field.field,
            equals: field.equals.unwrap_or_default(),
            starts_with: field.starts_with.unwrap_or_default(),
            ends_with: field.ends_with.unwrap_or_default(),
            not_equals: field.not_equals.unwrap_or_default(),
            not_starts_with: field.not_starts_with.unwrap_or_default(),
            not_ends_with: field.not_ends_with.unwrap_or_default(),
        }
    }
}
