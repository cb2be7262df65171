"""moto's Systems Manager, made to tell who wrote a parameter and how machines are patched."""

from datetime import datetime, timedelta
from typing import Any

from moto.core.responses import ActionResult
from moto.iam.models import iam_backends
from moto.ssm.models import Parameter
from moto.ssm.responses import SimpleSystemManagerResponse
from moto.sts.models import sts_backends

from local_aws import patch_states
from local_aws.patch_states import INSTALLED, PatchState

MAX_SUMMARIES = 50
MAX_NODES = 50
CONNECTED_FOR = timedelta(days=7)
"""For so long after a scan an agent counts as connected."""
_moto_put_parameter = SimpleSystemManagerResponse.put_parameter
_moto_describe = Parameter.describe_response_object


def extend() -> None:
    """Replace what writes and what describes; add what tells of patches."""
    SimpleSystemManagerResponse.put_parameter = _put_parameter
    Parameter.describe_response_object = _describe
    SimpleSystemManagerResponse.list_resource_compliance_summaries = _list_summaries
    SimpleSystemManagerResponse.describe_instance_patch_states = _describe_patch_states
    SimpleSystemManagerResponse.describe_instance_information = _describe_nodes


def writer(account: str, access_key: str) -> str:
    """The ARN behind an access key: a user, an assumed role, else the root user."""
    user = iam_backends[account]["aws"].get_user_from_access_key_id(access_key)
    if user:
        return user.arn
    role = sts_backends[account]["aws"].get_assumed_role_from_access_key(access_key)
    return role.arn if role else f"arn:aws:iam::{account}:root"


def _put_parameter(self: SimpleSystemManagerResponse) -> ActionResult:
    answer = _moto_put_parameter(self)
    parameter = self.ssm_backend.get_parameter(self._get_param("Name"))
    parameter.last_modified_user = writer(self.current_account, self.access_key)
    return answer


def _describe(self: Parameter, *args: Any, **kwargs: Any) -> dict[str, Any]:
    described = _moto_describe(self, *args, **kwargs)
    described["LastModifiedUser"] = getattr(self, "last_modified_user", None) or "System"
    return described


def _list_summaries(self: SimpleSystemManagerResponse) -> ActionResult:
    """Of patches alone: nobody here reports anything else."""
    wanted = [
        value
        for one in self._get_param("Filters", [])
        if one["Key"] == "ComplianceType"
        for value in one["Values"]
    ]
    states = sorted(_patch_states(self).values(), key=lambda state: state.id)
    if wanted and "Patch" not in wanted:
        states = []
    start = int(self._get_param("NextToken") or 0)
    end = start + int(self._get_param("MaxResults") or MAX_SUMMARIES)
    result: dict[str, Any] = {
        "ResourceComplianceSummaryItems": [_summary(state) for state in states[start:end]]
    }
    if end < len(states):
        result["NextToken"] = str(end)
    return ActionResult(result)


def _describe_patch_states(self: SimpleSystemManagerResponse) -> ActionResult:
    states = _patch_states(self)
    found = [states[id_] for id_ in self._get_param("InstanceIds") if id_ in states]
    return ActionResult({"InstancePatchStates": [_patch_state(state) for state in found]})


def _patch_states(self: SimpleSystemManagerResponse) -> dict[str, PatchState]:
    return patch_states.of(self.current_account, self.region)


def _summary(state: PatchState) -> dict[str, Any]:
    return {
        "ComplianceType": "Patch",
        "ResourceType": "ManagedInstance",
        "ResourceId": state.id,
        "Status": state.status,
        "OverallSeverity": "UNSPECIFIED",
        "ExecutionSummary": {"ExecutionTime": state.scanned, "ExecutionType": "Command"},
        "CompliantSummary": {
            "CompliantCount": INSTALLED,
            "SeveritySummary": {"UnspecifiedCount": INSTALLED},
        },
        "NonCompliantSummary": {
            "NonCompliantCount": state.outstanding,
            "SeveritySummary": {"UnspecifiedCount": state.outstanding},
        },
    }


def _patch_state(state: PatchState) -> dict[str, Any]:
    return {
        "InstanceId": state.id,
        "PatchGroup": "",
        "BaselineId": "pb-0a1b2c3d4e5f60718",
        "InstalledCount": INSTALLED,
        "MissingCount": state.missing,
        "FailedCount": state.failed,
        "InstalledPendingRebootCount": state.pending_reboot,
        "InstalledRejectedCount": state.rejected,
        "OtherNonCompliantCount": state.outstanding,
        "OperationStartTime": state.scanned,
        "OperationEndTime": state.scanned,
        "Operation": "Scan",
    }


def _describe_nodes(self: SimpleSystemManagerResponse) -> ActionResult:
    """The machines that have an agent are those that it has scanned."""
    nodes = [_node(state) for _, state in sorted(_patch_states(self).items())]
    for wanted in self._get_param("Filters", []):
        nodes = [node for node in nodes if node[wanted["Key"]] in wanted["Values"]]
    start = int(self._get_param("NextToken") or 0)
    end = start + int(self._get_param("MaxResults") or MAX_NODES)
    result: dict[str, Any] = {"InstanceInformationList": nodes[start:end]}
    if end < len(nodes):
        result["NextToken"] = str(end)
    return ActionResult(result)


def _node(state: PatchState) -> dict[str, Any]:
    connected = datetime.now(state.scanned.tzinfo) - state.scanned < CONNECTED_FOR
    return {
        "InstanceId": state.id,
        "PingStatus": "Online" if connected else "ConnectionLost",
        "LastPingDateTime": state.scanned,
        "AgentVersion": "3.3.1957.0",
        "PlatformType": "Linux",
        "ResourceType": "EC2Instance" if state.id.startswith("i-") else "ManagedInstance",
    }
