use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::annotation;
use crate::item::ACCOUNT;
use crate::writer::Writer;
use crate::{Code, Timestamp, Verdict, parameters};

const ARN: &str = "arn:aws:iam::111122223333:user/bob";
const FINDING: &str = "User bob: key 1 dates from 2025-09-06; limit 90 days.";

fn today() -> Date {
    Date::constant(2026, 1, 15)
}

fn finding(verdict: &Verdict) -> Evaluation {
    let evaluation =
        Evaluation::new("AWS::IAM::User", "AIDAEXAMPLEBOB", Timestamp::UNIX_EPOCH, verdict);
    Evaluation { arn: Some(ARN.to_owned()), ..evaluation }
}

fn entry(changes: &Value) -> Value {
    let mut entry = json!({
        "resource": "AIDAEXAMPLEBOB",
        "reason": "The vendor cannot rotate before March.",
        "owner": "alice@example.com",
        "approver": "carol@example.com",
        "createdOn": "2026-01-01",
        "expiresOn": "2027-01-01",
    });
    for (field, value) in changes.as_object().unwrap() {
        entry[field] = value.clone();
    }
    entry
}

/// Applies what somebody wrote where nobody is declared to be trusted.
fn apply(evaluations: &mut [Evaluation], document: &str, today: Date) {
    let found = Found { value: document.to_owned(), writer: Writer::Unknown };
    super::apply(evaluations, &found, &ExceptionParameters::default(), today);
}

/// What becomes of a finding under the exceptions `document`.
fn applied(document: &str) -> (ComplianceType, String) {
    let mut evaluations = [finding(&Verdict::non_compliant(FINDING))];
    apply(&mut evaluations, document, today());
    let [evaluation] = evaluations;
    (evaluation.compliance_type, evaluation.annotation)
}

/// What becomes of it where `trusted` may write and `writer` wrote.
fn applied_by(writer: Writer, trusted: &str, verdict: &Verdict) -> (ComplianceType, String) {
    let found = Found { value: json!([entry(&json!({}))]).to_string(), writer };
    let given = [("trustedExceptionWriters".to_owned(), trusted.to_owned())];
    let mut evaluations = [finding(verdict)];
    super::apply(&mut evaluations, &found, &parameters::read(&given.into()).unwrap(), today());
    let [evaluation] = evaluations;
    (evaluation.compliance_type, evaluation.annotation)
}

fn accepted(until: &str) -> (ComplianceType, String) {
    let owner = "(owner alice@example.com) (writer not verified)";
    let text = format!("Accepted exception until {until} {owner}: {FINDING}");
    (ComplianceType::NotApplicable, text)
}

fn noted(note: &str) -> (ComplianceType, String) {
    (ComplianceType::NonCompliant, format!("{FINDING} [{note}]"))
}

fn untouched() -> (ComplianceType, String) {
    (ComplianceType::NonCompliant, FINDING.to_owned())
}

