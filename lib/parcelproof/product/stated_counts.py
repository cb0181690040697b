"""What each source states about numbers of an article: pieces, serial numbers, weights, price and value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from parcelproof.delivery.weights import shown
from parcelproof.messages import _
from parcelproof.playbook import Playbook
from parcelproof.playbook.consistency import Source
from parcelproof.product.identifiers import check_gtin, check_imei, clean_serial, plain_number, same_serial
from parcelproof.product.said_values import read_grams
from parcelproof.product.stated import Stated, photo_codes
from parcelproof.product.subjects import Subject
from parcelproof.serials import bare_serial
from parcelproof.shipment import Shipment
from parcelproof.units import Money

SHOWN = 4
"""So many serial numbers are written out."""


def quantity(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield how many pieces order, form and inspection name; of an order in several parcels nobody knows the share."""
    ordered = subject.item.quantity if subject.item and not shipment.siblings else None
    if ordered is not None:
        yield Stated("order", str(ordered), ordered)
    for line in subject.lines:
        yield Stated("customs", str(line.quantity), line.quantity)
    looked = len(subject.units)
    # Fewer inspected units than pieces are a sample and no other number.
    if looked and subject.item and (ordered is None or looked >= ordered):
        yield Stated("inspection", _("{count} inspected", count=looked), looked)
    numbered = len(_clean(subject.item.serials)) if subject.item else 0
    if ordered is not None and numbered > ordered:
        yield Stated("order", _("{count} serial numbers", count=numbered), numbered)


def serial(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the serial numbers of order, inspection, photos and papers."""
    ordered = subject.item.serials if subject.item else ()
    looked = [unit.serial for unit in subject.units]
    if subject.alone and shipment.items:
        looked += [s for record in shipment.inspections for s in record.serials]
    listed = [s for paper in subject.papers for s in paper.serials if not check_imei(s).is_right]
    known = _clean((*ordered, *looked))
    if not known:
        return
    yield from _numbers("order", ordered)
    yield from _numbers("inspection", looked)
    if shipment.items:
        yield from _numbers("photos", _shown_serials(subject, shipment, known))
    yield from _numbers("invoice", listed)


def _shown_serials(subject: Subject, shipment: Shipment, known: frozenset[str]) -> tuple[str, ...]:
    codes = [
        code
        for code in dict.fromkeys(c for photo in shipment.photos_of("serial") for c in photo.barcodes)
        if not check_gtin(code).is_right and not check_imei(code).is_right and code != shipment.tracking_number
    ]
    ours = tuple(code for code in codes if any(same_serial(code, one) for one in known))
    # A label carries other codes too, such as a part number: only one that looks like a serial number contradicts.
    shapes = {len(number) for number in known}
    like = tuple(c for c in codes if len(clean_serial(c)) in shapes or clean_serial(c) != bare_serial(c))
    # Of several articles nobody knows to which one a photo belongs; a number of none of them is no contradiction.
    return ours or (like if subject.alone else ())


def imei(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the IMEI of inspection, photos and papers."""
    read = [number for unit in subject.units for number in unit.imei]
    if not read:
        return
    yield from _numbers("inspection", map(plain_number, read))
    if subject.alone:
        yield from _numbers("photos", [plain_number(c) for c in photo_codes(shipment) if check_imei(c).is_right])
    yield from _numbers(
        "invoice", [plain_number(s) for paper in subject.papers for s in paper.serials if check_imei(s).is_right]
    )


def _numbers(source: Source, texts: Iterable[str]) -> Iterator[Stated]:
    given = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if numbers := _clean(given):
        named = ", ".join(given[:SHOWN])
        if len(given) > SHOWN:
            named = _("{names} and {count} more", names=named, count=len(given) - SHOWN)
        yield Stated(source, named, numbers)


def _clean(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(clean_serial(text) for text in texts) - {""}


def net_weight(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the weight of one piece without packaging."""
    product, item = subject.product, subject.item
    if (text := subject.page_values.get("net_weight", "")) and (grams := read_grams(text)):
        yield Stated("listing", text, grams)
    if product and product.net_weight:
        yield Stated("product", str(product.net_weight), product.net_weight.grams)
    elif product and (grams := read_grams(product.attributes.get("net_weight", ""))):
        yield Stated("product", product.attributes["net_weight"], grams)
    for line in subject.lines:
        if line.net_weight:
            yield _each("customs", line.net_weight.grams, line.quantity)
    net = shipment.weights.get("net")
    if net and item and item.quantity and subject.alone and not shipment.gifts and not shipment.siblings:
        yield _each("scale", net.grams, item.quantity)


def _each(source: Source, grams: Decimal, pieces: int) -> Stated:
    each = grams / pieces
    text = shown(grams)
    if pieces != 1:
        text = _("{weight} for {pieces}, {each} each", weight=shown(grams), pieces=pieces, each=shown(each))
    return Stated(source, text, each)


def gross_weight(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the weight of the parcel; a page and a product name that of one packed piece."""
    if not subject.alone or not shipment.items:
        return
    product, item = subject.product, subject.item
    if item and item.quantity == 1 and not shipment.gifts:
        if (text := subject.page_values.get("packed_weight", "")) and (grams := read_grams(text)):
            yield Stated("listing", text, grams)
        if product and product.packed_weight:
            yield Stated("product", str(product.packed_weight), product.packed_weight.grams)
    yield from parcel_weights(shipment)


def parcel_weights(shipment: Shipment) -> Iterator[Stated]:
    """Yield the weights of the closed parcel: own scale, form, carrier."""
    declared = shipment.weights.get("declared") or (shipment.declaration.total_weight if shipment.declaration else None)
    found: tuple[tuple[Source, object], ...] = (
        ("scale", shipment.weights.get("packed")), ("customs", declared), ("carrier", shipment.weights.get("scanned")),
    )  # fmt: skip
    for source, weight in found:
        if weight is not None:
            yield Stated(source, str(weight), weight.grams)  # type: ignore[attr-defined]


def price(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the price of one piece on the page and in the order."""
    if subject.page and subject.page.price:
        yield Stated("listing", str(subject.page.price), _amounts(subject.page.price))
    if subject.item and subject.item.unit_price:
        yield Stated("order", str(subject.item.unit_price), _amounts(subject.item.unit_price))


def value(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield what the buyer paid for the article, and what the form says.

    A discount that the seller gave lowers the value, one that the platform paid does not; both ways of counting are
    taken for the order.
    """
    item, order = subject.item, shipment.order
    if item and item.unit_price and item.quantity and not shipment.siblings:
        whole = Money(amount=item.unit_price.amount * item.quantity, currency=item.unit_price.currency)
        others = []
        discount = order.seller_discount if order else None
        if subject.alone and discount and discount.currency == whole.currency:
            others.append(whole.amount - abs(discount.amount))
        if subject.alone and order and order.goods and order.goods.currency == whole.currency:
            others.append(order.goods.amount)
        yield Stated("order", str(whole), _amounts(whole, *others))
    for line in subject.lines:
        yield Stated("customs", str(line.value), _amounts(line.value))


def _amounts(money: Money, *others: Decimal) -> tuple[str, frozenset[Decimal]]:
    return money.currency, frozenset({money.amount, *others})


COUNTS: Mapping[str, Callable[[Subject, Shipment, Playbook], Iterator[Stated]]] = {
    "quantity": quantity, "serial": serial, "imei": imei, "net_weight": net_weight, "gross_weight": gross_weight,
    "price": price, "value": value,
}  # fmt: skip
"""What is counted, weighed and paid, by attribute id."""
