"""A CloudFormation template's text as data, its short functions (!Ref) written out."""

from typing import Any

import yaml

# libyaml's, where PyYAML was built with it, is ten times as fast.
_SafeLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):
    """YAML with CloudFormation's tags; dates stay text, as CloudFormation reads them."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _function(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        argument: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        argument = loader.construct_sequence(node, deep=True)
    else:
        argument = loader.construct_mapping(node, deep=True)
    if suffix in ("Ref", "Condition"):
        return {suffix: argument}
    return {f"Fn::{suffix}": argument}


_Loader.add_multi_constructor("!", _function)


def loaded(text: str) -> dict[str, Any]:
    """The template."""
    # The loader is a safe one: it constructs no Python objects but those of YAML itself.
    return yaml.load(text, Loader=_Loader)
