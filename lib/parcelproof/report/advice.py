"""Findings and readiness, in the words of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from parcelproof.findings import Finding, Level, RuleRef
from parcelproof.report.blocks import Advice, Against, Badge, FindingList, Paragraph, Reason, ReasonList, Tone
from parcelproof.report.document import Section
from parcelproof.report.words import LEVEL
from parcelproof.shipment import Shipment

NO_TITLES: Mapping[str, str] = MappingProxyType({})


class Readiness(Protocol):
    """What the report reads of one dispute reason's readiness."""

    @property
    def reason(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def state(self) -> str: ...  # noqa: D102
    @property
    def sentence(self) -> str: ...  # noqa: D102
    @property
    def first_missing(self) -> str: ...  # noqa: D102
    @property
    def required_present(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def required_missing(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def helpful_present(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def not_yet(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def against(self) -> Sequence[Finding]: ...  # noqa: D102
    @property
    def settle(self) -> str: ...  # noqa: D102


ON_THE_WAY = {"tracking.monitoring": 0, "tracking.communication": 1}

STATE: dict[str, tuple[str, Tone]] = {
    "against": ("Speaks against you", "bad"),
    "ready": ("Ready", "good"),
    "almost": ("One thing missing", "warn"),
    "gaps": ("Not ready", "bad"),
    "not_applicable": ("Does not apply", "plain"),
}


HONEST = "If a record is wrong, correct it and say why. Never change or hide a true one: the first one stays visible."
"""What a seller must not do about a record that speaks against him."""


def urgent(shipment: Shipment, findings: Sequence[Finding]) -> list[Finding]:
    """Return what to mend and to take care of, the thing to do now first.

    Once a parcel is handed over, its way can still be changed and its packing cannot: what happens on the way
    comes first, then what is to be said about it.
    """
    sent = shipment.handed_over_at is not None
    wanted = [f for f in findings if f.level in (Level.FAIL, Level.WARN)]
    return sorted(wanted, key=lambda f: (f.level.rank, ON_THE_WAY.get(f.measure, 2) if sent else 0))


def source_line(rule: RuleRef) -> str:
    """Return a rule's source with its date and how sure it is."""
    extra = [rule.as_of and f"as of {rule.as_of}", rule.confidence]
    return f"{rule.source} ({', '.join(x for x in extra if x)})"


def advice(finding: Finding, titles: Mapping[str, str] = NO_TITLES, measures: Mapping[str, str] = NO_TITLES) -> Advice:
    """Turn a finding into what people read.

    Parameters
    ----------
    finding : Finding
    titles : mapping of str to str
        Titles of evidence items by id.
    measures : mapping of str to str
        Titles of measures by id.
    """
    level, tone = LEVEL[finding.level]
    notes = [finding.facts[name] for name in ("level_note", "rule_note") if name in finding.facts]
    return Advice(
        level=level,
        tone=tone,
        title=finding.title,
        measure=measures.get(finding.measure, ""),
        why=" ".join([finding.why, *notes]).strip(),
        fix=finding.fix if finding.level is not Level.PASS else "",
        proof=titles.get(finding.proof, finding.proof),
        sources=tuple(dict.fromkeys(source_line(rule) for rule in finding.rules)),
    )


def findings_section(findings: Sequence[Finding], titles: Mapping[str, str], measures: Mapping[str, str]) -> Section:
    """Return all findings that ask for attention, with why, fix, proof and source."""
    asked = [f for f in sorted(findings, key=lambda f: f.level.rank) if f.level is not Level.PASS]
    passed = sum(f.level is Level.PASS for f in findings)
    said = f"{passed} of {len(findings)} checks found everything in order." if findings else "No check has run."
    blocks: list[Paragraph | FindingList] = [Paragraph(text=said)]
    if asked:
        blocks.append(FindingList(items=tuple(advice(f, titles, measures) for f in asked)))
    return Section(id="findings", title="What the checks found", blocks=tuple(blocks))


def _against(finding: Finding, measures: Mapping[str, str]) -> Against:
    return Against(title=finding.title, measure=measures.get(finding.measure, ""), why=finding.why, fix=finding.fix)


def readiness_section(
    readiness: Sequence[Readiness], titles: Mapping[str, str], measures: Mapping[str, str] = NO_TITLES
) -> Section:
    """Return what each dispute reason would find on record today, what speaks against the seller first.

    Parameters
    ----------
    readiness : sequence of Readiness
    titles : mapping of str to str
        Titles of evidence items by id.
    measures : mapping of str to str
        Titles of measures by id.
    """
    rank = {"against": -1, "gaps": 0, "almost": 1, "ready": 2, "not_applicable": 3}
    items = tuple(
        Reason(
            title=reason.title,
            state=Badge(text=STATE[reason.state][0], tone=STATE[reason.state][1]),
            sentence=reason.sentence,
            # Papers do not help where the record proves the buyer right: what is missing is then a small line.
            missing="" if reason.against else titles.get(reason.first_missing, reason.first_missing),
            have=tuple(titles.get(i, i) for i in reason.required_present),
            more=len(reason.helpful_present),
            lack=tuple(titles.get(i, i) for i in reason.required_missing),
            later=tuple(titles.get(i, i) for i in reason.not_yet),
            against=tuple(_against(finding, measures) for finding in reason.against),
            settle=reason.settle,
        )
        for reason in sorted(readiness, key=lambda r: rank[r.state])
    )
    ready = sum(r.state == "ready" for r in readiness)
    asked = sum(r.state != "not_applicable" for r in readiness)
    said = [Paragraph(text=f"You could answer {ready} of {asked} dispute reasons with what is on record.")]
    if against := sum(r.state == "against" for r in readiness):
        reasons = "1 reason" if against == 1 else f"{against} reasons"
        said.append(Paragraph(text=f"For {reasons} your own record speaks against you. {HONEST}", tone="bad"))
    return Section(
        id="readiness",
        title="If the buyer opens a dispute today",
        blocks=(*said, ReasonList(items=items)),
    )
