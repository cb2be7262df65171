"""AWS::SSM::PatchCompliance: what is recorded of a machine's patches after each scan."""

from collections.abc import Iterator
from typing import Any

from local_aws import clock, patch_states
from local_aws.item import Resource
from local_aws.patch_states import PatchState
from local_aws.recorded.type import RecordedType

_INVENTORY = "AWS::SSM::ManagedInstanceInventory"


def _resources(account: str, region: str) -> Iterator[Resource]:
    for state in list(patch_states.of(account, region).values()):
        captured = clock.iso(state.scanned)
        yield Resource(
            id=f"{_INVENTORY}/{state.id}",
            relationships=[
                {
                    "resourceId": state.id,
                    "resourceName": None,
                    "resourceType": _INVENTORY,
                    "name": "Is associated with ",
                }
            ],
            configuration={
                "AWS:ComplianceItem": {
                    "SchemaVersion": "1.0",
                    "CaptureTime": captured,
                    "Content": {"Patch": {patch["Id"]: patch for patch in _patches(state)}},
                },
                "AWS:ComplianceSummary": {
                    "SchemaVersion": "1.0",
                    "CaptureTime": captured,
                    "Content": {"Patch": {"Status": state.status, "PatchGroup": ""}},
                },
            },
        )


def _patches(state: PatchState) -> Iterator[dict[str, Any]]:
    """The outstanding ones: AWS lists the installed ones too."""
    counts = {
        "Missing": state.missing,
        "Failed": state.failed,
        "InstalledPendingReboot": state.pending_reboot,
        "InstalledRejected": state.rejected,
    }
    for name, count in counts.items():
        for number in range(1, count + 1):
            id_ = f"{name.lower()}-{number}.x86_64"
            yield {"Id": id_, "Title": id_, "PatchState": name, "Classification": "Security"}


TYPE = RecordedType("AWS::SSM::PatchCompliance", frozenset({"ssm"}), _resources)
