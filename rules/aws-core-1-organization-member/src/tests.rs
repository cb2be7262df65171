use std::collections::BTreeMap;

use shared::{AnyRule, Code, Rule, Timestamp, Verdict, parameters};

use super::*;
use shared::testing::{self, non_compliant};

/// What is tested, the accounts' states, what is given, and what must come of it.
type Case<'a> = (&'a str, &'a [&'a str], &'a [(&'a str, &'a str)], Verdict);

const MEMBER: &str = "111122223333";
const MANAGEMENT: &str = "444455556666";

fn account(id: &str, state: &str) -> Account {
    let (name, email) = ("acme".to_owned(), "aws@example.com".to_owned());
    Account { id: id.to_owned(), name, email, state: state.to_owned() }
}

fn organization() -> Organization {
    Organization {
        id: "o-abcd123456".to_owned(),
        management_account_id: MANAGEMENT.to_owned(),
        feature_set: "ALL".to_owned(),
    }
}

fn billing_only() -> Organization {
    Organization { feature_set: "CONSOLIDATED_BILLING".to_owned(), ..organization() }
}

/// The organization's accounts in these states, the management account first.
fn accounts(states: &[&str]) -> Vec<Account> {
    let ids = [MANAGEMENT, MEMBER, "999988887777", "222233334444"];
    ids.iter().zip(states).map(|(id, state)| account(id, state)).collect()
}

fn verdict(
    organization: Option<Organization>,
    accounts: Option<Vec<Account>>,
    given: &[(&str, &str)],
) -> Verdict {
    let account_id = MEMBER.to_owned();
    let membership = Membership { account_id, organization, accounts };
    OrganizationMember::judge(&membership, &parameters(given), Timestamp::UNIX_EPOCH)
}

fn parameters(pairs: &[(&str, &str)]) -> Parameters {
    let given: BTreeMap<_, _> =
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    parameters::read(&given).unwrap()
}

fn compliant() -> Verdict {
    testing::compliant(
        "Member of organization o-abcd123456 (management account 444455556666, feature set ALL).",
    )
}

#[test]
fn members_and_those_who_stand_alone() {
    let member = || Some(organization());
    let billing = testing::compliant(
        "Member of organization o-abcd123456 (management account 444455556666, feature set \
         CONSOLIDATED_BILLING).",
    );
    let unseen = testing::compliant(
        "Member of organization o-abcd123456 (management account 444455556666, feature set ALL). \
         Expected accounts are not visible from a member account.",
    );
    let cases: [(_, _, &[(&str, &str)], _); 9] = [
        (
            "① standalone",
            None,
            &[],
            non_compliant("Account 111122223333 is not a member of any AWS organization."),
        ),
        ("② member, no parameters", member(), &[], compliant()),
        (
            "③ another management account",
            member(),
            &[("managementAccountId", "999988887777")],
            non_compliant(
                "Organization o-abcd123456 is managed by 444455556666, expected 999988887777.",
            ),
        ),
        ("the right one", member(), &[("managementAccountId", MANAGEMENT)], compliant()),
        ("billing only, nothing asked", Some(billing_only()), &[], billing),
        (
            "billing only, all features asked",
            Some(billing_only()),
            &[("requireAllFeatures", "true")],
            non_compliant(
                "Organization o-abcd123456 has feature set CONSOLIDATED_BILLING, expected ALL.",
            ),
        ),
        ("all features asked", member(), &[("requireAllFeatures", "true")], compliant()),
        (
            "a member cannot look for accounts, and says so",
            member(),
            &[("expectedAccountIds", "222233334444")],
            unseen,
        ),
        ("nor count them", member(), &[("minimumActiveAccounts", "1000")], compliant()),
    ];
    for (case, organization, given, expected) in cases {
        assert_eq!(verdict(organization, None, given), expected, "{case}");
    }
}

