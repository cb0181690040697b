"""Measure 11: branded goods have papers that show where they come from, young enough and for enough pieces."""

from __future__ import annotations

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.delivery.border import EU
from parcelproof.findings import Level, Outcome
from parcelproof.ledger.records import SupplierProof
from parcelproof.product.description import words
from parcelproof.shipment import Shipment

BRANDED = "product.authenticity.branded"
"""The question whether the goods carry a brand name."""

_NO_BRAND = frozenset({"", "unbranded", "no brand", "no", "none", "n/a", "na", "generic", "does not apply", "unknown"})
_WORLD = frozenset({"", "WORLD", "WORLDWIDE", "GLOBAL", "ALL"})


def brand_named(shipment: Shipment) -> str | None:
    """Return the brand that the page or the seller's answer names.

    Returns
    -------
    str or None
        The brand, ``a brand`` if the seller only answered yes, an empty string if there is none,
        None if nothing is on record about it.
    """
    stated = [
        value.strip()
        for page in shipment.listings
        for name, value in page.attributes.items()
        if name.strip().casefold() in ("brand", "marke", "marque", "marca", "品牌")
    ]
    brands = [brand for brand in stated if brand.casefold() not in _NO_BRAND]
    if brands:
        return brands[-1]
    answer = shipment.answers.get(BRANDED)
    if answer is not None and answer.answer == "yes":
        return next((p.brand for p in shipment.supplier_proofs if p.brand.strip()), "a brand")
    return "" if stated or answer is not None else None


@check("product.authenticity.proof", "done", "missing", "no_file", "other_brand", "no_brand", "not_asked")
def proof(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that there is a supplier's paper for branded goods."""
    brand = brand_named(shipment)
    papers = shipment.supplier_proofs
    if not papers:
        if brand is None:
            return [Outcome(code="not_asked", level=Level.UNKNOWN)]
        if not brand:
            return [Outcome(code="no_brand", level=Level.PASS)]
        return [Outcome(code="missing", level=Level.WARN, facts={"brand": quoted(brand)})]
    facts = {"papers": str(len(papers)), "brand": quoted(brand or "no brand")}
    if brand and brand != "a brand" and not any(_names(paper, brand) for paper in papers):
        return [Outcome(code="other_brand", level=Level.WARN, facts=facts)]
    if all(paper.sha256 is None for paper in papers):
        return [Outcome(code="no_file", level=Level.WARN, facts=facts)]
    return [Outcome(code="done", level=Level.PASS, facts=facts)]


def _names(paper: SupplierProof, brand: str) -> bool:
    return not paper.brand.strip() or words(paper.brand) == words(brand)


def _invoices(shipment: Shipment) -> list[SupplierProof]:
    return [p for p in shipment.supplier_proofs if p.document in ("invoice", "receipt")]


@check("product.authenticity.invoice_age", "young", "old", "in_future", "no_invoice", "no_rule")
def invoice_age(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that an invoice is young enough for a platform to accept it today."""
    if not shipment.supplier_proofs:
        return []  # proof says so
    invoices = _invoices(shipment)
    if not invoices:
        return [Outcome(code="no_invoice", level=Level.NOTE)]
    limit = context.number("supplier_proof.invoice_max_age")
    if limit is None:
        return [Outcome(code="no_rule", level=Level.UNKNOWN)]
    newest = max(invoice.document_date for invoice in invoices)
    days = (context.today - newest).days
    facts = {"dated": newest.isoformat(), "days": str(days), "limit": str(limit)}
    if days < 0:
        return [Outcome(code="in_future", level=Level.WARN, facts=facts)]
    if days > limit:
        return [Outcome(code="old", level=Level.WARN, facts=facts)]
    return [Outcome(code="young", level=Level.PASS, facts=facts)]


@check("product.authenticity.quantity", "enough", "too_few", "not_stated")
def quantity(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the invoices cover at least the pieces in this order."""
    invoices = _invoices(shipment)
    if not invoices:
        return []  # proof and invoice_age say so
    sold: dict[str, int] = {}
    for item in shipment.items:
        sold[item.sku.strip()] = sold.get(item.sku.strip(), 0) + item.quantity
    outcomes = []
    for sku, pieces in sold.items():
        fitting = [i for i in invoices if i.sku.strip() in ("", sku) or not sku]
        counted = [i.quantity for i in fitting if i.quantity is not None]
        facts = {"sku": quoted(sku) or "these goods", "sold": str(pieces), "bought": str(sum(counted))}
        if fitting and len(counted) < len(fitting) and sum(counted) < pieces:
            outcomes.append(Outcome(code="not_stated", level=Level.UNKNOWN, facts=facts))
        elif sum(counted) < pieces:
            outcomes.append(Outcome(code="too_few", level=Level.WARN, facts=facts))
    if not sold:
        return [
            Outcome(code="not_stated", level=Level.UNKNOWN, facts={"sku": "these goods", "sold": "?", "bought": "?"})
        ]
    return outcomes or [Outcome(code="enough", level=Level.PASS)]


@check("product.authenticity.validity", "valid", "expired", "other_territory", "no_destination", "no_authorisation")
def validity(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that an authorisation covers the destination and the day of sale."""
    if not shipment.supplier_proofs:
        return []  # proof says so
    papers = [p for p in shipment.supplier_proofs if p.document in ("authorisation", "certificate")]
    if not papers:
        return [Outcome(code="no_authorisation", level=Level.NOTE)]
    sold_at = (shipment.order.placed_at or shipment.order.paid_at if shipment.order else None) or context.as_of
    current = [p for p in papers if p.valid_to is None or p.valid_to >= sold_at.date()]
    if not current:
        last = max(p.valid_to for p in papers if p.valid_to is not None)
        return [Outcome(code="expired", level=Level.WARN, facts={"valid_to": last.isoformat()})]
    destination = shipment.order.destination if shipment.order else None
    if any(p.territory.strip().upper() in _WORLD for p in current):
        return [Outcome(code="valid", level=Level.PASS)]
    if destination is None:
        return [Outcome(code="no_destination", level=Level.UNKNOWN)]
    if any(_covers(p.territory, destination) for p in current):
        return [Outcome(code="valid", level=Level.PASS)]
    facts = {"territory": quoted(current[0].territory), "destination": destination}
    return [Outcome(code="other_territory", level=Level.WARN, facts=facts)]


def _covers(territory: str, destination: str) -> bool:
    parts = {part.upper() for part in words(territory)}
    return destination in parts or ("EU" in parts and destination in EU)
