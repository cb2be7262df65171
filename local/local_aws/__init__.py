"""The embedded local AWS: moto's server, and what AWS Config and its rules need that moto lacks."""

from local_aws.settings import ACCOUNT, REGION

__all__ = ["ACCOUNT", "REGION"]
