"""CloudFormation's functions, resolved as far as a rendered template of this pack uses them."""

import re
from collections.abc import Mapping
from typing import Any

_VARIABLE = re.compile(r"\$\{(!?)([^}]+)\}")


class TemplateError(ValueError):
    """A template that cannot be deployed here."""


class Absent:
    """The value of AWS::NoValue: whatever holds it leaves it out."""


ABSENT = Absent()


class Resolver:
    """Resolves values of one template."""

    def __init__(
        self,
        values: Mapping[str, Any],
        conditions: Mapping[str, Any],
        mappings: Mapping[str, Any],
        attributes: Mapping[str, str],
    ) -> None:
        """Values are what Ref finds; attributes what GetAtt finds, as `Resource.Attribute`."""
        self._values = values
        self._conditions = conditions
        self._mappings = mappings
        self._attributes = attributes

    def condition(self, name: str) -> bool:
        """Whether a named condition holds."""
        if name not in self._conditions:
            raise TemplateError(f"there is no condition {name}")
        return bool(self.resolved(self._conditions[name]))

    def resolved(self, value: Any) -> Any:
        """The value with every function in it replaced by its result."""
        if isinstance(value, list):
            elements = [self.resolved(element) for element in value]
            return [element for element in elements if element is not ABSENT]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((name, argument),) = value.items()
            function = _FUNCTIONS.get(name)
            if function:
                return function(self, argument)
            if name.startswith("Fn::"):
                raise TemplateError(f"{name} is not supported")
        members = {key: self.resolved(inner) for key, inner in value.items()}
        return {key: inner for key, inner in members.items() if inner is not ABSENT}

    def _ref(self, name: str) -> Any:
        if name not in self._values:
            raise TemplateError(f"Ref names the unknown {name}")
        return self._values[name]

    def _get_att(self, argument: str | list[str]) -> str:
        name = argument if isinstance(argument, str) else ".".join(argument)
        if name not in self._attributes:
            raise TemplateError(f"GetAtt names the unknown {name}")
        return self._attributes[name]

    def _sub(self, argument: str | list[Any]) -> str:
        text, local = (argument, {}) if isinstance(argument, str) else argument

        def value(match: re.Match[str]) -> str:
            literal, name = match.groups()
            if literal:
                return f"${{{name}}}"
            if name in local:
                return str(self.resolved(local[name]))
            return str(self._get_att(name) if "." in name else self._ref(name))

        return _VARIABLE.sub(value, text)

    def _if(self, argument: list[Any]) -> Any:
        name, then, otherwise = argument
        return self.resolved(then if self.condition(name) else otherwise)

    def _equals(self, argument: list[Any]) -> bool:
        left, right = (str(self.resolved(side)) for side in argument)
        return left == right

    def _join(self, argument: list[Any]) -> str:
        separator, parts = argument
        return separator.join(str(part) for part in self.resolved(parts))

    def _find_in_map(self, argument: list[Any]) -> Any:
        name, first, second = (self.resolved(part) for part in argument)
        return self._mappings[name][first][second]


_FUNCTIONS = {
    "Ref": Resolver._ref,
    "Condition": Resolver.condition,
    "Fn::GetAtt": Resolver._get_att,
    "Fn::Sub": Resolver._sub,
    "Fn::If": Resolver._if,
    "Fn::Equals": Resolver._equals,
    "Fn::And": lambda self, these: all(self.resolved(one) for one in these),
    "Fn::Or": lambda self, these: any(self.resolved(one) for one in these),
    "Fn::Not": lambda self, one: not self.resolved(one[0]),
    "Fn::Join": Resolver._join,
    "Fn::FindInMap": Resolver._find_in_map,
    "Fn::Split": lambda self, pair: str(self.resolved(pair[1])).split(pair[0]),
    "Fn::Select": lambda self, pair: self.resolved(pair[1])[int(self.resolved(pair[0]))],
}
