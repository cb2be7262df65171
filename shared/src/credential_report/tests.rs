use proptest::prelude::*;

use super::*;

const HEADER: &str = "user,arn,user_creation_time,password_enabled,password_last_used,\
    password_last_changed,password_next_rotation,mfa_active,access_key_1_active,\
    access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,\
    access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
    access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,\
    cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated,\
    additional_credentials_info";
const ROOT_ROW: &str = "<root_account>,arn:aws:iam::111122223333:root,2020-03-01T09:00:00+00:00,\
    not_supported,2025-11-30T08:15:00+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,\
    false,N/A,N/A,N/A,N/A,false,N/A,false,N/A,N/A";
const BOB_ROW: &str = "bob,arn:aws:iam::111122223333:user/bob,2024-05-01T10:00:00+00:00,true,\
    no_information,2025-06-01T00:00:00+00:00,N/A,false,true,2025-09-06T12:00:00+00:00,\
    2026-01-10T07:00:00+00:00,us-east-1,s3,false,2024-05-01T10:00:00+00:00,N/A,N/A,N/A,false,N/A,\
    false,N/A,N/A";
const BOB: &str = "arn:aws:iam::111122223333:user/bob";

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn generated() -> Timestamp {
    time("2026-01-15T04:00:00Z")
}

fn parse(lines: &[&str]) -> Result<CredentialReport> {
    CredentialReport::parse(lines.join("\n").as_bytes(), generated())
}

fn bob() -> Credentials {
    let report = parse(&[HEADER, ROOT_ROW, BOB_ROW]).unwrap();
    report.user(BOB, time("2024-05-01T10:00:00Z")).unwrap().unwrap()
}

#[test]
fn a_row_is_read_by_the_names_of_the_columns() {
    let expected = Credentials {
        user: "bob".to_owned(),
        arn: BOB.to_owned(),
        created: time("2024-05-01T10:00:00Z"),
        password_enabled: Some(true),
        password_last_used: None,
        password_last_changed: Some(time("2025-06-01T00:00:00Z")),
        mfa_active: false,
        has_further: false,
        keys: [
            AccessKey {
                active: true,
                last_rotated: Some(time("2025-09-06T12:00:00Z")),
                last_used: Some(time("2026-01-10T07:00:00Z")),
            },
            AccessKey {
                active: false,
                last_rotated: Some(time("2024-05-01T10:00:00Z")),
                last_used: None,
            },
        ],
    };
    assert_eq!(bob(), expected);

    let reversed = |line: &str| line.split(',').rev().collect::<Vec<_>>().join(",");
    let lines = [reversed(HEADER), reversed(BOB_ROW)];
    let report = parse(&[&lines[0], &lines[1]]).unwrap();
    assert_eq!(report.user(BOB, expected.created), Ok(Some(expected)));
}

#[test]
fn the_root_user_stands_apart() {
    let report = parse(&[HEADER, ROOT_ROW]).unwrap();
    let root = report.root().unwrap();
    assert_eq!(root.user, "<root_account>");
    assert_eq!((root.password_enabled, root.mfa_active), (None, true));
    assert!(root.keys.iter().all(|key| !key.active && key.last_rotated.is_none()));

    let error = parse(&[HEADER, BOB_ROW]).unwrap().root().unwrap_err();
    assert_eq!(error.brief(), "the credential report has no row of the root user");
}

#[test]
fn quoted_fields_and_carriage_returns_are_read() {
    let quoted = BOB_ROW.replace("N/A\n", "").replacen("bob,", "\"bob\",", 1).replacen(
        "us-east-1",
        "\"us-east-1, us-west-2\"",
        1,
    );
    let text = format!("{HEADER}\r\n{quoted}\r\n");
    let report = CredentialReport::parse(text.as_bytes(), generated()).unwrap();
    assert_eq!(report.user(BOB, bob().created), Ok(Some(bob())));
}

#[test]
fn further_credentials_are_noticed() {
    let has_further = |info: &str| {
        let row = BOB_ROW.strip_suffix("N/A").unwrap();
        let report = parse(&[HEADER, &format!("{row}{info}")]).unwrap();
        report.user(BOB, bob().created).unwrap().unwrap().has_further
    };
    for none in ["N/A", "", " ", "no_information", "not_supported", "\"\""] {
        assert!(!has_further(none), "{none:?}");
    }
    for some in ["1", "\"2 additional access keys, see ListAccessKeys\"", "additional keys: 1"] {
        assert!(has_further(some), "{some:?}");
    }
    // Reports of earlier years lack the column.
    let (header, row) =
        (HEADER.replace(",additional_credentials_info", ""), &BOB_ROW[..BOB_ROW.len() - 4]);
    let report = parse(&[&header, row]).unwrap();
    assert!(!report.user(BOB, bob().created).unwrap().unwrap().has_further);
    assert!(parse(&[&format!("{HEADER},additional_credentials_info"), BOB_ROW]).is_err());
}