#[test]
fn the_accounts_that_an_administrator_sees() {
    let single = "Organization o-abcd123456 has 1 active account; all resources share a single \
                  account.";
    let cases: [Case<'_>; 9] = [
        (
            "④ ⑧ one active of four",
            &["ACTIVE", "SUSPENDED", "SUSPENDED", "SUSPENDED"],
            &[],
            non_compliant(single),
        ),
        (
            "on their way in or out",
            &["ACTIVE", "PENDING_ACTIVATION", "PENDING_CLOSURE", "CLOSED"],
            &[],
            non_compliant(single),
        ),
        ("⑤ ⑧ two active", &["ACTIVE", "ACTIVE"], &[], compliant()),
        ("one is enough", &["ACTIVE"], &[("minimumActiveAccounts", "1")], compliant()),
        (
            "two are not three",
            &["ACTIVE", "ACTIVE"],
            &[("minimumActiveAccounts", "3")],
            non_compliant("Organization o-abcd123456 has 2 active accounts; minimum 3."),
        ),
        (
            "⑥ one expected account is missing",
            &["ACTIVE", "ACTIVE"],
            &[("expectedAccountIds", "111122223333,222233334444")],
            non_compliant("1 expected account is outside organization o-abcd123456: 222233334444."),
        ),
        (
            "two are",
            &["ACTIVE", "ACTIVE"],
            &[("expectedAccountIds", "555566667777,444455556666,222233334444")],
            non_compliant(
                "2 expected accounts are outside organization o-abcd123456: 222233334444 and \
                 555566667777.",
            ),
        ),
        (
            "an expected account may be suspended",
            &["ACTIVE", "ACTIVE", "SUSPENDED"],
            &[("expectedAccountIds", "999988887777")],
            compliant(),
        ),
        (
            "another management account outweighs their number",
            &["ACTIVE"],
            &[("managementAccountId", MEMBER)],
            non_compliant(
                "Organization o-abcd123456 is managed by 444455556666, expected 111122223333.",
            ),
        ),
    ];
    for (case, states, given, expected) in cases {
        let seen = Some(accounts(states));
        assert_eq!(verdict(Some(organization()), seen, given), expected, "{case}");
    }
}

#[test]
fn sixty_missing_accounts_fit() {
    let expected: Vec<String> = (0..60).map(|number| format!("2222333344{number:02}")).collect();
    let given = [("expectedAccountIds", expected.join(","))];
    let given: Vec<(&str, &str)> = given.iter().map(|(name, ids)| (*name, ids.as_str())).collect();
    let verdict = verdict(Some(organization()), Some(accounts(&["ACTIVE", "ACTIVE"])), &given);
    let text = verdict.annotation;
    assert!(text.starts_with("60 expected accounts are outside organization o-abcd123456: 2222"));
    assert!(text.ends_with(", and 47 more."), "{text}");
    assert!(text.chars().count() <= annotation::LIMIT, "{text}");
}

#[test]
fn reading_stops_when_nothing_can_change() {
    let two = accounts(&["ACTIVE", "SUSPENDED", "ACTIVE"]);
    assert!(is_enough(&two, &parameters(&[])));
    assert!(!is_enough(&two[..2], &parameters(&[])));
    assert!(!is_enough(&[], &parameters(&[("minimumActiveAccounts", "1")])));
    assert!(!is_enough(&two, &parameters(&[("minimumActiveAccounts", "3")])));
    assert!(!is_enough(&two, &parameters(&[("expectedAccountIds", MEMBER)])));
}

#[test]
fn parameters_are_strict() {
    let too_many: Vec<String> = (0..61).map(|number| format!("2222333344{number:02}")).collect();
    let too_many = too_many.join(",");
    for (name, value) in [
        ("managementAccountId", "44445555666"),
        ("managementAccountId", "444455556666,999988887777"),
        ("expectedAccountIds", "444455556666,"),
        ("expectedAccountIds", "acme-prod"),
        ("expectedAccountIds", too_many.as_str()),
        ("minimumActiveAccounts", "0"),
        ("minimumActiveAccounts", "1001"),
        ("minimumActiveAccounts", ""),
        ("requireAllFeatures", "True"),
        ("expectedAccounts", "444455556666"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let error = AnyRule::configure(&OrganizationMember, &given).err();
        assert_eq!(error.map(|it| it.code()), Some(Code::InvalidParameters), "{name}={value}");
    }
}
