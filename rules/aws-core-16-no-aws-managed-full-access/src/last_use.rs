//! The last use of one role, which its item does not tell: a use is no change.

use aws_sdk_iam::Client;
use aws_sdk_iam::operation::get_role::GetRoleError;
use shared::authorization_details::LastUse;
use shared::{Error, Invocation, Result};

/// A role that exists, and when it was last used, if it was.
pub(crate) struct Existing(pub(crate) Option<LastUse>);

/// Asks for the role called `name` whose unique id is `id`. `None` if it is gone, even if another
/// one has taken its name since.
pub(crate) async fn of_role(
    invocation: &Invocation,
    name: &str,
    id: &str,
) -> Result<Option<Existing>> {
    let iam = invocation.aws()?.client(Client::new);
    let role = match iam.get_role().role_name(name).send().await {
        Ok(answer) => answer.role,
        Err(error) => match error.as_service_error() {
            Some(GetRoleError::NoSuchEntityException(_)) => None,
            _ => return Err(Error::calling("iam:GetRole")(error)),
        },
    };
    match role.filter(|role| role.role_id == id) {
        Some(role) => Ok(Some(Existing(LastUse::read(role.role_last_used)?))),
        None => Ok(None),
    }
}
