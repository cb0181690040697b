"""What was done about one flag: an answer in the queue, or an inquiry or message on record that came after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from parcelproof.ledger.records import ReviewAnswer
from parcelproof.shipment import Shipment
from parcelproof.tracking.communication import LATE, tells
from parcelproof.tracking.review.flags import Flag, FlagCode

AnswerKind: TypeAlias = Literal["explained", "inquiry_opened", "message_sent"]

_PROMISE = frozenset({FlagCode.PROMISE_NEAR, FlagCode.PROMISE_PASSED})
# Words to the buyer open no claim at the carrier; an inquiry does, and takes that flag away by itself.
_NO_MESSAGE = frozenset({FlagCode.CLAIM_CLOSING})


@dataclass(frozen=True)
class Given:
    """What counts as the answer to a flag.

    Attributes
    ----------
    kind : {'explained', 'inquiry_opened', 'message_sent'}
    at : datetime
    answer : ReviewAnswer or None
        As it was given in the queue; None if an inquiry or message from elsewhere is the answer.
    """

    kind: AnswerKind
    at: datetime
    answer: ReviewAnswer | None = None

    @property
    def note(self) -> str:
        """The private note of a person, or empty."""
        return self.answer.note if self.answer else ""


def given_to(flag: Flag, shipment: Shipment, as_of: datetime | None = None) -> Given | None:
    """Return what was done about a flag last; None if nothing was, or it was taken back.

    Parameters
    ----------
    flag : Flag
    shipment : Shipment
    as_of : datetime, optional
        Messages and inquiries after this moment do not count yet.

    Notes
    -----
    An explanation counts before everything else: it closes the case for good. What was written or asked before the
    trouble began had another cause, and what lacks a time cannot be shown to come after it. After an answer is
    taken back, only what is newer counts.
    """
    answer = last_answer(flag, shipment)
    back = answer.claimed_at if answer and answer.answer == "withdrawn" else None
    found = [one for one in _on_record(flag, shipment, as_of) if back is None or one.at > back]
    if answer and answer.claimed_at and answer.answer != "withdrawn":
        own = Given(answer.answer, answer.claimed_at, answer)
        if own.kind == "explained":
            return own
        found.append(own)
    # An answer of the queue brings its message or inquiry along, at the same moment: the answer is what to show.
    return max(found, key=lambda one: (one.at, one.answer is not None), default=None)


def last_answer(flag: Flag, shipment: Shipment) -> ReviewAnswer | None:
    """Return the last answer of the queue to a flag, also one that takes another back."""
    known = [
        a for a in shipment.review_answers
        if a.flag == flag.code.value and a.since == flag.since and a.claimed_at is not None
    ]  # fmt: skip
    return max(known, key=lambda a: a.claimed_at.timestamp() if a.claimed_at else 0.0, default=None)


def _on_record(flag: Flag, shipment: Shipment, as_of: datetime | None) -> Iterator[Given]:
    since, what = flag.since, LATE if flag.code in _PROMISE else ""
    for message in shipment.messages if flag.code not in _NO_MESSAGE else ():
        at = message.claimed_at
        if at and tells(message, what, since, as_of or at):
            yield Given("message_sent", at)
    for inquiry in shipment.inquiries:
        at = inquiry.claimed_at
        if at and since and since <= at <= (as_of or at):
            yield Given("inquiry_opened", at)
