//! The rules on IAM users and roles, in an account of thousands: the calls stay within the control's
//! formula, and none is made per user or role.

#![cfg(test)]

use std::fmt::Write;

use conformance::build_binaries;
use conformance::event::Event;
use conformance::run::{Run, evaluations};
use harness::Answers;
use harness::answers::{Answer, Call};
use serde_json::json;

/// The most that one call lists, and that one of `PutEvaluations` takes.
const PAGE: usize = 1000;
const BATCH: usize = 100;

/// A rule, and what it does in an account of as many users as roles.
struct Case {
    rule: &'static str,
    /// Whether it reports on the account too.
    reports_account: bool,
    /// Whether it reads the credential report.
    reads_report: bool,
    /// How many kinds of identities it lists and judges: users, or roles, or both.
    kinds: usize,
}

const fn case(rule: &'static str, reports_account: bool, reads_report: bool, kinds: usize) -> Case {
    Case { rule, reports_account, reads_report, kinds }
}

const CASES: [Case; 6] = [
    case("aws-core-11-no-iam-console-users", false, true, 1),
    case("aws-core-12-no-iam-access-keys", true, true, 1),
    case("aws-core-13-iam-access-keys-used", true, true, 1),
    case("aws-core-14-iam-access-keys-rotated", true, true, 1),
    case("aws-core-15-iam-roles-used", false, false, 1),
    case("aws-core-16-no-aws-managed-full-access", true, false, 2),
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
    let mut members = String::new();
    for number in first..last {
        let arn = arn(number);
        write!(
            members,
            "<member><Path>/</Path><UserName>user-{number:04}</UserName>\
             <UserId>AIDA2EXAMPLE{number:09}</UserId><Arn>{arn}</Arn>\
             <CreateDate>2024-05-01T10:00:00Z</CreateDate></member>"
        )
        .expect("a string takes everything");
    }
    let more = last < users;
    let marker = if more { format!("<Marker>AAEXAMPLE{nth}</Marker>") } else { String::new() };
    format!("<IsTruncated>{more}</IsTruncated>{marker}<Users>{members}</Users>")
}

/// The `nth` page of the details of those kinds of identities that are asked for, all of them with a
/// policy that grants everything.
fn details(asked: &str, number: usize, nth: usize) -> String {
    assert!(asked.contains("MaxItems=1000"), "{asked}");
    let kinds = [("User", "AIDA"), ("Role", "AROA")];
    let kinds = kinds.into_iter().filter(|(kind, _)| asked.contains(&format!("={kind}")));
    let all: Vec<_> = kinds.flat_map(|kind| (0..number).map(move |it| (kind, it))).collect();
    let (first, last) = ((nth - 1) * PAGE, all.len().min(nth * PAGE));
    let mut lists = [("User", String::new()), ("Role", String::new())];
    for &((kind, prefix), number) in &all[first..last] {
        let (_, members) = lists.iter_mut().find(|it| it.0 == kind).expect("one of the two");
        let lower = kind.to_lowercase();
        write!(
            members,
            "<member><Path>/</Path><{kind}Name>{lower}-{number:04}</{kind}Name>\
             <{kind}Id>{prefix}2EXAMPLE{number:09}</{kind}Id>\
             <Arn>arn:aws:iam::111122223333:{lower}/{lower}-{number:04}</Arn>\
             <CreateDate>2024-05-01T10:00:00Z</CreateDate><AttachedManagedPolicies><member>\
             <PolicyName>AdministratorAccess</PolicyName>\
             <PolicyArn>arn:aws:iam::aws:policy/AdministratorAccess</PolicyArn>\
             </member></AttachedManagedPolicies></member>"
        )
        .expect("a string takes everything");
    }
    let lists = lists.map(|(kind, list)| format!("<{kind}DetailList>{list}</{kind}DetailList>"));
    let more = last < all.len();
    let marker = if more { format!("<Marker>AAEXAMPLE{nth}</Marker>") } else { String::new() };
    format!("<IsTruncated>{more}</IsTruncated>{marker}{}", lists.concat())
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
        "GetAccountAuthorizationDetails" => details(&call.body, users, nth),
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
async fn no_call_is_made_per_user_or_role() {
    let binaries = build_binaries();
    let time = json!({
        "awsAccountId": "111122223333",
        "notificationCreationTime": "2026-01-15T10:30:00.000Z",
        "messageType": "ScheduledNotification",
        "recordVersion": "1.0",
    });
    for Case { rule, reports_account, reads_report, kinds } in CASES {
        for users in [1_500, 5_000] {
            let answers = Answers::given_by(move |call, nth| answer(call, nth, users)).await;
            let event = Event::new(rule, &time);
            let run =
                Run::of(&binaries.join(rule), &event, &answers.expect("a port is free")).await;
            let case = format!("{rule}, {users} users and as many roles");
            assert!(run.outcome.is_ok(), "{case}: {:?}", run.outcome);
            assert_eq!(run.missing, [""; 0], "{case}");

            let judged = kinds * users + usize::from(reports_account);
            let batches: Vec<_> = run.puts().iter().map(|put| evaluations(put).len()).collect();
            assert_eq!(batches.iter().sum::<usize>(), judged, "{case}");
            assert_eq!(batches.len(), judged.div_ceil(BATCH), "{case}");
            // A report is generated and read; exceptions and earlier results are read once.
            let report = if reads_report { 2 } else { 0 };
            let reads = report + (kinds * users).div_ceil(PAGE) + 1 + 1;
            assert_eq!(run.calls.len(), reads + batches.len(), "{case}");
        }
    }
}
