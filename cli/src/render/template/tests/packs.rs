//! The conformance packs.

use super::*;

#[test]
fn every_rule_is_in_the_pack_of_its_section() {
    let mut found = BTreeSet::new();
    for (name, text) in packs(RULES) {
        let pack = data(&text);
        for (_, rule) in entries(&pack["Resources"]) {
            let rule = rule["Properties"]["ConfigRuleName"].as_str().unwrap();
            let of = RULES.iter().find(|it| pack_rule_name(it.metadata().name) == rule).unwrap();
            let section = of.metadata().section.title().to_lowercase().replace(' ', "-");
            assert_eq!(name, format!("aws-core-{section}"));
            assert!(found.insert(rule.to_owned()));
        }
    }
    assert_eq!(found.len(), RULES.len());
}

#[test]
fn a_pack_is_within_the_limits_of_aws_config() {
    for (name, text) in packs(RULES) {
        assert!(text.len() <= 51_200, "{name}: {}", text.len());
        let pack = data(&text);
        assert!(entries(&pack["Resources"]).count() <= 130, "{name}");
        assert!(entries(&pack["Parameters"]).count() <= 60, "{name}");
        for (_, rule) in entries(&pack["Resources"]) {
            let rule = rule["Properties"]["ConfigRuleName"].as_str().unwrap();
            // Results are read by names of up to 64 characters.
            assert!(rule.len() + "-conformance-pack-".len() + 9 <= 64, "{rule}");
        }
    }
}

#[test]
fn a_short_name_stays_and_a_long_one_loses_words() {
    assert_eq!(pack_rule_name("aws-core-21-rds-private"), "aws-core-21-rds-private");
    let long = "aws-core-16-no-aws-managed-full-access";
    assert_eq!(pack_rule_name(long), "aws-core-16-no-aws-managed-full");
    let just = "aws-core-16-no-aws-managed-full-acces";
    assert_eq!((just.len(), pack_rule_name(just)), (37, just));
}

#[test]
fn the_stack_gives_a_pack_what_it_asks_for() {
    for flavour in FLAVOURS {
        let template = data(&template(RULES, flavour));
        let deployed = of_type(&template, "AWS::Config::ConformancePack");
        let packs = packs(RULES);
        assert_eq!(deployed.len(), packs.len());
        for (resource, (name, text)) in deployed.iter().zip(packs) {
            let properties = &resource["Properties"];
            assert_eq!(properties["ConformancePackName"].as_str(), Some(name.as_str()));
            assert_eq!(properties["TemplateBody"].as_str(), Some(text.as_str()));
            let pack = data(&text);
            let asked: BTreeSet<&str> = entries(&pack["Parameters"]).map(|(it, _)| it).collect();
            let given = properties["ConformancePackInputParameters"].as_vec().unwrap();
            let given: BTreeSet<&str> =
                given.iter().map(|it| it["ParameterName"].as_str().unwrap()).collect();
            assert_eq!(given, asked, "{name}");
        }
    }
}

#[test]
fn a_pack_judges_as_the_rules_of_their_own_do() {
    let template = parsed(RULES);
    for (_, text) in packs(RULES) {
        for (id, rule) in entries(&data(&text)["Resources"]) {
            let (alone, packed) = (&template["Resources"][id]["Properties"], &rule["Properties"]);
            for same in ["Description", "InputParameters", "Scope"] {
                assert_eq!(alone[same], packed[same], "{id}");
            }
            assert_eq!(alone["Source"]["SourceDetails"], packed["Source"]["SourceDetails"]);
        }
    }
}
