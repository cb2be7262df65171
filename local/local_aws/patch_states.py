"""What Systems Manager knows of the patches of machines, which no API tells it: agents do."""

from dataclasses import dataclass
from datetime import datetime

from moto.ssm.models import ssm_backends

INSTALLED = 61
"""Patches that are as they should be; as many on every machine."""


@dataclass(frozen=True)
class PatchState:
    """The result of the last scan or patching of a machine."""

    id: str
    """`i-…` in EC2, `mi-…` elsewhere."""
    scanned: datetime
    missing: int = 0
    failed: int = 0
    pending_reboot: int = 0
    rejected: int = 0

    @property
    def outstanding(self) -> int:
        """How many patches make the machine not compliant."""
        return self.missing + self.failed + self.pending_reboot + self.rejected

    @property
    def status(self) -> str:
        """As compliance summaries have it."""
        return "NON_COMPLIANT" if self.outstanding else "COMPLIANT"


def of(account: str, region: str) -> dict[str, PatchState]:
    """The machines that have reported, by id."""
    # With the backend, so that it is emptied with it.
    states: dict[str, PatchState] = vars(ssm_backends[account][region]).setdefault("patches", {})
    return states
