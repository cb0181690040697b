"""The words of what a seller owes, from ``playbook/tracking/owed.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from parcelproof.language import current_language
from parcelproof.messages import _
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.twins import read_in_language
from parcelproof.playbook.validated import validated
from parcelproof.resources import playbook_dir

CODES = (
    "answer", "dispatch", "trouble", "pickup", "pickup_reminder", "silence", "promise", "repeat", "final_offer",
    "inquiry",
)  # fmt: skip

_Line = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class OwedWords(BaseModel):
    """What to do, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: _Line
    why: _Line


def owed_words(path: Path | None = None) -> Mapping[str, OwedWords]:
    """Return the words of every code, in the language that is spoken now.

    Raises
    ------
    PlaybookError
        If the file does not hold words for exactly these codes.
    """
    return _load(path or playbook_dir() / "tracking" / "owed.yaml", current_language().code)


@lru_cache(maxsize=4)
def _load(path: Path, language: str) -> Mapping[str, OwedWords]:
    with Mistakes(path.parent) as mistakes:
        read = read_in_language(path, language, mistakes)
        words = validated(dict[str, OwedWords], read, mistakes, CODES)
        if read is not None and words is not None:
            for code in sorted(set(CODES) ^ set(words)):
                what = _("'{code}' is missing.", code=code)
                if code not in CODES:
                    what = _("'{code}' is not known.", code=code)
                mistakes.add(path, read.lines.get((code,)), what)
    assert words is not None
    return words
