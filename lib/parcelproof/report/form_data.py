"""What stands on a customs form, taken from the record of one parcel, and what is missing for it."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal

from babel import Locale
from pydantic import BaseModel, ConfigDict, InstanceOf

from parcelproof.delivery.form_choice import FormName
from parcelproof.ledger.records import DeclarationLine, Order
from parcelproof.report.form_gaps import Gap, gaps
from parcelproof.report.words import channel
from parcelproof.sender import Sender
from parcelproof.shipment import Shipment
from parcelproof.units import Money, Weight

Category = Literal["sale_of_goods", "gift", "documents", "commercial_sample", "returned_goods", "other"]
GRAM = Decimal("0.001")
CENT = Decimal("0.01")
FINE = Decimal("0.0001")


class Party(BaseModel):
    """Sender or addressee; empty texts are not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    company: str = ""
    street: tuple[str, ...] = ()
    town: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""


class FormLine(BaseModel):
    """One article; weight in kilograms and value as texts, ready to print."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    description: str
    quantity: int
    weight: str = ""
    value: str = ""
    unit_value: str = ""
    hs_code: str = ""
    origin: str = ""
    is_gift: bool = False


class FormData(BaseModel):
    """Everything that one form says.

    Attributes
    ----------
    form : {'CN22', 'CN23', 'commercial_invoice'}
    total_weight : str
        Kilograms, packaging included.
    sold_value, free_value : str
        Parts of the total value: articles that the buyer paid for, and free ones.
    freight, postage : str
        What the buyer paid for shipping, and what the seller paid the carrier.
    missing : tuple of Gap
        Mandatory fields without a value, in words; the form marks each gap.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: FormName
    shipment_id: str
    reference: str
    sender: Party
    receiver: Party
    category: Category
    lines: tuple[FormLine, ...]
    total_weight: str = ""
    net_weight: str = ""
    total_value: str = ""
    sold_value: str = ""
    free_value: str = ""
    freight: str = ""
    postage: str = ""
    insured: str = ""
    invoice_total: str = ""
    item_number: str = ""
    carrier: str = ""
    ioss: str = ""
    vat: str = ""
    eori: str = ""
    explanation: str = ""
    dated: date
    missing: tuple[InstanceOf[Gap], ...] = ()


@cache
def _countries() -> dict[str, str]:
    return {str(code): str(name) for code, name in Locale("en").territories.items()}


def _country(code: str | None) -> str:
    return _countries().get(code, code) if code else ""


def _kilograms(grams: Decimal | None) -> str:
    return f"{(grams / 1000).quantize(GRAM, ROUND_HALF_UP):f}" if grams is not None else ""


def _money(money: Money | None) -> str:
    if money is None:
        return ""
    amount = money.amount.quantize(CENT) if money.amount == round(money.amount, 2) else money.amount
    return f"{amount:f} {money.currency}"


def _total(values: list[Money]) -> Money | None:
    """Add up values; None if there are none or they are in several currencies."""
    if not values or len({value.currency for value in values}) > 1:
        return None
    return Money(amount=sum((value.amount for value in values), Decimal(0)), currency=values[0].currency)


def declared_lines(shipment: Shipment) -> tuple[DeclarationLine, ...]:
    """Return the lines of the declaration, or lines made from the order where there is none yet."""
    if shipment.declaration is not None and shipment.declaration.lines:
        return shipment.declaration.lines
    return tuple(
        DeclarationLine(
            description=item.title[:500],
            quantity=item.quantity,
            value=Money(amount=item.unit_price.amount * item.quantity, currency=item.unit_price.currency),
        )
        for item in shipment.items
        if item.unit_price is not None and item.quantity
    )


def _line(line: DeclarationLine) -> FormLine:
    exact = line.value.amount / line.quantity
    each = Money(amount=exact.quantize(CENT if exact == round(exact, 2) else FINE), currency=line.value.currency)
    return FormLine(
        description=line.description,
        quantity=line.quantity,
        weight=_kilograms(line.net_weight.grams if line.net_weight else None),
        value=_money(line.value),
        unit_value=_money(each),
        hs_code=line.hs_code or "",
        origin=line.origin or "",
        is_gift=line.is_gift,
    )


def _from(sender: Sender, origin: str) -> Party:
    town = " ".join(part for part in (sender.postal_code, sender.city, sender.state) if part)
    return Party(
        name=sender.name, company=sender.company, street=tuple(s for s in (sender.line1, sender.line2) if s), town=town,
        country=_country(origin), phone=sender.phone, email=sender.email,
    )  # fmt: skip


def _to(order: Order | None) -> Party:
    if order is None:
        return Party()
    address = order.ship_to
    if address is None:
        return Party(name=order.buyer_name, country=_country(order.destination))
    town = " ".join(part for part in (address.postal_code, address.city, address.state) if part)
    return Party(
        name=address.name or order.buyer_name, company=address.company,
        street=tuple(s for s in (address.line1, address.line2, address.line3) if s), town=town,
        country=_country(order.destination), phone=order.buyer_phone, email=order.buyer_email,
    )  # fmt: skip


def build_form(shipment: Shipment, form: FormName, *, sender: Sender, origin: str, on: date) -> FormData:
    """Fill one form from the record of a parcel.

    Parameters
    ----------
    shipment : Shipment
    form : {'CN22', 'CN23', 'commercial_invoice'}
    sender : Sender
    origin : str
        ISO 3166 code of the country of the sender, or empty.
    on : date
        Printed beside the signature.

    Returns
    -------
    FormData
        With the list of what is missing; nothing is made up.
    """
    declaration, order, lines = shipment.declaration, shipment.order, declared_lines(shipment)
    weight: Weight | None = (
        (declaration.total_weight if declaration else None)
        or shipment.weights.get("declared")
        or shipment.weights.get("packed")
    )
    nets = [line.net_weight.grams for line in lines if line.net_weight]
    goods = _total([line.value for line in lines])
    freight = order.shipping_paid if order else None
    data = FormData(
        form=form,
        shipment_id=shipment.id,
        reference=f"{channel(order.channel)} {order.order_id}" if order else shipment.id,
        sender=_from(sender, origin),
        receiver=_to(order),
        category=declaration.category if declaration else "sale_of_goods",
        lines=tuple(_line(line) for line in lines),
        total_weight=_kilograms(weight.grams if weight else None),
        net_weight=_kilograms(sum(nets, Decimal(0))) if nets and len(nets) == len(lines) else "",
        total_value=_money(goods),
        sold_value=_money(_total([line.value for line in lines if not line.is_gift])),
        free_value=_money(_total([line.value for line in lines if line.is_gift])),
        postage=_money(shipment.shipping.cost if shipment.shipping else None),
        freight=_money(freight),
        insured=_money(shipment.shipping.insured if shipment.shipping else None),
        invoice_total=_money(_total([money for money in (goods, freight) if money]) if goods else None),
        item_number=shipment.tracking_number,
        carrier=shipment.shipping.carrier if shipment.shipping else "",
        ioss=(declaration.ioss if declaration else "") or sender.ioss,
        vat=(declaration.sender_tax_id if declaration else "") or sender.vat,
        eori=sender.eori,
        explanation=declaration.explanation if declaration else "",
        dated=on,
    )
    return data.model_copy(update={"missing": tuple(gaps(data))})
