//! The limits of CloudFormation and AWS Config, which say no only at the deployment.

use super::*;

/// What CloudFormation takes from S3.
const TEMPLATE: usize = 1_000_000;
const RESOURCES: usize = 500;
const PARAMETERS: usize = 200;
const OUTPUTS: usize = 200;
/// The characters of a parameter's or an output's description.
const DESCRIPTION: usize = 1024;

#[test]
fn a_stack_has_room_for_every_control() {
    for flavour in FLAVOURS {
        let text = template(RULES, flavour);
        assert!(text.len() < TEMPLATE, "{}", text.len());
        let template = data(&text);
        // SAM makes one resource more of a function, for its retries.
        let made = of_type(&template, "AWS::Serverless::Function").len();
        let resources = entries(&template["Resources"]).count() + made;
        assert!(resources <= RESOURCES, "{resources}");
        assert!(entries(&template["Parameters"]).count() <= PARAMETERS);
        assert!(entries(&template["Outputs"]).count() <= OUTPUTS);
        assert!(template["Description"].as_str().unwrap().len() <= DESCRIPTION);
        for section in ["Parameters", "Outputs"] {
            for (name, declared) in entries(&template[section]) {
                let description = declared["Description"].as_str().unwrap();
                assert!(!description.is_empty() && description.len() <= DESCRIPTION, "{name}");
            }
        }
    }
    let organization = data(&organization(RULES));
    assert!(entries(&organization["Parameters"]).count() <= PARAMETERS);
}

/// The most characters that a parameter's value can have.
fn widest(parameter: &Yaml) -> usize {
    let longest = |words: &Yaml| texts(words).iter().map(|it| it.len()).max().unwrap();
    match (&parameter["MaxLength"], &parameter["MaxValue"], &parameter["AllowedValues"]) {
        (Yaml::Integer(length), ..) => usize::try_from(*length).unwrap(),
        (_, Yaml::Integer(value), _) => value.to_string().len(),
        (_, _, words @ Yaml::Array(_)) => longest(words),
        _ => panic!("{parameter:?} has no end"),
    }
}

#[test]
fn input_parameters_fit_whatever_the_owner_gives() {
    for rules in [RULES, fake::RULES] {
        let template = parsed(rules);
        for resource in of_type(&template, "AWS::Config::ConfigRule") {
            let properties = &resource["Properties"];
            let mut length = 2;
            for (name, value) in entries(&properties["InputParameters"]) {
                let of = value["Ref"].as_str().or_else(|| value["Fn::If"][1]["Ref"].as_str());
                let parameter = &template["Parameters"][of.unwrap()];
                length += name.len() + r#""":"","#.len() + widest(parameter);
                let default = &parameter["Default"];
                assert!(default.as_str().is_none_or(|it| it.len() <= widest(parameter)), "{name}");
            }
            assert!(length <= 1024, "{:?}: {length}", properties["ConfigRuleName"]);
        }
    }
}

#[test]
fn a_text_is_long_enough_to_be_of_use() {
    // Two patterns of the roles that may attest or except, or eleven account ids; else the key of a
    // tag, or half a dozen regions.
    const LONG: [&str; 2] = ["Trusted", "AccountIds"];
    let template = parsed(RULES);
    for (name, parameter) in entries(&template["Parameters"]) {
        if let Some(length) = parameter["MaxLength"].as_i64() {
            let short = ["HomeRegion", "AttestationPrefix"].contains(&name);
            let least = if LONG.iter().any(|it| name.contains(it)) { 150 } else { 100 };
            assert!(short || length >= least, "{name}: {length}");
        }
    }
}

#[test]
fn an_alarm_looks_back_a_week_at_most() {
    let template = parsed(RULES);
    for alarm in of_type(&template, "AWS::CloudWatch::Alarm") {
        let number = |name: &str| alarm["Properties"][name].as_i64().unwrap();
        let (period, periods) = (number("Period"), number("EvaluationPeriods"));
        assert!(period % 60 == 0 && period <= 86_400 && period * periods <= 7 * 86_400);
    }
    let silent = of_type(&template, "AWS::CloudWatch::CompositeAlarm");
    let watched = silent[0]["Properties"]["AlarmRule"][1].as_vec().unwrap().len();
    assert!(watched <= 100, "a composite alarm watches no more");
}

#[test]
fn a_pattern_of_events_is_short_enough() {
    let template = parsed(RULES);
    let pattern = &template["Resources"]["Verdicts"]["Properties"]["EventPattern"];
    let names = pattern["detail"]["configRuleName"].as_vec().unwrap();
    assert_eq!(names.len(), RULES.len());
    let mut length = r#"{"source":["aws.config"],"detail-type":["Config Rules Compliance Change"],"detail":{"messageType":["ComplianceChangeNotification"],"configRuleName":[],"newEvaluationResult":{"complianceType":["NON_COMPLIANT"]}}}"#.len();
    for (rule, name) in RULES.iter().zip(names) {
        let prefix = name["prefix"].as_str().unwrap();
        assert!(rule.metadata().name.starts_with(prefix));
        length += r#"{"prefix":""},"#.len() + prefix.len();
        let others = RULES.iter().filter(|it| it.metadata().name.starts_with(prefix));
        assert_eq!(others.count(), 1, "{prefix} is of one rule");
    }
    assert!(length <= 2048, "{length}");
}
