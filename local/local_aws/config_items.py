"""AWS Config's operations on recorded resources, as methods of moto's responses."""

from typing import Any

from moto.config.responses import ConfigResponse
from moto.core.exceptions import JsonRESTError

from local_aws import clock, item, query, state
from local_aws.config_rules import answered, place_of
from local_aws.page import page

_moto_start_configuration_recorder = ConfigResponse.start_configuration_recorder


class ConfigItemOperations(ConfigResponse):
    """The recorder's start, and operations that read what it recorded."""

    def start_configuration_recorder(self) -> str:
        """As moto does; then, as AWS does, what is already there is discovered."""
        answer = _moto_start_configuration_recorder(self)
        state.configuration.record(self.current_account)
        return answer

    def select_resource_config(self) -> str:
        """Run a query over the newest items."""
        selected = query.parsed(self._get_param("Expression") or "")
        found = [
            i
            for i in state.configuration.items(place_of(self))
            if i["resourceType"] in selected.types
        ]
        rows, token = page(found, self._get_param("Limit"), self._get_param("NextToken"), 25)
        fields = [{"Name": column} for column in selected.columns]
        results = [selected.row(row) for row in rows]
        return answered({"Results": results, "QueryInfo": {"SelectFields": fields}}, token)

    def get_resource_config_history(self) -> str:
        """The items of a resource, newest first unless asked otherwise."""
        resource_type = self._get_param("resourceType")
        resource_id = self._get_param("resourceId")
        history = state.configuration.history(place_of(self), resource_type, resource_id)
        if not history:
            raise JsonRESTError(
                "ResourceNotDiscoveredException",
                f"Resource {resource_id} of resourceType:{resource_type} is unknown or has not "
                "been discovered",
            )
        earliest, latest = (_ms(self._get_param(name)) for name in ("earlierTime", "laterTime"))
        found = [
            i
            for i in history
            if (earliest is None or earliest <= i["configurationStateId"])
            and (latest is None or i["configurationStateId"] <= latest)
        ]
        if self._get_param("chronologicalOrder") != "Forward":
            found.reverse()
        rows, token = page(found, self._get_param("limit"), self._get_param("nextToken"), 10)
        body = {"configurationItems": [item.as_history(row) for row in rows]}
        return answered(body, token, "nextToken")

    def list_discovered_resources(self) -> str:
        """The identifiers of recorded resources of a type."""
        ids, name = self._get_param("resourceIds"), self._get_param("resourceName")
        deleted = self._get_param("includeDeletedResources")
        read = state.configuration.newest if deleted else state.configuration.items
        found = [
            i
            for i in read(place_of(self), self._get_param("resourceType"))
            if (not ids or i["resourceId"] in ids) and (not name or i["resourceName"] == name)
        ]
        rows, token = page(found, self._get_param("limit"), self._get_param("nextToken"))
        body = {"resourceIdentifiers": [_identifier(row) for row in rows]}
        return answered(body, token, "nextToken")


def _identifier(found: item.Item) -> dict[str, Any]:
    identifier = {key: found[key] for key in ("resourceType", "resourceId")}
    if found["resourceName"]:
        identifier["resourceName"] = found["resourceName"]
    if found["configurationItemStatus"] == item.DELETED:
        identifier["resourceDeletionTime"] = found["configurationStateId"] / 1000
    return identifier


def _ms(moment: Any) -> int | None:
    """A timestamp parameter in milliseconds; items carry theirs as `configurationStateId`."""
    if moment is None:
        return None
    if isinstance(moment, str):
        return clock.epoch_ms(clock.parsed(moment))
    return round(float(moment) * 1000)
