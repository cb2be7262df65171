"""AWS::S3::Bucket."""

import json
from collections.abc import Iterator
from typing import Any

from moto.s3.models import CAMEL_CASED_PERMISSIONS, OWNER, s3_backends

from local_aws import clock
from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    backend = s3_backends[account]["aws"]
    for bucket in list(backend.buckets.values()):
        if bucket.region_name == region:
            yield _resource(bucket, backend.tagger.get_tag_dict_for_resource(bucket.arn))


def _resource(bucket: Any, tags: dict[str, str]) -> Resource:
    return Resource(
        id=bucket.name,
        name=bucket.name,
        arn=bucket.arn,
        availability_zone="Regional",
        created=bucket.creation_date,
        tags=tags,
        configuration={
            "name": bucket.name,
            "owner": {"displayName": None, "id": OWNER},
            "creationDate": clock.iso(bucket.creation_date),
        },
        supplementary=_supplementary(bucket, tags),
    )


def _supplementary(bucket: Any, tags: dict[str, str]) -> dict[str, Any]:
    values = {
        # The one value that is text even in a notification.
        "AccessControlList": json.dumps(_access_control_list(bucket.acl)),
        "BucketAccelerateConfiguration": {"status": None},
        "BucketLoggingConfiguration": {
            "destinationBucketName": bucket.logging.get("TargetBucket"),
            "logFilePrefix": bucket.logging.get("TargetPrefix"),
        },
        "BucketNotificationConfiguration": {"configurations": {}},
        "BucketPolicy": {"policyText": bucket.policy.decode() if bucket.policy else None},
        "BucketVersioningConfiguration": {
            "status": bucket.versioning_status or "Off",
            "isMfaDeleteEnabled": None,
        },
        "IsRequesterPaysEnabled": bucket.payer != "BucketOwner",
        "ServerSideEncryptionConfiguration": _encryption(bucket.encryption),
    }
    if replication := getattr(bucket, "replication", None):
        values["BucketReplicationConfiguration"] = _replication(replication)
    if tags:
        values["BucketTaggingConfiguration"] = {"tagSets": [{"tags": tags}]}
    if bucket.public_access_block:
        values["PublicAccessBlockConfiguration"] = bucket.public_access_block.to_config_dict()
    return values


def _access_control_list(acl: Any) -> dict[str, Any]:
    """Groups are bare words (`AllUsers`) here; their URIs are known to S3's own API only."""
    grants = [
        {
            "grantee": grantee.uri.rsplit("/", 1)[-1]
            if grantee.uri
            else {"id": grantee.id, "displayName": grantee.display_name or None},
            "permission": CAMEL_CASED_PERMISSIONS[permission],
        }
        for grant in (acl.grants if acl else [])
        for permission in grant.permissions
        for grantee in grant.grantees
    ]
    return {
        "grantSet": None,
        "grantList": grants,
        "owner": {"displayName": None, "id": OWNER},
        "isRequesterCharged": False,
    }


def _replication(replication: dict[str, Any]) -> dict[str, Any]:
    """A map of the rules by id, and one capital letter among the keys."""
    return {
        "roleARN": replication["Role"],
        "rules": {
            rule["ID"]: {
                "prefix": rule.get("Prefix") or (rule.get("Filter") or {}).get("Prefix") or "",
                "status": rule["Status"],
                "destinationConfig": {
                    "bucketARN": rule["Destination"]["Bucket"],
                    "storageClass": rule["Destination"].get("StorageClass"),
                    "Account": rule["Destination"].get("Account"),
                },
            }
            for rule in replication["Rule"]
        },
    }


def _encryption(encryption: dict[str, Any] | None) -> dict[str, Any]:
    """S3 encrypts every bucket; without a setting of its own, with SSE-S3."""
    rule = (encryption or {}).get("Rule", {})
    default = rule.get("ApplyServerSideEncryptionByDefault", {})
    return {
        "rules": [
            {
                "applyServerSideEncryptionByDefault": {
                    "sseAlgorithm": default.get("SSEAlgorithm", "AES256"),
                    "kmsMasterKeyID": default.get("KMSMasterKeyID"),
                },
                "bucketKeyEnabled": str(rule.get("BucketKeyEnabled", "")).lower() == "true",
            }
        ]
    }


TYPE = RecordedType("AWS::S3::Bucket", frozenset({"s3"}), _resources)
