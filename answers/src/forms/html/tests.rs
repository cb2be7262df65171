use std::io;

use shared::ComplianceType::{Compliant, NonCompliant, NotApplicable};

use super::{console, policy, selection, text, write};
use crate::sample::{self, BASE, HERE, THERE, row, sighting};
use crate::{Answer, Evidence, Place, Report, Results, Row, Sighting};

fn page(report: &Report) -> String {
    let mut page = Vec::new();
    write(report, &mut page).unwrap();
    String::from_utf8(page).unwrap()
}

fn of(sightings: Vec<Sighting>) -> Report {
    let answer = Answer::new(&BASE, sightings, sample::now());
    Report::new(sample::now(), sample::source(), vec![answer])
}

/// `count` rows that do not comply in each of `accounts` accounts, and as many that do.
fn many(accounts: usize, count: usize) -> Report {
    let named = |index: usize| format!("1111222{index:05}");
    let rows = || {
        (0..count).flat_map(|index| {
            [
                row(NonCompliant, &format!("sg-{index:017x}"), "TCP 22 open to 0.0.0.0/0."),
                row(Compliant, &format!("sg-f{index:016x}"), "TCP 443 open."),
            ]
        })
    };
    of((0..accounts).map(|it| sighting((&named(it), HERE.1), rows().collect())).collect())
}

fn evidence(region: &str, resource_type: &str, resource_id: &str) -> Evidence {
    let row = Row {
        resource_type: resource_type.to_owned(),
        ..sample::row(NonCompliant, resource_id, "Open.")
    };
    Evidence::new(&Place::new(HERE.0, region), &Results::default(), row)
}

#[test]
fn every_question_has_its_anchor_its_answer_and_its_evidence() {
    let report = sample::report();
    let page = page(&report);
    for answer in &report.answers {
        let from = page.find(&format!("id=\"{}\"", answer.control)).unwrap();
        let part = &page[from..][..page[from..].find("</article>").unwrap()];
        assert!(part.contains(&format!("</span> {}</span>", answer.answer.label())), "{part}");
        assert!(part.contains(&answer.summary), "{}", answer.control);
        for evidence in &answer.evidence {
            assert!(part.contains(&evidence.sha256[..12]), "{}", answer.control);
        }
        for gap in &answer.coverage.gaps {
            assert!(part.contains(&gap.detail), "{}", answer.control);
        }
    }
    assert!(page.contains(&report.sentence()));
    for limit in &report.source.limits {
        assert!(page.contains(limit));
    }
}

#[test]
fn a_score_is_shown_with_the_coverage_beside_it() {
    let page = page(&sample::report());
    let score = page.find("25 %").unwrap();
    let coverage = page.find("80 %").unwrap();
    assert!(coverage - score < 1000, "the coverage is not beside the score");
}

#[test]
fn a_name_that_attacks_stays_a_name() {
    let attack = "\"><img src=x onerror=alert(1)>";
    let mut report = of(vec![sighting(HERE, vec![row(NonCompliant, attack, attack)])]);
    report.source.name = Some(attack.to_owned());
    report.source.limits.push(attack.to_owned());
    report.source.accounts.push(attack.to_owned());
    report.source.regions.push(attack.to_owned());
    report.answers[0].section = attack.to_owned();
    report.answers[0].evidence[0].rule_name = attack.to_owned();
    report.answers[0].evidence[0].region = attack.to_owned();
    let page = page(&report);
    assert!(!page.contains("<img"));
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"));
}

#[test]
fn nothing_comes_from_the_network_and_no_other_script_runs() {
    let page = page(&sample::report());
    let policy = policy();
    assert!(page.contains(&policy));
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
    assert!(!policy.contains("unsafe") && !policy.contains("http"));
    assert!(!page.contains(" src=") && !page.contains("<link") && !page.contains("@import"));
    assert!(!page.contains(" style=") && !page.contains(" onclick="));
    assert_eq!(page.matches("<script").count(), 1);
}

#[test]
fn an_accepted_exception_is_never_shown_as_a_pass() {
    let note =
        "[excepted] Accepted exception until 2026-12-31 (owner bob@example.com): Bucket is public.";
    let report = of(vec![sighting(HERE, vec![row(NotApplicable, "acme-media", note)])]);
    let page = page(&report);
    assert!(page.contains("accepted exception</span>"));
    assert!(page.contains("acceptable with exceptions"));
    for pass in ["> compliant</span>", "> acceptable</span>", "> attested</span>"] {
        assert!(!page.contains(pass), "{pass}");
    }
}

#[test]
fn a_hundred_thousand_rows_make_a_page_that_is_no_larger_than_a_thousand_do() {
    let large = many(1, 50_000);
    let page = page(&large);
    assert_eq!(page.matches("class=\"id\"").count(), selection::FAILING + selection::OTHERS);
    assert!(page.contains("<b>250 of 100,000 rows are in this page</b>"));
    assert!(page.contains("href=\"evidence.csv\""));
    let small = self::page(&many(1, 500));
    assert!(page.len() < small.len() + 1000, "{} and {}", page.len(), small.len());
}

