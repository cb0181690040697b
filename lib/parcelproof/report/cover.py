"""The first sections: what parcel this is, where it stands, and what to do first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

from babel import Locale

from parcelproof.findings import Finding, Level
from parcelproof.language import current_language
from parcelproof.ledger.records import Address, Order
from parcelproof.messages import _, ngettext
from parcelproof.report.advice import advice, urgent
from parcelproof.report.blocks import (
    Badge,
    Block,
    Cell,
    Column,
    Fact,
    FindingList,
    Heading,
    KeyValues,
    Paragraph,
    Table,
)
from parcelproof.report.document import Section
from parcelproof.report.words import LEVEL_TONE, STATUS, STATUS_TONE, TRACKED, channel, days, nothing, when
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status
from parcelproof.tracking.problems import TROUBLE

FIRST_THINGS = 3
_DAY = re.compile(r"\W*(?: on )?\d{4}-\d{2}-\d{2}\W*$")


@cache
def _territories(locale: str) -> dict[str, str]:
    return {str(code): str(name) for code, name in Locale.parse(locale).territories.items()}


def country(code: str | None) -> str:
    """Return a country's name with its code."""
    if not code:
        return ""
    name = _territories(current_language().locale).get(code, "")
    return f"{name} ({code})" if name else code


def place_of(status: Shipment) -> Badge:
    """Say in a few words where the parcel is."""
    tracking = status.tracking
    if status.order and status.order.cancelled_at:
        return Badge(text=_("Order cancelled"), tone="note")
    if not tracking.events:
        return Badge(text=_("No tracking on record"), tone="unknown")
    words = STATUS[tracking.status]
    if tracking.status is Status.DELIVERED and tracking.reason == "locker":
        words = _("In a parcel locker")
    if tracking.status is Status.DELIVERED and tracking.delivered and tracking.delivered.time:
        words = _("{place} on {day}", place=words, day=f"{tracking.delivered.time:%Y-%m-%d}")
    return Badge(text=words, tone=STATUS_TONE.get(tracking.status, "note"))


def without_day(state: str) -> str:
    """Return the words of a badge without the day in them, so that equal states are counted together."""
    return _DAY.sub("", state)


def state_of(shipment: Shipment, findings: Sequence[Finding], as_of: datetime) -> tuple[Badge, str]:
    """Return the one-line state: where the parcel is, and how much is to do.

    "Nothing is wrong" stands only where no finding is above a note and the carrier reports no trouble.

    Returns
    -------
    tuple of Badge and str
        The badge, and one or two plain sentences.
    """
    place = place_of(shipment)
    count = {level: sum(f.level is level for f in findings) for level in Level}
    mend, care, unsure = count[Level.FAIL], count[Level.WARN], count[Level.UNKNOWN]
    last = shipment.tracking.last_scan_at
    moving = shipment.tracking.status not in (Status.DELIVERED, Status.RETURNED, Status.CANCELLED, Status.LOST)
    quiet = ""
    if last and moving and shipment.tracking.events:
        quiet = " " + _("The last scan is {days} old.", days=days(as_of - last))
    if mend:
        todo = _("{things} to mend.", things=_things(mend))
        if care:
            todo = _("{things} to mend and {others} to take care of.", things=_things(mend), others=_things(care))
    elif care:
        todo = _("{things} to take care of.", things=_things(care))
    elif unsure:
        todo = ngettext("{count} thing is not known.", "{count} things are not known.", unsure)
    elif shipment.tracking.status in TROUBLE or shipment.tracking.customs_hold_open:
        todo = _("Look at its way.")
    elif shipment.tracking.events:
        todo = _("Nothing is wrong.")
    else:
        todo = _("Nothing to mend.")
    return place, _("{place}.{quiet} {todo}", place=place.text, quiet=quiet, todo=todo)


def _things(count: int) -> str:
    return ngettext("{count} thing", "{count} things", count)


def address_text(address: Address | None, destination: str | None) -> str:
    """Return the address on several lines, or an empty string."""
    if address is None:
        return ""
    town = " ".join(p for p in (address.city, address.state, address.postal_code) if p)
    lines = (address.name, address.company, address.line1, address.line2, address.line3, town, country(destination))
    return "\n".join(line for line in lines if line)


def _buyer(order: Order | None) -> str:
    if order is None:
        return ""
    return order.buyer_name or (order.ship_to.name if order.ship_to else "") or order.buyer_username


