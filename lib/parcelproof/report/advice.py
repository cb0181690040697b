"""Findings and readiness, in the words of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from parcelproof.fact_words import said
from parcelproof.findings import Finding, Level, RuleRef
from parcelproof.messages import N_, Wording, _, ngettext, sentences
from parcelproof.report.blocks import Advice, Against, Badge, FindingList, Paragraph, Reason, ReasonList, Tone
from parcelproof.report.document import Section
from parcelproof.report.words import LEVEL, LEVEL_TONE
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

STATE: Mapping[str, str] = Wording(
    {
        "against": N_("Speaks against you"),
        "ready": N_("Ready"),
        "almost": N_("One thing missing"),
        "gaps": N_("Not ready"),
        "not_applicable": N_("Does not apply"),
    }
)

STATE_TONE: dict[str, Tone] = {
    "against": "bad", "ready": "good", "almost": "warn", "gaps": "bad", "not_applicable": "plain",
}  # fmt: skip


HONEST = N_(
    "If a record is wrong, correct it and say why. Never change or hide a true one: the first one stays visible."
)
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
    extra = [rule.as_of and _("as of {day}", day=rule.as_of), said(rule.confidence)]
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
    notes = [finding.facts[name] for name in ("level_note", "rule_note") if name in finding.facts]
    return Advice(
        level=LEVEL[finding.level],
        tone=LEVEL_TONE[finding.level],
        title=finding.title,
        measure=measures.get(finding.measure, ""),
        why=sentences(finding.why, *notes),
        fix=finding.fix if finding.level is not Level.PASS else "",
        proof=titles.get(finding.proof, finding.proof),
        sources=tuple(dict.fromkeys(source_line(rule) for rule in finding.rules)),
    )


def findings_section(findings: Sequence[Finding], titles: Mapping[str, str], measures: Mapping[str, str]) -> Section:
    """Return all findings that ask for attention, with why, fix, proof and source."""
    asked = [f for f in sorted(findings, key=lambda f: f.level.rank) if f.level is not Level.PASS]
    passed = sum(f.level is Level.PASS for f in findings)
    said = _("No check has run.")
    if findings:
        said = _("{passed} of {count} checks found everything in order.", passed=passed, count=len(findings))
    blocks: list[Paragraph | FindingList] = [Paragraph(text=said)]
    if asked:
        blocks.append(FindingList(items=tuple(advice(f, titles, measures) for f in asked)))
    return Section(id="findings", title=_("What the checks found"), blocks=tuple(blocks))


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
            state=Badge(text=STATE[reason.state], tone=STATE_TONE[reason.state]),
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
    answer = _("You could answer {ready} of {asked} dispute reasons with what is on record.", ready=ready, asked=asked)
    said = [Paragraph(text=answer)]
    if against := sum(r.state == "against" for r in readiness):
        contrary = ngettext(
            "For {count} reason your own record speaks against you. {honest}",
            "For {count} reasons your own record speaks against you. {honest}",
            against, honest=_(HONEST),
        )  # fmt: skip
        said.append(Paragraph(text=contrary, tone="bad"))
    return Section(
        id="readiness",
        title=_("If the buyer opens a dispute today"),
        blocks=(*said, ReasonList(items=items)),
    )
