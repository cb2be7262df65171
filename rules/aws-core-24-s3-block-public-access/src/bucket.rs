//! The block of public access that is in effect for a bucket, and the verdict on it.

use std::collections::BTreeMap;

use shared::public_access_block::PublicAccessBlock;
use shared::{Basis, ConfigurationItem, Result, Verdict, annotation};

/// The facts on a bucket.
#[derive(Debug)]
pub struct Bucket {
    name: String,
    tags: BTreeMap<String, String>,
    /// Its own block.
    block: PublicAccessBlock,
    /// The account's block, where it was asked for.
    pub(crate) account: Option<Result<PublicAccessBlock>>,
}

impl Bucket {
    /// Reads the bucket that `item` is the state of.
    pub(crate) fn of(item: &ConfigurationItem) -> Result<Self> {
        Ok(Self {
            name: item.resource_id.clone(),
            tags: item.tags.clone(),
            block: PublicAccessBlock::of_bucket(item)?,
            account: None,
        })
    }

    /// Its tags.
    pub(crate) fn tags(&self) -> &BTreeMap<String, String> {
        &self.tags
    }

    /// Whether the account's block decides: its own lacks a setting.
    pub(crate) fn depends_on_account(&self) -> bool {
        !self.block.is_complete()
    }

    /// The verdict, where the bucket is declared public by the tag `declared`.
    pub(crate) fn verdict(&self, declared: Option<String>) -> Verdict {
        let name = &self.name;
        let account = match &self.account {
            Some(Ok(account)) => *account,
            Some(Err(_)) | None => PublicAccessBlock::default(),
        };
        let lacking = || self.block.union(account).missing().map(|it| it.to_string());
        match (&self.account, declared) {
            _ if lacking().next().is_none() => {
                let levels = self.levels(account);
                Verdict::compliant(format!("All four settings are on for {name} ({levels})."))
            }
            (_, Some(tag)) => Verdict::compliant(format!(
                "Bucket {name} is declared public ({tag}); its block settings may be off."
            ))
            .resting_on(Basis::Declared),
            (Some(Err(error)), None) => Verdict::unverified(name, error),
            (_, None) => {
                let before = format!("Bucket {name} lacks ");
                let after = " at bucket and account level.";
                Verdict::non_compliant(annotation::list(&before, lacking(), after))
            }
        }
    }

    /// At which level the settings are on: the bucket's, the account's, or some at the one and the
    /// rest at the other.
    fn levels(&self, account: PublicAccessBlock) -> String {
        if self.block.is_complete() {
            return "bucket level".to_owned();
        }
        if account.is_complete() {
            return "account level".to_owned();
        }
        let rest = self.block.missing().map(|it| it.to_string());
        annotation::list("", rest, " at account level, the rest at bucket level")
    }
}
