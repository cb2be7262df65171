use super::*;

fn of_value(value: &str) -> Option<Stage> {
    Stage::of_value(value, &Parameters::default())
}

fn of_name(name: &str) -> Option<Stage> {
    Stage::of_name(name, &Parameters::default())
}

#[test]
fn the_whole_value_of_a_tag_counts() {
    for (value, expected) in [
        ("prod", Some(Stage::Production)),
        ("PROD", Some(Stage::Production)),
        ("live", Some(Stage::Production)),
        ("preprod", Some(Stage::Staging)),
        ("Pre-Prod", Some(Stage::Staging)),
        ("UAT", Some(Stage::Staging)),
        ("non-prod", Some(Stage::Development)),
        ("nonprod", Some(Stage::Development)),
        ("sandbox", Some(Stage::Development)),
        ("prod-eu", None),
        ("my prod", None),
        ("shared", None),
        ("", None),
    ] {
        assert_eq!(of_value(value), expected, "{value}");
    }
}

#[test]
fn the_words_of_an_account_s_name_count() {
    for (name, expected) in [
        ("acme-prod", Some(Stage::Production)),
        ("Acme PROD (eu)", Some(Stage::Production)),
        ("prod.acme.live", Some(Stage::Production)),
        ("acme-non-prod", Some(Stage::Development)),
        ("acme_nonprod", Some(Stage::Development)),
        ("acme-pre-prod", Some(Stage::Staging)),
        ("acme preprod", Some(Stage::Staging)),
        ("pre-prod-non-prod", None),
        ("acme-prod-dev", None),
        ("acme-staging-and-prod", None),
        ("acme-pre-prod-prod", None),
        ("product-catalogue", None),
        ("acme-prod2", None),
        ("devops", None),
        ("log-archive", None),
        ("---", None),
        ("", None),
    ] {
        assert_eq!(of_name(name), expected, "{name}");
    }
}

#[test]
fn own_words_may_be_of_several_or_of_none() {
    let parameters = Parameters {
        production_names: List::parse("Live Traffic,-,produção").unwrap(),
        ..Parameters::default()
    };
    assert_eq!(Stage::of_name("acme live-traffic", &parameters), Some(Stage::Production));
    assert_eq!(Stage::of_name("acme PRODUÇÃO", &parameters), Some(Stage::Production));
    assert_eq!(Stage::of_name("acme live", &parameters), None);
    assert_eq!(Stage::of_value("live traffic", &parameters), Some(Stage::Production));
    assert_eq!(Stage::of_value("-", &parameters), Some(Stage::Production));
}

#[test]
fn stages_are_named() {
    let parsed = |text| Stages::parse(text).map(|it| it.0);
    let both = vec![Stage::Production, Stage::Development];
    assert_eq!(parsed("development, production,development"), Ok(both));
    for wrong in ["", "prod", "Production", "production,", "production;staging"] {
        assert!(parsed(wrong).is_err(), "{wrong}");
    }
}
