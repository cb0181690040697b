"""Measure 9: what the page promised on the order day is kept, and electronics are explained."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.clock import show
from parcelproof.findings import Level, Outcome
from parcelproof.ledger.records import Item, Listing
from parcelproof.product.electronics import is_electronics as is_electronics
from parcelproof.product.value_readers import read_value
from parcelproof.shipment import Shipment

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Split a text of any script into lower-case words."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def listing_at_order(shipment: Shipment) -> Listing | None:
    """Return the snapshot that was in force when the buyer ordered: the last one not after the order.

    Without such a snapshot the earliest later one is returned; it is weaker and the check says so.
    """
    ordered = shipment.order.placed_at or shipment.order.paid_at if shipment.order else None
    dated = sorted(((page.claimed_at, n) for n, page in enumerate(shipment.listings) if page.claimed_at is not None))
    if not dated:
        return shipment.listings[-1] if shipment.listings else None
    before = [n for when, n in dated if ordered is None or when.date() <= ordered.astimezone(when.tzinfo).date()]
    return shipment.listings[before[-1] if before else dated[0][1]]


@check("product.description.snapshot", "done", "kept", "file_time", "late", "missing", "undated", "no_order_time")
def snapshot(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the product page is kept as it stood when the buyer ordered."""
    page = listing_at_order(shipment)
    if page is None:
        return [Outcome(code="missing", level=Level.WARN)]
    if page.claimed_at is None:
        return [Outcome(code="undated", level=Level.UNKNOWN)]
    facts = {"captured": show(page.claimed_at)}
    if shipment.is_on_shelf:
        return [Outcome(code="kept", level=Level.PASS, facts=facts)]
    ordered = shipment.order.placed_at or shipment.order.paid_at if shipment.order else None
    if ordered is None:
        return [Outcome(code="no_order_time", level=Level.UNKNOWN, facts=facts)]
    facts["ordered"] = show(ordered)
    # A page captured on the order day counts: a dispute desk looks at days, not at minutes.
    if page.claimed_at.date() > ordered.astimezone(page.claimed_at.tzinfo).date():
        return [Outcome(code="late", level=Level.WARN, facts=facts)]
    if page.time_source == "file" and not _recorded_by(shipment, page, ordered):
        return [Outcome(code="file_time", level=Level.NOTE, facts=facts)]
    return [Outcome(code="done", level=Level.PASS, facts=facts)]


def _recorded_by(shipment: Shipment, page: Listing, ordered: datetime) -> bool:
    """Whether the ledger had the page on the order day already: then it is the witness, and not the file."""
    entries = (*shipment.history, *(entry for file in shipment.products for entry in file.history))
    times = [entry.recorded_at for entry in entries if entry.slot == page.slot]
    return any(time.date() <= ordered.astimezone(time.tzinfo).date() for time in times)


@check("product.description.functions", "explained", "not_explained", "not_stated", "not_electronics")
def functions(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the page of an electronic product explains its functions and how to use it."""
    page = listing_at_order(shipment)
    if page is None:
        return []  # snapshot says so
    if not is_electronics(shipment):
        return [Outcome(code="not_electronics", level=Level.NOTE)]
    # Words of use in the text show that it is explained; without them somebody must read it.
    in_text = page.functions_explained is None and bool(read_value("use", page.text))
    if page.functions_explained is None and not in_text:
        return [Outcome(code="not_stated", level=Level.UNKNOWN)]
    if page.functions_explained or in_text:
        return [Outcome(code="explained", level=Level.PASS)]
    return [Outcome(code="not_explained", level=Level.WARN)]


@check("product.description.title", "matches", "differs", "other_listing", "no_items")
def title(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the kept page is about the thing that was ordered."""
    if not shipment.listings or shipment.is_on_shelf:
        return []  # snapshot says so; on the shelf there is no order to compare with
    items = [item for item in shipment.items if item.title.strip()]
    if not items:
        return [Outcome(code="no_items", level=Level.UNKNOWN)]
    outcomes = []
    for item in items:
        facts = {"item": quoted(item.title)}
        if any(_same_listing(item, page) or _alike(item.title, page.title) for page in shipment.listings):
            continue
        ids = {page.listing_id for page in shipment.listings if page.listing_id}
        code = "other_listing" if item.listing_id and ids else "differs"
        outcomes.append(Outcome(code=code, level=Level.WARN, facts=facts))
    return outcomes or [Outcome(code="matches", level=Level.PASS, facts={"items": str(len(items))})]


def _same_listing(item: Item, page: Listing) -> bool:
    return bool(item.listing_id) and item.listing_id == page.listing_id


def _alike(one: str, other: str) -> bool:
    """Whether the shorter title shares at least half of its words with the other."""
    first, second = set(words(one)), set(words(other))
    shorter = min(len(first), len(second))
    return shorter > 0 and len(first & second) * 2 >= shorter
