"""What runs in the account: items shaped like AWS Config's, and secrets, right and wrong."""

import base64

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
    (web,) = definitions["shop-web:1"]["ContainerDefinitions"]
    assert web["Environment"][0] == {"Name": "STAGE", "Value": "production"}
    assert web["Secrets"][0]["Name"] == "DATABASE_PASSWORD"
    assert web["Secrets"][0]["ValueFrom"].startswith("arn:aws:secretsmanager:")
    assert definitions["shop-web:1"]["Family"] == "shop-web"
    seeded.client("ecs").deregister_task_definition(taskDefinition="legacy-worker:1")
    assert named("AWS::ECS::TaskDefinition").keys() == {"shop-web:1"}


def test_labels_keep_their_letters(local):
    local.client("ecs").register_task_definition(
        family="labelled",
        containerDefinitions=[
            {"name": "web", "image": "web", "memory": 1, "dockerLabels": {"team": "shop"}}
        ],
    )
    (web,) = named("AWS::ECS::TaskDefinition")["labelled:1"]["ContainerDefinitions"]
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
