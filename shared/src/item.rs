//! The state of a resource at a moment, as AWS Config records it.

mod debug;
mod recorded;
mod sketch;

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::de::{self, DeserializeOwned, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::encoding;
use crate::error::{Code, Error, Result};

pub use self::recorded::Memory;
use self::recorded::Recorded;
pub use self::sketch::Sketch;

/// The type that verdicts on the account itself are reported for.
pub const ACCOUNT: &str = "AWS::::Account";

/// A resource's state at the moment AWS Config observed it.
///
/// Reads every form an item comes in: the notification that invokes a rule, an answer of
/// `GetResourceConfigHistory`, a row of `SelectResourceConfig`, an entry of a snapshot file. Fields
/// that one of them leaves out or sends as `null` are `None` or empty.
#[derive(Clone, Default)]
pub struct ConfigurationItem {
    /// The type, such as `AWS::IAM::User`.
    pub resource_type: String,
    /// The identifier within its type and account, such as `sg-0123456789abcdef0`.
    pub resource_id: String,
    /// The name, where the resource has one beside its identifier.
    pub resource_name: Option<String>,
    /// The Amazon resource name.
    pub arn: Option<String>,
    /// The account that owns the resource.
    pub account_id: Option<String>,
    /// The region that recorded it, `global` for IAM.
    pub region: Option<String>,
    /// When the state was observed.
    pub capture_time: Option<Timestamp>,
    /// Whether the resource still exists and is still recorded.
    pub status: ConfigurationItemStatus,
    /// The tags.
    pub tags: BTreeMap<String, String>,
    configuration: Option<Recorded>,
    supplementary_configuration: BTreeMap<String, Box<RawValue>>,
}

/// Whether a resource still exists and is still recorded: the API's `ConfigurationItemStatus`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
pub enum ConfigurationItemStatus {
    /// It exists and is recorded.
    #[default]
    #[serde(rename = "OK")]
    Ok,
    /// It was found for the first time.
    ResourceDiscovered,
    /// It exists, but its type is not recorded.
    ResourceNotRecorded,
    /// It was deleted.
    ResourceDeleted,
    /// It was deleted and its type is not recorded.
    ResourceDeletedNotRecorded,
    /// A status this pack does not know; nothing can be said of such an item.
    #[serde(other)]
    Unknown,
}

impl ConfigurationItemStatus {
    /// Why there is no state to judge, or `None` where there is one.
    pub const fn inapplicable(self) -> Option<&'static str> {
        match self {
            Self::Ok | Self::ResourceDiscovered => None,
            Self::ResourceNotRecorded => Some("is not recorded"),
            Self::ResourceDeleted | Self::ResourceDeletedNotRecorded => Some("was deleted"),
            Self::Unknown => Some("has a status that is not known"),
        }
    }
}

impl ConfigurationItem {
    /// Reads an item from JSON in any of its forms.
    pub fn from_json(json: &str) -> Result<Self> {
        serde_json::from_str(json).map_err(|error| malformed("configuration item", &error))
    }

    /// Reads a row of `SelectResourceConfig` over resources of one type, which the row itself need
    /// not repeat.
    pub fn from_row(row: &str, resource_type: &str) -> Result<Self> {
        let wire: Wire = serde_json::from_str(row)
            .map_err(|error| malformed("row of SelectResourceConfig", &error))?;
        Self::from_wire(Wire { resource_type: Some(resource_type.to_owned()), ..wire })
            .map_err(|what| Error::new(Code::InvalidEvent, what))
    }

    /// The state itself, read as `C`.
    pub fn configuration<C: DeserializeOwned>(&self) -> Result<C> {
        // What is wrong is told of the whole, whichever way it was read.
        if let Some(read) = self.configuration.as_ref().and_then(Recorded::skim) {
            return Ok(read);
        }
        let json = self.configuration.as_ref().map_or("null", Recorded::json);
        self.read("configuration", json)
    }