#[test]
fn a_part_is_written_when_it_is_made() {
    /// The largest piece that was written at once.
    struct Largest(usize);

    impl io::Write for Largest {
        fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
            self.0 = self.0.max(piece.len());
            Ok(piece.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let mut report = many(1, 2_000);
    let one = report.answers[0].clone();
    let mut largest = Largest(0);
    write(&report, &mut largest).unwrap();
    let alone = largest.0;
    report.answers = vec![one; 3];
    write(&report, &mut largest).unwrap();
    assert_eq!(largest.0, alone);
}

#[test]
fn where_there_are_too_many_rows_each_account_has_its_share() {
    let mut sightings = vec![sighting(THERE, vec![row(NonCompliant, "sg-few", "Open.")])];
    let rows = (0..1000).map(|it| row(NonCompliant, &format!("sg-{it}"), "Open.")).collect();
    sightings.push(sighting(HERE, rows));
    let report = of(sightings);
    let shown = selection::shown(&report.answers[0]);
    assert_eq!(shown.len(), selection::FAILING);
    assert!(shown.iter().any(|it| it.resource_id == "sg-few"));

    let report = many(300, 1);
    let shown = selection::shown(&report.answers[0]);
    let failing = shown.iter().filter(|it| it.compliance == NonCompliant).count();
    assert_eq!(
        (failing, shown.len()),
        (selection::FAILING, selection::FAILING + selection::OTHERS)
    );
}

#[test]
fn the_accounts_are_a_matrix_where_there_are_several_and_not_too_many() {
    let one = of(vec![sighting(HERE, vec![row(Compliant, "sg-1", "Fine.")])]);
    let mut one = one;
    one.source.accounts = vec![HERE.0.to_owned()];
    assert!(!page(&one).contains("class=\"matrix\""));
    let two = page(&many(2, 1));
    assert!(two.contains("class=\"matrix\""));
    let page = page(&many(250, 1));
    assert!(page.contains("accounts with the most failures"));
    let matrix =
        &page[page.find("class=\"matrix\"").unwrap()..page.find("id=\"questions\"").unwrap()];
    assert_eq!(matrix.matches("<tr>").count(), 200 + 1);
}

#[test]
fn a_timeline_is_that_of_the_partition() {
    let link = |region, kind, id| console::timeline(&evidence(region, kind, id));
    let bucket = "AWS::S3::Bucket";
    assert_eq!(
        link("eu-central-1", bucket, "a/b?c#d").unwrap(),
        "https://console.aws.amazon.com/config/home?region=eu-central-1#/resources/timeline\
         ?resourceId=a%2Fb%3Fc%23d&resourceType=AWS%3A%3AS3%3A%3ABucket"
    );
    assert!(link("cn-north-1", bucket, "b").unwrap().starts_with("https://console.amazonaws.cn/"));
    let gov = link("us-gov-west-1", bucket, "b").unwrap();
    assert!(gov.starts_with("https://console.amazonaws-us-gov.com/"));
    assert_eq!(link("us-iso-east-1", bucket, "b"), None);
    assert_eq!(link("us-east-1", "AWS::::Account", HERE.0), None);
    let attack = link("x/@evil", bucket, "b").unwrap();
    assert!(attack.starts_with("https://console.aws.amazon.com/config/home?region=x%2F%40evil#"));
}

#[test]
fn numbers_are_read_in_groups_and_code_as_code() {
    assert_eq!(text::number(0), "0");
    assert_eq!(text::number(999), "999");
    assert_eq!(text::number(1_234_567), "1,234,567");
    assert_eq!(text::count(1, "row", "rows"), "1 row");
    let prose = text::prose("Set `a<b` now.").into_string();
    assert_eq!(prose, "Set <code>a&lt;b</code> now.");
}

#[test]
fn what_changed_is_told_with_what_is_not_known_any_more() {
    let report = |bad: &str| of(vec![sighting(HERE, vec![row(NonCompliant, bad, "Open.")])]);
    let mut later = report("sg-new");
    later.compare(&report("sg-old"));
    let page = page(&later);
    assert!(page.contains("1 result is newly non-compliant"));
    assert!(page.contains("1 fixed or gone: <bdi>sg-old (111122223333 us-east-1)</bdi>."));
    assert!(page.contains("name=\"new\""));
    assert!(!self::page(&report("sg-old")).contains("name=\"new\""));
}

#[test]
fn an_output_that_refuses_is_an_error() {
    struct Full;

    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::other("full"))
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    assert_eq!(write(&sample::report(), &mut Full).unwrap_err().to_string(), "full");
}
