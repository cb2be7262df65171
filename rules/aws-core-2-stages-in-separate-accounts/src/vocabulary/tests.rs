use shared::parameters::{List, ParameterValue};

use super::*;
use crate::stage::Stages;

fn of_value(value: &str) -> Option<Stage> {
    Vocabulary::of(&Parameters::default()).of_value(value)
}

fn of_name(name: &str) -> Option<Stage> {
    Vocabulary::of(&Parameters::default()).of_name(name)
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
        (" Production\t", Some(Stage::Production)),
        ("non-production", Some(Stage::Development)),
        ("NonProduction", Some(Stage::Development)),
        ("non_prd", Some(Stage::Development)),
        ("No Prod", Some(Stage::Development)),
        ("notlive", Some(Stage::Development)),
        ("pre-production", Some(Stage::Staging)),
        ("PreProd", Some(Stage::Staging)),
        ("pre live", Some(Stage::Staging)),
        ("pre-prd", Some(Stage::Staging)),
        ("prod2", None),
        ("not in prod", None),
        ("--", None),
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
        ("acme-prod2", Some(Stage::Production)),
        ("acme-prod1", Some(Stage::Production)),
        ("prod01eu", Some(Stage::Production)),
        ("AcmeProd", Some(Stage::Production)),
        ("AcmePROD", Some(Stage::Production)),
        ("ACMEProd", Some(Stage::Production)),
        ("AcmeProductionEu", Some(Stage::Production)),
        ("AcmeNonProd", Some(Stage::Development)),
        ("AcmeNONPROD", Some(Stage::Development)),
        ("acme-nonproduction2", Some(Stage::Development)),
        ("acme-non-production", Some(Stage::Development)),
        ("acme (non) production", Some(Stage::Development)),
        ("acme-not-prod", Some(Stage::Development)),
        ("acme-no-live", Some(Stage::Development)),
        ("acme-pre-live", Some(Stage::Staging)),
        ("PreProduction", Some(Stage::Staging)),
        ("acme-preprd", Some(Stage::Staging)),
        ("acme-non-eu-prod", Some(Stage::Production)),
        ("acme-prod-non-prod", None),
        ("acme-de-v2", None),
        ("acme-latest", None),
        ("devops", None),
        ("AcmeDevOps", None),
        ("acme-dev-sec-ops", None),
        ("acme-devops-prod", Some(Stage::Production)),
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
    let vocabulary = Vocabulary::of(&parameters);
    assert_eq!(vocabulary.of_name("acme live-traffic"), Some(Stage::Production));
    assert_eq!(vocabulary.of_name("acme PRODUÇÃO"), Some(Stage::Production));
    assert_eq!(vocabulary.of_name("acme live"), None);
    assert_eq!(vocabulary.of_value("live traffic"), Some(Stage::Production));
    assert_eq!(vocabulary.of_value("-"), Some(Stage::Production));
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