    /// A part of the state that AWS Config keeps beside it, such as a bucket's `BucketPolicy`;
    /// `None` where it was not recorded or is null.
    pub fn supplementary<C: DeserializeOwned>(&self, name: &str) -> Result<Option<C>> {
        match self.supplementary_configuration.get(name) {
            Some(raw) => self.read(name, raw.get()),
            None => Ok(None),
        }
    }

    /// The item as the notification that invokes a rule has it.
    ///
    /// # Errors
    /// If its configuration, which nobody may have looked at yet, is no JSON.
    pub fn to_json(&self) -> Result<String> {
        let unwritten = |error| malformed("configuration item: configuration", &error);
        let raw = |it: &Recorded| RawValue::from_string(it.json().to_owned());
        let configuration = self.configuration.as_ref().map(raw).transpose().map_err(unwritten)?;
        let written = Written {
            resource_type: &self.resource_type,
            resource_id: &self.resource_id,
            resource_name: self.resource_name.as_deref(),
            arn: self.arn.as_deref(),
            aws_account_id: self.account_id.as_deref(),
            aws_region: self.region.as_deref(),
            configuration_item_capture_time: self.capture_time,
            configuration_item_status: self.status,
            tags: &self.tags,
            configuration,
            supplementary_configuration: &self.supplementary_configuration,
        };
        serde_json::to_string(&written).map_err(unwritten)
    }

    fn read<C: DeserializeOwned>(&self, part: &str, json: &str) -> Result<C> {
        encoding::decode(json).map_err(|error| {
            malformed(&format!("{part} of {} is malformed", self.resource_id), &error)
        })
    }

    fn from_wire(wire: Wire) -> Result<Self, &'static str> {
        let text = |value: Option<String>| value.filter(|text| !text.is_empty());
        Ok(Self {
            resource_type: text(wire.resource_type).ok_or("an item without resourceType")?,
            resource_id: text(wire.resource_id).ok_or("an item without resourceId")?,
            resource_name: text(wire.resource_name),
            arn: text(wire.arn_of_notification).or(text(wire.arn)),
            account_id: text(wire.aws_account_id).or(text(wire.account_id)),
            region: text(wire.aws_region),
            capture_time: wire.configuration_item_capture_time.map(|time| time.0),
            status: wire.configuration_item_status.unwrap_or_default(),
            tags: wire.tags.unwrap_or_default().0,
            configuration: wire.configuration.map(Recorded::from),
            supplementary_configuration: wire.supplementary_configuration.unwrap_or_default().0,
        })
    }
}

fn malformed(what: &str, error: &serde_json::Error) -> Error {
    Error::new(Code::InvalidEvent, format!("{what}: {}", encoding::without_value(error)))
}

impl<'de> Deserialize<'de> for ConfigurationItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_wire(Wire::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl From<aws_sdk_config::types::ConfigurationItem> for ConfigurationItem {
    fn from(item: aws_sdk_config::types::ConfigurationItem) -> Self {
        // Text that is no JSON is kept as a JSON string, so that reading it fails and says why.
        let raw = |text: String| {
            RawValue::from_string(text.clone())
                .or_else(|_| serde_json::value::to_raw_value(&text))
                .ok()
        };
        let status = item.configuration_item_status.map_or_else(Default::default, |status| {
            serde_json::from_value(status.as_str().into())
                .unwrap_or(ConfigurationItemStatus::Unknown)
        });
        Self {
            resource_type: item
                .resource_type
                .map(|kind| kind.as_str().to_owned())
                .unwrap_or_default(),
            resource_id: item.resource_id.unwrap_or_default(),
            resource_name: item.resource_name,
            arn: item.arn,
            account_id: item.account_id,
            region: item.aws_region,
            capture_time: item.configuration_item_capture_time.and_then(|time| {
                Timestamp::new(time.secs(), i32::try_from(time.subsec_nanos()).ok()?).ok()
            }),
            status,
            tags: item.tags.unwrap_or_default().into_iter().collect(),
            configuration: item.configuration.and_then(raw).map(Recorded::from),
            supplementary_configuration: item
                .supplementary_configuration
                .unwrap_or_default()
                .into_iter()
                .filter_map(|(name, text)| Some((name, raw(text)?)))
                .collect(),
        }
    }
}

/// An item as it is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    resource_type: &'a str,
    resource_id: &'a str,
    resource_name: Option<&'a str>,
    #[serde(rename = "ARN")]
    arn: Option<&'a str>,
    aws_account_id: Option<&'a str>,
    aws_region: Option<&'a str>,
    configuration_item_capture_time: Option<Timestamp>,
    configuration_item_status: ConfigurationItemStatus,
    tags: &'a BTreeMap<String, String>,
    configuration: Option<Box<RawValue>>,
    supplementary_configuration: &'a BTreeMap<String, Box<RawValue>>,
}

