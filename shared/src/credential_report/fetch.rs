//! The credential report and the users, fetched from IAM.

use std::time::Duration;

use aws_sdk_iam::Client;
use aws_sdk_iam::types::ReportStateType;
use jiff::Timestamp;

use super::{CredentialReport, Credentials};
use crate::aws::{Aws, timestamp};
use crate::error::{Code, Error, Result};
use crate::paging::Paging;

/// The type of an IAM user.
pub const USER: &str = "AWS::IAM::User";

/// How often IAM is asked again whether the report is ready, and at what distance.
const REPEATS: u32 = 10;
const PAUSE: Duration = Duration::from_secs(2);
const LIST_USERS: &str = "iam:ListUsers";
/// The most users that one call lists.
const PAGE: i32 = 1000;

/// An IAM user that exists, and what the credential report says of it.
#[derive(Debug, Clone)]
pub struct User {
    /// The unique id (`AIDA…`), which AWS Config knows the user by; the name where all that is known
    /// is a saved report, which does not have the id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The ARN.
    pub arn: String,
    /// When the user was created.
    pub created: Timestamp,
    /// The report's row; `None` if the user is younger than the report; an error if the row cannot
    /// be read, or is missing although the user is older (see [`CredentialReport::user`]).
    pub credentials: Result<Option<Credentials>>,
}

/// Everyone who may hold a password or an access key.
#[derive(Debug, Clone)]
pub struct UsersWithCredentials {
    /// The root user's row.
    pub root: Result<Credentials>,
    /// Every IAM user. Rows of users that no longer exist are left out.
    pub users: Vec<User>,
}

/// Generates a credential report and lists the users.
///
/// Needs `iam:GenerateCredentialReport`, `iam:GetCredentialReport` and `iam:ListUsers`.
pub async fn users_with_credentials(aws: &Aws) -> Result<UsersWithCredentials> {
    // The report first: a user that is deleted in between is then not listed. The other way round
    // it would be listed, and be missing in the report.
    let report = fetch(aws).await?;
    if aws.saved_credential_report().is_some() {
        return Ok(UsersWithCredentials { root: report.root(), users: report.rows().collect() });
    }
    let iam = aws.client(Client::new);
    let (mut users, mut paging) = (Vec::new(), Paging::of(LIST_USERS));
    loop {
        let page = iam.list_users().max_items(PAGE).set_marker(paging.token()).send().await;
        let page = page.map_err(Error::calling(LIST_USERS))?;
        for user in page.users {
            let created = timestamp(&user.create_date)?;
            let credentials = report.user(&user.arn, created);
            let (id, name, arn) = (user.user_id, user.user_name, user.arn);
            users.push(User { id, name, arn, created, credentials });
        }
        if !paging.advance_if(page.is_truncated, page.marker)? {
            return Ok(UsersWithCredentials { root: report.root(), users });
        }
    }
}

/// Generates a credential report, waits until it is ready, and reads it; where one was saved, it is
/// that.
///
/// Needs `iam:GenerateCredentialReport` and `iam:GetCredentialReport`.
pub async fn fetch(aws: &Aws) -> Result<CredentialReport> {
    if let Some(saved) = aws.saved_credential_report() {
        return Ok(saved.clone());
    }
    let iam = aws.client(Client::new);
    generate(&iam).await?;
    let answer = iam.get_credential_report().send().await;
    let answer = answer.map_err(Error::calling("iam:GetCredentialReport"))?;
    let (Some(content), Some(generated)) = (answer.content, answer.generated_time) else {
        return Err(super::unreadable(&"IAM sent no content or no time"));
    };
    CredentialReport::parse(content.as_ref(), timestamp(&generated)?)
}

async fn generate(iam: &Client) -> Result<()> {
    for repeat in 0..=REPEATS {
        if repeat > 0 {
            tokio::time::sleep(PAUSE).await;
        }
        let answer = iam.generate_credential_report().send().await;
        let answer = answer.map_err(Error::calling("iam:GenerateCredentialReport"))?;
        if answer.state == Some(ReportStateType::Complete) {
            return Ok(());
        }
    }
    Err(Error::new(Code::CallFailed, "IAM did not complete the credential report in 20 seconds"))
}
