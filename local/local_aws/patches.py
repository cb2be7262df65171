"""Patches: state that no AWS API can set, above all dates. See the README for their forms."""

from typing import Any

from moto.ec2.models import ec2_backends
from moto.iam.models import AccessKey, AccessKeyLastUsed, User, iam_backends
from moto.rds.models import rds_backends
from moto.ssm.models import ssm_backends

from local_aws import clock, moto_backup, moto_organizations, patch_states, state
from local_aws.moto_backup import CopyJob
from local_aws.patch_states import PatchState
from local_aws.root import RootKey
from local_aws.settings import ACCOUNT, REGION

Patch = dict[str, Any]


def apply(patches: list[Patch]) -> None:
    """Apply patches in order; items are recorded of what they change."""
    for patch in patches:
        kind = next((kind for kind in _KINDS if kind in patch), None)
        if kind is None:
            raise ValueError(f"a patch names one of {', '.join(_KINDS)}: {patch}")
        _KINDS[kind](patch)
        state.configuration.record(patch.get("account", ACCOUNT))


def _account(patch: Patch) -> str:
    return patch.get("account", ACCOUNT)


def _user(patch: Patch) -> None:
    """`{"user": name, created, passwordLastUsed, passwordLastChanged, accessKeys: […]}`"""
    user: User = iam_backends[_account(patch)]["aws"].get_user(patch["user"])
    if "created" in patch:
        user.create_date = clock.parsed(patch["created"])
    if "passwordLastUsed" in patch:
        user.password_last_used = clock.parsed(patch["passwordLastUsed"])
    if "passwordLastChanged" in patch:
        user.password_last_changed = clock.parsed(patch["passwordLastChanged"])
    for number, wanted in enumerate(patch.get("accessKeys", [])):
        while len(user.access_keys) <= number:
            _new_key(user)
        _key(user.access_keys[number], wanted)


def _new_key(user: User) -> None:
    iam_backends[user.account_id]["aws"].create_access_key(user.name)


def _key(key: AccessKey, wanted: Patch) -> None:
    if "created" in wanted:
        key.create_date = clock.parsed(wanted["created"])
    if "active" in wanted:
        key.status = "Active" if wanted["active"] else "Inactive"
    if "lastUsed" in wanted:
        used = clock.parsed(wanted["lastUsed"])
        service, region = wanted.get("service", "s3"), wanted.get("region", REGION)
        key.last_used = AccessKeyLastUsed(used, service, region) if used else None


def _root(patch: Patch) -> None:
    """`{"root": {created, password, mfa, passwordLastUsed, accessKeys: […]}}`"""
    root, wanted = state.roots.of(_account(patch)), patch["root"]
    if "created" in wanted:
        root.created = clock.parsed(wanted["created"])
    if "password" in wanted:
        root.password = wanted["password"]
    if "mfa" in wanted:
        root.mfa = wanted["mfa"]
    if "passwordLastUsed" in wanted:
        root.password_last_used = clock.parsed(wanted["passwordLastUsed"])
    if "accessKeys" in wanted:
        root.access_keys = [
            RootKey(
                created=clock.parsed(key.get("created", 0)),
                last_used=clock.parsed(key.get("lastUsed")),
                active=key.get("active", True),
            )
            for key in wanted["accessKeys"]
        ]


def _role(patch: Patch) -> None:
    """`{"role": name, created, lastUsed, region}`"""
    role = iam_backends[_account(patch)]["aws"].get_role(patch["role"])
    if "created" in patch:
        role.create_date = clock.parsed(patch["created"])
    if "lastUsed" in patch:
        role.last_used = clock.parsed(patch["lastUsed"])
        role.last_used_region = patch.get("region", REGION) if role.last_used else None


def _saml_provider(patch: Patch) -> None:
    """`{"samlProvider": name, created, validUntil}`"""
    provider = iam_backends[_account(patch)]["aws"].saml_providers[patch["samlProvider"]]
    if "created" in patch:
        provider.create_date = clock.parsed(patch["created"])
    if "validUntil" in patch:
        provider.valid_until = clock.parsed(patch["validUntil"])


