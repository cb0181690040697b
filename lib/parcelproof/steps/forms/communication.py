"""Measure 6: what was said, and what the carrier was asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from parcelproof.errors import InputError
from parcelproof.ledger.records import Inquiry, Message, Record
from parcelproof.messages import N_, _
from parcelproof.steps.field import Field, Rows
from parcelproof.steps.form import REMOVED, SLOT, Context, Form, Row, Values, parse_moment, rows, text

DIRECTIONS = (
    (N_("You to the buyer"), "to_buyer"), (N_("The buyer to you"), "from_buyer"),
    (N_("You to the carrier"), "to_carrier"), (N_("The carrier to you"), "from_carrier"),
)  # fmt: skip
TOPICS = (
    (N_("Question"), "question"), (N_("Answer"), "answer"), (N_("Complaint"), "complaint"),
    (N_("Dispatch notice"), "dispatch_notice"), (N_("Delay or trouble"), "delay"),
    (N_("Offer of refund or new parcel"), "offer"), (N_("Inquiry"), "inquiry"), (N_("Other"), "other"),
)  # fmt: skip
LANGUAGES = (
    (N_("English"), "en"), (N_("Chinese"), "zh"), (N_("German"), "de"), (N_("French"), "fr"),
    (N_("Spanish"), "es"), (N_("Portuguese"), "pt"), (N_("Italian"), "it"), (N_("Russian"), "ru"),
    (N_("Japanese"), "ja"), (N_("Arabic"), "ar"),
)  # fmt: skip

MESSAGE = (
    Field("direction", N_("Who wrote to whom"), "choice", required=True, choices=DIRECTIONS),
    Field("channel", N_("Where"), required=True, example=N_("platform messages")),
    Field("at", N_("When"), "time", required=True, example="2026-10-02 11:00"),
    Field("language", N_("Language"), "choice", choices=LANGUAGES),
    Field("topic", N_("About"), "choice", choices=TOPICS),
    Field("words", N_("The message"), "long", required=True),
)
INQUIRY = (
    Field("carrier", N_("Carrier"), required=True, example="China Post"),
    Field("reference", N_("Number of the inquiry"), example="Q-20261002-17"),
    Field("at", N_("When you asked"), "time", required=True, example="2026-10-02 11:00"),
    Field(
        "cause",
        N_("Cause that the carrier gave"),
        "long",
        help=N_("In the carrier's words. Leave it empty until it comes."),
    ),
    Field("answered", N_("When the carrier answered"), "time"),
)
PARTS = (
    Rows("messages", N_("Messages"), MESSAGE, N_("message"), least=0),
    Rows("inquiries", N_("Inquiries to the carrier"), INQUIRY, N_("inquiry"), least=0),
)


def build(values: Values, context: Context) -> list[Record]:
    """Turn the rows into messages and inquiries.

    A row whose time or place changed takes its old record back, and so does a row that was taken away.
    """
    records: list[Record] = []
    taken: set[str] = set()
    for row in rows(values, "messages"):
        record = _message(row, taken, context)
        taken.add(record.slot)
        records.append(record)
    for number, row in enumerate(rows(values, "inquiries")):
        records.append(_inquiry(row, number, context))
    new = {record.slot for record in records}
    came_from = {row.get(SLOT, "") for name in ("messages", "inquiries", REMOVED) for row in rows(values, name)}
    on_record: list[Message | Inquiry] = [*context.shipment.messages, *context.shipment.inquiries]
    old = [r for r in on_record if r.slot in came_from and r.slot not in new]
    return records + [record.model_copy(update={"withdrawn": True}) for record in old]


def _message(row: Row, taken: set[str], context: Context) -> Message:
    for part in _parts(row.get(SLOT, "")):
        record = Message(
            claimed_at=parse_moment(text(row, "at"), context.zone), direction=text(row, "direction"),
            channel=text(row, "channel"), language=text(row, "language"), topic=text(row, "topic"),
            text=text(row, "words"), part=part,
        )  # fmt: skip
        # Two messages of the same minute and channel are two; a row never lands on the record of another one.
        others = {m.slot for m in context.shipment.messages} - {row.get(SLOT, "")}
        same = any(m.slot == record.slot and m.text == record.text for m in context.shipment.messages)
        if record.slot not in taken and (same or record.slot not in others):
            return record
    raise AssertionError("there is always a next part")


def _parts(slot: str) -> Iterator[int]:
    """Give the part that the row has on record first: a neighbour that was taken back does not move it."""
    own = slot.rpartition(":")[2]
    yield from [int(own)] if own.isdecimal() else []
    yield from count()


def _inquiry(row: Row, number: int, context: Context) -> Inquiry:
    at = parse_moment(text(row, "at"), context.zone)
    answered = parse_moment(text(row, "answered"), context.zone) if text(row, "answered") else None
    if answered is not None and answered < at:
        raise InputError(
            _("The answer is older than the inquiry."),
            where=f"inquiries.{number}.answered",
            mend=_("Correct one of the times."),
        )
    return Inquiry(
        claimed_at=at, carrier=text(row, "carrier"), reference=text(row, "reference"), cause=text(row, "cause"),
        answered_at=answered,
    )  # fmt: skip


def start(context: Context) -> Values:
    """Fill in what is on record, newest first."""

    def moment(when: datetime | None) -> str:
        return when.isoformat(sep=" ") if when else ""

    messages: list[Row] = [
        {
            SLOT: m.slot, "direction": m.direction, "channel": m.channel, "at": moment(m.claimed_at),
            "language": m.language if m.language in {v for _, v in LANGUAGES} else "", "topic": m.topic,
            "words": m.text,
        }
        for m in reversed(context.shipment.messages)
    ]  # fmt: skip
    inquiries: list[Row] = [
        {
            SLOT: i.slot, "carrier": i.carrier, "reference": i.reference, "at": moment(i.claimed_at), "cause": i.cause,
            "answered": moment(i.answered_at),
        }
        for i in reversed(context.shipment.inquiries)
    ]  # fmt: skip
    return {"messages": messages, "inquiries": inquiries}


COMMUNICATION = Form("tracking.communication", PARTS, build, start)
