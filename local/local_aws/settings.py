"""What moto must be told before its services load: the package imports this first."""

import importlib
import os

ACCOUNT = os.environ.pop("MOTO_ACCOUNT_ID", "111122223333")
REGION = "us-east-1"

# 1,583 policies that rules look at (attached AdministratorAccess); 1,303 images that no rule does.
os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
os.environ.setdefault("MOTO_DISABLE_GLOBAL_CORS", "true")

# As an environment variable the account would also swallow requests signed with the credentials of
# an assumed role in another account. As the default it applies to unknown access keys only.
for _module in ("moto.core", "moto.core.models"):
    importlib.import_module(_module).DEFAULT_ACCOUNT_ID = ACCOUNT
