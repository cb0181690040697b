"""What a pull tells of each parcel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parcelproof.messages import N_, Wording
from parcelproof.tracking.live import Code

WORDS: Mapping[Code, str] = Wording({
    Code.NEW_SCANS: N_("New scans came."),
    Code.NO_NEWS: N_("No news."),
    Code.NOT_FOUND: N_("The service knows nothing of this parcel yet."),
})  # fmt: skip
"""What is said where the service says nothing of its own."""

NAMES: Mapping[Code, str] = Wording({
    Code.NEW_SCANS: N_("new scans"),
    Code.NO_NEWS: N_("no news"),
    Code.REGISTERED: N_("followed from now on"),
    Code.NOT_FOUND: N_("not known there yet"),
    Code.REFUSED: N_("not taken in"),
    Code.NOT_REACHED: N_("not reached"),
})  # fmt: skip
"""Outcomes in the words of a sum."""


@dataclass(frozen=True)
class Pulled:
    """What became of one parcel.

    Attributes
    ----------
    shipment, number : str
    code : Code
    scans : int
        Scans that were new.
    words : str
        For people.
    answer : str
        Path of the raw answer below the shop's folder, or empty.
    """

    shipment: str
    number: str
    code: Code
    scans: int
    words: str
    answer: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return one object for scripts."""
        return {
            "shipment": self.shipment, "number": self.number, "outcome": self.code.value, "scans": self.scans,
            "words": self.words, "answer": self.answer,
        }  # fmt: skip
