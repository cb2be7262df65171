"""moto's Backup, made to tell of copies: plans make them in time, of which there is none here."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moto.backup import urls
from moto.backup.models import backup_backends
from moto.backup.responses import BackupResponse

from local_aws import clock

MAX_JOBS = 1000


@dataclass(frozen=True)
class CopyJob:
    """A completed copy of a recovery point."""

    id: str
    resource: str
    """The ARN of what was backed up."""
    vault: str
    """The ARN of the vault that the copy lies in."""
    created: datetime
    completed: datetime
    is_air_gapped: bool = False


def extend() -> None:
    """Add what lists copies."""
    urls.url_paths["{0}/copy-jobs/?$"] = BackupResponse.dispatch
    BackupResponse.list_copy_jobs = _list_copy_jobs


def of(account: str, region: str) -> list[CopyJob]:
    """The copies of what lies in a region, in the order in which they were told."""
    # With the backend, so that it is emptied with it.
    jobs: list[CopyJob] = vars(backup_backends[account][region]).setdefault("copies", [])
    return jobs


def _list_copy_jobs(self: BackupResponse) -> str:
    """By state, resource, creation and completion."""
    jobs = of(self.current_account, self.region)
    if (state := self._get_param("state")) and state != "COMPLETED":
        jobs = []
    if resource := self._get_param("resourceArn"):
        jobs = [job for job in jobs if job.resource == resource]
    if after := clock.parsed(self._get_param("createdAfter")):
        jobs = [job for job in jobs if job.created > after]
    if after := clock.parsed(self._get_param("completeAfter")):
        jobs = [job for job in jobs if job.completed > after]
    start = int(self._get_param("nextToken") or 0)
    end = start + int(self._get_param("maxResults") or MAX_JOBS)
    described = [_described(job, self.current_account, self.region) for job in jobs[start:end]]
    following = {"NextToken": str(end)} if end < len(jobs) else {}
    return json.dumps({"CopyJobs": described} | following)


def _described(job: CopyJob, account: str, region: str) -> dict[str, Any]:
    vault = "LOGICALLY_AIR_GAPPED_BACKUP_VAULT" if job.is_air_gapped else "BACKUP_VAULT"
    return {
        "AccountId": account,
        "CopyJobId": job.id,
        "SourceBackupVaultArn": f"arn:aws:backup:{region}:{account}:backup-vault:Default",
        "DestinationBackupVaultArn": job.vault,
        "DestinationVaultType": vault,
        "ResourceArn": job.resource,
        "ResourceType": "S3" if job.resource.startswith("arn:aws:s3:") else "RDS",
        "CreationDate": job.created.timestamp(),
        "CompletionDate": job.completed.timestamp(),
        "State": "COMPLETED",
        "IsParent": False,
    }
