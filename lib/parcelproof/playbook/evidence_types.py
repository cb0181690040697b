"""The types of ``playbook/evidence``: items, reasons, and how much each item counts for each reason."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from parcelproof.findings import Finding
from parcelproof.findings import Level as FindingLevel
from parcelproof.messages import _
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


class Against(Row):
    """What a check can find on record that proves the buyer right.

    Attributes
    ----------
    check : str
        Id of the check.
    codes : tuple of str
        Codes that count; without any, every failure of the check does.
    level : {'fail', 'warn'}
        The mildest level that counts. A failure whose rule is not certain is only a warning.
    about : tuple of str
        Attributes of ``consistency.yaml``, or ``other``: the finding counts only if it is about one of them.
    """

    check: Id
    codes: tuple[str, ...] = ()
    level: Literal["fail", "warn"] = "fail"
    about: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _warnings_are_named(self) -> Self:
        if self.level == "warn" and not self.codes:
            raise ValueError(_("name the codes that count as warnings"))
        return self

    def counts(self, finding: Finding) -> bool:
        """Tell whether a finding speaks against the seller; what is missing or not known never does."""
        levels = (FindingLevel.FAIL, FindingLevel.WARN) if self.level == "warn" else (FindingLevel.FAIL,)
        named = not self.codes or finding.code in self.codes
        named = named and (not self.about or not set(self.about).isdisjoint(finding.facts.get("about", "").split()))
        return named and finding.check_id == self.check and finding.level in levels


class Reason(Row):
    """A reason for which buyers open disputes.

    Attributes
    ----------
    decides : tuple of str
        Required items, the most decisive first.
    against : tuple of Against
        What speaks against the seller, the most serious first.
    settle : str
        What to do then, before the buyer claims.
    """

    id: Id
    title: Words
    applies: Literal["always", "gift_or_change"] = "always"
    decides: tuple[Id, ...] = Field(min_length=1)
    against: tuple[Against, ...] = ()
    settle: str = ""
    codes: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_what_to_do(self) -> Self:
        if self.against and not self.settle.strip():
            raise ValueError(_("'settle' should say what to do when the record speaks against the seller"))
        return self


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
