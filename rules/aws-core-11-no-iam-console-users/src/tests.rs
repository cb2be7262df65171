use std::collections::BTreeMap;

use shared::credential_report::{CredentialReport, Credentials};
use shared::{Rule, Timestamp, Verdict, parameters};

use crate::{ConsoleUser, NoIamConsoleUsers, Parameters, Password};
use shared::testing;

fn now() -> Timestamp {
    "2026-01-15T10:30:00Z".parse().unwrap()
}

/// The row of a user in a report.
fn row(name: &str, enabled: &str, last_used: &str) -> Credentials {
    let text = format!(
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
         mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,\
         access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date\n\
         {name},arn:aws:iam::111122223333:user/one,2024-05-01T10:00:00+00:00,{enabled},{last_used},\
         N/A,true,true,2025-09-06T12:00:00+00:00,N/A,false,N/A,N/A"
    );
    let report = CredentialReport::parse(text.as_bytes(), now()).unwrap();
    let created = "2024-05-01T10:00:00Z".parse().unwrap();
    report.user("arn:aws:iam::111122223333:user/one", created).unwrap().unwrap()
}

fn verdict(name: &str, password: Option<Password>, break_glass: &str) -> Verdict {
    let given = BTreeMap::from([("breakGlassUsers".to_owned(), break_glass.to_owned())]);
    let parameters: Parameters = parameters::read(&given).unwrap();
    let user = ConsoleUser { name: name.to_owned(), password };
    NoIamConsoleUsers::judge(&user, &parameters, now())
}

fn c(text: &str) -> Verdict {
    testing::compliant(text)
}

fn nc(text: &str) -> Verdict {
    testing::non_compliant(text)
}

fn na(text: &str) -> Verdict {
    testing::not_applicable(text)
}

#[test]
fn rows_of_the_report() {
    let used = Some(Password::LastUsed("2026-01-10T07:00:00Z".parse().unwrap()));
    let cases = [
        ("① true", "true", "2026-01-10T07:00:00+00:00", used),
        ("in capitals", "TRUE", "2026-01-10T07:00:00+00:00", used),
        ("never used", "true", "no_information", Some(Password::NeverUsed)),
        ("never used, in the other words", "true", "N/A", Some(Password::NeverUsed)),
        ("② FALSE", "FALSE", "N/A", None),
        ("false", "false", "no_information", None),
        ("deleted, but once used", "false", "2025-01-10T07:00:00+00:00", None),
    ];
    for (case, enabled, last_used, expected) in cases {
        assert_eq!(Password::of(&row("alice", enabled, last_used)), Ok(expected), "{case}");
    }
    for silence in ["not_supported", "N/A", "no_information"] {
        let error = Password::of(&row("alice", silence, "N/A")).unwrap_err();
        assert_eq!(error.brief(), "the credential report does not tell password_enabled");
    }
    // ⑨ What a name may hold must not shift the columns.
    for name in ["\"doe, jane\"", "\"o\"\"brien\"", "\"a,b,c,true,true\""] {
        assert_eq!(Password::of(&row(name, "false", "N/A")), Ok(None), "{name}");
        let used = row(name, "true", "2026-01-10T07:00:00+00:00");
        assert!(Password::of(&used).unwrap().is_some(), "{name}");
    }
    assert_eq!(row("\"doe, jane\"", "false", "N/A").user, "doe, jane");
    assert_eq!(row("\"o\"\"brien\"", "false", "N/A").user, "o\"brien");
}

#[test]
fn verdicts() {
    let used = Some(Password::LastUsed("2026-01-10T07:00:00Z".parse().unwrap()));
    let cases = [
        ("①", "alice", used, "", nc("User alice has a console password (last used 2026-01-10).")),
        (
            "never used",
            "alice",
            Some(Password::NeverUsed),
            "",
            nc("User alice has a console password (no use recorded)."),
        ),
        ("② ⑥", "ci-deploy", None, "", c("User ci-deploy has no console password.")),
        (
            "⑦ a new user",
            "erin",
            Some(Password::NotReported),
            "",
            nc("User erin has a console password (newer than the credential report)."),
        ),
        (
            "③ a pattern",
            "bg-1",
            used,
            "admin,bg-*",
            na("[declared] User bg-1 is a declared break-glass user."),
        ),
        (
            "declared, without a password",
            "bg-1",
            None,
            "bg-?",
            na("[declared] User bg-1 is a declared break-glass user."),
        ),
        (
            "names are case-sensitive",
            "BG-1",
            used,
            "bg-*",
            nc("User BG-1 has a console password (last used 2026-01-10)."),
        ),
        (
            "the whole name must match",
            "not-bg-1",
            used,
            "bg-*",
            nc("User not-bg-1 has a console password (last used 2026-01-10)."),
        ),
        (
            "⑨ a comma in the name",
            "doe, jane",
            None,
            "",
            c("User doe, jane has no console password."),
        ),
    ];
    for (case, name, password, break_glass, expected) in cases {
        assert_eq!(verdict(name, password, break_glass), expected, "{case}");
    }
}

#[test]
fn a_list_of_users_with_an_empty_item_is_refused() {
    let given = BTreeMap::from([("breakGlassUsers".to_owned(), "bg-1,,bg-2".to_owned())]);
    assert!(parameters::read::<Parameters>(&given).is_err());
}
