"""Patches set what no API can, and the credential report tells it as AWS would."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest


@pytest.fixture
def report(local):
    """The rows of a fresh credential report, by user."""

    def read():
        iam = local.client("iam")
        while iam.generate_credential_report()["State"] != "COMPLETE":
            pass
        text = iam.get_credential_report()["Content"].decode()
        return {row["user"]: row for row in csv.DictReader(io.StringIO(text))}

    return read


def test_a_report_is_generated_first(local):
    iam = local.client("iam")
    with pytest.raises(iam.exceptions.CredentialReportNotPresentException):
        iam.get_credential_report()
    assert iam.generate_credential_report()["State"] == "STARTED"
    assert iam.generate_credential_report()["State"] == "COMPLETE"
    generated = iam.get_credential_report()["GeneratedTime"]
    assert datetime.now(UTC) - generated < timedelta(minutes=1)


def test_a_report_has_the_columns_of_aws(report):
    columns = list(report()["<root_account>"])
    assert len(columns) == 22
    assert columns[:3] == ["user", "arn", "user_creation_time"]
    assert columns[-1] == "cert_2_last_rotated"


def test_the_root_user_of_an_untouched_account(report):
    root = report()["<root_account>"]
    assert root["arn"] == "arn:aws:iam::111122223333:root"
    assert root["password_enabled"] == "not_supported"
    assert root["password_last_used"] == "no_information"
    assert root["mfa_active"] == "true"
    assert root["access_key_1_active"] == "false"
    assert root["access_key_1_last_rotated"] == "N/A"


def test_a_patched_root_user(local, report):
    root = {
        "mfa": False,
        "created": "2020-01-01",
        "passwordLastUsed": "2026-01-01T08:00:00Z",
        "accessKeys": [{"created": "2021-01-01", "lastUsed": "2025-12-24"}, {"active": False}],
    }
    local.door("patch", [{"root": root}])
    row = report()["<root_account>"]
    assert row["user_creation_time"] == "2020-01-01T00:00:00+00:00"
    assert row["password_last_used"] == "2026-01-01T08:00:00+00:00"
    assert row["mfa_active"] == "false"
    assert row["access_key_1_active"] == "true"
    assert row["access_key_1_last_used_date"] == "2025-12-24T00:00:00+00:00"
    assert row["access_key_2_active"] == "false"
    summary = local.client("iam").get_account_summary()["SummaryMap"]
    assert (summary["AccountMFAEnabled"], summary["AccountAccessKeysPresent"]) == (0, 1)
    assert summary["AccountPasswordPresent"] == 1


def test_root_credentials_that_were_removed(local):
    local.door("patch", [{"root": {"password": False, "mfa": False}}])
    summary = local.client("iam").get_account_summary()["SummaryMap"]
    assert (summary["AccountPasswordPresent"], summary["AccountMFAEnabled"]) == (0, 0)


def test_a_user_without_anything(local, report):
    local.client("iam").create_user(UserName="bob")
    row = report()["bob"]
    assert row["password_enabled"] == "false"
    assert row["password_last_used"] == row["password_last_changed"] == "N/A"
    assert row["access_key_1_active"] == row["access_key_2_active"] == "false"
    assert row["access_key_1_last_rotated"] == row["access_key_1_last_used_region"] == "N/A"


def test_a_patched_user(local, report):
    iam = local.client("iam")
    iam.create_user(UserName="bob")
    iam.create_login_profile(UserName="bob", Password="Correct-Horse-7")
    assert report()["bob"]["password_last_used"] == "no_information"
    keys = [
        {"created": "2025-09-06", "lastUsed": None},
        {"created": "2025-12-01", "lastUsed": "2026-01-01", "active": False},
    ]
    patch = {"user": "bob", "created": "2025-01-01", "passwordLastUsed": 2, "accessKeys": keys}
    local.door("patch", [patch])
    row = report()["bob"]
    assert row["user_creation_time"] == "2025-01-01T00:00:00+00:00"
    used = datetime.fromisoformat(row["password_last_used"])
    assert timedelta(days=2) <= datetime.now(UTC) - used < timedelta(days=2, minutes=1)
    assert row["access_key_1_active"] == "true"
    assert row["access_key_1_last_rotated"] == "2025-09-06T00:00:00+00:00"
    assert row["access_key_1_last_used_date"] == "N/A"
    assert row["access_key_2_active"] == "false"
    assert row["access_key_2_last_used_date"] == "2026-01-01T00:00:00+00:00"
    assert row["access_key_2_last_used_service"] == "s3"
    listed = iam.list_users()["Users"][0]
    assert listed["CreateDate"] == datetime(2025, 1, 1, tzinfo=UTC)


def test_roles_images_and_writers(local):
    iam, ec2, ssm = (local.client(name) for name in ("iam", "ec2", "ssm"))
    iam.create_role(RoleName="batch", AssumeRolePolicyDocument='{"Version": "2012-10-17"}')
    image = ec2.register_image(Name="golden", Architecture="x86_64")["ImageId"]
    ssm.put_parameter(Name="/a", Value="b", Type="String")
    patches = [
        {"role": "batch", "created": "2024-01-01", "lastUsed": "2025-06-01"},
        {"image": image, "created": "2025-01-01"},
        {"parameter": "/a", "lastModifiedUser": "arn:aws:iam::111122223333:user/alice"},
    ]
    assert local.door("patch", patches) == {"applied": 3}
    role = iam.get_role(RoleName="batch")["Role"]
    assert role["RoleLastUsed"]["LastUsedDate"] == datetime(2025, 6, 1, tzinfo=UTC)
    (found,) = ec2.describe_images(ImageIds=[image])["Images"]
    assert found["CreationDate"] == "2025-01-01T00:00:00.000Z"
    (described,) = ssm.describe_parameters()["Parameters"]
    assert described["LastModifiedUser"] == "arn:aws:iam::111122223333:user/alice"


def test_results_can_be_aged(local, put_rule, fake_lambda, until):
    put_rule("rule", scheduled=True)
    token = until(lambda: fake_lambda.events)[0]["resultToken"]
    config = local.client("config")
    evaluation = {
        "ComplianceResourceType": "AWS::::Account",
        "ComplianceResourceId": "111122223333",
        "ComplianceType": "COMPLIANT",
        "OrderingTimestamp": datetime.now(UTC),
    }
    config.put_evaluations(ResultToken=token, Evaluations=[evaluation])
    local.door("patch", [{"evaluations": "rule", "recorded": 8}])
    (result,) = config.get_compliance_details_by_config_rule(ConfigRuleName="rule")[
        "EvaluationResults"
    ]
    assert datetime.now(UTC) - result["ResultRecordedTime"] > timedelta(days=7)


@pytest.mark.parametrize(
    "patch", [{"nobody": 1}, {"user": "unknown"}, {"image": "ami-0", "created": 1}, {"root": 1}]
)
def test_a_patch_of_nothing_is_refused(local, patch):
    status, message = local.refusal("patch", [patch])
    assert status == 400
    assert message


def test_an_image_that_nobody_launched_has_no_last_launch(local):
    ec2 = local.client("ec2")
    image = ec2.register_image(Name="new")["ImageId"]
    (described,) = ec2.describe_images(ImageIds=[image])["Images"]
    assert "LastLaunchedTime" not in described
    patch = {"image": image, "created": "2025-12-01", "lastLaunched": "2026-01-14T03:00:00Z"}
    local.door("patch", [patch])
    (described,) = ec2.describe_images(ImageIds=[image])["Images"]
    assert described["CreationDate"] == "2025-12-01T00:00:00.000Z"
    assert described["LastLaunchedTime"] == "2026-01-14T03:00:00.000Z"
