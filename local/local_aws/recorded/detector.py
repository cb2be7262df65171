"""AWS::GuardDuty::Detector."""

from collections.abc import Iterator

from moto.guardduty.models import guardduty_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for detector in list(guardduty_backends[account][region].detectors.values()):
        yield Resource(
            id=detector.id,
            name=detector.id,
            arn=f"arn:aws:guardduty:{region}:{account}:detector/{detector.id}",
            created=detector.created_at,
            tags=detector.tags,
            configuration={
                "Id": detector.id,
                "Enable": detector.enabled,
                "FindingPublishingFrequency": detector.finding_publish_freq,
                "Features": [
                    {"Name": feature["name"], "Status": feature["status"]}
                    for feature in detector.features
                ],
                "Tags": [{"Key": key, "Value": value} for key, value in detector.tags.items()],
            },
        )


TYPE = RecordedType("AWS::GuardDuty::Detector", frozenset({"guardduty"}), _resources)
