//! The console password of one user.

use std::fmt;

use aws_sdk_iam::Client;
use aws_sdk_iam::operation::get_login_profile::GetLoginProfileError;
use shared::credential_report::{Credentials, USER, User};
use shared::{Code, Error, Result, Subject, Timestamp, date};

use crate::Parameters;

/// An IAM user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleUser {
    /// The user's name.
    pub name: String,
    /// The password, if the user has one; not read of a user for emergencies.
    pub password: Option<Password>,
}

/// A console password, and what is known of its use. Displays as the latter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Password {
    /// It was last used then.
    LastUsed(Timestamp),
    /// It was never used, as far as IAM has recorded.
    NeverUsed,
    /// Its user is younger than the credential report, which would tell.
    NotReported,
}

impl fmt::Display for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LastUsed(used) => write!(f, "last used {}", date::of(*used)),
            Self::NeverUsed => f.write_str("no use recorded"),
            Self::NotReported => f.write_str("newer than the credential report"),
        }
    }
}

impl Password {
    /// The password of an IAM user's row in the credential report.
    ///
    /// # Errors
    /// If the row does not tell whether there is one, as it may for the root user only.
    pub fn of(row: &Credentials) -> Result<Option<Self>> {
        match (row.password_enabled, row.password_last_used) {
            (Some(true), Some(used)) => Ok(Some(Self::LastUsed(used))),
            (Some(true), None) => Ok(Some(Self::NeverUsed)),
            (Some(false), _) => Ok(None),
            (None, _) => {
                let message = "the credential report does not tell password_enabled";
                Err(Error::new(Code::CallFailed, message))
            }
        }
    }
}

/// The user with its password; `None` if the user was deleted after it was listed.
pub(crate) async fn subject(
    iam: &Client,
    user: User,
    parameters: &Parameters,
) -> Option<Subject<ConsoleUser>> {
    let password = match &user.credentials {
        // Such a user may have a password, so nothing that fails may matter.
        _ if parameters.break_glass_users.matches(&user.name) => Ok(None),
        Ok(Some(row)) => Password::of(row),
        Ok(None) => match ask(iam, &user.name).await {
            Ok(Profile::UserDeleted) => return None,
            Ok(Profile::Absent) => Ok(None),
            Ok(Profile::Present) => Ok(Some(Password::NotReported)),
            Err(error) => Err(error),
        },
        Err(error) => Err(error.clone()),
    };
    let called = format!("User {}", user.name);
    let facts = password.map(|password| ConsoleUser { name: user.name, password });
    Some(Subject::new(USER, user.id, facts).with_arn(Some(user.arn)).called(called))
}

/// What IAM says when asked for a login profile.
enum Profile {
    Present,
    Absent,
    UserDeleted,
}

async fn ask(iam: &Client, name: &str) -> Result<Profile> {
    let Err(error) = iam.get_login_profile().user_name(name).send().await else {
        return Ok(Profile::Present);
    };
    if let Some(GetLoginProfileError::NoSuchEntityException(missing)) = error.as_service_error() {
        // The code is the same for both; only the text says what does not exist.
        let user = missing.message().is_some_and(|it| it.starts_with("The user with name"));
        return Ok(if user { Profile::UserDeleted } else { Profile::Absent });
    }
    Err(Error::calling("iam:GetLoginProfile")(error))
}
