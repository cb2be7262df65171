//! An AMI, and what makes it a custom one.

use std::collections::BTreeMap;

use aws_sdk_ec2::types;
use shared::parameters::TagValues;
use shared::{Basis, Error, Result, Timestamp, date, tag};

use crate::Parameters;
use crate::images::ACTION;

/// By these names AWS owns images: its own, those that vendors sell, and backups.
const VENDORS: [&str; 3] = ["amazon", "aws-marketplace", "aws-backup-vault"];
/// The tag that AWS Backup sets on what it makes, and the beginning of the names it gives.
const BACKUP_TAG: &str = "aws:backup:source-resource";
const BACKUP_NAME: &str = "AwsBackup_";
/// The tag that EC2 Image Builder sets on what it makes.
const BUILDER_TAG: (&str, &str) = ("CreatedBy", "EC2 Image Builder");

/// An AMI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its id, such as `ami-0123456789abcdef0`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The name under which AWS owns it, where AWS does.
    pub owner_alias: Option<String>,
    /// When it was made; if as a copy, then when it was copied. An error where a date of the AMI
    /// is missing or cannot be read.
    pub created: Result<Timestamp>,
    /// When an instance was last launched from it, as far as EC2 tells: a day late, and to its
    /// owner only.
    pub last_launched: Option<Timestamp>,
    /// The AMI that it was made from, by copying or from an instance of that.
    pub source_image_id: Option<String>,
    /// Its tags, as far as this account set them.
    pub tags: BTreeMap<String, String>,
}

impl Image {
    pub(crate) fn described(image: types::Image) -> Result<Self> {
        let id = image.image_id.ok_or_else(|| wrong("the id of an AMI"))?;
        let time =
            |text: &str| text.parse().map_err(|_| wrong(&format!("a readable date of {id}")));
        let date = |text: Option<String>| text.filter(|it| !it.trim().is_empty());
        let created = date(image.creation_date);
        let created = created.ok_or_else(|| wrong(&format!("the date of {id}")));
        let created = created.and_then(|it| time(&it));
        let last_launched = date(image.last_launched_time).map(|it| time(&it)).transpose();
        let (created, last_launched) = match last_launched {
            Ok(last_launched) => (created, last_launched),
            Err(error) => (created.and(Err(error)), None),
        };
        Ok(Self {
            id,
            name: image.name.unwrap_or_default(),
            owner_alias: image.image_owner_alias,
            created,
            last_launched,
            source_image_id: image.source_image_id.filter(|it| !it.is_empty()),
            tags: tag::of_ec2(image.tags),
        })
    }

    /// Why it is not judged, within a sentence that is about it; `None` where it is a custom AMI.
    pub(crate) fn exclusion(&self, parameters: &Parameters) -> Option<(String, Basis)> {
        if let Some(alias) = self.owner_alias.as_deref().filter(|it| VENDORS.contains(it)) {
            return Some((format!("belongs to {alias}"), Basis::Measured));
        }
        let is_tagged = self.tags.contains_key(BACKUP_TAG);
        if is_tagged || self.name.starts_with(BACKUP_NAME) {
            // Only AWS sets the tag; the name is anybody's to choose.
            let basis = if is_tagged { Basis::Measured } else { Basis::Declared };
            return Some(("is a backup made by AWS Backup".to_owned(), basis));
        }
        let tag = parameters.ignore_ami_tag_key.find(&self.tags, &TagValues::default());
        tag.map(|tag| (format!("is exempt by tag {tag}"), Basis::Declared))
    }

    /// Whether it was older at the moment `time` than an AMI may be; not where its date is unknown.
    pub(crate) fn is_old(&self, parameters: &Parameters, time: Timestamp) -> bool {
        let limit = parameters.max_age_days.get();
        self.created.as_ref().is_ok_and(|created| date::is_older(*created, limit, time))
    }

    /// How it was made, as a sentence after a space; nothing where that is not known.
    pub(crate) fn origin(&self) -> String {
        let (key, value) = BUILDER_TAG;
        let built = self.tags.get(key).is_some_and(|it| it == value);
        match (&self.source_image_id, built) {
            (Some(source), true) => format!(" {value} made it from {source}."),
            (Some(source), false) => format!(" It was made from {source}."),
            (None, true) => format!(" {value} made it."),
            (None, false) => String::new(),
        }
    }
}

/// EC2 always sends these.
fn wrong(what: &str) -> Error {
    Error::lacking(ACTION, what)
}
