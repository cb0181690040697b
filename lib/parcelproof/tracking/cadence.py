"""What the seller owes the buyer and the carrier now, each with the moment until which it is due.

One truth with the checks of measure 6: the same functions say what is open here and what is found there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from parcelproof.checks import CheckContext, fill
from parcelproof.clock import show
from parcelproof.shipment import Shipment
from parcelproof.tracking.cadence_news import news
from parcelproof.tracking.cadence_offer import final_offer, inquiry
from parcelproof.tracking.cadence_owed import Owed, due_by, is_to_buyer, limit_of
from parcelproof.tracking.cadence_words import owed_words
from parcelproof.tracking.communication import answer_rule, first_unanswered
from parcelproof.tracking.events import Status
from parcelproof.tracking.review.rules import FINISHED
from parcelproof.tracking.working_days import deadline


def owed(shipment: Shipment, context: CheckContext) -> list[Owed]:
    """Return what the seller owes now, most urgent first.

    Parameters
    ----------
    shipment : Shipment
    context : CheckContext

    Returns
    -------
    list of Owed
        Empty if nothing is owed. Something is cleared when a message or inquiry after it is on record.
    """
    words = owed_words()
    found = [*_answer(shipment, context), *_dispatch(shipment, context), *news(shipment, context)]
    found += [*final_offer(shipment, context), *inquiry(shipment, context)]
    named = [
        replace(one, what=fill(words[one.code].what, one.facts), why=fill(words[one.code].why, one.facts))
        for one in found
    ]
    far = context.as_of + timedelta(days=10_000)
    return sorted(named, key=lambda one: (one.due or far, one.code))


def _answer(shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    received = first_unanswered(shipment, context)
    if received is None:
        return
    rule = answer_rule(shipment, context)
    due = deadline(received, Decimal(str(rule.value)), rule.unit) if rule else None
    delivered = shipment.tracking.status is Status.DELIVERED
    yield Owed(
        "answer", due, "delivered_check" if delivered else "where_is_it", rule=rule.id if rule else "",
        facts={"since": show(received), "limit": limit_of(rule)},
    )  # fmt: skip


def _dispatch(shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    sent, number = context.sent_at(shipment), shipment.tracking_number
    if sent is None or not number or shipment.tracking.status in FINISHED:
        return
    for message in shipment.messages:
        if is_to_buyer(message, context) and (message.topic == "dispatch_notice" or number in message.text):
            return
    rule = context.rule("communication.dispatch_notice")
    yield Owed(
        "dispatch", due_by(sent, rule, context), "dispatch", rule=rule.id if rule else "", facts={"since": show(sent)}
    )
