"""Reads a YAML file together with the line of every value in it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from parcelproof.messages import _
from parcelproof.playbook.mistakes import Mistakes

Place = tuple[object, ...]
_STRING_TAG = "tag:yaml.org,2002:str"
_DEEPEST = 50
"""Blocks in blocks; our files have nine."""


class _Loader(yaml.SafeLoader):
    """Plain YAML without references: says best what is wrong, and where."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        events: Any = self  # the types of the library do not know its own parser
        if events.check_event(yaml.AliasEvent):
            mark = events.peek_event().start_mark
            raise yaml.MarkedYAMLError(problem=_("references like *name are not used here"), problem_mark=mark)
        return super().compose_node(parent, index)


def _compose(text: str) -> yaml.Node | None:
    if yaml.__with_libyaml__:
        # Nine times as fast: every command and every page waits for the playbook.
        with contextlib.suppress(yaml.YAMLError):  # read again below, for the words of the error
            node = yaml.compose(text, Loader=yaml.CSafeLoader)
            if node is None or not _has_references(node):
                return node
    return yaml.compose(text, Loader=_Loader)


def _has_references(top: yaml.Node) -> bool:
    """Tell whether a part stands in two places: references to references to references would fill the memory."""
    seen: set[int] = set()
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            return True
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for pair in node.value:
                waiting += pair
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
    return False


@dataclass(frozen=True)
class YamlFile:
    """The data of one file, and where each part of it stands.

    Attributes
    ----------
    path : Path
    data : object
        Dicts, lists and plain values.
    lines : dict
        Line number (from 1) by place, such as ``('stages', 0, 'title')``.
    """

    path: Path
    data: object
    lines: dict[Place, int] = field(default_factory=dict)


def read_yaml(path: Path, mistakes: Mistakes) -> YamlFile | None:
    """Read one YAML file; mistakes in it are noted and give None.

    A name written twice in one block is a mistake too: YAML itself would silently drop the first.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        mistakes.add(path, None, _("This file is missing."))
        return None
    except UnicodeDecodeError:
        mistakes.add(path, None, _("This file is not UTF-8 text."), _("Save it as UTF-8."))
        return None
    lines: dict[Place, int] = {}
    try:
        node = _compose(text)
        if node is not None:
            return YamlFile(path, _value(node, (), lines, path, mistakes), lines)
        mistakes.add(path, 1, _("This file is empty."))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        mistakes.add(path, line, _("This is not YAML: {problem}.", problem=error.problem or _("it cannot be read")))
    except yaml.YAMLError:
        mistakes.add(path, None, _("This is not YAML: it holds characters that are not allowed."))
    except RecursionError:
        mistakes.add(path, None, _("This is not a playbook file: its blocks are too deep."))
    return None


def english_files(folder: Path) -> dict[str, Path]:
    """Return the English files of a folder by name; ``home.zh.yaml`` belongs to ``home.yaml``."""
    return {path.stem: path for path in sorted(folder.glob("*.yaml")) if "." not in path.stem}


def _value(node: yaml.Node, place: Place, lines: dict[Place, int], path: Path, mistakes: Mistakes) -> object:
    if len(place) > _DEEPEST:
        raise RecursionError
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[str, object] = {}
        for key_node, value_node in node.value:
            # A key is always taken as it is written: YAML would turn `no:` or `on:` into false or true.
            key = str(key_node.value)
            if key in found:
                mistakes.add(path, key_node.start_mark.line + 1, _("'{key}' is written twice.", key=key))
            found[key] = _value(value_node, (*place, key), lines, path, mistakes)
            lines[(*place, key)] = key_node.start_mark.line + 1
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*place, i), lines, path, mistakes) for i, child in enumerate(node.value)]
    if node.tag == _STRING_TAG:
        return node.value
    try:
        return yaml.SafeLoader("").construct_object(node)
    except (ValueError, yaml.YAMLError):
        mistakes.add(path, lines[place], _("This value cannot be read."), _("Put it into quotation marks."))
        return None
