"""What the record can say in a letter: every fact as one clean line, in the language of the reader."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from parcelproof.ledger.records import Address
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Event, Status
from parcelproof.tracking.problems import damage_scan
from parcelproof.units import Money

LENGTH = 300
"""Longest fact that goes into a letter."""

_JOINERS = frozenset("\u200c\u200d")  # invisible, and needed to spell Persian and Indic names
_PROBLEMS = frozenset({Status.EXCEPTION, Status.FAILED_ATTEMPT, Status.RETURNING, Status.RETURNED})
_BACK = frozenset({Status.RETURNING, Status.RETURNED})


def one_line(value: str, length: int = LENGTH) -> str:
    """Make foreign text fit for a letter: one line, no control, direction or private signs, not too long."""
    kept = (
        c if c in _JOINERS or unicodedata.category(c)[0] != "C" else " " if c.isspace() or c == "\x85" else ""
        for c in value
    )
    line = " ".join("".join(kept).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def letter_locale(language: str, country: str = "") -> Locale:
    """Return the locale of a language in a country, or of the language alone."""
    for code in (f"{language}_{country}", language):
        try:
            return Locale.parse(code)
        except (ValueError, UnknownLocaleError):
            continue
    return Locale.parse("en")


def letter_facts(shipment: Shipment, language: str, as_of: datetime, seller: str = "") -> dict[str, str]:
    """Return every fact on record that a letter may say.

    Parameters
    ----------
    shipment : Shipment
    language : str
        Two letters; dates, money and countries are written in it.
    as_of : datetime
        The moment of writing, in the seller's zone.
    seller : str
        Name under the letter; empty if the shop has none.

    Returns
    -------
    dict of str to str
        Only facts that are on record: a name that is not in it is missing.
    """
    locale = letter_locale(language, (shipment.order.destination or "") if shipment.order else "")
    found = {
        **_order_facts(shipment, locale),
        **_parcel_facts(shipment, locale, as_of),
        **_way_facts(shipment, locale, as_of),
        **_inquiry_facts(shipment, locale),
        "seller": seller,
    }
    return {name: line for name, value in found.items() if (line := one_line(value))}


def _day(when: datetime | None, locale: Locale) -> str:
    return format_date(when.date(), "long", locale=locale) if when else ""


def _event_day(event: Event | None, locale: Locale) -> str:
    return _day(event.time, locale) if event else ""


def money(amount: Money | None, locale: Locale) -> str:
    """Write an amount in the way of a language, with all its decimals."""
    return str(format_currency(amount.amount, amount.currency, locale=locale)) if amount else ""


def _order_facts(shipment: Shipment, locale: Locale) -> dict[str, str]:
    order = shipment.order
    goods = "; ".join(f"{item.quantity} × {one_line(item.title, 90)}" for item in shipment.items if item.quantity)
    if order is None:
        return {"goods": goods}
    address = order.ship_to
    return {
        "order_id": order.order_id,
        "goods": goods,
        "buyer_name": order.buyer_name or (address.name if address else ""),
        "recipient": (address.name or address.company if address else "") or order.buyer_name,
        "address": _address(address),
        "country": str(locale.territories.get(order.destination or "", "")),
        "promised_by": _day(order.promised_by, locale),
        "total": money(order.total, locale),
    }


def _address(address: Address | None) -> str:
    if address is None:
        return ""
    parts = (
        address.line1, address.line2, address.line3, f"{address.postal_code} {address.city}".strip(), address.state,
    )  # fmt: skip
    return ", ".join(part for part in map(one_line, parts) if part)


def _parcel_facts(shipment: Shipment, locale: Locale, as_of: datetime) -> dict[str, str]:
    shipping, declaration = shipment.shipping, shipment.declaration
    sent = shipment.handed_over_at
    lines = declaration.lines if declaration else ()
    currencies = {line.value.currency for line in lines}
    value = (
        Money(amount=sum((line.value.amount for line in lines), Decimal(0)), currency=currencies.pop())
        if len(currencies) == 1
        else None
    )
    weight = shipment.weights.get("packed")
    return {
        "carrier": shipping.carrier if shipping else "",
        "service": shipping.service if shipping else "",
        "tracking_number": shipment.tracking_number,
        "sent_on": _day(sent, locale) if sent and sent <= as_of else "",
        "contents": "; ".join(f"{line.quantity} × {one_line(line.description, 90)}" for line in lines),
        "declared_value": money(value, locale),
        "weight": f"{format_decimal(weight.value, locale=locale)} {weight.unit}" if weight else "",
    }


def _way_facts(shipment: Shipment, locale: Locale, as_of: datetime) -> dict[str, str]:
    tracking = shipment.tracking
    scans = [e for e in tracking.events if not e.set_by_user and e.time and e.time <= as_of]
    last, now = (scans[-1] if scans else None), tracking.status_event
    delivered = tracking.delivered if tracking.status is Status.DELIVERED else None
    delivered = delivered if delivered and not delivered.set_by_user else None
    hold = tracking.customs_hold if tracking.customs_hold_open else None
    state = tracking.status
    back = next((e for e in tracking.events if e.status in _BACK and not e.set_by_user), None)
    finished = state in (Status.DELIVERED, Status.RETURNED, Status.CANCELLED)
    sent = shipment.handed_over_at
    problem = now if now and state in _PROBLEMS and not now.set_by_user else None
    found = {
        "last_scan_on": _event_day(last, locale),
        "last_scan_text": last.text if last else "",
        "last_scan_place": last.location if last else "",
        "attempt_on": _event_day(_last(tracking.events, Status.FAILED_ATTEMPT), locale),
        "hold_on": _event_day(hold, locale),
        "hold_text": hold.text if hold else "",
        "returning_on": _event_day(back, locale) if state is Status.RETURNING else "",
        "returned_on": _event_day(now, locale) if state is Status.RETURNED else "",
        "lost_on": _event_day(now, locale) if state is Status.LOST else "",
        "damage_on": _event_day(damage_scan(tracking), locale),
        "delivered_on": _event_day(delivered, locale),
        "delivered_place": delivered.location if delivered else "",
        "problem_on": _event_day(problem, locale),
        "problem_text": problem.text if problem else "",
        "open_today": "" if finished else _day(as_of, locale),
        "unscanned_today": _day(as_of, locale) if sent and sent <= as_of and tracking.accepted is None and not scans
        else "",
    }  # fmt: skip
    if state is Status.AVAILABLE_FOR_PICKUP and now:
        found |= {"pickup_on": _event_day(now, locale), "pickup_place": now.location}
    return found


def _last(events: Iterable[Event], status: Status) -> Event | None:
    return next((e for e in reversed(tuple(events)) if e.status is status and not e.set_by_user), None)


def _inquiry_facts(shipment: Shipment, locale: Locale) -> dict[str, str]:
    if not shipment.inquiries:
        return {}
    last = shipment.inquiries[-1]
    cause = next((i.cause for i in reversed(shipment.inquiries) if i.cause.strip()), "")
    return {
        "inquiry_on": _day(last.claimed_at, locale),
        "inquiry_reference": last.reference,
        "cause": cause.rstrip(" ."),
    }
