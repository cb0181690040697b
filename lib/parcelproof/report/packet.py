"""What leaves the house: only what is on record, and no word about what is not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from parcelproof.language import FALLBACK, current_language, speaking
from parcelproof.playbook import load_playbook
from parcelproof.product.unit_steps import unit_name
from parcelproof.product.units import units_in_parcel
from parcelproof.report.blocks import Badge, Block, Fact, Heading, KeyValues
from parcelproof.report.cover import country, items_table, order_facts, promised
from parcelproof.report.document import Report, Section
from parcelproof.report.goods import ReadFile, declared_lines, form_facts, photos_section, weights_table
from parcelproof.report.measures import inspection_facts
from parcelproof.report.message_section import messages_section
from parcelproof.report.product_page import is_after_order, page_blocks, pages_at_order
from parcelproof.report.product_papers import paper_blocks
from parcelproof.report.product_promises import promise_blocks
from parcelproof.report.product_units import is_good, unit_blocks
from parcelproof.report.record_history import integrity_section
from parcelproof.report.review_section import inquiry_facts
from parcelproof.report.way import proof_facts, way_section
from parcelproof.report.words import plain, when
from parcelproof.shipment import Shipment

if TYPE_CHECKING:
    from parcelproof.playbook import Playbook

TITLES = {"packet": "Evidence for shipment"}


def packet_sections(
    shipment: Shipment, read_file: ReadFile, as_of: datetime, playbook: Playbook
) -> tuple[Section, ...]:  # fmt: skip
    """Return the sections of a packet, in the order in which a dispute desk reads.

    A desk reads English, whatever the seller reads.
    """
    english = playbook if current_language().code == FALLBACK else load_playbook(playbook.path, language=FALLBACK)
    with speaking(FALLBACK):
        found = _sections(shipment, read_file, as_of, english)
    return tuple(section for section in found if section is not None)


def _sections(
    shipment: Shipment, read_file: ReadFile, as_of: datetime, playbook: Playbook
) -> tuple[Section | None, ...]:  # fmt: skip
    return (
        _summary(shipment, playbook),
        _order(shipment),
        _item(shipment),
        _section("page", "Product page", page_blocks(shipment, playbook, internal=False)),
        _section("units", "Units inspected before packing", unit_blocks(shipment, playbook, read_file, internal=False)),
        _section("papers", "Papers of the supplier", paper_blocks(shipment, playbook, as_of.date(), internal=False)),
        _section("promises", "One product in every place", promise_blocks(shipment, playbook, internal=False)),
        way_section(shipment, as_of, internal=False),
        photos_section(shipment, read_file, internal=False),
        _declaration(shipment),
        messages_section(shipment, internal=False),
        _inquiries(shipment),
        integrity_section(shipment),
    )


def _section(name: str, title: str, blocks: list[Block]) -> Section | None:
    if not blocks:
        return None
    return Section(id=f"packet-{name}", title=title, blocks=tuple(blocks), audience="packet")


def _summary(shipment: Shipment, playbook: Playbook) -> Section | None:
    order = shipment.order
    weights = shipment.weights
    pairs = [
        ("Order", order.order_id if order else ""),
        ("Destination", country(order.destination) if order else ""),
        ("Paid", when(order.paid_at, "") if order else ""),
        ("Tracking number", shipment.tracking_number),
        ("Weight of the packed parcel", str(weights.get("packed", ""))),
        ("Weight measured by the carrier", str(weights.get("scanned", ""))),
        ("Photos", str(len(shipment.photos) or "")),
        *_product_facts(shipment, playbook),
    ]
    rows = [Fact(label=label, value=value) for label, value in pairs if value]
    rows[4:4] = proof_facts(shipment, internal=False)
    return _section("summary", "Summary of facts", [KeyValues(rows=tuple(rows))] if rows else [])


def _product_facts(shipment: Shipment, playbook: Playbook) -> list[tuple[str, str]]:
    """Return what the first page of a packet says about the goods; what is shown in full stands below."""
    pages = [page for page in pages_at_order(shipment, playbook) if not is_after_order(page, shipment)]
    units = [unit for unit in units_in_parcel(shipment) if is_good(unit)]
    papers = [f"{plain(p.document)} of {p.document_date.isoformat()}" for p in shipment.supplier_proofs if p.sha256]
    return [
        ("Product page kept", ", ".join(when(page.claimed_at, "") for page in pages)),
        ("Units inspected before packing", ", ".join(unit_name(unit) for unit in units)),
        ("Papers of the supplier", ", ".join(papers)),
    ]


def _order(shipment: Shipment) -> Section | None:
    order = shipment.order
    if order is None:
        return None
    rows = order_facts(order, contact=False)
    delivered = shipment.tracking.delivered
    if order.promised_by and delivered and delivered.time and delivered.time <= order.promised_by:
        rows += (Fact(label="Promised delivery", value=promised(order)),)
    return _section("order", "Order", [KeyValues(rows=rows)] if rows else [])


def _item(shipment: Shipment) -> Section | None:
    blocks: list[Block] = [items_table(shipment)] if shipment.items else []
    confirmed = [g for g in shipment.gifts if g.confirmed_at]
    if confirmed:
        rows = tuple(
            Fact(label=f"Gift: {g.description}", value=f"confirmed by the buyer {when(g.confirmed_at)}",
                 note=g.confirmation_text)
            for g in confirmed
        )  # fmt: skip
        blocks.append(KeyValues(rows=rows))
    for found in shipment.inspections:
        title = "Quality control" if found.stage == "quality_control" else "Inspection of the product"
        blocks += [Heading(text=title), KeyValues(rows=tuple(inspection_facts(found, internal=False)))]
    return _section("item", "Item", blocks)


def _inquiries(shipment: Shipment) -> Section | None:
    facts = inquiry_facts(shipment)
    return _section("inquiries", "Inquiries to the carrier", [facts] if facts else [])


def _declaration(shipment: Shipment) -> Section | None:
    blocks: list[Block] = []
    if shipment.declaration:
        blocks += [form_facts(shipment.declaration), declared_lines(shipment.declaration)]
    if shipment.weights:
        blocks.append(weights_table(shipment.weights, shipment))
    agreed = [c for c in shipment.consents if c.agreed]
    if agreed:
        rows = tuple(
            Fact(label=plain(c.about), value=f"agreed {when(c.claimed_at, '')}".strip(), note=c.text) for c in agreed
        )
        blocks += [Heading(text="Agreements of the buyer"), KeyValues(rows=rows)]
    return _section("declaration", "Customs declaration and weights", blocks)


def packet_view(report: Report) -> Report:
    """Return what leaves the house.

    Parameters
    ----------
    report : Report
        A shipment's report; it already carries the packet's sections.

    Returns
    -------
    Report
        Names no gaps, no readiness, no findings, and holds none of the internal sections.
    """
    sections = tuple(s for s in report.sections if s.audience != "internal")
    return report.model_copy(
        update={
            "kind": "packet",
            "title": TITLES["packet"],
            "subtitle": "",
            "sections": sections,
            "state": Badge(text="What is on record"),
            "language": FALLBACK,
        }
    )
