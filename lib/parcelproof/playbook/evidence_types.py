"""The types of ``playbook/evidence``: items, reasons, and how much each item counts for each reason."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from parcelproof.playbook.model import Confidence, Id, PartialDate, Row, Words

Level = Literal["required", "helpful", "irrelevant"]
Obtain = Literal["order_day", "before_dispatch", "at_dispatch", "carrier", "any_time"]


class EvidenceItem(Row):
    """A file or fact that a dispute desk asks for, and when it can be made."""

    id: Id
    title: Words
    wants: Words
    obtain: Obtain
    how: Words
    core: bool = True


class Reason(Row):
    """A reason for which buyers open disputes; ``decides`` is the most decisive item first."""

    id: Id
    title: Words
    applies: Literal["always", "gift_or_change"] = "always"
    decides: tuple[Id, ...] = Field(min_length=1)
    codes: dict[str, str] = Field(default_factory=dict)


class Cell(Row):
    """How much one evidence item counts for one reason.

    Attributes
    ----------
    required_when : str
        A helpful item that becomes required: ``signature_threshold`` or ``electronics``.
    """

    reason: Id
    item: Id
    level: Level
    required_when: Literal["", "signature_threshold", "electronics"] = ""
    condition: str = ""
    sources: Words
    as_of: PartialDate
    confidence: Confidence


class PlatformCell(Row):
    """What one platform or card network says about one item for one reason."""

    reason: Id
    item: Id
    platform: Words
    level: Level
    condition: str = ""
    source: Words
    confidence: Confidence


class Limit(Row):
    """One limit of a platform on files, text or time."""

    platform: Words
    field: Words
    kind: Words
    value: Words
    unit: str = ""
    note: str = ""
    source: Words
    as_of: PartialDate
    confidence: Confidence


class FieldMapping(Row):
    """The field or type of a platform into which an evidence item goes; ours is a proposal."""

    item: Id
    platform: Words
    field: str = ""
    mapping: Literal["proposed", "other_call", "none"]
    note: str = ""
    value_confidence: Confidence
