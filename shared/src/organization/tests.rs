use super::*;

fn organization() -> Organization {
    Organization {
        id: "o-abcd123456".to_owned(),
        management_account_id: "444455556666".to_owned(),
        feature_set: "ALL".to_owned(),
    }
}

fn state(
    state: Option<types::AccountState>,
    #[allow(deprecated)] status: Option<types::AccountStatus>,
) -> String {
    #[allow(deprecated)]
    let account = types::Account::builder().set_state(state).set_status(status).build();
    Account::from_api(account).state
}

#[test]
fn state_wins_over_the_status_that_it_replaces() {
    use types::{AccountState, AccountStatus};
    for (new, old, expected) in [
        (Some(AccountState::Active), Some(AccountStatus::Active), "ACTIVE"),
        (Some(AccountState::Closed), Some(AccountStatus::Suspended), "CLOSED"),
        (Some(AccountState::PendingActivation), Some(AccountStatus::Active), "PENDING_ACTIVATION"),
        (None, Some(AccountStatus::Suspended), "SUSPENDED"),
        (None, Some(AccountStatus::Active), "ACTIVE"),
        (None, None, ""),
    ] {
        assert_eq!(state(new, old), expected);
    }
}

#[test]
fn only_active_accounts_are_in_use() {
    for (state, expected) in [
        ("ACTIVE", true),
        ("SUSPENDED", false),
        ("PENDING_CLOSURE", false),
        ("PENDING_ACTIVATION", false),
        ("CLOSED", false),
        ("", false),
    ] {
        let (id, name, email) = Default::default();
        let account = Account { id, name, email, state: state.to_owned() };
        assert_eq!(account.is_active(), expected, "{state}");
    }
}

#[test]
fn only_a_member_may_be_denied_a_listing() {
    let (member, management) = ("111122223333", "444455556666");
    let of = organization();
    let denied = || Err::<(), _>(Error::new(Code::AccessDenied, "AccessDeniedException on …"));
    let throttled = || Err::<(), _>(Error::new(Code::Throttled, "TooManyRequestsException on …"));
    assert_eq!(of.visible_from(member, denied()), Ok(None), "an ordinary member");
    assert_eq!(of.visible_from(member, Ok(())), Ok(Some(())), "a delegated administrator");
    assert_eq!(of.visible_from(management, Ok(())), Ok(Some(())));
    assert!(of.visible_from(management, denied()).is_err(), "its role lacks the permission");
    assert!(of.visible_from(member, throttled()).is_err(), "says nothing of who may");
}

#[test]
fn an_organization_must_be_described_whole() {
    let whole = || {
        types::Organization::builder()
            .id("o-abcd123456")
            .master_account_id("444455556666")
            .feature_set(types::OrganizationFeatureSet::All)
    };
    assert_eq!(Organization::from_api(Some(whole().build())), Ok(organization()));
    let without_master = whole().set_master_account_id(None).build();
    let without_features = whole().set_feature_set(None).build();
    for answer in [None, Some(without_master), Some(without_features)] {
        assert_eq!(Organization::from_api(answer).unwrap_err().code(), Code::CallFailed);
    }
}
