"""One thing that a page asks, and a list of rows of such things, with the words that a person reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from parcelproof.messages import _

Kind = Literal["text", "long", "choice", "yesno", "count", "money", "weight", "time"]


@dataclass(frozen=True)
class Field:
    """One thing that a page asks.

    The words are marked with `N_` where a form lists its fields, and said by `said` where they are shown.

    Attributes
    ----------
    name : str
        Key of the value.
    label : str
        What a person reads.
    kind : str
        How it is read: ``money`` is "USD 12.50", ``weight`` is "412 g", ``time`` is "2026-10-02 16:20".
    required : bool
    help : str
        One short sentence under the field.
    choices : tuple of (label, value)
        For ``choice``.
    example : str
        Shown in the empty field.
    section : str
        Heading over the field; one heading stands over all fields in a row that name it.
    """

    name: str
    label: str
    kind: Kind = "text"
    required: bool = False
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""
    section: str = ""

    def said(self) -> Field:
        """Return the field in the language that is spoken now; name and values stay as they are."""
        return replace(
            self, label=_say(self.label), help=_say(self.help), example=_say(self.example),
            section=_say(self.section), choices=tuple((_say(label), value) for label, value in self.choices),
        )  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """A list of rows with the same fields, such as the lines of a customs form."""

    name: str
    label: str
    fields: tuple[Field, ...]
    one: str
    """What one row is called, like "article"."""
    least: int = 1

    def said(self) -> Rows:
        """Return the list in the language that is spoken now."""
        fields = tuple(field.said() for field in self.fields)
        return replace(self, label=_say(self.label), one=_say(self.one), fields=fields)

    def called(self, number: int) -> str:
        """Return what one row is called in the language that is spoken now, like "Article 1"."""
        one = _say(self.one)
        return _("{one} {number}", one=one.capitalize(), number=number + 1)


def _say(words: str) -> str:
    """Say what was marked; words that nobody marked, such as those of a file of the playbook, stay as they are."""
    return _(words)
