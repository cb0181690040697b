"""Checks what a YAML file holds against a type; every mistake is noted with its line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.yamlfile import YamlFile

T = TypeVar("T")


def validated(kind: type[T], read: YamlFile | None, mistakes: Mistakes, known: Iterable[str]) -> T | None:
    """Return the content of a file as this type, or None if it could not be read or does not fit.

    Parameters
    ----------
    kind : type
        A pydantic model, or a dict or list of such.
    read : YamlFile or None
        None if reading it was a mistake already.
    mistakes : Mistakes
    known : iterable of str
        Names that would have been right.
    """
    if read is None:
        return None
    try:
        return TypeAdapter(kind).validate_python(read.data)
    except ValidationError as error:
        mistakes.add_validation(error, read.path, read.lines, known)
        return None
