"""What a check says: wrong, why it matters, how to fix it, what proves it, which rule."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Level(StrEnum):
    """How serious a finding is. ``unknown`` is never a pass."""

    PASS = "pass"  # noqa: S105
    NOTE = "note"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """Order of attention: fail first, pass last."""
        return ("fail", "warn", "unknown", "note", "pass").index(self.value)


class RuleRef(BaseModel):
    """The rule a finding stands on.

    Attributes
    ----------
    id : str
        Row id in ``playbook/rules``.
    source : str
        Where the rule is written.
    as_of : str
        Date of the source as given there; may be partial (``2026-07``).
    confidence : {'confirmed', 'second-hand', 'inference'}
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    source: str
    as_of: str = ""
    confidence: str = "inference"


class Finding(BaseModel):
    """One answer of one check about one shipment; all text is ready for people."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    check_id: str
    measure: str
    code: str
    level: Level
    title: str
    why: str = ""
    fix: str = ""
    proof: str = ""
    rules: tuple[RuleRef, ...] = ()
    facts: dict[str, str] = Field(default_factory=dict)


class Outcome(BaseModel):
    """What a check function returns; the playbook turns it into a `Finding` with words.

    Attributes
    ----------
    code : str
        Names the message in ``checks.yaml`` (``missing``, ``under_declared`` …).
    level : Level
    facts : dict of str to str
        Put into the message where it says ``{name}``.
    rules : tuple of str
        Ids of the rule rows that decided.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    level: Level
    facts: dict[str, str] = Field(default_factory=dict)
    rules: tuple[str, ...] = ()
