//! The document that a person writes, and whether it is well-formed.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::document;

/// The largest value, in bytes: what a standard parameter holds.
const LIMIT: usize = 4096;

/// An attestation as it is written: JSON, without unknown or repeated fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Document {
    /// 1.
    pub schema_version: u64,
    /// The id of the control it is for.
    pub control: String,
    /// The ids of the accounts it is for.
    pub accounts: Vec<String>,
    /// Whether that which the control asks is so.
    pub answer: Answer,
    /// What is confirmed, in 10 to 1000 characters.
    pub statement: String,
    /// Who confirms it: an e-mail address, or the ARN of an IAM or STS principal.
    pub attested_by: String,
    /// The day of the confirmation.
    pub attested_on: String,
    /// The last day of its validity.
    pub expires_on: String,
    /// One to five https URLs, ARNs or ticket ids of 1 to 256 characters.
    pub evidence: Vec<String>,
    /// The day of the last test, for a control that asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tested_on: Option<String>,
}

/// The answer to the control's question, in the sense that `yes` is the acceptable one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", try_from = "String")]
#[expect(missing_docs, reason = "they say what they mean")]
pub enum Answer {
    Yes,
    No,
}

impl TryFrom<String> for Answer {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "yes" => Ok(Self::Yes),
            "no" => Ok(Self::No),
            _ => Err(format!("answer '{}' is neither yes nor no", document::shortened(&text, 40))),
        }
    }
}

/// The dates of a document.
pub(crate) struct Dates {
    pub(crate) attested: Date,
    pub(crate) expires: Date,
    pub(crate) tested: Option<Date>,
}

impl Document {
    /// Reads a document and checks what can be told from it alone.
    pub(crate) fn read(json: &str) -> Result<(Self, Dates), String> {
        if json.len() > LIMIT {
            return Err(format!("it is longer than {LIMIT} bytes"));
        }
        let document: Self = document::object(json)?;
        document.check()?;
        let tested_on = document.tested_on.as_deref();
        let dates = Dates {
            attested: document::date("attestedOn", &document.attested_on)?,
            expires: document::date("expiresOn", &document.expires_on)?,
            tested: tested_on.map(|text| document::date("testedOn", text)).transpose()?,
        };
        Ok((document, dates))
    }

    fn check(&self) -> Result<(), String> {
        if self.schema_version != 1 {
            return Err(format!("schemaVersion is {}, not 1", self.schema_version));
        }
        if !(10..=1000).contains(&self.statement.trim().chars().count()) {
            return Err("statement has not 10 to 1000 characters".to_owned());
        }
        if !is_email(&self.attested_by) && !is_principal(&self.attested_by) {
            return Err("attestedBy is neither an e-mail address nor an IAM or STS ARN".to_owned());
        }
        if !(1..=5).contains(&self.evidence.len()) {
            return Err("evidence does not list 1 to 5 items".to_owned());
        }
        if !self.evidence.iter().all(|item| is_evidence(item)) {
            return Err("evidence lists an item that is no https URL, ARN or ticket id".to_owned());
        }
        Ok(())
    }
}

/// One word of what addresses, ARNs and URLs are made of.
fn is_word(text: &str) -> bool {
    (1..=256).contains(&text.chars().count())
        && !text.contains(|it: char| it.is_whitespace() || it.is_control())
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    is_word(text)
        && (1..=64).contains(&local.len())
        && domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|it| it.is_alphanumeric() || it == '-')
        })
}

/// Whether `text` is the ARN of a user, role, session or root user.
fn is_principal(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", partition, "iam" | "sts", "", account, resource] => {
            is_word(text)
                && partition.starts_with("aws")
                && crate::parameters::is_account_id(account)
                && !resource.is_empty()
        }
        _ => false,
    }
}

fn is_evidence(text: &str) -> bool {
    let url = || text.strip_prefix("https://").is_some_and(|rest| !rest.is_empty());
    let arn = || text.starts_with("arn:") && text.splitn(6, ':').count() == 6;
    let ticket = || text.chars().all(|it| it.is_ascii_alphanumeric() || "-_.#/".contains(it));
    is_word(text) && (url() || arn() || ticket())
}
