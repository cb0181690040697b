"""The offers behind a parcel or on the shelf: each page at the order, with what the seller states beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from parcelproof.ledger.records import Listing, Product
from parcelproof.product.description import listing_at_order
from parcelproof.product.listing_facts import ListingFacts
from parcelproof.shipment import Shipment
from parcelproof.units import Weight


@dataclass(frozen=True)
class RecordedOffer:
    """One offer as it is on record.

    Attributes
    ----------
    name : str
        What it is called.
    facts : ListingFacts
        What the page says; without a page, what the seller states.
    own : mapping of str to str
        What the seller's records state beside the page, by attribute id.
    page : Listing or None
        The snapshot that was in force at the order.
    profile : str
        Id of the profile that the seller chose, or empty.
    """

    name: str
    facts: ListingFacts
    own: Mapping[str, str]
    page: Listing | None
    profile: str = ""

    @property
    def read(self) -> bool:
        """Whether the text of the page is on record; otherwise something may stand there that nobody read."""
        return self.page is not None and bool(self.page.text.strip())


def recorded_offers(shipment: Shipment) -> tuple[RecordedOffer, ...]:
    """Return the offers on record: one per product, and one for pages of no product."""
    offers = []
    taken: set[str] = set()
    for file in shipment.products:
        taken |= {page.sha256 for page in file.listings}
        if file.listings or file.product:
            page = listing_at_order(replace(shipment, listings=file.listings)) if file.listings else None
            offers.append(_offer(page, file.product, shipment))
    others = tuple(page for page in shipment.listings if page.sha256 not in taken)
    by_listing: dict[str, list[Listing]] = {}
    for page in others:
        by_listing.setdefault(page.listing_id or page.title, []).append(page)
    for pages in by_listing.values():
        offers.append(_offer(listing_at_order(replace(shipment, listings=tuple(pages))), None, shipment))
    return tuple(offers)


def _offer(page: Listing | None, product: Product | None, shipment: Shipment) -> RecordedOffer:
    own = _stated(product) if product else {}
    beside = {**_measured(shipment), **own}
    title = (page.title if page else "") or (product.title if product else "")
    facts = ListingFacts(
        title=title,
        text=page.text if page else "",
        category=(page.category if page else "") or (product.category if product else "") or _category(page, shipment),
        attributes=_fields(page) if page else own,
        brand_field="" if page or product is None else product.brand_field,
        sku=product.sku if product else "",
        listing_id=page.listing_id if page else "",
        gtin="" if page or product is None else product.gtin,
        mpn="" if page or product is None else product.mpn,
        language=page.language if page else "",
        pictures=page.pictures if page else (),
    )
    return RecordedOffer(title, facts, beside, page, product.profile if product else "")


def _fields(page: Listing) -> dict[str, str]:
    # A person who read the page and said that it explains the use is believed.
    read = {"functions_use": "explained, as somebody recorded"} if page.functions_explained else {}
    return {**page.attributes, **read}


def _category(page: Listing | None, shipment: Shipment) -> str:
    """Return the category of the order line that a page belongs to."""
    for item in shipment.items:
        if page and item.listing_id and item.listing_id == page.listing_id:
            return item.category
    return shipment.items[0].category if len(shipment.items) == 1 else ""


def _stated(product: Product) -> dict[str, str]:
    facts = {
        "brand": product.brand, "model": product.model or product.mpn, "gtin": product.gtin,
        "in_the_box": ", ".join(product.in_the_box), "origin": product.origin or "", "hs6": product.hs_code or "",
        "net_weight": _weight(product.net_weight), "packed_weight": _weight(product.packed_weight),
    }  # fmt: skip
    return {**{name: value for name, value in facts.items() if value}, **product.attributes}


def _measured(shipment: Shipment) -> dict[str, str]:
    """Return what the records of the parcel state about its goods."""
    lines = shipment.declaration.lines if shipment.declaration else ()
    facts = {
        "packed_weight": _weight(shipment.weights.get("packed")),
        "hs6": ", ".join(dict.fromkeys(line.hs_code for line in lines if line.hs_code)),
        "origin": ", ".join(dict.fromkeys(line.origin for line in lines if line.origin)),
    }
    return {name: value for name, value in facts.items() if value}


def _weight(weight: Weight | None) -> str:
    return f"{weight.value:f} {weight.unit}" if weight else ""
