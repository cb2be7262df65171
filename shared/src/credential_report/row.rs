//! A row of the credential report.

use csv::StringRecord;
use jiff::Timestamp;

use crate::error::{Code, Error, Result};

/// What the report says of a user. A time is `None` where the report has no value: `N/A`,
/// `no_information` or `not_supported`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The name of the user, `<root_account>` for the root user.
    pub user: String,
    /// The ARN.
    pub arn: String,
    /// When the user was created.
    pub created: Timestamp,
    /// Whether the user has a password; `None` for the root user, of whom IAM does not tell.
    pub password_enabled: Option<bool>,
    /// When the password was last used.
    pub password_last_used: Option<Timestamp>,
    /// When the password was last set.
    pub password_last_changed: Option<Timestamp>,
    /// Whether a device for multi-factor authentication is enabled.
    pub mfa_active: bool,
    /// Both places for access keys, whether there is a key in them or not.
    pub keys: [AccessKey; 2],
    /// Whether the user has access keys or certificates beyond the places that the report has for
    /// them. It does not say which.
    pub has_further: bool,
}

/// An access key, or the place where there is none: then it is not active and has no times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessKey {
    /// Whether it can be used.
    pub active: bool,
    /// When it was created or last changed.
    pub last_rotated: Option<Timestamp>,
    /// When it was last used, as far as IAM has recorded.
    pub last_used: Option<Timestamp>,
}

impl AccessKey {
    /// Whether nothing shows that there is a key. The report does not tell an empty place from a
    /// key that is neither active nor dated.
    pub fn is_empty(&self) -> bool {
        !self.active && self.last_rotated.is_none() && self.last_used.is_none()
    }
}

/// Where in a record the columns are.
pub(super) struct Columns {
    user: Column,
    arn: Column,
    created: Column,
    password_enabled: Column,
    password_last_used: Column,
    password_last_changed: Column,
    mfa_active: Column,
    keys: [KeyColumns; 2],
    /// Reports of earlier years lack it.
    further: Option<Column>,
}

struct KeyColumns {
    active: Column,
    last_rotated: Column,
    last_used: Column,
}

struct Column {
    name: &'static str,
    index: usize,
}

impl Columns {
    pub(super) fn of(headers: &StringRecord) -> Result<Self> {
        let optional = |name| {
            let mut found = headers.iter().enumerate().filter(|(_, header)| *header == name);
            match (found.next(), found.next()) {
                (Some((index, _)), None) => Ok(Some(Column { name, index })),
                (None, _) => Ok(None),
                _ => Err(super::unreadable(&format!("it has two columns {name}"))),
            }
        };
        let column = |name| {
            let found = optional(name)?;
            found.ok_or_else(|| super::unreadable(&format!("it has no column {name}")))
        };
        Ok(Self {
            user: column("user")?,
            arn: column("arn")?,
            created: column("user_creation_time")?,
            password_enabled: column("password_enabled")?,
            password_last_used: column("password_last_used")?,
            password_last_changed: column("password_last_changed")?,
            mfa_active: column("mfa_active")?,
            keys: [
                KeyColumns {
                    active: column("access_key_1_active")?,
                    last_rotated: column("access_key_1_last_rotated")?,
                    last_used: column("access_key_1_last_used_date")?,
                },
                KeyColumns {
                    active: column("access_key_2_active")?,
                    last_rotated: column("access_key_2_last_rotated")?,
                    last_used: column("access_key_2_last_used_date")?,
                },
            ],
            further: optional("additional_credentials_info")?,
        })
    }

    /// The name and the ARN of the row's user.
    pub(super) fn identity<'r>(&self, record: &'r StringRecord) -> (&'r str, &'r str) {
        (self.user.text(record), self.arn.text(record))
    }

    pub(super) fn read(&self, record: &StringRecord) -> Result<Credentials> {
        let key = |columns: &KeyColumns| {
            Ok(AccessKey {
                active: columns.active.required_flag(record)?,
                last_rotated: columns.last_rotated.time(record)?,
                last_used: columns.last_used.time(record)?,
            })
        };
        let (user, arn) = self.identity(record);
        Ok(Credentials {
            user: user.to_owned(),
            arn: arn.to_owned(),
            created: self.created.time(record)?.ok_or_else(|| self.created.wrong(record))?,
            password_enabled: self.password_enabled.flag(record)?,
            password_last_used: self.password_last_used.time(record)?,
            password_last_changed: self.password_last_changed.time(record)?,
            mfa_active: self.mfa_active.required_flag(record)?,
            keys: [key(&self.keys[0])?, key(&self.keys[1])?],
            has_further: self
                .further
                .as_ref()
                .and_then(|it| it.value(record))
                .is_some_and(|it| !it.is_empty()),
        })
    }
}

impl Column {
    fn text<'r>(&self, record: &'r StringRecord) -> &'r str {
        record.get(self.index).unwrap_or_default().trim()
    }

    fn value<'r>(&self, record: &'r StringRecord) -> Option<&'r str> {
        Some(self.text(record))
            .filter(|it| !matches!(*it, "N/A" | "no_information" | "not_supported"))
    }

    fn time(&self, record: &StringRecord) -> Result<Option<Timestamp>> {
        let time = self.value(record).map(str::parse).transpose();
        time.map_err(|_| self.wrong(record))
    }

    fn flag(&self, record: &StringRecord) -> Result<Option<bool>> {
        match self.value(record) {
            Some(text) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Some(text) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Some(_) => Err(self.wrong(record)),
            None => Ok(None),
        }
    }

    /// IAM always tells these; taking silence for `false` would be a pass that nobody saw.
    fn required_flag(&self, record: &StringRecord) -> Result<bool> {
        self.flag(record)?.ok_or_else(|| self.wrong(record))
    }

    fn wrong(&self, record: &StringRecord) -> Error {
        let message = format!("the credential report has '{}' as {}", self.text(record), self.name);
        Error::new(Code::CallFailed, message)
    }
}
