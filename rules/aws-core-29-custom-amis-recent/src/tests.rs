use std::sync::Arc;

use shared::ComplianceType::{self, Compliant as C, NonCompliant as NC, NotApplicable as NA};
use shared::instance::Instance;
use shared::{Error, Rule, Timestamp, Verdict, annotation, parameters};

use crate::{CustomAmisRecent, Facts, Image, Images, Launch, Parameters, UsedImage};
use shared::testing;

/// When everything here is judged; 90 days before it is 2025-10-17.
const NOW: &str = "2026-01-15T10:30:00Z";

type Pairs = &'static [(&'static str, &'static str)];

const IGNORE: Pairs = &[("ignoreAmiTagKey", "frozen")];

fn given(pairs: Pairs) -> Parameters {
    let pairs = pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    parameters::read(&pairs).unwrap()
}

fn at(time: &str) -> Timestamp {
    // A day alone is its beginning.
    if time.len() == 10 { format!("{time}T00:00:00Z") } else { time.to_owned() }.parse().unwrap()
}

fn ami(created: &str) -> Image {
    Image {
        id: "ami-1".to_owned(),
        name: "shop-web".to_owned(),
        owner_alias: None,
        created: Ok(at(created)),
        last_launched: None,
        source_image_id: None,
        tags: [].into(),
    }
}

fn undated() -> Image {
    let error = Error::lacking("ec2:DescribeImages", "the date of ami-1");
    Image { created: Err(error), ..ami("2024-01-01") }
}

fn tagged(created: &str, key: &str, value: &str) -> Image {
    Image { tags: [(key.to_owned(), value.to_owned())].into(), ..ami(created) }
}

fn of_amazon(alias: &str) -> Image {
    Image { owner_alias: Some(alias.to_owned()), ..ami("2024-01-01") }
}

fn verdict(facts: &Facts, parameters: Pairs) -> Verdict {
    CustomAmisRecent::judge(facts, &given(parameters), at(NOW))
}

