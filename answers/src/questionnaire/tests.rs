use shared::Metadata;

use super::Questionnaire;
use crate::sample::{ATTESTED, BASE, HYBRID, SCHEDULED};

static RULES: [Metadata; 8] = [
    BASE,
    SCHEDULED,
    HYBRID,
    ATTESTED,
    Metadata { name: "aws-core-22-egress-restricted", ..BASE },
    Metadata { name: "aws-core-23-s3-not-public", ..BASE },
    Metadata { name: "aws-core-9-ebs-encrypted", ..BASE },
    Metadata { name: "aws-core-17-rds-iam-authentication", ..BASE },
];

/// The questions that the sample report answers.
pub(super) fn questionnaire() -> Questionnaire {
    Questionnaire::of(&RULES)
}

#[test]
fn the_questions_stand_in_the_order_of_the_playbook_with_what_would_prove_them() {
    let questions = questionnaire().questions;
    let ids: Vec<&str> = questions.iter().map(|it| it.id).collect();
    let numbers = [5, 9, 17, 19, 22, 23, 30, 33];
    assert_eq!(ids, numbers.map(|it| format!("aws-core-{it}")));
    let proof = |id: &str| &questions.iter().find(|it| it.id == id).unwrap().proof;
    assert_eq!(
        proof("aws-core-19"),
        "Results of the AWS Config rule aws-core-19-ingress-http-only on AWS::EC2::SecurityGroup, \
         of every account, from every region."
    );
    assert_eq!(
        proof("aws-core-33"),
        "Results of the AWS Config rule aws-core-33-private-remote-access on the account, of every \
         account, from every region. Where they leave it open, a person's attestation that the \
         rule reads."
    );
    assert_eq!(
        proof("aws-core-30"),
        "A person's attestation, dated and expiring, that the AWS Config rule \
         aws-core-30-incident-response-plan reads and accepts."
    );
}
