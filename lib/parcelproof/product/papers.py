"""What the papers of a supplier cover: how many pieces, which countries, which days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from parcelproof.checks import quoted
from parcelproof.delivery.border import EU
from parcelproof.ledger.records import SupplierProof
from parcelproof.product.description import words
from parcelproof.shipment import Shipment

WORLD = frozenset({"", "WORLD", "WORLDWIDE", "GLOBAL", "ALL"})
LETTERS = ("authorisation", "certificate")


@dataclass(frozen=True)
class Coverage:
    """Pieces bought and sold of one SKU.

    Attributes
    ----------
    sold : int
        In the whole shop; in this order alone if the shop is not known.
    bought : int
        On all invoices that name this SKU or none.
    unstated : bool
        Whether an invoice does not say how many.
    whole_shop : bool
    """

    sku: str
    sold: int
    bought: int
    unstated: bool
    whole_shop: bool

    @property
    def state(self) -> Literal["enough", "too_few", "not_stated"]:
        """Whether the invoices cover what was sold."""
        if self.bought >= self.sold:
            return "enough"
        return "not_stated" if self.unstated else "too_few"


def invoices_of(shipment: Shipment) -> tuple[SupplierProof, ...]:
    """Return the papers of purchases: invoices, and receipts, which are weak."""
    return tuple(p for p in shipment.supplier_proofs if p.document in ("invoice", "receipt"))


def coverage(shipment: Shipment) -> tuple[Coverage, ...]:
    """Compare what all invoices bought with what the whole shop sold, per SKU of the parcel or product.

    All invoices count, however old, for all sales count too: a platform that looks at one year compares both of it.
    """
    here: dict[str, int] = {}
    for item in shipment.items:
        here[item.sku.strip()] = here.get(item.sku.strip(), 0) + item.quantity
    if not here:
        here = {file.sku.strip(): 0 for file in shipment.products if file.sku.strip()}
    found = []
    for sku, pieces in here.items():
        fitting = [i for i in invoices_of(shipment) if i.sku.strip() in ("", sku) or not sku]
        sold = shipment.sold.get(sku, 0)
        found.append(
            Coverage(
                sku=sku, sold=max(sold, pieces), bought=sum(i.quantity or 0 for i in fitting),
                unstated=any(i.quantity is None for i in fitting), whole_shop=bool(sku) and sku in shipment.sold,
            )
        )  # fmt: skip
    return tuple(found)


def letters_of(shipment: Shipment) -> tuple[SupplierProof, ...]:
    """Return the papers that allow a sale."""
    return tuple(p for p in shipment.supplier_proofs if p.document in LETTERS)


def sale_day(shipment: Shipment) -> date | None:
    """Return the day of the sale, or None if there is no order yet."""
    when = shipment.order.placed_at or shipment.order.paid_at if shipment.order else None
    return when.date() if when else None


def letter_state(
    letters: Sequence[SupplierProof], day: date, destination: str | None
) -> tuple[Literal["covers_sale", "expired", "not_yet", "other_country", "no_destination"], dict[str, str]]:
    """Say whether one of several letters covers a sale: valid on its day, and for its country.

    Returns
    -------
    tuple
        A code, and the facts for its words.
    """
    ended = [p for p in letters if p.valid_to is not None and p.valid_to < day]
    later = [p for p in letters if p.document_date > day]
    current = [p for p in letters if p not in ended and p not in later]
    if not current and ended:
        return "expired", {"valid_to": max(p.valid_to for p in ended if p.valid_to is not None).isoformat()}
    if not current:
        return "not_yet", {"dated": min(p.document_date for p in later).isoformat(), "day": day.isoformat()}
    if any(p.territory.strip().upper() in WORLD for p in current):
        return "covers_sale", {}
    if destination is None:
        return "no_destination", {}
    if any(covers(p.territory, destination) for p in current):
        return "covers_sale", {}
    return "other_country", {"territory": quoted(current[0].territory), "destination": destination}


def covers(territory: str, destination: str) -> bool:
    """Whether a territory such as ``US, CA, EU`` holds a country."""
    parts = {part.upper() for part in words(territory)}
    return destination in parts or bool(parts & WORLD) or ("EU" in parts and destination in EU)