def cover(
    shipment: Shipment, findings: Sequence[Finding], state: tuple[Badge, str], titles: Mapping[str, str]
) -> Section:
    """Return the cover: state, order, parcel, route, and what to do first."""
    order, shipping, number = shipment.order, shipment.shipping, shipment.tracking_number
    rows = [
        Fact(label=_("Order"), value=f"{order.order_id} · {channel(order.channel)}" if order else nothing()),
        Fact(label=_("Buyer"), value=_buyer(order) or nothing()),
        Fact(label=_("Destination"), value=(country(order.destination) or nothing()) if order else nothing()),
        Fact(label=_("Carrier and service"), value=_service(shipment)),
        Fact(label=_("Tracking number"), value=number or nothing(), mono=bool(number)),
        Fact(label=_("Tracking"), value=TRACKED[shipping.tracked] if shipping else nothing()),
        Fact(label=_("Paid"), value=when(order.paid_at if order else None)),
        Fact(label=_("Handed over"), value=when(shipment.handed_over_at)),
        Fact(label=_("Promised delivery"), value=promised(order) or nothing()),
        Fact(label=_("Order total"), value=str(order.total) if order and order.total else nothing()),
    ]
    first = urgent(shipment, findings)
    # A delivered parcel with something to mend is no good news.
    tone = LEVEL_TONE[first[0].level] if first else state[0].tone
    blocks: list[Block] = [Paragraph(text=state[1], tone=tone), KeyValues(rows=tuple(rows))]
    if first:
        blocks.append(Heading(text=_("Do this first")))
        blocks.append(FindingList(items=tuple(advice(f, titles) for f in first[:FIRST_THINGS]), brief=True))
    return Section(id="cover", title=_("This parcel"), blocks=tuple(blocks))


def _service(shipment: Shipment) -> str:
    shipping = shipment.shipping
    words = " · ".join(w for w in (shipping.carrier, shipping.service) if w) if shipping else ""
    return words or nothing()


def promised(order: Order | None) -> str:
    """Return the delivery window that the buyer saw, or an empty string."""
    if order is None or order.promised_by is None:
        return ""
    end = f"{order.promised_by:%Y-%m-%d}"
    if order.promised_from:
        return _("{start} to {end}", start=f"{order.promised_from:%Y-%m-%d}", end=end)
    return _("by {end}", end=end)


def order_facts(order: Order, *, contact: bool) -> tuple[Fact, ...]:
    """Return what is on record about the order; without ``contact`` no e-mail and no telephone number."""
    pairs = [
        (_("Order number"), order.order_id),
        (_("Platform"), channel(order.channel)),
        (_("Buyer"), order.buyer_name),
        (_("Buyer's user name"), order.buyer_username),
        (_("E-mail"), order.buyer_email if contact else ""),
        (_("Telephone"), order.buyer_phone if contact else ""),
        (_("Delivery address"), address_text(order.ship_to, order.destination)),
        (_("Ordered"), when(order.placed_at, "")),
        (_("Paid"), when(order.paid_at, "")),
        (_("Goods"), str(order.goods or "")),
        (_("Shipping paid by the buyer"), str(order.shipping_paid or "")),
        (_("Tax"), str(order.tax or "")),
        (_("Discount by the seller"), str(order.seller_discount or "")),
        (_("Discount by the platform"), str(order.platform_discount or "")),
        (_("Total"), str(order.total or "")),
        (_("Buyer's note"), order.buyer_note),
        (_("Service ordered"), order.service_ordered),
    ]
    return tuple(Fact(label=label, value=value) for label, value in pairs if value)


def items_table(shipment: Shipment) -> Table:
    """Return the ordered items and the gifts of one parcel."""
    rows = [
        (
            Cell(text=item.title, small=item.variation),
            Cell(text=", ".join(x for x in (item.sku, *item.serials) if x), mono=True),
            Cell(text=str(item.quantity)),
            Cell(text=str(item.unit_price or "")),
        )
        for item in shipment.items
    ]
    rows += [
        (Cell(text=gift.description, small=_("Gift")), Cell(text=""), Cell(text=str(gift.quantity)), Cell(text=""))
        for gift in shipment.gifts
    ]
    columns = (
        Column(title=_("Item"), width=6),
        Column(title=_("SKU, serials"), width=3),
        Column(title=_("Quantity"), align="end", width=2),
        Column(title=_("Unit price"), align="end", width=2),
    )
    return Table(caption=_("Items in this parcel"), columns=columns, rows=tuple(rows))


def order_section(shipment: Shipment) -> Section:
    """Return the order and its items, for the seller."""
    order = shipment.order
    blocks: list[Block] = [KeyValues(rows=order_facts(order, contact=True))] if order else []
    blocks.append(items_table(shipment) if shipment.items else Paragraph(text=_("No item is on record."), tone="bad"))
    if order is None:
        blocks.insert(0, Paragraph(text=_("The order is not on record. Import the order file first."), tone="bad"))
    return Section(id="order", title=_("Order"), blocks=tuple(blocks))
