//! The rules on IAM users, in an account of thousands: the calls stay within the control's formula,
//! and none is made per user.

#![cfg(test)]

use std::fmt::Write;

use conformance::build_binaries;
use conformance::event::Event;
use conformance::run::{Run, evaluations};
use harness::Answers;
use harness::answers::{Answer, Call};
use serde_json::json;

/// The most that one call of `ListUsers` returns, and that one of `PutEvaluations` takes.
const PAGE: usize = 1000;
const BATCH: usize = 100;

/// The rules, and whether they report on the account besides its users.
const RULES: [(&str, bool); 3] = [
    ("aws-core-11-no-iam-console-users", false),
    ("aws-core-13-iam-access-keys-used", true),
    ("aws-core-14-iam-access-keys-rotated", true),
];

fn arn(number: usize) -> String {
    format!("arn:aws:iam::111122223333:user/user-{number:04}")
}

/// The credential report: everybody has a password, and a key that is old and unused.
fn report(users: usize) -> String {
    let mut text = "user,arn,user_creation_time,password_enabled,password_last_used,\
        password_last_changed,mfa_active,access_key_1_active,access_key_1_last_rotated,\
        access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,\
        access_key_2_last_used_date\n\
        <root_account>,arn:aws:iam::111122223333:root,2020-03-01T09:00:00+00:00,not_supported,\
        no_information,not_supported,true,false,N/A,N/A,false,N/A,N/A\n"
        .to_owned();
    for number in 0..users {
        let created = "2024-05-01T10:00:00+00:00";
        let arn = arn(number);
        writeln!(
            text,
            "user-{number:04},{arn},{created},true,no_information,N/A,false,true,{created},N/A,\
             false,N/A,N/A"
        )
        .expect("a string takes everything");
    }
    aws_smithy_types::base64::encode(text)
}

/// The `nth` page of the list of users.
fn list(users: usize, nth: usize) -> String {
    let (first, last) = ((nth - 1) * PAGE, users.min(nth * PAGE));
    let members: String = (first..last)
        .map(|number| {
            let arn = arn(number);
            format!(
                "<member><Path>/</Path><UserName>user-{number:04}</UserName>\
                 <UserId>AIDA2EXAMPLE{number:09}</UserId><Arn>{arn}</Arn>\
                 <CreateDate>2024-05-01T10:00:00Z</CreateDate></member>"
            )
        })
        .collect();
    let more = last < users;
    let marker = if more { "<Marker>AAIBEXAMPLE</Marker>" } else { "" };
    format!("<IsTruncated>{more}</IsTruncated>{marker}<Users>{members}</Users>")
}

fn answer(call: &Call, nth: usize, users: usize) -> Option<Answer> {
    let operation = call.operation.as_str();
    let result = match operation {
        "GenerateCredentialReport" => "<State>COMPLETE</State>".to_owned(),
        "GetCredentialReport" => format!(
            "<Content>{}</Content><GeneratedTime>2026-01-15T10:00:00Z</GeneratedTime>\
             <ReportFormat>text/csv</ReportFormat>",
            report(users)
        ),
        "ListUsers" => list(users, nth),
        "GetComplianceDetailsByConfigRule" => {
            return Some(Answer::json(&json!({ "EvaluationResults": [] })));
        }
        "GetParameter" => return Some(call.error(400, "ParameterNotFound", "not found")),
        _ => return None,
    };
    let body = format!(
        "<{operation}Response><{operation}Result>{result}</{operation}Result></{operation}Response>"
    );
    Some(Answer { status: 200, body: body.into() })
}

#[tokio::test]
async fn no_call_is_made_per_user() {
    let binaries = build_binaries();
    let time = json!({
        "awsAccountId": "111122223333",
        "notificationCreationTime": "2026-01-15T10:30:00.000Z",
        "messageType": "ScheduledNotification",
        "recordVersion": "1.0",
    });
    for (rule, reports_account) in RULES {
        for users in [1_500, 5_000] {
            let answers = Answers::given_by(move |call, nth| answer(call, nth, users)).await;
            let event = Event::new(rule, &time);
            let run =
                Run::of(&binaries.join(rule), &event, &answers.expect("a port is free")).await;
            let case = format!("{rule}, {users} users");
            assert!(run.outcome.is_ok(), "{case}: {:?}", run.outcome);
            assert_eq!(run.missing, [""; 0], "{case}");

            let judged = users + usize::from(reports_account);
            let batches: Vec<_> = run.puts().iter().map(|put| evaluations(put).len()).collect();
            assert_eq!(batches.iter().sum::<usize>(), judged, "{case}");
            assert_eq!(batches.len(), judged.div_ceil(BATCH), "{case}");
            // The report is generated and read; exceptions and earlier results are read once.
            let reads = 2 + users.div_ceil(PAGE) + 1 + 1;
            assert_eq!(run.calls.len(), reads + batches.len(), "{case}");
        }
    }
}
