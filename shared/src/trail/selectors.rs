//! What a trail logs: its event selectors, basic or advanced.
//!
//! Only what a selector logs whole counts: one that leaves out some events, by the name of the
//! operation, the caller or the key of the object, proves nothing of the others. That it logs some
//! is told apart, so that nobody says that it logs none.

mod conditions;
mod from_api;

use serde::Deserialize;

use super::Access;
use conditions::{Conditions, Extent};

/// The type of S3's objects in selectors.
const OBJECT: &str = "AWS::S3::Object";
/// The source of the events of these.
const S3: &str = "s3.amazonaws.com";
/// The sources of management events that a trail may leave out for their sheer number.
const HIGH_VOLUME: [&str; 2] = ["kms.amazonaws.com", "rdsdata.amazonaws.com"];

/// The event selectors of a trail. Without any it logs nothing.
///
/// Reads what the AWS CLI prints too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Selectors {
    #[serde(rename = "EventSelectors")]
    basic: Vec<Basic>,
    #[serde(rename = "AdvancedEventSelectors")]
    advanced: Vec<Advanced>,
}

/// A basic selector: some kinds of events, united.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Basic {
    read_write_type: Option<String>,
    include_management_events: Option<bool>,
    data_resources: Vec<DataResource>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct DataResource {
    r#type: String,
    values: Vec<String>,
}

/// An advanced selector: conditions, all of which an event must meet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Advanced {
    field_selectors: Vec<Conditions>,
}

impl Selectors {
    /// Those of a trail for which nobody chose any: all management events, and nothing else.
    pub fn of_new_trail() -> Self {
        Self { basic: vec![Basic::default()], advanced: Vec::new() }
    }

    /// The management events that are logged.
    pub fn management_events(&self) -> Access {
        let basic = self.basic.iter().filter(|it| it.include_management_events.unwrap_or(true));
        let basic = basic.map(Basic::access);
        let advanced = self.advanced.iter().map(Advanced::management_events);
        basic.chain(advanced).fold(Access::NONE, |sum, it| sum | it)
    }

    /// The events of objects in `bucket` that are logged: those of every object.
    pub fn object_events(&self, bucket: &str, partition: &str) -> Access {
        self.events_of(bucket, partition, Extent::All)
    }

    /// The events of objects in `bucket` of which some are logged: those of some objects, by some
    /// operations or callers, or all of them.
    pub fn some_object_events(&self, bucket: &str, partition: &str) -> Access {
        self.events_of(bucket, partition, Extent::Some)
    }

    fn events_of(&self, bucket: &str, partition: &str, least: Extent) -> Access {
        let everything = format!("arn:{partition}:s3");
        let objects = format!("{everything}:::{bucket}/");
        let whole = [&everything, &format!("{everything}:::"), &objects];
        let extent = |value: &String| match value {
            it if whole.contains(&it) => Extent::All,
            it if it.starts_with(&objects) => Extent::Some,
            _ => Extent::None,
        };
        let holds = |it: &&Basic| {
            let mut of_s3 = it.data_resources.iter().filter(|it| it.r#type == OBJECT);
            of_s3.any(|it| it.values.iter().any(|value| extent(value) >= least))
        };
        let basic = self.basic.iter().filter(holds).map(Basic::access);
        let advanced = self.advanced.iter().map(|it| it.object_events(&objects, least));
        basic.chain(advanced).fold(Access::NONE, |sum, it| sum | it)
    }
}

impl Basic {
    fn access(&self) -> Access {
        match self.read_write_type.as_deref() {
            None | Some("All") => Access::ALL,
            Some("ReadOnly") => Access::READS,
            Some("WriteOnly") => Access::WRITES,
            Some(_) => Access::NONE,
        }
    }
}

impl Advanced {
    fn management_events(&self) -> Access {
        self.events("Management", |it| it.field == "eventSource" && it.excludes_only(&HIGH_VOLUME))
    }

    /// The events of objects, whose ARNs begin with `objects`, where at least so many are logged.
    fn object_events(&self, objects: &str, least: Extent) -> Access {
        if !self.is_of("resources.type", OBJECT) {
            return Access::NONE;
        }
        let extent = |it: &Conditions| match it.field.as_str() {
            "resources.type" => Extent::All,
            "resources.ARN" => it.extent(objects),
            "eventSource" if it.admits(S3) => Extent::All,
            "eventSource" => Extent::None,
            // The name of the operation, the caller, and whatever else will narrow events one day.
            _ => Extent::Some,
        };
        self.events("Data", |it| extent(it) >= least)
    }

    /// The events of `category`; none where a field narrows them that is not `harmless`.
    fn events(&self, category: &str, harmless: impl Fn(&Conditions) -> bool) -> Access {
        if !self.is_of("eventCategory", category) {
            return Access::NONE;
        }
        self.field_selectors.iter().fold(Access::ALL, |access, it| match it.field.as_str() {
            "eventCategory" => access,
            "readOnly" => access & it.access(),
            _ if harmless(it) => access,
            _ => Access::NONE,
        })
    }

    /// Whether `field` is asked for, and every time for `value`.
    fn is_of(&self, field: &str, value: &str) -> bool {
        let mut named = self.field_selectors.iter().filter(|it| it.field == field).peekable();
        named.peek().is_some() && named.all(|it| it.includes(value))
    }
}
