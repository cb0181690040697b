"""Measure 11: branded goods have papers that show where they come from, young enough and for enough pieces."""

from __future__ import annotations

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.findings import Level, Outcome
from parcelproof.ledger.records import SupplierProof
from parcelproof.messages import N_, _
from parcelproof.product.description import words
from parcelproof.product.papers import coverage, invoices_of, letter_state, letters_of, sale_day
from parcelproof.product.supply import ANY, CODES, PLATFORM_NAMES, of_sku, platform_of, proof_chain
from parcelproof.shipment import Shipment

BRANDED = "product.authenticity.branded"
"""The question whether the goods carry a brand name."""

A_BRAND = N_("a brand")
"""What stands for a brand whose name the seller did not say."""

_NO_BRAND = frozenset({"", "unbranded", "no brand", "no", "none", "n/a", "na", "generic", "does not apply", "unknown"})


def brand_named(shipment: Shipment) -> str | None:
    """Return the brand that the page, the record of the product or the seller's answer names.

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
    stated += [
        text.strip()
        for file in shipment.products
        if file.product
        for text in (file.product.brand_field, file.product.brand)
        if text.strip()
    ]
    brands = [brand for brand in stated if brand.casefold() not in _NO_BRAND]
    if brands:
        return brands[-1]
    answer = shipment.answers.get(BRANDED)
    if answer is not None and answer.answer == "yes":
        return next((p.brand for p in shipment.supplier_proofs if p.brand.strip()), A_BRAND)
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
        return [Outcome(code="missing", level=Level.WARN, facts={"brand": _called(brand)})]
    facts = {"papers": str(len(papers)), "brand": _called(brand) if brand else _("no brand")}
    if brand and brand != A_BRAND and not any(_names(paper, brand) for paper in papers):
        return [Outcome(code="other_brand", level=Level.WARN, facts=facts)]
    if all(paper.sha256 is None for paper in papers):
        return [Outcome(code="no_file", level=Level.WARN, facts=facts)]
    return [Outcome(code="done", level=Level.PASS, facts=facts)]


def _called(brand: str) -> str:
    return _(A_BRAND) if brand == A_BRAND else quoted(brand)


def _names(paper: SupplierProof, brand: str) -> bool:
    return not paper.brand.strip() or words(paper.brand) == words(brand)


@check("product.authenticity.invoice_age", "young", "old", "in_future", "no_invoice", "no_rule")
def invoice_age(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that an invoice is young enough for a platform to accept it today."""
    if not shipment.supplier_proofs:
        return []  # proof says so
    invoices = invoices_of(shipment)
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
    """Check that the invoices together cover at least the pieces that the whole shop sold."""
    if not invoices_of(shipment):
        return []  # proof and invoice_age say so
    found = coverage(shipment)
    if not found:
        facts = {"sku": _("these goods"), "sold": "?", "bought": "?", "scope": _("in this order")}
        return [Outcome(code="not_stated", level=Level.UNKNOWN, facts=facts)]
    outcomes = []
    for one in found:
        facts = {"sku": quoted(one.sku) or _("these goods"), "sold": str(one.sold), "bought": str(one.bought)}
        facts["scope"] = _("in the whole shop") if one.whole_shop else _("in this order")
        level = {"enough": Level.PASS, "too_few": Level.WARN, "not_stated": Level.UNKNOWN}[one.state]
        outcomes.append(Outcome(code=one.state, level=level, facts=facts))
    return [outcome for outcome in outcomes if outcome.code != "enough"] or outcomes[:1]


@check(
    "product.authenticity.validity",
    "valid", "expired", "not_yet", "other_territory", "no_destination", "no_authorisation",
)  # fmt: skip
def validity(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that an authorisation covers the destination and the day of sale."""
    if not shipment.supplier_proofs:
        return []  # proof says so
    letters = letters_of(shipment)
    if not letters:
        return [Outcome(code="no_authorisation", level=Level.NOTE)]
    destination = shipment.order.destination if shipment.order else None
    state, facts = letter_state(letters, sale_day(shipment) or context.today, destination)
    code = {"covers_sale": "valid", "other_country": "other_territory"}.get(state, state)
    levels = {"valid": Level.PASS, "no_destination": Level.UNKNOWN}
    return [Outcome(code=code, level=levels.get(code, Level.WARN), facts=facts)]


_SAID_ELSEWHERE = frozenset(
    {"paper_missing", "nothing_kept", "no_invoice", "young", "old", "in_future", "too_few", "not_stated", "covers_sale",
     "expired", "not_yet", "other_country", "no_destination"}
)  # fmt: skip
"""Codes of the chain that the checks above say with more facts."""


@check("product.authenticity.chain", *CODES)
def chain(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check what the platform of the order asks for beyond a paper that is young enough and covers the sales."""
    if not shipment.supplier_proofs:
        return []  # proof says so
    platform = platform_of(shipment) or ANY
    parts = [of_sku(shipment, sku) for sku in dict.fromkeys(item.sku.strip() for item in shipment.items)] or [shipment]
    chains = [proof_chain(part, context.playbook, platform, context.today) for part in parts if part.supplier_proofs]
    outcomes: dict[str, Outcome] = {}
    for line in (line for found in chains for line in found.missing):
        if line.code in _SAID_ELSEWHERE:
            continue
        sure = line.rule.confidence != "inference" and line.state != "unknown"
        level = Level.UNKNOWN if line.state == "unknown" else Level.WARN if sure else Level.NOTE
        outcome = Outcome(code=line.code, level=level, facts=dict(line.facts), rules=(line.rule.id,))
        outcomes.setdefault(line.code, outcome)
    if chains and all(found.complete for found in chains):
        facts = {"platform": PLATFORM_NAMES.get(platform, platform), "points": str(len(chains[0].lines))}
        return [Outcome(code="complete", level=Level.PASS, facts=facts)]
    return list(outcomes.values())
