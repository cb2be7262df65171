//! What the verdict on a bucket depends on, and the verdict.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::policy::Policy;
use shared::public_access_block::{PublicAccessBlock, Setting};
use shared::{Basis, Code, ConfigurationItem, Error, Result, Verdict, annotation, encoding};

use crate::acl::AccessControlList;
use crate::exposure;

/// The facts on a bucket.
#[derive(Debug)]
pub struct Bucket {
    name: String,
    /// The tags.
    pub(crate) tags: BTreeMap<String, String>,
    doors: [Door; 2],
    block: PublicAccessBlock,
    /// The account's block, where it was asked for.
    pub(crate) account: Option<Result<PublicAccessBlock>>,
}

/// A way in: the ACL, the policy.
#[derive(Debug)]
struct Door {
    /// What it is called.
    name: &'static str,
    /// What AWS Config records it as.
    part: &'static str,
    /// The setting that takes back what it opens.
    blocked_by: Setting,
    /// What it opens to the public, each in words.
    openings: Vec<String>,
    /// Why it may open more.
    doubt: Option<Doubt>,
}

/// Why nobody can say that a way in is closed.
#[derive(Debug, Clone, Copy)]
enum Doubt {
    /// AWS Config recorded nothing of it.
    NotRecorded,
    /// What was recorded was not understood: so it reads after the name of the part.
    NotUnderstood(&'static str),
}

#[derive(Deserialize)]
struct BucketPolicy {
    #[serde(rename = "policyText", default, deserialize_with = "encoding::encoded")]
    policy: Option<Policy>,
}

impl Bucket {
    /// Reads the bucket that `item` is the state of.
    pub(crate) fn of(item: &ConfigurationItem) -> Result<Self> {
        let [acl, policy] = ["AccessControlList", "BucketPolicy"];
        let recorded = item.supplementary::<Option<AccessControlList>>(acl)?.flatten();
        let (granted, doubt) = match &recorded {
            Some(it) => (it.openings(), it.doubt().map(Doubt::NotUnderstood)),
            None => (Vec::new(), Some(Doubt::NotRecorded)),
        };
        let acl = Door {
            name: "ACL",
            part: acl,
            blocked_by: Setting::IgnorePublicAcls,
            openings: granted,
            doubt,
        };
        let allowed = item.supplementary::<Option<BucketPolicy>>(policy)?.flatten();
        // Every bucket has an ACL, not every one a policy: where the one was recorded, the other is
        // missing because there is none, as in rows of queries, which drop nulls.
        let is_recorded = allowed.is_some() || recorded.is_some();
        let policy = Door {
            name: "policy",
            part: policy,
            blocked_by: Setting::RestrictPublicBuckets,
            openings: allowed
                .and_then(|it| it.policy)
                .map_or_else(Vec::new, |it| exposure::openings(&it)),
            doubt: (!is_recorded).then_some(Doubt::NotRecorded),
        };
        Ok(Self {
            name: item.resource_id.clone(),
            tags: item.tags.clone(),
            doors: [acl, policy],
            block: PublicAccessBlock::of_bucket(item)?,
            account: None,
        })
    }

    /// Whether the account's block decides: a door may be open that the bucket's own leaves alone.
    pub(crate) fn depends_on_account(&self) -> bool {
        self.doors.iter().any(|door| door.may_be_open() && !self.block.is_on(door.blocked_by))
    }

    /// The verdict, where the bucket is declared public by the tag `declared`.
    pub(crate) fn verdict(&self, declared: Option<&str>) -> Verdict {
        let name = &self.name;
        let (blocked, open): (Vec<&Door>, Vec<&Door>) = self
            .doors
            .iter()
            .filter(|door| door.may_be_open())
            .partition(|door| self.level_of(door.blocked_by).is_some());
        let doubtful = open.iter().find_map(|door| Some((door.part, door.doubt?)));
        let openings: Vec<&String> = open.iter().flat_map(|door| &door.openings).collect();

        if open.is_empty() {
            return Verdict::compliant(self.closed(&blocked));
        }
        let denied = self.account.as_ref().and_then(|it| it.as_ref().err());
        if let Some(tag) = declared {
            let text = if openings.is_empty() || denied.is_some() {
                format!("Bucket {name} may be public and is declared so ({tag}).")
            } else {
                format!("Bucket {name} is public and declared so ({tag}).")
            };
            return Verdict::compliant(text).resting_on(Basis::Declared);
        }
        match (denied, doubtful) {
            (Some(error), _) => Verdict::unverified(name, error),
            (None, Some((part, doubt))) if openings.is_empty() => {
                let message = match doubt {
                    Doubt::NotRecorded => format!("its configuration item holds no {part}"),
                    Doubt::NotUnderstood(why) => format!("its {part} {why}"),
                };
                Verdict::unverified(name, &Error::new(Code::InvalidEvent, message))
            }
            (None, _) => {
                let before = format!("Bucket {name} is public: ");
                Verdict::non_compliant(annotation::list(&before, openings, "."))
            }
        }
    }

    fn closed(&self, blocked: &[&Door]) -> String {
        let name = &self.name;
        if blocked.is_empty() {
            return format!("Bucket {name} is not public: neither its ACL nor its policy is.");
        }
        let before = format!("Bucket {name} is not public (");
        let doors = blocked.iter().map(|door| {
            let is = match door.doubt {
                _ if !door.openings.is_empty() => "public",
                Some(Doubt::NotRecorded) => "not recorded",
                Some(Doubt::NotUnderstood(_)) | None => "not understood",
            };
            let level = self.level_of(door.blocked_by).unwrap_or_default();
            format!("{} is {is}, but {} is on at {level} level", door.name, door.blocked_by)
        });
        annotation::list(&before, doors, ").")
    }

    /// Where `setting` is on: at the bucket's own level, or else at the account's.
    fn level_of(&self, setting: Setting) -> Option<&'static str> {
        let account = self.account.as_ref().and_then(|it| it.as_ref().ok());
        match account {
            _ if self.block.is_on(setting) => Some("bucket"),
            Some(account) if account.is_on(setting) => Some("account"),
            _ => None,
        }
    }
}

impl Door {
    fn may_be_open(&self) -> bool {
        !self.openings.is_empty() || self.doubt.is_some()
    }
}
