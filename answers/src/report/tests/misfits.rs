use serde_json::{Value, json};

use crate::sample;
use crate::{Conclusion, GapReason, Report};

/// The sample as it is saved, changed by `change`, and read back.
fn changed(change: impl Fn(&mut Value)) -> Report {
    let mut json = serde_json::to_value(sample::report()).unwrap();
    change(&mut json);
    Report::read(&serde_json::to_vec(&json).unwrap()).unwrap()
}

fn answer<'a>(report: &'a mut Value, control: &str) -> &'a mut Value {
    let answers = report["answers"].as_array_mut().unwrap();
    answers.iter_mut().find(|it| it["control"] == control).unwrap()
}

fn told(report: &Report) -> Vec<&str> {
    report.misfits.iter().map(String::as_str).collect()
}

#[test]
fn what_was_not_changed_fits() {
    let report = changed(|_| ());
    assert_eq!(report, sample::report());
    assert_eq!(told(&report), [""; 0]);
}

#[test]
fn a_result_that_was_changed_is_none() {
    for (member, value) in [
        ("compliance", json!("COMPLIANT")),
        ("annotation", json!("Closed.")),
        ("resourceId", json!("sg-9")),
        ("account", json!("444455556666")),
        ("region", json!("eu-west-1")),
        ("observed", json!("2026-01-16T00:00:00Z")),
        ("ruleName", json!("other")),
        ("sha256", json!("")),
        ("basis", json!("attested")),
    ] {
        let report = changed(|json| {
            answer(json, "aws-core-19")["evidence"][0][member] = value.clone();
        });
        assert!(!report.misfits.is_empty(), "{member}");
        assert!(
            report.misfits[0].contains("1 result is not as it was when the report was made"),
            "{member}: {:?}",
            report.misfits
        );
        let answer = report.answer("aws-core-19").unwrap();
        assert_eq!((answer.evidence.len(), answer.counts.total()), (2, 2), "{member}");
        assert!(answer.coverage.gaps.iter().any(|it| it.reason == GapReason::Unreadable));
        // The other finding stands, and the other answers do.
        assert_eq!(answer.answer, Conclusion::Failure, "{member}");
        assert_eq!(report.answer("aws-core-9"), sample::report().answer("aws-core-9"));
        assert_eq!(report.gaps.len(), sample::report().gaps.len() + report.misfits.len());
    }
    // A finding that was made a pass leaves no pass.
    let report = changed(|json| {
        for row in answer(json, "aws-core-19")["evidence"].as_array_mut().unwrap() {
            row["compliance"] = json!("COMPLIANT");
        }
    });
    assert_eq!(report.answer("aws-core-19").unwrap().answer, Conclusion::Partial);
}

#[test]
fn a_result_that_was_left_out_is_missed() {
    let report = changed(|json| {
        let rows = answer(json, "aws-core-19")["evidence"].as_array_mut().unwrap();
        rows.retain(|it| it["compliance"] == "COMPLIANT");
    });
    let expected = "aws-core-19: The counts of 111122223333 are not those of the results: some may \
                    be missing.";
    assert_eq!(told(&report), [expected]);
    let answer = report.answer("aws-core-19").unwrap();
    assert_eq!((answer.answer, answer.counts.compliant), (Conclusion::Partial, 1));
    assert_eq!(report.summary.failure, 0);
    assert_eq!(report.summary.partial, 2);
}

#[test]
fn what_is_said_of_results_is_recomputed() {
    type Change = fn(&mut Value);
    let changes: [(Change, &str); 8] = [
        (|it| it["answer"] = json!("acceptable"), "its answer is said to be"),
        (|it| it["counts"]["nonCompliant"] = json!(0), "Its counts are not those"),
        (|it| it["accounts"][0]["counts"]["compliant"] = json!(9), "The counts of 111122223333"),
        (|it| it["accounts"] = json!([]), "The counts of 111122223333"),
        (|it| it["counts"]["unverified"] = json!(u64::MAX), "Its counts are not those"),
        (|it| it["coverage"]["placesAssessed"] = json!(u64::MAX), "Its coverage does not fit"),
        (|it| it["coverage"]["places"] = json!(u64::MAX), "Its coverage does not fit"),
        (|it| it["coverage"]["accountsAssessed"] = json!(7), "Its coverage does not fit"),
    ];
    for (change, why) in changes {
        let report = changed(|json| change(answer(json, "aws-core-19")));
        assert!(report.misfits.iter().any(|it| it.contains(why)), "{why}: {:?}", report.misfits);
        let answer = report.answer("aws-core-19").unwrap();
        assert_eq!(answer.answer, Conclusion::Failure, "{why}");
        assert_eq!(answer.counts, sample::report().answer("aws-core-19").unwrap().counts);
        assert!(answer.coverage.places < 10);
        let _ = (report.sentence(), answer.counts.failures(), answer.coverage.percent());
    }
    // What is not said any more to be missing: the place that was not seen.
    let report = changed(|json| answer(json, "aws-core-5")["coverage"]["gaps"] = json!([]));
    assert!(report.misfits[0].contains("Its coverage does not fit"), "{:?}", report.misfits);
    assert_eq!(report.answer("aws-core-5").unwrap().answer, Conclusion::NotAssessed);
}

#[test]
fn totals_are_recomputed() {
    let totals: [fn(&mut Value); 4] = [
        |it| it["summary"]["acceptable"] = json!(8),
        |it| it["score"]["percent"] = json!(100),
        |it| it["score"]["places"] = json!(u64::MAX),
        |it| it["gaps"] = json!([]),
    ];
    for change in totals {
        let report = changed(change);
        assert_eq!(told(&report), ["Its totals are not those of its answers."]);
        let sample = sample::report();
        assert_eq!((report.summary, report.score), (sample.summary, sample.score));
        assert_eq!(report.gaps, sample.gaps);
    }
    let report = changed(|json| {
        let mut again = answer(json, "aws-core-9").clone();
        again["control"] = json!("aws-core-19");
        json["answers"].as_array_mut().unwrap().push(again);
    });
    assert_eq!(told(&report), ["There is more than one answer to aws-core-19."]);
    assert_eq!(report.answers.len(), sample::report().answers.len());
}

#[test]
fn a_change_of_the_earlier_report_makes_nothing_old_or_fixed() {
    // The finding of today, said to be one of yesterday; one of yesterday, said to be none.
    let mut earlier = serde_json::to_value(sample::report()).unwrap();
    answer(&mut earlier, "aws-core-19")["evidence"][0]["annotation"] = json!("Open since long.");
    let earlier = Report::read(&serde_json::to_vec(&earlier).unwrap()).unwrap();
    let mut later = sample::report();
    later.compare(&earlier);
    let change = later.answer("aws-core-19").unwrap().change.clone().unwrap();
    assert_eq!((change.new_failures, change.fixed.len()), (1, 0));
    assert!(later.misfits[0].starts_with("The earlier report: aws-core-19 in "));
}

#[test]
fn an_error_tells_no_value() {
    let mut json = serde_json::to_value(sample::report()).unwrap();
    json["generated"] = json!("hunter2");
    let error = Report::read(&serde_json::to_vec(&json).unwrap()).unwrap_err();
    assert!(error.starts_with("it is no report: ") && !error.contains("hunter2"), "{error}");
    json["generated"] = json!(["hunter2"]);
    let error = Report::read(&serde_json::to_vec(&json).unwrap()).unwrap_err();
    assert!(!error.contains("hunter2"), "{error}");
}