type Launched =
    (&'static str, Option<&'static str>, Option<Image>, Pairs, ComplianceType, &'static str);

fn check<const N: usize>(cases: [Launched; N]) {
    for (case, launched, image, parameters, compliance_type, annotation) in cases {
        let launch = Launch {
            instance_id: "i-1".to_owned(),
            launched: launched.map(at),
            image_id: "ami-1".to_owned(),
            image: image.map(Arc::new),
        };
        let expected = Verdict::read(compliance_type, annotation);
        assert_eq!(verdict(&Facts::Instance(launch), parameters), expected, "{case}");
    }
}

#[test]
fn an_instance_is_judged_by_the_age_of_its_ami_at_launch() {
    check([
        (
            "④ launched 5 days ago from an AMI of 200 days",
            Some("2026-01-10"),
            Some(ami("2025-06-24")),
            &[],
            NC,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then 200 days old; limit \
             180 days.",
        ),
        (
            "412 days",
            Some("2026-01-10T04:00:00Z"),
            Some(ami("2024-11-24T03:00:00Z")),
            &[],
            NC,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then 412 days old; limit \
             180 days.",
        ),
        (
            "fresh",
            Some("2026-01-10"),
            Some(ami("2025-12-29")),
            &[],
            C,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then 12 days old.",
        ),
        (
            "one day",
            Some("2026-01-10"),
            Some(ami("2026-01-09")),
            &[],
            C,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then 1 day old.",
        ),
        (
            "fresh at launch, old by now",
            Some("2025-10-20"),
            Some(ami("2025-06-01")),
            &[],
            C,
            "Instance i-1 was launched 2025-10-20 from custom AMI ami-1, then 141 days old.",
        ),
        (
            "⑪ exactly 180 days",
            Some("2026-01-10T12:00:00Z"),
            Some(ami("2025-07-14T12:00:00Z")),
            &[],
            C,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then 180 days old.",
        ),
        (
            "180 days and a second",
            Some("2026-01-10T12:00:01Z"),
            Some(ami("2025-07-14T12:00:00Z")),
            &[],
            NC,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then more than 180 days \
             old; limit 180 days.",
        ),
        (
            "181 days",
            Some("2026-01-10T12:00:00Z"),
            Some(ami("2025-07-13T12:00:00Z")),
            &[],
            NC,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then 181 days old; limit \
             180 days.",
        ),
        (
            "another limit",
            Some("2026-01-10"),
            Some(ami("2026-01-08")),
            &[("maxAgeDays", "1")],
            NC,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then 2 days old; limit 1 \
             day.",
        ),
        (
            "an AMI that is newer than the instance",
            Some("2026-01-10"),
            Some(ami("2026-01-12")),
            &[],
            C,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then 0 days old.",
        ),
        (
            "nobody knows when",
            None,
            Some(ami("2026-01-09")),
            &[],
            NC,
            "[not verified] Instance i-1 from custom AMI ami-1 could not be verified: EC2 tells no time of its \
             launch.",
        ),
    ]);
}

#[test]
fn launches_before_the_window_are_over() {
    const BEFORE: &str = "Instance i-1 was launched 2024-01-10, before the 90-day window.";
    check([
        // Its restart yesterday is nowhere in the facts: the attachment of its interface stays.
        ("⑤ launched two years ago", Some("2024-01-10"), Some(ami("2022-01-01")), &[], C, BEFORE),
        (
            "exactly 90 days ago",
            Some("2025-10-17T10:30:00Z"),
            Some(ami("2024-01-01")),
            &[],
            NC,
            "Instance i-1 was launched 2025-10-17 from custom AMI ami-1, then 655 days old; limit \
             180 days.",
        ),
        (
            "90 days and a second ago",
            Some("2025-10-17T10:29:59Z"),
            Some(ami("2024-01-01")),
            &[],
            C,
            "Instance i-1 was launched 2025-10-17, before the 90-day window.",
        ),
        (
            "another window",
            Some("2026-01-14"),
            Some(ami("2024-01-01")),
            &[("launchWindowDays", "1")],
            C,
            "Instance i-1 was launched 2026-01-14, before the 1-day window.",
        ),
        (
            "while the rule runs",
            Some("2026-01-15T10:31:00Z"),
            Some(ami("2024-01-01")),
            &[],
            NC,
            "Instance i-1 was launched 2026-01-15 from custom AMI ami-1, then 745 days old; limit \
             180 days.",
        ),
    ]);
}

#[test]
fn only_custom_amis_are_judged() {
    const ABSENT: &str = "AMI ami-1 of instance i-1 is no custom AMI, or no longer exists.";
    const BACKUP: &str = "AMI ami-1 of instance i-1 is a backup made by AWS Backup.";
    let new = Some("2026-01-10");
    check([
        ("⑥⑦⑩ not among the owned ones", new, None, &[], NA, ABSENT),
        (
            "⑥ amazon, whose account was declared",
            new,
            Some(of_amazon("amazon")),
            &[],
            NA,
            "AMI ami-1 of instance i-1 belongs to amazon.",
        ),
        (
            "marketplace",
            new,
            Some(of_amazon("aws-marketplace")),
            &[],
            NA,
            "AMI ami-1 of instance i-1 belongs to aws-marketplace.",
        ),
        (
            "vault",
            new,
            Some(of_amazon("aws-backup-vault")),
            &[],
            NA,
            "AMI ami-1 of instance i-1 belongs to aws-backup-vault.",
        ),
        (
            "an alias that is no vendor's",
            new,
            Some(of_amazon("self")),
            &[],
            NC,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then 740 days old; limit \
             180 days.",
        ),
        (
            "⑧ by its name",
            new,
            Some(Image { name: "AwsBackup_i-0a_1b".to_owned(), ..ami("2024-01-01") }),
            &[],
            NA,
            "[declared] AMI ami-1 of instance i-1 is a backup made by AWS Backup.",
        ),
        (
            "⑧ by its tag",
            new,
            Some(tagged("2024-01-01", "aws:backup:source-resource", "i-0a")),
            &[],
            NA,
            BACKUP,
        ),
        (
            "ignored",
            new,
            Some(tagged("2024-01-01", "frozen", "certified")),
            IGNORE,
            NA,
            "[declared] AMI ami-1 of instance i-1 is exempt by tag frozen=certified.",
        ),
        (
            "ignored by nothing",
            new,
            Some(tagged("2024-01-01", "frozen", "")),
            IGNORE,
            NC,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then 740 days old; limit \
             180 days.",
        ),
        (
            "a tag that nobody declared",
            new,
            Some(tagged("2026-01-01", "frozen", "certified")),
            &[],
            C,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then 9 days old.",
        ),
        ("gone, and the launch is not known", None, None, &[], NA, ABSENT),
        (
            "without a date",
            new,
            Some(undated()),
            &[],
            NC,
            "[not verified] Instance i-1 from custom AMI ami-1 could not be verified: the answer to \
             ec2:DescribeImages lacks the date of ami-1.",
        ),
        (
            "without a date, launched before the window",
            Some("2025-01-10"),
            Some(undated()),
            &[],
            C,
            "Instance i-1 was launched 2025-01-10, before the 90-day window.",
        ),
    ]);
}

#[test]
fn the_origin_is_told() {
    let new = Some("2026-01-10");
    let copy = |image| Image { source_image_id: Some("ami-9".to_owned()), ..image };
    let built = |created| tagged(created, "CreatedBy", "EC2 Image Builder");
    check([
        (
            "a copy is no refresh, but looks like one",
            new,
            Some(copy(ami("2026-01-01"))),
            &[],
            C,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then 9 days old. It was \
             made from ami-9.",
        ),
        (
            "Image Builder",
            new,
            Some(built("2026-01-01")),
            &[],
            C,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then 9 days old. EC2 \
             Image Builder made it.",
        ),
        (
            "Image Builder, and old",
            new,
            Some(copy(built("2024-01-01"))),
            &[],
            NC,
            "Instance i-1 was launched 2026-01-10 from custom AMI ami-1, then 740 days old; limit \
             180 days. EC2 Image Builder made it from ami-9.",
        ),
    ]);
}

fn used(id: &str, image: Image, last_launched: Option<&str>) -> UsedImage {
    let image = Arc::new(Image { id: id.to_owned(), ..image });
    UsedImage { image, last_launched: last_launched.map(at) }
}

fn of_account(images: Vec<UsedImage>, parameters: Pairs) -> Verdict {
    let images = Images { region: "eu-west-1".to_owned(), images };
    verdict(&Facts::Account(images), parameters)
}

#[test]
fn the_account_answers_for_its_amis() {
    const OLD_UNUSED: &str = "1 custom AMI; the 1 older than 180 days was not launched at that \
                              age in the last 90 days.";
    let none = testing::compliant("No custom AMI exists in eu-west-1.");
    assert_eq!(of_account(vec![], &[]), none, "⑨");

    let one = |created, launched| vec![used("ami-1", ami(created), launched)];
    for (case, images, compliance_type, annotation) in [
        (
            "① 10 days old, launched",
            one("2026-01-05", Some("2026-01-14")),
            C,
            "1 custom AMI; none is older than 180 days.",
        ),
        (
            "② 400 days old, launched yesterday",
            one("2024-12-11", Some("2026-01-14")),
            NC,
            "1 custom AMI was launched in the last 90 days when older than 180 days: ami-1 (of \
             2024-12-11).",
        ),
        (
            "③ 400 days old, launched 200 days ago",
            one("2024-12-11", Some("2025-06-29")),
            C,
            OLD_UNUSED,
        ),
        ("old and never launched", one("2024-12-11", None), C, OLD_UNUSED),
        ("old by now, fresh when launched", one("2025-06-01", Some("2025-10-20")), C, OLD_UNUSED),
        (
            "⑪ exactly 180 days old when launched",
            one("2025-07-18T10:30:00Z", Some("2026-01-14T10:30:00Z")),
            C,
            "1 custom AMI; the 1 older than 180 days was not launched at that age in the last 90 \
             days.",
        ),
        (
            "exactly 180 days old now",
            one("2025-07-19T10:30:00Z", Some("2026-01-14")),
            C,
            "1 custom AMI; none is older than 180 days.",
        ),
        (
            "several",
            vec![
                used("ami-4", ami("2025-01-05"), Some("2025-12-24")),
                used("ami-1", ami("2024-11-24"), Some("2026-01-10")),
                used("ami-2", ami("2024-11-24"), Some("2025-10-17T10:29:59Z")),
                used("ami-3", ami("2026-01-01"), Some("2026-01-10")),
            ],
            NC,
            "2 custom AMIs were launched in the last 90 days when older than 180 days: ami-1 (of \
             2024-11-24) and ami-4 (of 2025-01-05).",
        ),
        (
            "several, of which none was",
            vec![
                used("ami-1", ami("2024-11-24"), None),
                used("ami-2", ami("2024-11-24"), Some("2025-01-01")),
                used("ami-3", ami("2026-01-01"), Some("2026-01-10")),
            ],
            C,
            "3 custom AMIs; the 2 older than 180 days were not launched at that age in the last \
             90 days.",
        ),
        (
            "⑥⑧ none of them custom",
            vec![
                used("ami-1", of_amazon("amazon"), Some("2026-01-14")),
                used("ami-2", tagged("2024-01-01", "aws:backup:source-resource", "i-0a"), None),
            ],
            C,
            "No custom AMI exists in eu-west-1.",
        ),
    ] {
        let expected = Verdict::read(compliance_type, annotation);
        assert_eq!(of_account(images, &[]), expected, "{case}");
    }
    let ignored = vec![used("ami-1", tagged("2024-01-01", "frozen", "yes"), Some("2026-01-14"))];
    assert_eq!(of_account(ignored, IGNORE), none);
    let strict: Pairs = &[("maxAgeDays", "1"), ("launchWindowDays", "1")];
    let expected = "1 custom AMI was launched in the last 1 day when older than 1 day: ami-1 (of \
                    2026-01-12).";
    assert_eq!(
        of_account(one("2026-01-12", Some("2026-01-15")), strict),
        testing::non_compliant(expected)
    );
}

#[test]
fn an_ami_without_a_date_is_unverified_alone() {
    for (case, images, compliance_type, annotation) in [
        (
            "one without a date",
            vec![used("ami-1", undated(), None), used("ami-2", ami("2026-01-01"), None)],
            NC,
            "[not verified] 1 custom AMI could not be verified: the answer to ec2:DescribeImages lacks the date of \
             ami-1.",
        ),
        (
            "one without a date beside one that was launched when old",
            vec![
                used("ami-1", undated(), Some("2026-01-10")),
                used("ami-2", ami("2024-11-24"), Some("2026-01-10")),
            ],
            NC,
            "1 custom AMI was launched in the last 90 days when older than 180 days: ami-2 (of \
             2024-11-24); 1 more has no readable date.",
        ),
        (
            "one without a date that is not custom",
            vec![used("ami-1", Image { name: "AwsBackup_i-0a".to_owned(), ..undated() }, None)],
            C,
            "No custom AMI exists in eu-west-1.",
        ),
    ] {
        let expected = Verdict::read(compliance_type, annotation);
        assert_eq!(of_account(images, &[]), expected, "{case}");
    }
}

#[test]
fn more_amis_than_fit_are_counted() {
    let images =
        (0..1001).map(|it| used(&format!("ami-{it:017}"), ami("2024-01-01"), Some("2026-01-14")));
    let Verdict { compliance_type, annotation, .. } = of_account(images.collect(), &[]);
    assert_eq!(compliance_type, NC);
    let told = "1001 custom AMIs were launched in the last 90 days when older than 180 days: \
                ami-00000000000000000 (of 2024-01-01), ";
    assert!(annotation.starts_with(told), "{annotation}");
    assert!(annotation.ends_with(", and 997 more."), "{annotation}");
    assert!(annotation.chars().count() <= annotation::LIMIT);
}

#[test]
fn the_last_launch_is_the_latest_that_anything_tells_of() {
    let instance = |launched: Option<&str>| Instance {
        id: "i-1".to_owned(),
        arn: "arn:aws:ec2:eu-west-1:111122223333:instance/i-1".to_owned(),
        state: "running".into(),
        image_id: "ami-1".to_owned(),
        vpc_id: None,
        subnet_id: None,
        interfaces: vec![],
        tags: [].into(),
        launched: launched.map(at),
    };
    let last = |of_image: Option<&str>, of_instances: &[Option<&str>]| {
        let image = Image { last_launched: of_image.map(at), ..ami("2025-01-01") };
        let instances: Vec<Instance> = of_instances.iter().map(|it| instance(*it)).collect();
        let images = [("ami-1".to_owned(), Arc::new(image))].into();
        Images::used_by(&instances, &images, "eu-west-1").images[0].last_launched
    };
    assert_eq!(last(None, &[]), None);
    assert_eq!(last(Some("2025-03-01"), &[]), Some(at("2025-03-01")), "gone again");
    assert_eq!(last(None, &[Some("2025-02-01"), Some("2025-04-01"), None]), Some(at("2025-04-01")));
    assert_eq!(last(Some("2025-03-01"), &[Some("2025-02-01")]), Some(at("2025-03-01")));
    assert_eq!(
        last(Some("2025-03-01"), &[Some("2025-04-01")]),
        Some(at("2025-04-01")),
        "a day late"
    );
}
