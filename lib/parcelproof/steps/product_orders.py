"""The orders of one product, and the countries that it is sold to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from parcelproof.errors import InputError, ShopError
from parcelproof.ledger.records import Order
from parcelproof.messages import _
from parcelproof.product.mains import country_code
from parcelproof.shop import Shop

LISTED = 300
"""So many orders stand in a list to choose from; the newest are the ones that matter."""
UNIONS = ("EU", "XI")
"""Destinations that are no country of their own: the Union, and Northern Ireland, where its product rules hold."""


@dataclass(frozen=True)
class ProductOrder:
    """One parcel with the product.

    Attributes
    ----------
    shipment_id : str
    label : str
        What a person reads.
    placed_at : datetime or None
    destination : str
        Two letters, or empty.
    """

    shipment_id: str
    label: str
    placed_at: datetime | None
    destination: str


def orders_of(shop: Shop, chain: str) -> list[ProductOrder]:
    """Return the parcels that hold a product, newest order first; those without a date stand last."""
    found: list[ProductOrder] = []
    for parcel, _head, records in shop.ledger.read_many(shop.parcels_of(chain), (Order.kind,)):
        # A damaged order stops nothing here; its own page says what is wrong.
        orders = [] if isinstance(records, ShopError) else [item.record for item in records]
        if orders and isinstance(order := orders[-1], Order):
            found.append(_line(shop, parcel, order))
    found.sort(key=lambda order: (order.placed_at is not None, order.placed_at or shop.now()), reverse=True)
    return found[:LISTED]


def _line(shop: Shop, parcel: str, order: Order) -> ProductOrder:
    placed = order.placed_at or order.paid_at
    day = f"{placed.astimezone(shop.zone):%Y-%m-%d}" if placed else _("without a date")
    to = order.destination or ""
    way = _("to {place}", place=to) if to else ""
    return ProductOrder(parcel, " · ".join(p for p in (day, order.order_id, way) if p), placed, to)


def destinations(shop: Shop, chain: str, typed: str) -> tuple[str, ...]:
    """Return the countries to judge a page for: those typed, then those of past orders, each once.

    Parameters
    ----------
    shop : Shop
    chain : str
    typed : str
        Countries as two letters or English names, with commas between them; ``EU`` for the Union.

    Raises
    ------
    InputError
        If a typed country is not known.
    """
    sold = [order.destination for order in orders_of(shop, chain) if order.destination]
    return tuple(dict.fromkeys([*read_destinations(typed), *sold]))


def read_destinations(typed: str) -> tuple[str, ...]:
    """Read countries typed with commas between them.

    Raises
    ------
    InputError
        If one of them is not known.
    """
    codes = []
    for name in (part.strip() for part in typed.replace(";", ",").split(",") if part.strip()):
        code = name.upper() if name.upper() in UNIONS else country_code(name)
        if not code:
            raise InputError(
                _("The country '{name}' is not known.", name=name[:40]), mend=_("Write two letters, like US, DE, GB.")
            )
        codes.append(code)
    return tuple(dict.fromkeys(codes))
