"""Evidence in words: messages, agreements, gifts, inquiries, and the order itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from parcelproof.ledger.records import Consent, Record
from parcelproof.messages import _
from parcelproof.playbook import Playbook
from parcelproof.presence.facts import Facts, Presence


def buyer_messages(facts: Facts, playbook: Playbook) -> Presence:
    """Messages between seller and buyer."""
    messages = [m for m in facts.shipment.messages if m.direction in ("from_buyer", "to_buyer")]
    note = ""
    if messages and not any(message.direction == "to_buyer" for message in messages):
        note = _("Only the buyer wrote; your answer is not on record.")
    return facts.found("buyer_messages", messages, note)


def buyer_consent_declared_value(facts: Facts, playbook: Playbook) -> Presence:
    """The buyer agreed about value and duty before dispatch."""
    said = [c for c in facts.shipment.consents if c.about in ("declared_value", "true_value_and_duty")]
    good, note = _agreed(facts, said)
    if good and all(consent.about == "declared_value" for consent in good):
        note = _("The agreement does not make a lower value lawful.")
    return facts.found("buyer_consent_declared_value", good, note)


def gift_confirmation(facts: Facts, playbook: Playbook) -> Presence:
    """Every gift is on the product page or agreed before dispatch, and so is every change of the article."""
    changes = [consent for consent in facts.shipment.consents if consent.about == "substitution"]
    agreed, note = _agreed(facts, changes)
    gifts = facts.shipment.gifts
    sure = [gift for gift in gifts if gift.on_product_page or _before(facts, gift.confirmed_at)]
    if len(sure) < len(gifts) or len(agreed) < len(changes):
        if len(sure) < len(gifts):
            note = _("A gift is not on the product page, and the buyer did not confirm it before dispatch.")
        return Presence("gift_confirmation", present=False, note=note)
    kept: Iterable[Record] = (*sure, *agreed)
    present = facts.found("gift_confirmation", kept)
    confirmed = [gift.confirmed_at for gift in sure if gift.confirmed_at]
    since = min([*confirmed, *([present.since] if present.since else [])], default=None)
    return Presence("gift_confirmation", present.present, since, present.records)


def carrier_inquiry(facts: Facts, playbook: Playbook) -> Presence:
    """An inquiry to the carrier."""
    inquiries = facts.shipment.inquiries
    note = ""
    if inquiries and not any(inquiry.answered_at for inquiry in inquiries):
        note = _("The carrier has not answered yet.")
    return facts.found("carrier_inquiry", inquiries, note)


def order_confirmation(facts: Facts, playbook: Playbook) -> Presence:
    """The order itself."""
    order = facts.shipment.order
    since = (order.placed_at or facts.time_of(order)) if order else None
    return Presence("order_confirmation", order is not None, since, (order.slot,) if order else ())


def promised_date(facts: Facts, playbook: Playbook) -> Presence:
    """The delivery date that the buyer was shown."""
    order = facts.shipment.order
    known = order is not None and order.promised_by is not None
    since = order.placed_at if order and known else None
    return Presence("promised_date", known, since, (order.slot,) if order and known else ())


def _agreed(facts: Facts, said: list[Consent]) -> tuple[list[Consent], str]:
    yes = [consent for consent in said if consent.agreed]
    good = [consent for consent in yes if _before(facts, consent.claimed_at)]
    if said and not yes:
        return good, _("The buyer did not agree.")
    if yes and not good:
        return good, _("It is not on record that the buyer agreed before dispatch.")
    return good, ""


def _before(facts: Facts, when: datetime | None) -> bool:
    # An agreement without its own time proves no order of things, whatever day it was typed in.
    return when is not None and facts.before_dispatch(when)
