"""A shipment entered by hand, for an order that no export file brings."""

from __future__ import annotations

from parcelproof.errors import InputError
from parcelproof.ids import make_id
from parcelproof.ledger.records import Item, Order, Record
from parcelproof.messages import N_, _
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop
from parcelproof.steps.field import Field
from parcelproof.steps.form import Context, Values, parse_count, parse_moment, parse_money, read, text
from parcelproof.units import Money

CHANNEL = "manual"
FIELDS: tuple[Field, ...] = (
    Field("order_id", N_("Order number"), required=True, example="A-1001"),
    Field("title", N_("What the buyer bought"), required=True, example="LED desk lamp, USB-C"),
    Field("quantity", N_("How many"), "count", required=True, example="1"),
    Field("price", N_("Price of one"), "money", required=True, example="USD 12.50"),
    Field("destination", N_("Country, two letters"), required=True, example="US", help="US, GB, DE, FR, AU …"),
    Field("paid_at", N_("Paid on"), "time", example="2026-10-02 16:20"),
    Field("buyer", N_("Buyer's name"), example="Ana Roe"),
)


def create_shipment(shop: Shop, values: Values) -> str:
    """Record the order and its item; return the shipment id.

    Raises
    ------
    InputError
        If a field is missing or cannot be read, or the order is there already.
    """
    context = Context(Shipment(id="manual-new"), shop.playbook, shop.zone, shop.now())
    for field in FIELDS:
        value = text(values, field.name)
        if field.required and not value:
            raise InputError(_("{label} is empty.", label=field.said().label), where=field.name)
        if value:
            read(field, value, context)
    country = text(values, "destination").upper()
    if len(country) != 2 or not country.isalpha():
        raise InputError(
            _("This is no country code."), where="destination", mend=_("Write two letters, like US or DE.")
        )
    number = text(values, "order_id")
    if shop.find(number):
        raise InputError(
            _("An order with this number is there already."), where="order_id", mend=_("Choose it in the list.")
        )
    shipment_id = make_id(CHANNEL, number)
    shop.record(shipment_id, *_records(values, country, context), source="page:start")
    return shipment_id


def _records(values: Values, country: str, context: Context) -> list[Record]:
    price, count = parse_money(text(values, "price")), parse_count(text(values, "quantity"))
    total = Money(amount=price.amount * count, currency=price.currency)
    paid = text(values, "paid_at")
    return [
        Order(
            channel=CHANNEL, order_id=text(values, "order_id"), destination=country, goods=total, total=total,
            paid_at=parse_moment(paid, context.zone) if paid else None, buyer_name=text(values, "buyer"),
        ),
        Item(line_id="1", title=text(values, "title"), quantity=count, unit_price=price),
    ]  # fmt: skip
