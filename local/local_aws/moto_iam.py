"""moto's IAM, made to know the root user and to write ids and reports as AWS does."""

import copy
import string
from typing import Any

from moto.core.responses import ActionResult
from moto.iam import models
from moto.iam.responses import IamResponse
from moto.moto_api._internal import mock_random

from local_aws import clock, credential_report, state

_moto_user = models.User.__init__
_moto_group = models.Group.__init__
_moto_aws_policies = models.IAMBackend._init_aws_policies
_read_policies: list[models.ManagedPolicy] = []
_moto_summary_map = models.AccountSummary.summary_map.fget


def extend() -> None:
    """Replace what differs."""
    models.User.__init__ = _user
    models.Group.__init__ = _group
    models.AccountSummary.summary_map = property(_summary_map)
    models.IAMBackend._init_aws_policies = _aws_policies
    models.IAMBackend.generate_report = _generate_report
    models.IAMBackend.get_credential_report = _get_credential_report
    IamResponse.get_credential_report = _answer_credential_report


def _unique_id(prefix: str) -> str:
    return prefix + "".join(mock_random.choices(string.ascii_uppercase + string.digits, k=17))


def _user(self: models.User, *args: Any, **kwargs: Any) -> None:
    _moto_user(self, *args, **kwargs)
    self.id = _unique_id("AIDA")


def _group(self: models.Group, *args: Any, **kwargs: Any) -> None:
    _moto_group(self, *args, **kwargs)
    self.id = _unique_id("AGPA")


def _aws_policies(self: models.IAMBackend) -> list[models.ManagedPolicy]:
    """AWS's managed policies; reading all 1,583 takes 0.2 s, so it happens once a process.

    moto reads them for each account, each of AWS's eight partitions, and again at each reset.
    """
    if self.partition != "aws":
        return []
    if not _read_policies:
        _read_policies.extend(_moto_aws_policies(self))
    # Each account counts its own attachments.
    return [copy.copy(policy) for policy in _read_policies]


def _summary_map(self: models.AccountSummary) -> dict[str, Any]:
    root = state.roots.of(self._iam_backend.account_id)
    return _moto_summary_map(self) | {
        "AccountMFAEnabled": int(root.mfa),
        "AccountAccessKeysPresent": int(any(key.active for key in root.access_keys)),
        "AccountPasswordPresent": int(root.password),
    }


def _generate_report(self: models.IAMBackend) -> None:
    self.credential_report = clock.now()


def _get_credential_report(self: models.IAMBackend) -> str:
    if not self.credential_report:
        raise models.ReportNotPresentException("Credential report not present")
    root = state.roots.of(self.account_id)
    return credential_report.text(self.account_id, root, list(self.users.values()))


def _answer_credential_report(self: IamResponse) -> ActionResult:
    return ActionResult(
        {
            "Content": self.backend.get_credential_report(),
            "ReportFormat": "text/csv",
            "GeneratedTime": clock.iso(self.backend.credential_report),
        }
    )
