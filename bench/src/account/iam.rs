//! What IAM answers, in its query protocol.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use harness::answers::{Answer, Call};

use super::ACCOUNT;

/// The users on a page: the most that a call may ask for.
const PAGE: usize = 1000;
/// One user of so many has a key that is too old.
const OLD: usize = 10;
const CREATED: &str = "2025-01-15T09:30:00Z";
const HEADER: &str = "user,arn,user_creation_time,password_enabled,password_last_used,\
    password_last_changed,password_next_rotation,mfa_active,access_key_1_active,\
    access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,\
    access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
    access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,\
    cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

/// `GenerateCredentialReport`: there is one of the last four hours.
pub(super) fn report_state(call: &Call) -> Answer {
    xml(&call.operation, "<State>COMPLETE</State>")
}

/// `GetCredentialReport`.
pub(super) fn credential_report(users: usize) -> Answer {
    let mut report = HEADER.to_owned();
    let root = format!(
        "\n<root_account>,arn:aws:iam::{ACCOUNT}:root,{CREATED},not_supported,{CREATED},\
         not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,\
         false,N/A,false,N/A"
    );
    report.push_str(&root);
    for number in 0..users {
        let rotated = if number.is_multiple_of(OLD) { CREATED } else { "2026-05-20T09:30:00Z" };
        // Writing to a string cannot fail.
        let _ = write!(
            report,
            "\n{},{},{CREATED},false,N/A,N/A,N/A,false,true,{rotated},2026-05-31T17:02:00Z,\
             us-east-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A",
            name(number),
            arn(number),
        );
    }
    let content = BASE64_STANDARD.encode(report);
    xml(
        "GetCredentialReport",
        &format!(
            "<Content>{content}</Content><ReportFormat>text/csv</ReportFormat>\
             <GeneratedTime>2026-06-01T03:00:00Z</GeneratedTime>"
        ),
    )
}

/// `ListUsers`: a page, its marker the number of users on the pages before it.
pub(super) fn users(users: usize, call: &Call) -> Answer {
    let marker = call.body.split('&').find_map(|it| it.strip_prefix("Marker="));
    let first: usize = marker.and_then(|it| it.parse().ok()).unwrap_or(0);
    let next = (first + PAGE).min(users);
    let mut page = String::from("<Users>");
    for number in first..next {
        let _ = write!(
            page,
            "<member><Path>/</Path><UserName>{}</UserName><UserId>AIDA{number:017}</UserId>\
             <Arn>{}</Arn><CreateDate>{CREATED}</CreateDate></member>",
            name(number),
            arn(number),
        );
    }
    page.push_str("</Users>");
    let more = next < users;
    let _ = write!(page, "<IsTruncated>{more}</IsTruncated>");
    if more {
        let _ = write!(page, "<Marker>{next}</Marker>");
    }
    xml("ListUsers", &page)
}

fn name(number: usize) -> String {
    format!("user-{number:05}")
}

fn arn(number: usize) -> String {
    format!("arn:aws:iam::{ACCOUNT}:user/{}", name(number))
}

fn xml(operation: &str, result: &str) -> Answer {
    let body = format!(
        "<{operation}Response xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\
         <{operation}Result>{result}</{operation}Result></{operation}Response>"
    );
    Answer { status: 200, body: body.into() }
}
