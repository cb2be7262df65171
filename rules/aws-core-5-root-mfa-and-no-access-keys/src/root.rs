//! What IAM says of the root user.

use std::collections::HashMap;

use aws_sdk_iam::types::SummaryKeyType;
use shared::credential_report::{AccessKey, Credentials};
use shared::{Code, Error, Result, Verdict};

use crate::Parameters;

/// The root user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Root {
    /// What the account summary says.
    pub summary: Summary,
    /// Both places for access keys as the credential report has them; `None` if there is no key.
    pub keys: Option<[AccessKey; 2]>,
}

/// What the account summary says of the root user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four facts, each independent of the others")]
pub struct Summary {
    /// Whether it has a password, or may have one: IAM does not always tell.
    pub password: bool,
    /// Whether it has a device for multi-factor authentication.
    pub mfa: bool,
    /// Whether it has an access key, active or not.
    pub access_key: bool,
    /// Whether it has a signing certificate, or may have one.
    pub signing_certificate: bool,
}

impl Summary {
    /// Reads the map that `iam:GetAccountSummary` returns.
    ///
    /// # Errors
    /// If it does not tell of devices or access keys.
    pub fn read(map: &HashMap<SummaryKeyType, i32>) -> Result<Self> {
        let told = |key: SummaryKeyType| map.get(&key).map(|number| *number != 0);
        let needed = |key: SummaryKeyType| {
            told(key.clone()).ok_or_else(|| {
                let message = format!("the account summary does not tell {}", key.as_str());
                Error::new(Code::CallFailed, message)
            })
        };
        Ok(Self {
            password: told(SummaryKeyType::AccountPasswordPresent).unwrap_or(true),
            mfa: needed(SummaryKeyType::AccountMfaEnabled)?,
            access_key: needed(SummaryKeyType::AccountAccessKeysPresent)?,
            signing_certificate: told(SummaryKeyType::AccountSigningCertificatesPresent)
                .unwrap_or(true),
        })
    }
}

impl Root {
    /// The root user as the credential report alone tells of it. Whether it has a password that does
    /// not say: one is presumed.
    ///
    /// # Errors
    /// If `parameters` ask about signing certificates.
    pub(crate) fn in_report(row: &Credentials, parameters: &Parameters) -> Result<Self> {
        if parameters.flag_signing_certificates {
            let message = "a saved credential report is not read for signing certificates";
            return Err(Error::new(Code::Offline, message));
        }
        let access_key = row.keys.iter().any(|key| !key.is_empty());
        let mfa = row.mfa_active;
        let summary = Summary { password: true, mfa, access_key, signing_certificate: false };
        Ok(Self { summary, keys: access_key.then_some(row.keys) })
    }

    pub(crate) fn judge(&self, parameters: &Parameters) -> Verdict {
        let Summary { password, mfa, signing_certificate, .. } = self.summary;
        let active = self.count(|key| key.active);
        let inactive = self.count(|key| !key.active && !key.is_empty());

        let mut findings = Vec::new();
        if active > 0 {
            findings.push(format!("Root has {}.", keys(active, "active")));
        }
        if self.keys.is_some() && active + inactive == 0 {
            let text = "Root access key present; its state is not in the 4-hour report yet.";
            findings.push(text.to_owned());
        }
        if inactive > 0 && parameters.flag_inactive_root_keys {
            findings.push(format!("Root has {}.", keys(inactive, "inactive")));
        }
        if password && !mfa {
            findings.push("Root has a password but no MFA device.".to_owned());
        }
        if signing_certificate && parameters.flag_signing_certificates {
            findings.push("Root has a signing certificate.".to_owned());
        }
        if !findings.is_empty() {
            return Verdict::non_compliant(findings.join(" "));
        }

        let text = match (password, inactive) {
            (true, 0) => "Root has MFA and no active access key.".to_owned(),
            (true, _) => {
                format!(
                    "Root has MFA and no active access key, but {}.",
                    keys(inactive, "inactive")
                )
            }
            (false, 0) => "Root has no password and no access key (centralised root access); MFA \
                does not apply."
                .to_owned(),
            (false, _) => format!(
                "Root has no password and no active access key, but {}; MFA does not apply.",
                keys(inactive, "inactive")
            ),
        };
        Verdict::compliant(text)
    }

    fn count(&self, which: impl Fn(&AccessKey) -> bool) -> usize {
        self.keys.iter().flatten().filter(|key| which(key)).count()
    }
}

/// A number of keys in words: `1 active access key`.
fn keys(number: usize, state: &str) -> String {
    format!("{number} {state} access key{}", if number == 1 { "" } else { "s" })
}
