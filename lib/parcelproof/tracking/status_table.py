"""The table of all vendors' status codes.

It is ``playbook/rules/tracking_statuses.csv``; its key is (system, code, level), because some
vendors use one word as main and as detail status.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parcelproof.errors import PlaybookError
from parcelproof.messages import _
from parcelproof.resources import playbook_dir
from parcelproof.tracking.events import Canonical, Status

Level = Literal["main", "sub", "event", "bizStep", "disposition", "parent_status"]
Context = Literal["", "main_delivered", "at_consignee", "delivery_beside", "not_yet", "wording"]


class Row(BaseModel):
    """One code of one vendor.

    Attributes
    ----------
    system, code, level : str
        The key.
    status : Status
    reason : str
    action_required : bool
    context : str
        What the code needs beside it before it counts (``main_delivered``, ``at_consignee``,
        ``delivery_beside``, ``not_yet``), or ``wording`` for a word that covers several cases.
    meaning, source, as_of, confidence : str
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: str = Field(min_length=1)
    code: str = Field(min_length=1)
    level: Level
    status: Status
    reason: str = Field(pattern=r"^[a-z_]*$")
    action_required: bool
    context: Context
    meaning: str = Field(min_length=1)
    source: str = Field(min_length=1)
    as_of: str = Field(pattern=r"^\d{4}(-\d{2}){0,2}$")
    confidence: Literal["confirmed", "second-hand", "inference"]

    @property
    def canonical(self) -> Canonical:
        """What the table says of this code."""
        return Canonical(status=self.status, reason=self.reason, action_required=self.action_required)


@dataclass(frozen=True)
class Crosswalk:
    """All rows, indexed by system and code.

    Attributes
    ----------
    rows : tuple of Row
    """

    rows: tuple[Row, ...]
    _index: dict[tuple[str, str], list[Row]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for row in self.rows:
            for key in {row.code, _fold(row.code)}:
                self._index.setdefault((row.system, key), []).append(row)

    @property
    def systems(self) -> tuple[str, ...]:
        """Names of all systems, in the order of the table."""
        return tuple(dict.fromkeys(row.system for row in self.rows))

    @cached_property
    def reasons(self) -> frozenset[str]:
        """All reasons that the table uses."""
        return frozenset(row.reason for row in self.rows if row.reason)

    def row(self, system: str, code: str, level: str | None = None) -> Row | None:
        """Return the row of a code, or None.

        An exact spelling goes before one that differs in case, spaces or hyphens only.
        """
        for key in (code, _fold(code)):
            found = [r for r in self._index.get((system, key), ()) if level in (None, r.level)]
            if found:
                return found[0]
        return None


def _fold(code: str) -> str:
    return re.sub(r"[\s_-]+", "", code).casefold()


def load_crosswalk(path: Path | None = None) -> Crosswalk:
    """Read and validate the status table.

    Parameters
    ----------
    path : Path, optional
        Another table of the same form. The playbook's own if not given; it is read once.

    Raises
    ------
    PlaybookError
        With file and line.
    """
    return _load(path or playbook_dir() / "rules" / "tracking_statuses.csv")


@lru_cache(maxsize=8)
def _load(path: Path) -> Crosswalk:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise PlaybookError(
            _("The table of tracking statuses cannot be read."),
            where=str(path),
            mend=_("Put the file back, saved as UTF-8."),
        ) from None
    place = _("{file}, line {line}")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    lines: dict[tuple[str, str, str], int] = {}
    try:
        for raw in reader:
            row = _row(raw, place.format(file=path.name, line=reader.line_num))
            earlier = lines.setdefault((row.system, row.code, row.level), reader.line_num)
            if earlier != reader.line_num:
                raise PlaybookError(
                    _("The same code stands here and in line {earlier}.", earlier=earlier),
                    where=place.format(file=path.name, line=reader.line_num),
                    mend=_("Keep one of the two rows."),
                )
            rows.append(row)
    except csv.Error:
        raise PlaybookError(
            _("This line is not valid CSV."),
            where=place.format(file=path.name, line=reader.reader.line_num),
            mend=_("Close the quotes."),
        ) from None
    if not rows:
        raise PlaybookError(
            _("The table of tracking statuses is empty."), where=path.name, mend=_("Put the rows back.")
        )
    return Crosswalk(tuple(rows))


def _row(raw: dict[str, str], where: str) -> Row:
    try:
        return Row.model_validate({str(key): value for key, value in raw.items()})
    except ValidationError as error:
        names = ", ".join(sorted({str(e["loc"][0]) if e["loc"] else "row" for e in error.errors()}))
        raise PlaybookError(
            _("This row does not fit the table: look at {names}.", names=names),
            where=where,
            mend=_("The columns are {names}.", names=", ".join(Row.model_fields)),
        ) from None
