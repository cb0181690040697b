"""Measure 11: the check over the titles, brand fields and prices of a parcel's products."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.findings import Level, Outcome
from parcelproof.product.brands.answer import BrandAnswer, find_brand
from parcelproof.product.identifiers import check_gtin
from parcelproof.shipment import Shipment
from parcelproof.units import Money

LEVELS = {"high": Level.WARN, "look": Level.NOTE, "none": Level.NOTE}
"""A sign is never a failure: only papers show where goods come from."""

BRAND_NAMES = ("brand", "marke", "marque", "marca", "merk", "märke", "marka", "бренд", "марка", "品牌", "ブランド")


@dataclass(frozen=True)
class Offer:
    """One way in which goods of the parcel were offered."""

    title: str
    brand_field: str = ""
    category: str = ""
    price: Money | None = None
    reference_price: Money | None = None
    gtin: str | None = None
    """None where nothing was stated about the product; empty if the seller states a product without a number."""


def offers(shipment: Shipment) -> tuple[Offer, ...]:
    """Return every title under which goods of the parcel were offered, each once, with what stands beside it."""
    found = [*_products(shipment), *_pages(shipment), *_items(shipment)]
    first: dict[str, Offer] = {}
    for offer in found:
        if offer.title.strip():
            first.setdefault(" ".join(offer.title.split()).casefold(), offer)
    return tuple(first.values())


def _products(shipment: Shipment) -> Iterator[Offer]:
    for file in shipment.products:
        stated = file.product
        if stated is None:
            continue
        prices = (stated.price, stated.reference_price)
        yield Offer(file.title, stated.brand_field or stated.brand, stated.category, *prices, stated.gtin)


def _pages(shipment: Shipment) -> Iterator[Offer]:
    usual = {
        listing: file.product.reference_price
        for file in shipment.products
        if file.product
        for listing in file.listing_ids
    }
    for page in shipment.listings:
        brand = next((v for k, v in page.attributes.items() if k.strip().casefold() in BRAND_NAMES), "")
        reference = usual.get(page.listing_id) if page.listing_id else None
        yield Offer(page.title, brand, page.category, page.price, reference)


def _items(shipment: Shipment) -> Iterator[Offer]:
    usual = {f.sku.strip(): f.product.reference_price for f in shipment.products if f.product and f.sku.strip()}
    for item in shipment.items:
        yield Offer(item.title, "", item.category, item.unit_price, usual.get(item.sku.strip()))


@check(
    "product.authenticity.brand",
    "homoglyph", "leet", "zero_width", "full_width", "spacing", "one_edit", "coded_words", "no_brand_field",
    "other_brand_field", "many_brands", "price_far_below", "price_below", "no_gtin", "wrong_gtin", "plain",
)  # fmt: skip
def brand_signs(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Look for disguised brands, coded words, contradictions and prices that are too low to be true."""
    outcomes: list[Outcome] = []
    named: list[str] = []
    for offer in offers(shipment):
        found = find_brand(
            offer.title, brand_field=offer.brand_field, category=offer.category, price=offer.price,
            reference_price=offer.reference_price, playbook=context.playbook, on=context.today,
        )  # fmt: skip
        if found.claim == "claimed" and found.brand:
            named.append(found.brand)
        facts = {"title": quoted(offer.title)}
        for reason in found.reasons:
            said = {**facts, **{name: quoted(value) for name, value in reason.facts.items()}}
            outcomes.append(Outcome(code=reason.code, level=LEVELS[reason.level], facts=said, rules=reason.rules))
        outcomes += _number(offer, found, facts)
    if outcomes:
        return _once(outcomes)
    # Without a brand there is nothing to say here; the check of the papers says that no brand is named.
    brands = ", ".join(dict.fromkeys(named))
    return [Outcome(code="plain", level=Level.PASS, facts={"brands": quoted(brands)})] if named else []


def _once(outcomes: list[Outcome]) -> list[Outcome]:
    """Say a thing once, although order, page and product name the goods in slightly different titles."""
    first: dict[tuple[str, ...], Outcome] = {}
    for outcome in outcomes:
        said = sorted(value for name, value in outcome.facts.items() if name != "title")
        first.setdefault((outcome.code, *said), outcome)
    return list(first.values())


def _number(offer: Offer, found: BrandAnswer, facts: dict[str, str]) -> list[Outcome]:
    """Look at the GTIN of branded goods: makers of branded goods have one."""
    if offer.gtin is None or found.claim != "claimed" or not found.brand:
        return []
    said = {**facts, "brand": quoted(found.brand), "gtin": quoted(offer.gtin)}
    number = check_gtin(offer.gtin)
    if number.state == "none":
        return [Outcome(code="no_gtin", level=Level.NOTE, facts=said)]
    return [Outcome(code="wrong_gtin", level=Level.WARN, facts=said)] if number.state == "wrong" else []
