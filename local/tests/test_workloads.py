"""What runs in the account: items shaped like AWS Config's, and secrets, right and wrong."""

import base64
import json

import pytest

from local_aws import account, state
from local_aws.settings import ACCOUNT, REGION

PLACE = (ACCOUNT, REGION)


@pytest.fixture
def seeded(local):
    account.seed(local.endpoint)
    return local


def named(type_name):
    items = {i["resourceName"]: i for i in state.configuration.items(PLACE, type_name)}
    assert all(i["resourceId"] in (name, i["ARN"]) for name, i in items.items())
    return {name: i["configuration"] for name, i in items.items()}


def test_functions(seeded):
    functions = named("AWS::Lambda::Function")
    assert functions.keys() >= {"shop-checkout", "shop-newsletter"}
    function = functions["shop-newsletter"]
    assert function["functionArn"].endswith(":function:shop-newsletter")
    assert "environment" not in function
    asked = seeded.client("lambda").get_function_configuration(FunctionName="shop-newsletter")
    assert asked["Environment"]["Variables"]["MAILER_PASSWORD"] == "correct-horse-7"


def test_task_definitions(seeded):
    definitions = named("AWS::ECS::TaskDefinition")
    (web,) = definitions["shop-web"]["ContainerDefinitions"]
    assert web["Environment"][0] == {"Name": "STAGE", "Value": "production"}
    assert web["Secrets"][0]["Name"] == "DATABASE_PASSWORD"
    assert web["Secrets"][0]["ValueFrom"].startswith("arn:aws:secretsmanager:")
    assert definitions["shop-web"]["Family"] == "shop-web"
    seeded.client("ecs").deregister_task_definition(taskDefinition="legacy-worker:1")
    assert named("AWS::ECS::TaskDefinition").keys() == {"shop-web"}


def test_the_newest_revision_stands_for_a_family(local):
    ecs = local.client("ecs")
    for image in ["web:1", "web:2"]:
        container = {"name": "web", "image": image, "memory": 1}
        ecs.register_task_definition(family="web", containerDefinitions=[container])
    (item,) = state.configuration.items(PLACE, "AWS::ECS::TaskDefinition")
    assert (item["resourceId"], item["resourceName"]) == ("web", "web")
    assert item["configuration"]["TaskDefinitionArn"].endswith(":task-definition/web:2")


def test_labels_keep_their_letters(local):
    local.client("ecs").register_task_definition(
        family="labelled",
        containerDefinitions=[
            {"name": "web", "image": "web", "memory": 1, "dockerLabels": {"team": "shop"}}
        ],
    )
    (web,) = named("AWS::ECS::TaskDefinition")["labelled"]["ContainerDefinitions"]
    assert web["DockerLabels"] == {"team": "shop"}


def test_build_projects_hide_plain_values(seeded):
    projects = named("AWS::CodeBuild::Project")
    variables = projects["shop-build"]["environment"]["environmentVariables"]
    assert variables == [
        {"name": "STAGE", "value": "******", "type": "PLAINTEXT"},
        {"name": "REGISTRY_TOKEN", "value": "shop/registry:token", "type": "SECRETS_MANAGER"},
    ]
    asked = seeded.client("codebuild").batch_get_projects(names=["legacy-build"])["projects"][0]
    assert asked["environment"]["environmentVariables"][0]["value"] == "correct-horse-7"


def test_launch_configurations(seeded):
    launches = named("AWS::AutoScaling::LaunchConfiguration")
    script = base64.b64decode(launches["legacy-app"]["userData"]).decode()
    assert "-----BEGIN RSA PRIVATE KEY-----" in script


def test_user_data(seeded):
    ec2 = seeded.client("ec2")
    asked = ec2.describe_launch_template_versions(Versions=["$Default", "$Latest"])
    scripts = {
        it["LaunchTemplateName"]: base64.b64decode(it["LaunchTemplateData"]["UserData"]).decode()
        for it in asked["LaunchTemplateVersions"]
    }
    assert "WORKER_PASSWORD=correct-horse-7" in scripts["legacy-worker"]
    assert "correct-horse" not in scripts["shop-web"]
    named_legacy = [{"Name": "tag:Name", "Values": ["legacy-app"]}]
    (reservation,) = ec2.describe_instances(Filters=named_legacy)["Reservations"]
    (instance,) = reservation["Instances"]
    attribute = ec2.describe_instance_attribute(
        InstanceId=instance["InstanceId"], Attribute="userData"
    )
    script = base64.b64decode(attribute["UserData"]["Value"]).decode()
    assert "IMPORT_PASSWORD=correct-horse-7" in script


def test_stacks(seeded):
    stacks = named("AWS::CloudFormation::Stack")
    parameters = {p["parameterKey"]: p for p in stacks["shop-network"]["parameters"]}
    assert parameters["AdminPassword"]["parameterValue"] == "****"
    assert parameters["Stage"]["parameterValue"] == "production"
    (output,) = stacks["legacy-database"]["outputs"]
    assert output == {"outputKey": "DatabasePassword", "outputValue": "correct-horse-7"}


def test_the_account_has_secrets(seeded):
    secrets = seeded.client("secretsmanager").list_secrets(MaxResults=1)["SecretList"]
    assert len(secrets) == 1


def test_a_stack_names_what_it_holds(seeded):
    items = state.configuration.items(PLACE, "AWS::CloudFormation::Stack")
    (stack,) = (item for item in items if item["resourceName"] == "shop-messaging")
    summaries = stack["supplementaryConfiguration"]["StackResourceSummaries"]
    assert {it["resourceType"] for it in summaries} == {"AWS::SNS::Topic", "AWS::SQS::Queue"}
    assert all(it["resourceStatus"] == "CREATE_COMPLETE" for it in summaries)
    held = {it["physicalResourceId"] for it in summaries}

    queues = state.configuration.items(PLACE, "AWS::SQS::Queue")
    by_name = {item["resourceName"]: item for item in queues}
    assert by_name["shop-mails"]["resourceId"] in held
    assert by_name["shop-mails"]["ARN"] == "arn:aws:sqs:us-east-1:111122223333:shop-mails"
    assert by_name["shop-mails"]["configuration"]["QueueName"] == "shop-mails"
    assert by_name["legacy-imports"]["resourceId"] not in held
    topics = state.configuration.items(PLACE, "AWS::SNS::Topic")
    assert len([topic for topic in topics if topic["resourceId"] in held]) == 1


def test_the_query_for_resources_of_several_types(seeded):
    expression = (
        "SELECT resourceId, resourceName, arn, resourceType, resourceCreationTime, tags, "
        "configuration.groupName "
        "WHERE resourceType IN ('AWS::EC2::SecurityGroup', 'AWS::SQS::Queue', 'AWS::S3::Bucket')"
    )
    config = seeded.client("config")
    rows = [
        json.loads(row)
        for page in config.get_paginator("select_resource_config").paginate(Expression=expression)
        for row in page["Results"]
    ]
    by_name = {row["resourceName"]: row for row in rows}
    assert by_name["shop-web"]["configuration"] == {"groupName": "shop-web"}
    assert by_name["default"]["resourceType"] == "AWS::EC2::SecurityGroup"
    assert "configuration" not in by_name["shop-mails"]
    assert by_name["shop-mails"]["tags"] == []
    assert by_name["example-shop-orders"]["resourceCreationTime"].endswith("Z")
