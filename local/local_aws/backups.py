"""Seeds where the example shop's backups lie: replicas of buckets, copies of databases."""

from typing import Any

from local_aws.settings import ACCOUNT, REGION

Data = dict[str, Any]
_ROLE = f"arn:aws:iam::{ACCOUNT}:role/shop-replication"


def seed(data: Data, s3: Any) -> list[Data]:
    """Set up the replication; what remains to be patched of databases and their copies."""
    for name, replica in data["replication"].items():
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        s3.put_bucket_replication(
            Bucket=name, ReplicationConfiguration={"Role": _ROLE, "Rules": [_rule(replica)]}
        )
    created = [
        {kind: name, "created": database["created"]}
        for kind, databases in (("database", "databases"), ("databaseCluster", "databaseClusters"))
        for name, database in data[databases].items()
        if "created" in database
    ]
    return created + [_copy(copy) for copy in data["copies"]]


def _rule(replica: Data) -> Data:
    destination: Data = {"Bucket": f"arn:aws:s3:::{replica['to']}"}
    if "account" in replica:
        destination["Account"] = replica["account"]
    return {
        "ID": "all",
        "Status": "Enabled",
        "Priority": 1,
        "Filter": {"Prefix": replica.get("prefix", "")},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "Destination": destination,
    }


def _copy(copy: Data) -> Data:
    kind, name = ("db", copy["database"]) if "database" in copy else ("cluster", copy["cluster"])
    region, account = copy.get("region", REGION), copy.get("account", ACCOUNT)
    return {
        "copyJob": f"arn:aws:rds:{REGION}:{ACCOUNT}:{kind}:{name}",
        "vault": f"arn:aws:backup:{region}:{account}:backup-vault:{copy['vault']}",
        "created": copy.get("created"),
        "completed": copy["completed"],
    }
