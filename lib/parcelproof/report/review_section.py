"""What the tracking review raised about a parcel, and what was done about each flag."""

from __future__ import annotations

from datetime import datetime

from parcelproof.ledger.records import ReviewAnswer
from parcelproof.messages import N_, _
from parcelproof.playbook.review_words import load_review_words
from parcelproof.report.blocks import Block, Cell, Column, Fact, KeyValues, Paragraph, Table, Tone
from parcelproof.report.document import Section
from parcelproof.report.words import when
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status
from parcelproof.tracking.review.answers import Given, given_to, last_answer
from parcelproof.tracking.review.flags import FlagCode, Review

RETURNED = "returned"
ANSWER = {
    "explained": N_("Explained"), "inquiry_opened": N_("Inquiry opened"), "message_sent": N_("Message sent"),
    "withdrawn": N_("Taken back"),
}  # fmt: skip


GROUP = "tracking"
"""The stage whose sections this one closes."""


def review_section(shipment: Shipment, review: Review) -> Section | None:
    """Return the flags that stand and every answer on record, for the seller; None if there is neither."""
    words = load_review_words((*(code.value for code in FlagCode), RETURNED))
    answers = {(a.flag, a.since): a for a in sorted(shipment.review_answers, key=_time)}
    rows = []
    for flag in review.flags:
        back = flag.code is FlagCode.RETURNING and review.status is Status.RETURNED
        title = words[RETURNED if back else flag.code.value].title
        answers.pop((flag.code.value, flag.since), None)
        given, last = given_to(flag, shipment), last_answer(flag, shipment)
        rows.append(_row(title, flag.since, flag.act_by, _done(given, last), stands=True))
    for (code, since), answer in answers.items():
        title = words[code].title if code in words else code
        rows.append(_row(title, since, None, _done(None, answer), stands=False))
    if not rows:
        return None
    columns = (
        Column(title=_("What needed a person"), width=4),
        Column(title=_("Since"), width=3),
        Column(title=_("Act by"), width=3),
        Column(title=_("What you did"), width=4),
    )
    blocks: list[Block] = [
        Paragraph(text=_("The tracking review looks at every parcel. This table stays in your report only.")),
        Table(caption=_("Flags and answers"), columns=columns, rows=tuple(rows)),
    ]
    return Section(id="review", title=_("What the review found"), blocks=tuple(blocks), group=GROUP)


def inquiry_facts(shipment: Shipment) -> KeyValues | None:
    """Return what the carrier answered, for the packet; an inquiry without an answer would only name a gap."""
    rows = []
    for inquiry in shipment.inquiries:
        if inquiry.answered_at is None and not inquiry.cause.strip():
            continue
        about = [f"opened {when(inquiry.claimed_at)}"] if inquiry.claimed_at else []
        about += [f"number {inquiry.reference}"] if inquiry.reference else []
        about += [f"answered {when(inquiry.answered_at)}"] if inquiry.answered_at else []
        rows.append(
            Fact(label=f"Inquiry to {inquiry.carrier}", value=" · ".join(about) or "on record", note=inquiry.cause)
        )
    return KeyValues(rows=tuple(rows)) if rows else None


def _time(answer: ReviewAnswer) -> float:
    return answer.claimed_at.timestamp() if answer.claimed_at else 0.0


def _done(given: Given | None, last: ReviewAnswer | None) -> Cell:
    """Say what was done; a message or an inquiry on record is an answer as good as a click."""
    if given is None and last is None:
        return Cell(text=_("Nothing yet"), tone="warn")
    if given is None and last is not None:
        tone: Tone = "plain" if last.answer == "withdrawn" else "good"
        return Cell(text=f"{ANSWER[last.answer]} {when(last.claimed_at, '')}".strip(), small=last.note, tone=tone)
    assert given is not None
    small = given.note if given.answer else _("found on record")
    return Cell(text=f"{ANSWER[given.kind]} {when(given.at)}", small=small, tone="good")


def _row(title: str, since: datetime | None, act_by: datetime | None, done: Cell, *, stands: bool) -> tuple[Cell, ...]:
    return (
        Cell(text=title, small="" if stands else _("not so any more")),
        Cell(text=when(since)),
        Cell(text=when(act_by, "")),
        done.model_copy(update={"tone": "warn"}) if stands and done.tone == "plain" else done,
    )