#[test]
fn one_entry_decides_over_what_it_matches() {
    let cases = [
        ("the id", json!({}), accepted("2027-01-01")),
        ("a pattern of ids", json!({"resource": "AIDA*B?B"}), accepted("2027-01-01")),
        ("the ARN", json!({"resource": ARN}), accepted("2027-01-01")),
        ("a pattern of ARNs", json!({"resource": "arn:*:user/*"}), accepted("2027-01-01")),
        ("all", json!({"resource": "*"}), noted("exception malformed: resource names no resource")),
        (
            "all in the account",
            json!({"resource": "arn:aws:iam::111122223333:*"}),
            noted("exception malformed: resource names no resource"),
        ),
        (
            "all that are not punctuation",
            json!({"resource": "*:*/*"}),
            noted("exception malformed: resource names no resource"),
        ),
        (
            "a year and a day",
            json!({"expiresOn": "2027-01-02"}),
            noted(
                "exception malformed: 2026-01-01 to 2027-01-02 is longer than an exception may be \
                 valid, 365 days",
            ),
        ),
        (
            "for ever",
            json!({"createdOn": "0001-01-01", "expiresOn": "9999-12-31"}),
            noted(
                "exception malformed: 0001-01-01 to 9999-12-31 is longer than an exception may be \
                 valid, 365 days",
            ),
        ),
        (
            "approved by its owner",
            json!({"approver": " Alice+approvals@EXAMPLE.com"}),
            noted("exception malformed: owner and approver are the same person"),
        ),
        (
            "approved by nobody visible",
            json!({"approver": "\u{200b}"}),
            noted("exception malformed: approver is empty"),
        ),
        ("a ticket", json!({"ticket": "SEC-7"}), accepted("2027-01-01")),
        ("part of the id", json!({"resource": "AIDA"}), untouched()),
        ("another case", json!({"resource": "aidaexamplebob"}), untouched()),
        ("another resource", json!({"resource": "AIDAEXAMPLECAROL"}), untouched()),
        ("a name in an ARN only", json!({"resource": "bob"}), untouched()),
        ("the first day", json!({"createdOn": "2026-01-15"}), accepted("2027-01-01")),
        ("the last day", json!({"expiresOn": "2026-01-15"}), accepted("2026-01-15")),
        ("expired", json!({"expiresOn": "2026-01-14"}), noted("exception expired 2026-01-14")),
        (
            "expired, of another resource",
            json!({"resource": "x", "expiresOn": "2026-01-14"}),
            untouched(),
        ),
        (
            "not yet valid",
            json!({"createdOn": "2026-01-16"}),
            noted("exception not valid before 2026-01-16"),
        ),
        (
            "unknown field",
            json!({"expires": "2028-01-01"}),
            noted("exception malformed: unknown field 'expires'"),
        ),
        (
            "malformed, of another resource",
            json!({"resource": "x", "expires": "2028-01-01"}),
            untouched(),
        ),
        ("no reason", json!({"reason": " "}), noted("exception malformed: reason is empty")),
        ("no owner", json!({"owner": ""}), noted("exception malformed: owner is empty")),
        ("no approver", json!({"approver": ""}), noted("exception malformed: approver is empty")),
        ("no resource", json!({"resource": ""}), noted("exception malformed: resource is empty")),
        (
            "31 February",
            json!({"expiresOn": "2026-02-31"}),
            noted("exception malformed: expiresOn '2026-02-31' is no date"),
        ),
        (
            "a time",
            json!({"createdOn": "2026-01-01T00:00:00Z"}),
            noted("exception malformed: createdOn '2026-01-01T00:00:00Z' is no date"),
        ),
        (
            "no day long",
            json!({"createdOn": "2026-01-15", "expiresOn": "2026-01-15"}),
            noted("exception malformed: expiresOn is not after createdOn"),
        ),
        (
            "backwards",
            json!({"createdOn": "2027-01-02"}),
            noted("exception malformed: expiresOn is not after createdOn"),
        ),
        (
            "a number",
            json!({"owner": 7}),
            noted("exception malformed: invalid type: integer, expected a string"),
        ),
    ];
    for (case, changes, expected) in cases {
        assert_eq!(applied(&json!([entry(&changes)]).to_string()), expected, "{case}");
    }
}

#[test]
fn a_missing_field_is_malformed() {
    for field in ["reason", "owner", "approver", "createdOn", "expiresOn", "resource"] {
        let mut entry = entry(&json!({}));
        entry.as_object_mut().unwrap().remove(field);
        // Without a resource it may be meant for any.
        let expected = noted(&format!("exception malformed: missing field '{field}'"));
        assert_eq!(applied(&json!([entry]).to_string()), expected);
    }
}

#[test]
fn each_entry_stands_for_itself() {
    let good = entry(&json!({}));
    let longer = entry(&json!({"createdOn": "2026-01-10", "expiresOn": "2027-01-10"}));
    let expired = entry(&json!({"expiresOn": "2026-01-10"}));
    let older = entry(&json!({"expiresOn": "2026-01-05"}));
    let malformed = entry(&json!({"owner": ""}));
    let later = entry(&json!({"createdOn": "2026-02-01"}));
    for (entries, expected) in [
        (json!([malformed, expired, 5, good]), accepted("2027-01-01")),
        (json!([good, longer]), accepted("2027-01-10")),
        (json!([older, expired]), noted("exception expired 2026-01-10")),
        (json!([expired, later]), noted("exception not valid before 2026-02-01")),
        (json!([expired, malformed, later]), noted("exception malformed: owner is empty")),
        (json!([]), untouched()),
        (json!([[]]), noted("exception malformed: it is no JSON object")),
        (
            json!([["AIDAEXAMPLEBOB", "r", "o", "a", "2026-01-01", "2027-01-01"]]),
            noted("exception malformed: it is no JSON object"),
        ),
    ] {
        assert_eq!(applied(&entries.to_string()), expected, "{entries}");
    }
}

