"""The demo's two changes: someone opens a database, someone publishes a bucket."""

from collections.abc import Iterator

from local_aws.account import client, read_policy

Made = dict[str, str]
GROUP = "shop-database"
BUCKET = "example-shop-invoices"


def make(endpoint: str) -> Iterator[Made]:
    """Make the changes in the seeded account; say what each one was."""
    yield _open_database(endpoint)
    yield _publish_bucket(endpoint)


def _open_database(endpoint: str) -> Made:
    ec2 = client("ec2", endpoint)
    found = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": [GROUP]}])
    group_id = found["SecurityGroups"][0]["GroupId"]
    ec2.authorize_security_group_ingress(
        GroupId=group_id,
        IpPermissions=[
            {
                "IpProtocol": "tcp",
                "FromPort": 5432,
                "ToPort": 5432,
                "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
            }
        ],
    )
    return {
        "description": f"Opened TCP 5432 to 0.0.0.0/0 on security group {GROUP} ({group_id}).",
        "resourceType": "AWS::EC2::SecurityGroup",
        "resourceId": group_id,
        "control": "aws-core-19-ingress-http-only",
    }


def _publish_bucket(endpoint: str) -> Made:
    client("s3", endpoint).put_bucket_policy(Bucket=BUCKET, Policy=read_policy(BUCKET))
    return {
        "description": f"Let everyone read bucket {BUCKET} by its policy.",
        "resourceType": "AWS::S3::Bucket",
        "resourceId": BUCKET,
        "control": "aws-core-23-s3-not-public",
    }
