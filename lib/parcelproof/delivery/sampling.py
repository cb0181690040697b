"""How many pieces to look at, and how many bad ones a lot may have: ISO 2859-1 / ANSI Z1.4 single sampling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from parcelproof.delivery.sampling_table import AQLS, SEVERITIES, Severity, plan_in_table
from parcelproof.errors import InputError, nearest
from parcelproof.messages import _, sentences
from parcelproof.playbook import Playbook, load_playbook

LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
"""Inspection levels: four special ones with small samples, three general ones. II is usual."""


@dataclass(frozen=True)
class SamplingPlan:
    """An inspection plan for one lot.

    Attributes
    ----------
    lot : int
        Pieces in the lot.
    level, aql, severity
        What was asked for; ``aql`` in percent.
    code_letter : str
        From the lot and the level. Empty for a lot of one piece, which no table knows.
    table_letter : str
        The row of the table that is used, after arrows. Its sample size counts.
    sample_size : int
        Pieces to look at; never more than the lot.
    accept, reject : int
        The lot passes with at most ``accept`` bad pieces, and fails from ``reject``; ``reject`` is ``accept`` + 1.
    table_size : int
        Sample size as the table prints it, which may be more than the lot.
    inspect_all : bool
        The sample reaches the lot: look at every piece.
    """

    lot: int
    level: str
    aql: Decimal
    severity: Severity
    code_letter: str
    table_letter: str
    sample_size: int
    accept: int
    reject: int
    table_size: int
    inspect_all: bool

    @property
    def follows_arrow(self) -> bool:
        """Whether the table had an arrow in place of a plan."""
        return self.table_letter != self.code_letter

    def __str__(self) -> str:
        return f"level {self.level}, AQL {self.aql}, {self.severity}"


def sampling_plan(
    lot: int, level: str = "II", aql: Decimal = Decimal("2.5"), severity: str = "normal",
    playbook: Playbook | None = None,
) -> SamplingPlan:  # fmt: skip
    """Return the plan for a lot.

    Parameters
    ----------
    lot : int
        Pieces in the lot, at least 1.
    level : str
        One of `LEVELS`.
    aql : Decimal
        One of `AQLS`, in percent.
    severity : str
        ``normal``, ``tightened`` or ``reduced``.
    playbook : Playbook, optional
        Holds table 1, the code letters.

    Raises
    ------
    InputError
        If the table has no such lot, level, AQL or severity.

    Notes
    -----
    Tables 1 and 2-A to 2-C of ISO 2859-1:1999. Reduced inspection follows ISO, not MIL-STD-105E, see
    `parcelproof.delivery.sampling_table`. Plans with acceptance number 0 throughout (c = 0) are another scheme.
    """
    level, severity_, aql = read_level(level), read_severity(severity), read_aql(str(aql))
    if isinstance(lot, bool) or lot < 1:
        raise InputError(_("A lot has at least one piece."), where="lot", mend=_("Write how many pieces the lot has."))
    if lot == 1:
        return SamplingPlan(lot, level, aql, severity_, "", "", 1, 0, 1, 1, inspect_all=True)
    letter = code_letter(lot, level, playbook)
    row = plan_in_table(letter, aql, severity_)
    return SamplingPlan(
        lot=lot, level=level, aql=aql, severity=severity_, code_letter=letter, table_letter=row.letter,
        sample_size=min(row.sample_size, lot), accept=row.accept, reject=row.reject, table_size=row.sample_size,
        inspect_all=row.sample_size >= lot,
    )  # fmt: skip


def code_letter(lot: int, level: str, playbook: Playbook | None = None) -> str:
    """Return the code letter of a lot of two pieces or more.

    Raises
    ------
    InputError
        If the table of the playbook has no row for this lot.
    """
    for rule in (playbook or load_playbook()).rules_for("aql_code_letters", level=level):
        highest = rule.columns["lot_max"]
        if int(rule.columns["lot_min"]) <= lot and (not highest or lot <= int(highest)):
            return rule.value
    raise InputError(_("The table of code letters has no row for this lot."), where="lot")


def read_lot(text: str) -> int:
    """Read the size of a lot: a whole number of pieces.

    Raises
    ------
    InputError
        If it is no whole number from 1 to a billion.
    """
    text = text.strip()
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:12]) <= 10**9 or len(text) > 12:
        raise InputError(
            _("This lot size cannot be read."), where="lot",
            mend=_("Write a whole number of pieces, like 1200, from 1 on."),
        )  # fmt: skip
    return int(text)


def read_level(text: str) -> str:
    """Read an inspection level; ``S1`` and ``s-1`` are the same.

    Raises
    ------
    InputError
        If there is no such level.
    """
    name = "".join(text.split()).upper()
    if len(name) == 2 and name[0] == "S":
        name = f"S-{name[1]}"
    if name not in LEVELS:
        mend = _("Write one of {names}.", names=", ".join(LEVELS))
        raise InputError(_("There is no such inspection level."), where="level", mend=mend)
    return name


def read_severity(text: str) -> Severity:
    """Read how strict the inspection is.

    Raises
    ------
    InputError
        If it is none of the three.
    """
    for severity in SEVERITIES:
        if text.strip().lower() == severity:
            return severity
    hint = nearest(text.strip().lower(), SEVERITIES)
    raise InputError(
        _("There is no such severity."),
        where="severity",
        mend=sentences(_("Write normal, tightened or reduced."), hint),
    )


def read_aql(text: str) -> Decimal:
    """Read an AQL in percent; ``2.5``, ``2,5`` and ``2.50 %`` are the same.

    Raises
    ------
    InputError
        If the table has no column for it.
    """
    try:
        value = Decimal(text.strip().removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        value = Decimal(-1)  # in no column; NaN cannot be compared
    for step in AQLS:
        if value == step:
            return step
    mend = _("Write one of {names}.", names=", ".join(map(str, AQLS)))
    if value == 0:
        mend = sentences(mend, _("For critical defects take the smallest AQL you can pay for, and accept none."))
    raise InputError(_("The table has no column for this AQL."), where="aql", mend=mend)


_LEVEL = re.compile(r"\blevel\s+(S\s*-?\s*[1-4]|I{1,3})\b", re.IGNORECASE)
_AQL = re.compile(r"\bAQL\s*:?\s*(\d{1,3}(?:[.,]\d{1,3})?)", re.IGNORECASE)
_EVERY = re.compile(r"\b(every|all|each)\b|\b100\s*(%|percent)", re.IGNORECASE)


def read_plan(text: str, lot: int, playbook: Playbook | None = None) -> SamplingPlan | None:
    """Read the plan that a record names, such as ``level II, AQL 2.5, normal``; without severity it is normal.

    Returns
    -------
    SamplingPlan or None
        None if the text names no level and AQL of the tables.
    """
    level, aql = _LEVEL.search(text), _AQL.search(text)
    if not level or not aql:
        return None
    severity = next((s for s in SEVERITIES if s in text.lower()), "normal")
    try:
        return sampling_plan(lot, level[1], read_aql(aql[1]), severity, playbook)
    except InputError:
        return None


def covers_every_piece(text: str) -> bool:
    """Tell whether a record says that every piece was to be looked at, and names no sampling plan."""
    return bool(_EVERY.search(text)) and not (_LEVEL.search(text) and _AQL.search(text))