#[test]
fn a_repeated_field_is_malformed() {
    let text = entry(&json!({})).to_string();
    let owner = text.replacen('{', r#"{"owner": "mallory@example.com","#, 1);
    let expected = noted("exception malformed: duplicate field 'owner'");
    assert_eq!(applied(&format!("[{owner}]")), expected);
    let resource = text.replacen('{', r#"{"resource": "x","#, 1);
    let expected = noted("exception malformed: duplicate field 'resource'");
    assert_eq!(applied(&format!("[{resource}]")), expected);
}

#[test]
fn a_document_that_is_no_list_excepts_nothing() {
    for document in ["", "null", "{}", "[", "[] []", "\"[]\"", &entry(&json!({})).to_string()] {
        assert_eq!(applied(document), noted("exceptions malformed: no JSON list"), "{document}");
    }
}

#[test]
fn only_findings_are_touched() {
    let document = json!([entry(&json!({}))]).to_string();
    for verdict in [Verdict::compliant("Fine."), Verdict::not_applicable("None.")] {
        for document in [&document, "malformed", r#"[{"resource": "*"}]"#] {
            let mut evaluations = [finding(&verdict)];
            apply(&mut evaluations, document, today());
            assert_eq!(evaluations, [finding(&verdict)]);
        }
    }
}

#[test]
fn one_that_nobody_trusted_wrote_excepts_nothing() {
    const TRUSTED: &str = "arn:aws:sts::111122223333:assumed-role/SecurityOfficer/*";
    let by = |writer: Writer| applied_by(writer, TRUSTED, &Verdict::non_compliant(FINDING));
    let named = |arn: &str| Writer::Named(arn.to_owned());
    let (compliance, text) = accepted("2027-01-01");
    let verified = text.replace(" (writer not verified)", "");
    let officer = "arn:aws:sts::111122223333:assumed-role/SecurityOfficer/alice";
    assert_eq!(by(named(officer)), (compliance, verified));
    for (writer, why) in [
        (
            named("arn:aws:iam::111122223333:user/bob"),
            "was last written by arn:aws:iam::111122223333:user/bob, which is not a trusted writer",
        ),
        (
            named("arn:aws:sts::111122223333:assumed-role/PlatformDevelopmentEngineer/bob"),
            "was last written by arn:aws:sts::111122223333:assumed-role/PlatformDevelop…, which \
             is not a trusted writer",
        ),
        (named("System"), "was last written by System, which is not a trusted writer"),
        (Writer::Unknown, "was last written by nobody that Parameter Store names"),
        (
            Writer::Unreadable("AccessDeniedException on ssm:DescribeParameters".to_owned()),
            "was written by an unknown person: AccessDeniedException on ssm:DescribeParameters",
        ),
    ] {
        assert_eq!(by(writer), noted(&format!("exception {why}")));
    }
}

#[test]
fn an_attestation_that_is_forged_or_denies_is_never_excepted() {
    let forged = Verdict::non_compliant(FINDING).never_excepted();
    let mut evaluations = [finding(&forged)];
    let document = json!([entry(&json!({}))]).to_string();
    assert!(!would_apply(&evaluations, &document, &ExceptionParameters::default(), today()));
    apply(&mut evaluations, &document, today());
    let note = "no exception: the attestation is forged or answers no";
    assert_eq!(evaluations[0].annotation, format!("{FINDING} [{note}]"));
    assert_eq!(evaluations[0].compliance_type, ComplianceType::NonCompliant);
    let officer = Writer::Named("arn:aws:iam::111122223333:user/alice".to_owned());
    let verdict = applied_by(officer, "arn:aws:iam::111122223333:user/alice", &forged);
    assert_eq!(verdict, noted(note));
    let other = json!([entry(&json!({"resource": "x"}))]).to_string();
    let mut evaluations = [finding(&forged)];
    apply(&mut evaluations, &other, today());
    assert_eq!(evaluations, [finding(&forged)]);
}

#[test]
fn the_writer_matters_where_an_exception_in_force_matches_a_finding() {
    let parameters = ExceptionParameters::default();
    let would = |verdict: &Verdict, document: &Value| {
        let document = document.to_string();
        would_apply(&[finding(verdict)], &document, &parameters, today())
    };
    let finding = Verdict::non_compliant(FINDING);
    assert!(would(&finding, &json!([7, entry(&json!({}))])));
    for document in [
        json!([entry(&json!({"resource": "x"}))]),
        json!([entry(&json!({"expiresOn": "2026-01-14"}))]),
        json!([entry(&json!({"createdOn": "2026-01-16"}))]),
        json!([entry(&json!({"resource": "*"}))]),
        json!([]),
        json!({}),
    ] {
        assert!(!would(&finding, &document), "{document}");
    }
    assert!(!would(&Verdict::compliant("Fine."), &json!([entry(&json!({}))])));
}

#[test]
fn an_account_is_named_by_its_id() {
    let verdict = Verdict::non_compliant("Root: age of key 1 is unknown.");
    let mut evaluations =
        [Evaluation::new(ACCOUNT, "111122223333", Timestamp::UNIX_EPOCH, &verdict)];
    let document = json!([entry(&json!({"resource": "111122223333"}))]).to_string();
    apply(&mut evaluations, &document, today());
    assert_eq!(evaluations[0].compliance_type, ComplianceType::NotApplicable);
    assert_eq!(
        evaluations[0].annotation,
        "Accepted exception until 2027-01-01 (owner alice@example.com) (writer not verified): Root: \
         age of key 1 is unknown."
    );
}

#[test]
fn notes_and_owners_survive_the_cut() {
    let long = Verdict::non_compliant("ä".repeat(300));
    let document = json!([entry(&json!({"expiresOn": "2026-01-14"}))]).to_string();
    let mut evaluations = [finding(&long)];
    apply(&mut evaluations, &document, today());
    let annotation = &evaluations[0].annotation;
    assert!(annotation.ends_with("ä… [exception expired 2026-01-14]"), "{annotation}");
    assert_eq!(annotation.chars().count(), annotation::LIMIT);

    let document = json!([entry(&json!({"owner": "o".repeat(500)}))]).to_string();
    let (_, annotation) = applied(&document);
    let end = format!("o…) (writer not verified): {FINDING}");
    assert!(annotation.ends_with(&end), "{annotation}");

    let document = json!([entry(&json!({"x".repeat(500): 1}))]).to_string();
    let (_, annotation) = applied(&document);
    assert!(annotation.starts_with(&format!("{FINDING} [exception malformed: ")), "{annotation}");
    assert!(annotation.ends_with("x…]"), "{annotation}");
}

#[test]
fn exceptions_that_cannot_be_read_are_told_of() {
    let mut evaluations =
        [finding(&Verdict::non_compliant(FINDING)), finding(&Verdict::compliant("Fine."))];
    let error = Error::new(Code::AccessDenied, "AccessDenied on ssm:GetParameter: some text");
    unread(&mut evaluations, &error);
    assert_eq!(
        evaluations[0].annotation,
        format!("{FINDING} [exceptions not read: AccessDenied on ssm:GetParameter]")
    );
    assert_eq!(evaluations[0].compliance_type, ComplianceType::NonCompliant);
    assert_eq!(evaluations[1], finding(&Verdict::compliant("Fine.")));
}

proptest! {
    #[test]
    fn never_passes_never_panics_always_fits(document in r"[\[{]?.*", text in ".{0,300}") {
        let mut evaluations = [finding(&Verdict::non_compliant(text))];
        apply(&mut evaluations, &document, today());
        prop_assert_ne!(evaluations[0].compliance_type, ComplianceType::Compliant);
        let length = evaluations[0].annotation.chars().count();
        prop_assert!((1..=annotation::LIMIT).contains(&length));
    }
}
