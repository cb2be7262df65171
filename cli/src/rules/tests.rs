use clap::Parser as _;
use serde_json::Value;

use crate::arguments::{Arguments, Command};
use crate::fake::{self, Captured};
use crate::{Outcome, Result};

fn rules(arguments: &[&str]) -> Result<String> {
    let arguments = ["aws-core", "rules"].iter().chain(arguments);
    let Command::Rules(rules) = Arguments::try_parse_from(arguments).unwrap().command else {
        unreachable!("it is the command `rules`")
    };
    let captured = Captured::default();
    let mut output = captured.output();
    assert_eq!(rules.run(fake::RULES, &mut output)?, Outcome::Clean);
    output.flush()?;
    Ok(captured.text())
}

fn names(arguments: &[&str]) -> Vec<String> {
    let listed: Value = serde_json::from_str(&rules(arguments).unwrap()).unwrap();
    let listed = listed.as_array().unwrap().iter();
    listed.map(|it| it["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_list_is_filtered() {
    const FEW: &str = "aws-core-98-few-rules";
    const ASKS: &str = "aws-core-99-needs-aws";
    for (arguments, expected) in [
        (&["--json"][..], &[FEW, ASKS][..]),
        (&["--json", "SHORT"], &[FEW]),
        (&["--json", "s3::bucket"], &[ASKS]),
        (&["--json", "nothing"], &[]),
        (&["--format", "json", "--trigger", "schedule"], &[ASKS]),
        (&["--json", "--section", "network"], &[FEW, ASKS]),
        (&["--json", "--attested"], &[]),
    ] {
        assert_eq!(names(arguments), expected, "{arguments:?}");
    }
    let error = rules(&["--section", "nowhere"]).unwrap_err();
    assert_eq!(error.to_string(), "no section is called nowhere; there are: Network security");
}

#[test]
fn a_control_has_four_names() {
    for name in ["98", "aws-core-98", "few-rules", "AWS-Core-98-few-rules"] {
        let page = rules(&["show", name]).unwrap();
        for part in [
            "aws-core-98-few-rules\nSecurity groups are short\n",
            "Question\n  Are your security groups short?\n",
            "maxRules = 1  (integer from 0 to 100; stack parameter FewRulesMaxRules)\n",
            "look = false  (true or false)\n",
            "  change of AWS::EC2::SecurityGroup\n",
            "config:PutEvaluations on *\n",
            "parameter${AttestationPrefix}/exceptions/aws-core-98-few-rules\n",
            "References\n  CIS 0.1\n",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
    }
    let error = rules(&["show", "7"]).unwrap_err().to_string();
    assert!(error.starts_with("no control is called 7; there are: aws-core-98-few-rules, "));
}

#[test]
fn a_table_and_rows_are_for_people_and_spreadsheets() {
    let table = rules(&[]).unwrap();
    assert!(table.contains("aws-core-99-needs-aws") && table.contains("on change + daily"));
    assert!(!table.contains('\u{1b}'), "no colours where nobody sees them");
    let rows = rules(&["--format", "csv"]).unwrap();
    assert!(rows.starts_with("control,name,title,"));
    assert_eq!(rows.lines().count(), 3);
    assert_eq!(rules(&["nothing"]).unwrap(), "No control is like that.\n");
}
