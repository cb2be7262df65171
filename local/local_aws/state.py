"""What this server knows beyond moto: one of it a process, like moto's own state."""

from moto.core.base_backend import BackendDict
from moto.core.model_instances import reset_model_data
from moto.moto_api._internal import mock_random

from local_aws import recorder
from local_aws.evaluations import Evaluations
from local_aws.functions import Functions
from local_aws.invocations import Invocations
from local_aws.recorder import Recorder
from local_aws.requests import Requests
from local_aws.roles import Roles
from local_aws.root import Roots
from local_aws.settings import ACCOUNT, REGION

SEED = 1
"""Of moto's random identifiers: the same calls give the same ids in every run."""

invocations = Invocations()
evaluations = Evaluations()
functions = Functions()
requests = Requests()
roles = Roles()
roots = Roots()
configuration = Recorder(invocations.on_change)


def reset() -> None:
    """An empty account, with AWS Config's recorder on in the home region."""
    # First, since what moto makes anew with its backends has identifiers too.
    mock_random.seed(SEED)
    BackendDict.reset()
    reset_model_data()
    for part in (configuration, invocations, evaluations, functions, requests, roles, roots):
        part.forget()
    recorder.start(ACCOUNT, REGION)
    # What every account has from the start (a default security group) is no news later.
    configuration.record(ACCOUNT)
