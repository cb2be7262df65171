"""What this server knows beyond moto: one of it a process, like moto's own state."""

from local_aws import recorder
from local_aws.evaluations import Evaluations
from local_aws.invocations import Invocations
from local_aws.recorder import Recorder
from local_aws.requests import Requests
from local_aws.root import Roots
from local_aws.settings import ACCOUNT, REGION

invocations = Invocations()
evaluations = Evaluations()
requests = Requests()
roots = Roots()
configuration = Recorder(invocations.on_change)


def reset() -> None:
    """As at the start: nothing known, and a recorder that is on in the home region."""
    for part in (configuration, invocations, evaluations, requests, roots):
        part.forget()
    recorder.start(ACCOUNT, REGION)
