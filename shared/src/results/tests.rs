use super::*;

const USER: &str = "AWS::IAM::User";

fn now() -> Timestamp {
    "2026-01-15T12:00:00Z".parse().unwrap()
}

fn stored(kind: &str, id: &str, verdict: &Verdict, days_ago: i64) -> StoredResult {
    StoredResult {
        resource_type: kind.to_owned(),
        resource_id: id.to_owned(),
        compliance_type: verdict.compliance_type,
        basis: verdict.basis,
        annotation: verdict.annotation.clone(),
        recorded: now() - SignedDuration::from_hours(24 * days_ago),
    }
}

fn found(kind: &str, id: &str, verdict: &Verdict) -> Evaluation {
    Evaluation::new(kind, id, now(), verdict)
}

fn sent(evaluations: Vec<Evaluation>, stored: &[StoredResult]) -> Vec<(String, ComplianceType)> {
    let findings = Findings { evaluations, covers: &[USER] };
    let due = due(findings, stored, now(), 7);
    due.into_iter().map(|it| (it.resource_id, it.compliance_type)).collect()
}

#[test]
fn only_what_changed_is_sent() {
    let (fine, bad) = (Verdict::compliant("Fine."), Verdict::non_compliant("Bad."));
    let sent = sent(
        vec![
            found(USER, "unchanged", &fine),
            found(USER, "new", &fine),
            found(USER, "turned", &bad),
            found(USER, "reworded", &bad),
            found(USER, "a week old", &fine),
            found(USER, "over a week old", &fine),
            found(USER, "still not applicable", &Verdict::not_applicable("None.")),
        ],
        &[
            stored(USER, "unchanged", &fine, 1),
            stored(USER, "turned", &fine, 1),
            stored(USER, "reworded", &Verdict::non_compliant("Worse."), 1),
            stored(USER, "a week old", &fine, 7),
            stored(USER, "over a week old", &fine, 8),
            stored(USER, "still not applicable", &Verdict::not_applicable("None."), 1),
        ],
    );
    let ids: Vec<&str> = sent.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["new", "over a week old", "reworded", "turned"]);
}

#[test]
fn what_vanished_is_retired_by_type_and_id() {
    let bad = Verdict::non_compliant("Bad.");
    let sent = sent(
        vec![found(USER, "same id", &bad)],
        &[
            stored(USER, "same id", &bad, 1),
            stored("AWS::IAM::Role", "same id", &bad, 1),
            stored(USER, "gone", &bad, 1),
            stored(USER, "gone before", &Verdict::not_applicable("Gone."), 1),
            stored(ACCOUNT, "111122223333", &Verdict::compliant("No IAM user exists."), 1),
        ],
    );
    // The role is of a type that the listing did not cover, so nothing is known of it.
    assert_eq!(
        sent,
        [
            ("111122223333".to_owned(), ComplianceType::NotApplicable),
            ("gone".to_owned(), ComplianceType::NotApplicable)
        ]
    );
}