#[test]
fn every_needed_column_is_needed_once() {
    let needed = [
        "user",
        "arn",
        "user_creation_time",
        "password_enabled",
        "password_last_used",
        "password_last_changed",
        "mfa_active",
        "access_key_1_active",
        "access_key_1_last_rotated",
        "access_key_1_last_used_date",
        "access_key_2_active",
        "access_key_2_last_rotated",
        "access_key_2_last_used_date",
    ];
    for column in HEADER.split(',') {
        let rename = |to: &str| {
            HEADER
                .split(',')
                .map(|it| if it == column { to } else { it })
                .collect::<Vec<_>>()
                .join(",")
        };
        let error = parse(&[&rename("other"), BOB_ROW]).err().map(|error| error.to_string());
        let message = format!("the credential report is unreadable: it has no column {column}");
        assert_eq!(error, needed.contains(&column).then_some(message), "{column}");

        let error = parse(&[&HEADER.replace("additional_credentials_info", column), BOB_ROW]);
        let twice = column != "additional_credentials_info" && needed.contains(&column);
        assert_eq!(error.is_err(), twice, "{column}");
    }
    for empty in ["", "\n", "user,arn", "\u{feff}", "<html>"] {
        assert!(parse(&[empty]).is_err(), "{empty:?}");
    }
}

#[test]
fn what_is_no_table_is_an_error() {
    assert!(parse(&[HEADER, "bob,arn"]).is_err());
    assert!(parse(&[HEADER, ROOT_ROW, BOB_ROW, BOB_ROW]).is_err());
    assert!(parse(&[HEADER, ROOT_ROW, ROOT_ROW]).is_err());
    let mut bytes = format!("{HEADER}\n{BOB_ROW}").into_bytes();
    bytes.push(0xff);
    assert!(CredentialReport::parse(&bytes, generated()).is_err());
}

#[test]
fn a_value_that_cannot_be_read_concerns_its_row_only() {
    let alice = BOB_ROW.replace("bob", "alice");
    for (right, wrong, message) in [
        ("2025-09-06T12:00:00+00:00", "yesterday", "'yesterday' as access_key_1_last_rotated"),
        ("false,true,2025", "false,N/A,2025", "'N/A' as access_key_1_active"),
        ("false,true,2025", "false,maybe,2025", "'maybe' as access_key_1_active"),
        ("N/A,false,true", "N/A,N/A,true", "'N/A' as mfa_active"),
        ("2024-05-01T10:00:00+00:00,true", "N/A,true", "'N/A' as user_creation_time"),
        ("00:00,true", "00:00,", "'' as access_key_1_active"),
    ] {
        let wrong = if wrong == "00:00," {
            BOB_ROW.replacen("false,true,", "false,,", 1)
        } else {
            BOB_ROW.replacen(right, wrong, 1)
        };
        assert_ne!(wrong, BOB_ROW, "{right}");
        let report = parse(&[HEADER, &wrong, &alice]).unwrap();
        let error = report.user(BOB, bob().created).unwrap_err();
        assert_eq!(error.brief(), format!("the credential report has {message}"));
        let arn = "arn:aws:iam::111122223333:user/alice";
        assert!(report.user(arn, bob().created).unwrap().is_some());
    }
    let upper = BOB_ROW.replacen("false,true,", "FALSE,TRUE,", 1);
    let report = parse(&[HEADER, &upper]).unwrap();
    assert_eq!(report.user(BOB, bob().created), Ok(Some(bob())));
}

#[test]
fn a_listed_user_is_in_the_report_or_younger_or_unknown() {
    let report = parse(&[HEADER, ROOT_ROW, BOB_ROW]).unwrap();
    let carol = "arn:aws:iam::111122223333:user/carol";
    // A listing may have fractions of seconds, the report has none.
    assert!(report.user(BOB, time("2024-05-01T10:00:00.75Z")).unwrap().is_some());
    assert_eq!(report.user(carol, time("2026-01-15T04:00:01Z")), Ok(None));
    assert_eq!(report.user(carol, time("2026-01-15T04:00:00Z")), Ok(None));
    // IAM collects the rows before it dates the report.
    assert_eq!(report.user(carol, time("2026-01-15T03:59:30Z")), Ok(None));
    assert_eq!(report.user(carol, time("2026-01-15T03:45:00Z")), Ok(None));
    let error = report.user(carol, time("2026-01-15T03:44:59Z")).unwrap_err();
    assert_eq!(error.brief(), format!("the credential report has no row of {carol}"));
    // A new user under the name of a deleted one must not be judged by the other's keys.
    assert_eq!(report.user(BOB, time("2026-01-15T05:00:00Z")), Ok(None));
    assert_eq!(report.user(BOB, time("2026-01-15T03:50:00Z")), Ok(None));
    assert!(report.user(BOB, time("2025-01-01T00:00:00Z")).is_err());
}

proptest! {
    #[test]
    fn bytes_never_panic(bytes in any::<Vec<u8>>()) {
        let _ = CredentialReport::parse(&bytes, generated());
    }

    #[test]
    fn rows_never_panic(row in r#"[a-z0-9,"<>:/+\-N\r\n ]{0,300}"#, cut in 0_usize..400) {
        let text = format!("{HEADER}\n{row}\n{BOB_ROW}");
        let _ = CredentialReport::parse(text.as_bytes(), generated());
        let _ = CredentialReport::parse(&text.as_bytes()[..cut.min(text.len())], generated());
    }

    #[test]
    fn values_never_panic(values in proptest::collection::vec("[^,\"\r\n]{0,30}", 23)) {
        let row = values.join(",");
        if let Ok(report) = parse(&[HEADER, &row]) {
            let _ = report.user(values[1].trim(), generated());
            let _ = report.root();
        }
    }
}
