"""The first sections: what parcel this is, where it stands, and what to do first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

from babel import Locale

from parcelproof.findings import Finding, Level
from parcelproof.ledger.records import Address, Order
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
from parcelproof.report.words import LEVEL, NOTHING, STATUS, STATUS_TONE, TRACKED, channel, days, when
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status
from parcelproof.tracking.problems import TROUBLE

FIRST_THINGS = 3


@cache
def _territories() -> dict[str, str]:
    return {str(code): str(name) for code, name in Locale("en").territories.items()}


def country(code: str | None) -> str:
    """Return a country's English name with its code."""
    if not code:
        return ""
    name = _territories().get(code, "")
    return f"{name} ({code})" if name else code


def place_of(status: Shipment) -> Badge:
    """Say in a few words where the parcel is."""
    tracking = status.tracking
    if status.order and status.order.cancelled_at:
        return Badge(text="Order cancelled", tone="note")
    if not tracking.events:
        return Badge(text="No tracking on record", tone="unknown")
    words = STATUS[tracking.status]
    if tracking.status is Status.DELIVERED and tracking.reason == "locker":
        words = "In a parcel locker"
    if tracking.status is Status.DELIVERED and tracking.delivered and tracking.delivered.time:
        words = f"{words} on {tracking.delivered.time:%Y-%m-%d}"
    return Badge(text=words, tone=STATUS_TONE.get(tracking.status, "note"))


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
    quiet = f" The last scan is {days(as_of - last)} old." if last and moving and shipment.tracking.events else ""
    if mend:
        todo = f"{_things(mend)} to mend" + (f" and {_things(care)} to take care of" if care else "") + "."
    elif care:
        todo = f"{_things(care)} to take care of."
    elif unsure:
        todo = f"{_things(unsure)} {'is' if unsure == 1 else 'are'} not known."
    elif shipment.tracking.status in TROUBLE or shipment.tracking.customs_hold_open:
        todo = "Look at its way."
    elif shipment.tracking.events:
        todo = "Nothing is wrong."
    else:
        todo = "Nothing to mend."
    return place, f"{place.text}.{quiet} {todo}"


def _things(count: int) -> str:
    return "1 thing" if count == 1 else f"{count} things"


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
    order, shipping = shipment.order, shipment.shipping
    rows = [
        Fact(label="Order", value=f"{order.order_id} · {channel(order.channel)}" if order else NOTHING),
        Fact(label="Buyer", value=_buyer(order) or NOTHING),
        Fact(label="Destination", value=(country(order.destination) or NOTHING) if order else NOTHING),
        Fact(label="Carrier and service", value=_service(shipment)),
        Fact(label="Tracking number", value=shipment.tracking_number or NOTHING, mono=bool(shipment.tracking_number)),
        Fact(label="Tracking", value=TRACKED[shipping.tracked] if shipping else NOTHING),
        Fact(label="Paid", value=when(order.paid_at if order else None)),
        Fact(label="Handed over", value=when(shipment.handed_over_at)),
        Fact(label="Promised delivery", value=promised(order) or NOTHING),
        Fact(label="Order total", value=str(order.total) if order and order.total else NOTHING),
    ]
    first = urgent(shipment, findings)
    # A delivered parcel with something to mend is no good news.
    tone = LEVEL[first[0].level][1] if first else state[0].tone
    blocks: list[Block] = [Paragraph(text=state[1], tone=tone), KeyValues(rows=tuple(rows))]
    if first:
        blocks.append(Heading(text="Do this first"))
        blocks.append(FindingList(items=tuple(advice(f, titles) for f in first[:FIRST_THINGS]), brief=True))
    return Section(id="cover", title="This parcel", blocks=tuple(blocks))


def _service(shipment: Shipment) -> str:
    shipping = shipment.shipping
    words = " · ".join(w for w in (shipping.carrier, shipping.service) if w) if shipping else ""
    return words or NOTHING


def promised(order: Order | None) -> str:
    """Return the delivery window that the buyer saw, or an empty string."""
    if order is None or order.promised_by is None:
        return ""
    start = f"{order.promised_from:%Y-%m-%d} to " if order.promised_from else "by "
    return f"{start}{order.promised_by:%Y-%m-%d}"


def order_facts(order: Order, *, contact: bool) -> tuple[Fact, ...]:
    """Return what is on record about the order; without ``contact`` no e-mail and no telephone number."""
    pairs = [
        ("Order number", order.order_id),
        ("Platform", channel(order.channel)),
        ("Buyer", order.buyer_name),
        ("Buyer's user name", order.buyer_username),
        ("E-mail", order.buyer_email if contact else ""),
        ("Telephone", order.buyer_phone if contact else ""),
        ("Delivery address", address_text(order.ship_to, order.destination)),
        ("Ordered", when(order.placed_at, "")),
        ("Paid", when(order.paid_at, "")),
        ("Goods", str(order.goods or "")),
        ("Shipping paid by the buyer", str(order.shipping_paid or "")),
        ("Tax", str(order.tax or "")),
        ("Discount by the seller", str(order.seller_discount or "")),
        ("Discount by the platform", str(order.platform_discount or "")),
        ("Total", str(order.total or "")),
        ("Buyer's note", order.buyer_note),
        ("Service ordered", order.service_ordered),
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
        (Cell(text=gift.description, small="Gift"), Cell(text=""), Cell(text=str(gift.quantity)), Cell(text=""))
        for gift in shipment.gifts
    ]
    columns = (
        Column(title="Item", width=6),
        Column(title="SKU, serials", width=3),
        Column(title="Quantity", align="end", width=2),
        Column(title="Unit price", align="end", width=2),
    )
    return Table(caption="Items in this parcel", columns=columns, rows=tuple(rows))


def order_section(shipment: Shipment) -> Section:
    """Return the order and its items, for the seller."""
    order = shipment.order
    blocks: list[Block] = [KeyValues(rows=order_facts(order, contact=True))] if order else []
    blocks.append(items_table(shipment) if shipment.items else Paragraph(text="No item is on record.", tone="bad"))
    if order is None:
        blocks.insert(0, Paragraph(text="The order is not on record. Import the order file first.", tone="bad"))
    return Section(id="order", title="Order", blocks=tuple(blocks))
