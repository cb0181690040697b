"""Build the whole report of one shipment from its typed view."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from parcelproof import __version__
from parcelproof.findings import Finding
from parcelproof.messages import _
from parcelproof.report.advice import Readiness, findings_section, readiness_section
from parcelproof.report.blocks import Block
from parcelproof.report.cover import cover, order_section, state_of
from parcelproof.report.document import Report, Section
from parcelproof.report.goods import ReadFile, declaration_section, photos_section
from parcelproof.report.measures import measure_sections
from parcelproof.report.message_section import messages_section
from parcelproof.report.packet import packet_sections
from parcelproof.report.product_page import page_blocks
from parcelproof.report.product_papers import paper_blocks
from parcelproof.report.product_promises import promise_blocks
from parcelproof.report.product_units import unit_blocks
from parcelproof.report.record_history import history_section
from parcelproof.report.review_section import review_section
from parcelproof.report.way import way_section
from parcelproof.shipment import Shipment
from parcelproof.tracking.review.flags import Review

if TYPE_CHECKING:
    from parcelproof.playbook import Playbook


def build_report(
    shipment: Shipment,
    findings: Sequence[Finding],
    readiness: Sequence[Readiness],
    playbook: Playbook,
    *,
    read_file: ReadFile,
    as_of: datetime,
    review: Review | None = None,
) -> Report:
    """Build the report of one shipment.

    Parameters
    ----------
    shipment : Shipment
    findings : sequence of Finding
        From `parcelproof.checks.run_checks`.
    readiness : sequence of Readiness
        From `parcelproof.readiness.assess`.
    playbook : Playbook
        Gives titles and questions.
    read_file : callable
        Returns the bytes of an evidence file by its SHA-256; asked for thumbnails only.
    as_of : datetime
        The moment for which the report speaks, with offset.
    review : Review, optional
        From `parcelproof.tracking.review.single.review_shipment`; without it only answered flags are named.

    Returns
    -------
    Report
        Complete, with the sections of the seller's report and of the packet.

    Raises
    ------
    EvidenceError
        If a thumbnail is missing or altered.
    """
    titles = {name: item.title for name, item in playbook.items.items()}
    names = {measure.id: measure.title for stage in playbook.stages for measure in stage.measures}
    state = state_of(shipment, findings, as_of)
    internal: tuple[Section | None, ...] = (
        cover(shipment, findings, state, titles),
        readiness_section(readiness, titles, names),
        findings_section(findings, titles, names),
        way_section(shipment, as_of, internal=True),
        order_section(shipment),
        photos_section(shipment, read_file, internal=True),
        declaration_section(shipment),
        messages_section(shipment, internal=True),
        *_by_stage(
            measure_sections(shipment, findings, playbook, titles, _details(shipment, playbook, read_file, as_of)),
            review_section(shipment, review or Review()),
            _promises(shipment, playbook),
        ),
        history_section(shipment),
    )
    return Report(
        kind="shipment",
        shipment_id=shipment.id,
        title=_("Report for shipment"),
        subtitle=state[1],
        as_of=as_of,
        state=state[0],
        sections=tuple(s for s in internal if s) + packet_sections(shipment, read_file, as_of, playbook),
        complete=True,
        generator_version=__version__,
        playbook_version=playbook.version,
        ledger_head=shipment.head,
    )


def _details(
    shipment: Shipment, playbook: Playbook, read_file: ReadFile, as_of: datetime
) -> dict[str, list[Block]]:  # fmt: skip
    """Return what the product measures show beyond a list of facts."""
    return {
        "product.description": page_blocks(shipment, playbook, internal=True),
        "product.inspection": unit_blocks(shipment, playbook, read_file, internal=True),
        "product.authenticity": paper_blocks(shipment, playbook, as_of.date(), internal=True),
    }


def _promises(shipment: Shipment, playbook: Playbook) -> Section | None:
    blocks = promise_blocks(shipment, playbook, internal=True)
    if not blocks:
        return None
    return Section(id="product-promises", title=_("One product, all promises"), blocks=tuple(blocks), group="product")


def _by_stage(measures: tuple[Section, ...], review: Section | None, promises: Section | None) -> tuple[Section, ...]:
    """Put the review behind the measures of its stage, and the promises in front of theirs.

    A stage stands once in the contents.
    """
    found = list(measures)
    if review is not None:
        last = max((place for place, section in enumerate(found) if section.group == review.group), default=-1)
        found.insert(last + 1, review)
    if promises is not None:
        first = next((n for n, section in enumerate(found) if section.group == promises.group), len(found))
        found.insert(first, promises)
    return tuple(found)
