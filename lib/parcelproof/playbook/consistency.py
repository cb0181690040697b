"""Reads ``playbook/product/consistency.yaml``: what is compared, how, and in which words it is said."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError

from parcelproof.messages import _
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.model import Row, Words
from parcelproof.playbook.twins import read_in_language

How = Literal[
    "words", "brand", "code", "gtin", "colour", "size", "storage", "quantity", "serials", "energy", "voltage", "plug",
    "weight", "country", "hs", "money", "parts", "text",
]  # fmt: skip
Source = Literal[
    "listing", "order", "product", "inspection", "photos", "invoice", "customs", "packing", "scale", "carrier"
]
Reason = Literal["same", "differs", "one_source", "not_comparable"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]

_Small = Annotated[Decimal, BeforeValidator(lambda value: str(value) if isinstance(value, (int, float)) else value)]


class ComparedAttribute(Row):
    """One thing that is compared.

    Attributes
    ----------
    how : str
        The way of comparing.
    percent, at_least : Decimal
        How far two numbers may differ by rounding; the larger of the two counts.
    why : str
        Why a difference matters in a dispute.
    """

    id: Name
    label: Words
    how: How
    why: Words
    percent: _Small = Decimal(0)
    at_least: _Small = Decimal(0)


class OtherAttributes(Row):
    """How attributes are compared that have no row of their own."""

    how: How = "text"
    why: Words


class ConsistencyWords(Row):
    """The whole file.

    Attributes
    ----------
    attributes : tuple of ComparedAttribute
        In the order of the table.
    colours : tuple of tuples
        Each holds words for one colour, its name first.
    shades : tuple of str
        Words that do not change a colour.
    parts : tuple of tuples
        Each holds words for one part of a box list, its name first.
    """

    attributes: tuple[ComparedAttribute, ...] = Field(min_length=1)
    other: OtherAttributes
    sources: Mapping[Source, Words]
    reasons: Mapping[Reason, Words]
    unbranded: tuple[Words, ...]
    colours: tuple[tuple[Words, ...], ...]
    shades: tuple[Words, ...] = ()
    parts: tuple[tuple[Words, ...], ...] = ()

    def attribute(self, name: str) -> ComparedAttribute | None:
        """Return an attribute by its id, or None."""
        return next((attribute for attribute in self.attributes if attribute.id == name), None)


_NAMES = (*ConsistencyWords.model_fields, *ComparedAttribute.model_fields)


def read_consistency(folder: Path, language: str, mistakes: Mistakes) -> ConsistencyWords | None:
    """Read the file, with the words of a language; mistakes are noted and give None."""
    path = folder / "consistency.yaml"
    file = read_in_language(path, language, mistakes)
    if file is None:
        return None
    try:
        read = ConsistencyWords.model_validate(file.data)
    except ValidationError as error:
        mistakes.add_validation(error, path, file.lines, _NAMES)
        return None
    seen: set[str] = set()
    for number, attribute in enumerate(read.attributes):
        if attribute.id in seen:
            mistakes.add(path, file.lines.get(("attributes", number)), _("'{id}' is written twice.", id=attribute.id))
        seen.add(attribute.id)
    owners: dict[str, str] = {}
    for number, colour in enumerate(read.colours):
        for word in colour:
            owner = owners.setdefault(word.casefold(), colour[0])
            if owner != colour[0]:
                line = file.lines.get(("colours", number))
                mistakes.add(
                    path,
                    line,
                    _(
                        "'{word}' stands for two colours: '{owner}' and '{other}'.",
                        word=word,
                        owner=owner,
                        other=colour[0],
                    ),
                )
    for block, wanted in (("sources", Source), ("reasons", Reason)):
        for name in wanted.__args__:  # type: ignore[attr-defined]
            if name not in getattr(read, block):
                mistakes.add(
                    path, file.lines.get((block,)), _("'{name}' is missing in '{block}'.", name=name, block=block)
                )
    return read
