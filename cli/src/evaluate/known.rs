//! What the files hold that rules otherwise ask AWS for.

use std::collections::BTreeMap;

use shared::public_access_block::PublicAccessBlock;
use shared::{ConfigurationItem, Metadata, Timestamp};

use super::credentials::Credentials;

/// The type of buckets, whose verdicts may depend on the account's block of public access.
pub(super) const BUCKET: &str = "AWS::S3::Bucket";
/// The type of that block.
pub(super) const ACCOUNT_BLOCK: &str = "AWS::S3::AccountPublicAccessBlock";

/// What is known of each account.
#[derive(Debug, Default)]
pub(super) struct Known {
    blocks: BTreeMap<String, (Timestamp, PublicAccessBlock)>,
    credentials: BTreeMap<String, Credentials>,
}

/// Whether the account's block of public access may settle what a rule leaves open of a resource of
/// this type.
pub(super) fn may_settle(metadata: &Metadata, resource_type: &str) -> bool {
    [BUCKET, ACCOUNT_BLOCK].contains(&resource_type)
        && metadata.permissions.iter().any(|it| it.action == PublicAccessBlock::ACTION)
}

impl Known {
    /// Takes the block of an account if `item` is one; the state captured last counts. A block that was
    /// deleted has all off.
    pub(super) fn take_block(&mut self, item: &ConfigurationItem) {
        if item.resource_type != ACCOUNT_BLOCK {
            return;
        }
        let (Some(account), Some(captured)) = (&item.account_id, item.capture_time) else { return };
        let Some(block) = PublicAccessBlock::of_account_item(item) else { return };
        let known = self.blocks.entry(account.clone()).or_insert((captured, block));
        if captured > known.0 {
            *known = (captured, block);
        }
    }

    /// Takes a credential report; of an account's the one generated last counts.
    pub(super) fn take_credentials(&mut self, credentials: Credentials) {
        let known = self.credentials.get(&credentials.account);
        if known.is_none_or(|it| it.generated < credentials.generated) {
            self.credentials.insert(credentials.account.clone(), credentials);
        }
    }

    /// The block of an account, if it is known.
    pub(super) fn block(&self, account: Option<&str>) -> Option<PublicAccessBlock> {
        Some(self.blocks.get(account?)?.1)
    }

    /// The credential reports, one an account.
    pub(super) fn credentials(&mut self) -> Vec<Credentials> {
        std::mem::take(&mut self.credentials).into_values().collect()
    }
}
