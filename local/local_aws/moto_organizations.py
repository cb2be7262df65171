"""moto's organizations, made to tell members no more than AWS tells them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.organizations.exceptions import AWSOrganizationsNotInUseException
from moto.organizations.exceptions import OrganizationsClientError as ClientError
from moto.organizations.models import FakeAccount, OrganizationsBackend, organizations_backends

Method = Callable[..., Any]

_LISTINGS: dict[str, Method] = {
    name: getattr(OrganizationsBackend, name)
    for name in (
        "describe_policy",
        "list_accounts",
        "list_policies",
        "list_roots",
        "list_targets_for_policy",
    )
}


def extend() -> None:
    """Replace what lists."""
    for name, method in _LISTINGS.items():
        setattr(OrganizationsBackend, name, _for_administrators(method))


def account(management: str, wanted: str) -> FakeAccount:
    """An account of the organization that `management` manages."""
    return organizations_backends[management]["aws"].get_account_by_id(wanted)


def _for_administrators(method: Method) -> Method:
    @wraps(method)
    def answered(self: OrganizationsBackend, *args: Any, **kwargs: Any) -> Any:
        return method(_administered(self), *args, **kwargs)

    return answered


def _administered(asking: OrganizationsBackend) -> OrganizationsBackend:
    """The organization that an account may look into: as its manager or as a delegate."""
    if asking.org:
        return asking
    if asking.account_id not in organizations_backends.master_accounts:
        raise AWSOrganizationsNotInUseException
    management, partition = organizations_backends.master_accounts[asking.account_id]
    owner = organizations_backends[management][partition]
    if all(admin.account.id != asking.account_id for admin in owner.admins):
        message = "You don't have permissions to access this resource."
        raise ClientError("AccessDeniedException", message)
    return owner