/// The union of the spellings. Aliases would refuse an item that carries both, as samples do.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    resource_type: Option<String>,
    resource_id: Option<String>,
    resource_name: Option<String>,
    #[serde(rename = "ARN")]
    arn_of_notification: Option<String>,
    arn: Option<String>,
    aws_account_id: Option<String>,
    account_id: Option<String>,
    aws_region: Option<String>,
    configuration_item_capture_time: Option<Moment>,
    configuration_item_status: Option<ConfigurationItemStatus>,
    tags: Option<Tags>,
    configuration: Option<Box<RawValue>>,
    supplementary_configuration: Option<Supplementary>,
}

/// A time as text (notification) or as seconds since 1970 (history, saved by the AWS CLI).
struct Moment(Timestamp);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MomentVisitor;

        impl Visitor<'_> for MomentVisitor {
            type Value = Moment;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a time as text or as seconds since 1970")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Moment, E> {
                text.parse().map(Moment).map_err(|_| E::custom("a time that is none"))
            }

            #[expect(clippy::cast_possible_truncation, reason = "out of range is refused below")]
            fn visit_f64<E: de::Error>(self, seconds: f64) -> Result<Moment, E> {
                Timestamp::from_millisecond((seconds * 1000.0) as i64)
                    .map(Moment)
                    .map_err(E::custom)
            }

            #[expect(clippy::cast_precision_loss, reason = "times of interest are far smaller")]
            fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Moment, E> {
                self.visit_f64(seconds as f64)
            }

            #[expect(clippy::cast_precision_loss, reason = "times of interest are far smaller")]
            fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Moment, E> {
                self.visit_f64(seconds as f64)
            }
        }

        deserializer.deserialize_any(MomentVisitor)
    }
}

/// Tags as a map (items) or as a list of keys and values (`SelectResourceConfig`).
#[derive(Default)]
struct Tags(BTreeMap<String, String>);

impl<'de> Deserialize<'de> for Tags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TagsVisitor;

        impl<'de> Visitor<'de> for TagsVisitor {
            type Value = Tags;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a map of tags, or a list of their keys and values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tags, A::Error> {
                let mut tags = BTreeMap::new();
                while let Some((key, value)) = map.next_entry::<String, Option<String>>()? {
                    tags.insert(key, value.unwrap_or_default());
                }
                Ok(Tags(tags))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tags, A::Error> {
                #[derive(Deserialize)]
                struct Tag {
                    key: String,
                    value: Option<String>,
                }
                let mut tags = BTreeMap::new();
                while let Some(tag) = list.next_element::<Tag>()? {
                    tags.insert(tag.key, tag.value.unwrap_or_default());
                }
                Ok(Tags(tags))
            }
        }

        deserializer.deserialize_any(TagsVisitor)
    }
}

/// The supplementary parts, each still as it was sent.
#[derive(Default)]
struct Supplementary(BTreeMap<String, Box<RawValue>>);

impl<'de> Deserialize<'de> for Supplementary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parts = Option::<BTreeMap<String, Box<RawValue>>>::deserialize(deserializer)?;
        Ok(Self(parts.unwrap_or_default()))
    }
}

#[cfg(test)]
#[path = "item/tests.rs"]
mod tests;
