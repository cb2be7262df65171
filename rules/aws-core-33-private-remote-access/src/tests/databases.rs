//! DB instances.

use super::*;

#[test]
fn databases() {
    let closed = |why: &str| format!("DB instance db1 {CLOSED}: {why}.");
    let open = || database("db1", 3306, &["sg-mysql"]);
    let in_subnets = |ids: &[&str]| {
        let subnet_ids = ids.iter().map(|&it| it.to_owned()).collect();
        Some(SubnetGroup { name: None, vpc_id: "vpc-1".to_owned(), subnet_ids })
    };
    let told = "DB instance db1 accepts TCP 3306 from 0.0.0.0/0.";
    for (case, database, compliance_type, annotation) in [
        ("⑥", open(), NC, told.to_owned()),
        (
            "not publicly accessible",
            DbInstance { is_publicly_accessible: false, ..open() },
            C,
            closed("it is not publicly accessible"),
        ),
        (
            "another port",
            database("db1", 3307, &["sg-mysql", "sg-ssh"]),
            C,
            closed("its security groups do not admit it"),
        ),
        (
            "a port of its own",
            database("db1", 443, &["sg-web"]),
            NC,
            "DB instance db1 accepts TCP 443 from 0.0.0.0/0.".to_owned(),
        ),
        (
            "everything",
            database("db1", 3306, &["sg-all"]),
            NC,
            "DB instance db1 accepts all protocols from 0.0.0.0/0.".to_owned(),
        ),
        (
            "by IPv6",
            database("db1", 22, &["sg-ssh-v6"]),
            NC,
            "DB instance db1 accepts TCP 22 from ::/0.".to_owned(),
        ),
        (
            "by an unreadable list",
            database("db1", 22, &["sg-denied-list"]),
            NC,
            "[not verified] DB instance db1 accepts TCP 22 from prefix list pl-denied, which could not be \
             verified: UnauthorizedOperation on ec2:GetManagedPrefixListEntries."
                .to_owned(),
        ),
        (
            "in private subnets",
            DbInstance { subnet_group: in_subnets(&["subnet-2"]), ..open() },
            C,
            closed("subnet-2 does not route to an Internet gateway"),
        ),
        (
            "behind a firewall",
            DbInstance { subnet_group: in_subnets(&["subnet-2", "subnet-7"]), ..open() },
            NC,
            told.to_owned(),
        ),
        (
            "in an unknown subnet beside a public one",
            DbInstance { subnet_group: in_subnets(&["subnet-9", "subnet-1"]), ..open() },
            NC,
            told.to_owned(),
        ),
        (
            "in an unknown subnet beside a private one",
            DbInstance { subnet_group: in_subnets(&["subnet-9", "subnet-2"]), ..open() },
            NC,
            "[not verified] DB instance db1 could not be verified: no route table of subnet-9 is visible."
                .to_owned(),
        ),
        (
            "in no VPC",
            DbInstance { subnet_group: None, ..open() },
            NC,
            "[not verified] DB instance db1 could not be verified: no route table of its subnet is visible."
                .to_owned(),
        ),
        ("being created", DbInstance { port: None, ..open() }, C, closed("it has no endpoint yet")),
        (
            "a group that is not there",
            database("db1", 3306, &["sg-gone"]),
            NC,
            "[not verified] DB instance db1 could not be verified: security group sg-gone is not visible."
                .to_owned(),
        ),
    ] {
        let verdict = verdict_on(Target::database(database), &Parameters::default());
        assert_eq!(verdict.marked(), annotation, "{case}");
        assert_eq!(verdict.compliance_type, compliance_type, "{case}");
    }
}