def _image(patch: Patch) -> None:
    """`{"image": id, created, lastLaunched, encrypted, region}`"""
    image = ec2_backends[_account(patch)][patch.get("region", REGION)].amis[patch["image"]]
    if "created" in patch:
        image.creation_date = clock.parsed(patch["created"])
    if "lastLaunched" in patch:
        launched = clock.parsed(patch["lastLaunched"])
        # moto writes what it finds by this name.
        image.last_launched_time = clock.iso(launched) if launched else None
    if "encrypted" in patch:
        image.ebs_snapshot.encrypted = patch["encrypted"]


def _instance(patch: Patch) -> None:
    """`{"instance": id, launched, started, region}`: a launch is also a start."""
    backend = ec2_backends[_account(patch)][patch.get("region", REGION)]
    instance = backend.get_instance(patch["instance"])
    if "launched" in patch:
        instance.launch_time = clock.parsed(patch["launched"])
        instance.nics[0].attach_time = instance.launch_time
    if "started" in patch:
        instance.launch_time = clock.parsed(patch["started"])


def _machine(patch: Patch) -> None:
    """`{"machine": id, scanned, missing, failed, pendingReboot, rejected, region}`"""
    states = patch_states.of(_account(patch), patch.get("region", REGION))
    states[patch["machine"]] = PatchState(
        id=patch["machine"],
        scanned=clock.parsed(patch["scanned"]) or clock.now(),
        missing=patch.get("missing", 0),
        failed=patch.get("failed", 0),
        pending_reboot=patch.get("pendingReboot", 0),
        rejected=patch.get("rejected", 0),
    )


def _database(patch: Patch) -> None:
    """`{"database": name, created, region}`"""
    backend = rds_backends[_account(patch)][patch.get("region", REGION)]
    database = backend.databases[patch["database"]]
    database.instance_create_time = clock.parsed(patch["created"])


def _database_cluster(patch: Patch) -> None:
    """`{"databaseCluster": name, created, region}`"""
    backend = rds_backends[_account(patch)][patch.get("region", REGION)]
    cluster = backend.clusters[patch["databaseCluster"]]
    cluster.cluster_create_time = clock.parsed(patch["created"])


def _copy_job(patch: Patch) -> None:
    """`{"copyJob": ARN of what is backed up, vault: ARN, created, completed, airGapped, region}`

    Without `created`, it was completed in the instant that it was created in.
    """
    jobs = moto_backup.of(_account(patch), patch.get("region", REGION))
    completed = clock.parsed(patch["completed"]) or clock.now()
    jobs.append(
        CopyJob(
            id=f"copy-{len(jobs) + 1}",
            resource=patch["copyJob"],
            vault=patch["vault"],
            created=clock.parsed(patch.get("created")) or completed,
            completed=completed,
            is_air_gapped=patch.get("airGapped", False),
        )
    )


def _parameter(patch: Patch) -> None:
    """`{"parameter": name, lastModifiedUser, region}`"""
    backend = ssm_backends[_account(patch)][patch.get("region", REGION)]
    backend.get_parameter(patch["parameter"]).last_modified_user = patch["lastModifiedUser"]


def _organization_account(patch: Patch) -> None:
    """`{"organizationAccount": id, name, email}`: of the organization that `account` manages"""
    account = moto_organizations.account(_account(patch), patch["organizationAccount"])
    account.name = patch.get("name", account.name)
    account.email = patch.get("email", account.email)


def _evaluations(patch: Patch) -> None:
    """`{"evaluations": rule, recorded, region}`: results as if recorded then."""
    place = (_account(patch), patch.get("region", REGION))
    state.evaluations.backdate(place, patch["evaluations"], clock.parsed(patch["recorded"]))


_KINDS = {
    "user": _user,
    "root": _root,
    "role": _role,
    "samlProvider": _saml_provider,
    "image": _image,
    "instance": _instance,
    "machine": _machine,
    "database": _database,
    "databaseCluster": _database_cluster,
    "copyJob": _copy_job,
    "parameter": _parameter,
    "organizationAccount": _organization_account,
    "evaluations": _evaluations,
}
