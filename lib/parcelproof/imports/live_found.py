"""What became of one tracking number, before it is told for each of its parcels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from parcelproof.tracking.live import Code

_RANK = (Code.NEW_SCANS, Code.REFUSED, Code.NO_NEWS, Code.NOT_FOUND, Code.REGISTERED, Code.NOT_REACHED)


@dataclass(frozen=True)
class Found:
    """What became of one number.

    Attributes
    ----------
    code : Code
    text : str
        In words; empty where the code says all.
    scans : int
        Scans that were new.
    answer : str
        SHA-256 of the raw answer, or empty.
    """

    code: Code
    text: str = ""
    scans: int = 0
    answer: str = ""

    def joined(self, other: Found | None) -> Found:
        """Return both as one: the weightier code, all new scans."""
        if other is None:
            return self
        first, second = sorted((self, other), key=lambda f: _RANK.index(f.code))
        return replace(first, scans=first.scans + second.scans)

    def as_json(self) -> dict[str, Any]:
        """Return what the journal keeps."""
        return {"code": self.code.value, "text": self.text, "scans": self.scans, "answer": self.answer}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Found:
        """Read back what `as_json` wrote."""
        return cls(Code(kept["code"]), str(kept["text"]), int(kept["scans"]), str(kept["answer"]))
