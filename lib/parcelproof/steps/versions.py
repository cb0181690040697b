"""Two versions of a product page side by side: the one in force at an order, or an older copy, against the newest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from parcelproof.clock import show
from parcelproof.ledger.records import Listing
from parcelproof.messages import N_, Wording, _, ngettext
from parcelproof.product.changes import Change, compare_listings, plain
from parcelproof.product.description import listing_at_order
from parcelproof.report.blocks import Block, Cell, Column, Fact, KeyValues, Paragraph, Table, Tone
from parcelproof.shop import Shop
from parcelproof.steps.product_orders import orders_of
from parcelproof.steps.snapshots import SHORT, newest_first, page_label

ORDER, PAGE = "order:", "page:"
WHAT: Mapping[str, str] = Wording(
    {
        "title": N_("Title"), "price": N_("Price"), "category": N_("Category"), "text": N_("Text"),
        "pictures": N_("Pictures"),
    }
)  # fmt: skip
SHOWN = 60
"""So many changes stand in a table; a page with more is another page."""


def version_choices(shop: Shop, chain: str) -> list[tuple[str, str]]:
    """Return what a page can be compared with: orders, newest first, then older copies."""
    pages = newest_first(shop.product(chain))
    if not pages:
        return []
    orders = [(_("Order of {order}", order=order.label), ORDER + order.shipment_id) for order in orders_of(shop, chain)]
    return orders + [(_("Page of {page}", page=page_label(page, shop)), PAGE + page.sha256) for page in pages[1:]]


def version_blocks(shop: Shop, chain: str, choice: str) -> tuple[Block, ...]:
    """Return what changed from the chosen version to the newest one.

    Parameters
    ----------
    shop : Shop
    chain : str
        Name of the product's chain.
    choice : str
        As `version_choices` gives it; empty if there is none.
    """
    pages = newest_first(shop.product(chain))
    if not choice:
        words = _("No page is kept yet.")
        if pages:
            words = _("One page is kept, and no order: there is nothing to compare yet.")
        return (Paragraph(text=words, tone="note"),)
    old, ordered = _chosen(shop, choice, pages)
    if old is None:
        return (Paragraph(text=_("No page is kept that could be compared."), tone="note"),)
    late = bool(ordered and old.claimed_at and old.claimed_at.date() > ordered.astimezone(old.claimed_at.tzinfo).date())
    # Two versions that were read the same way say most about each other.
    newer = pages[: pages.index(old)]
    new = next((page for page in newer if page.source == old.source), pages[0])
    found = compare_listings(old, new)
    facts = (_fact(_("Page then"), old, shop), _fact(_("Page now"), new, shop))
    notes: list[Block] = []
    if late:
        words = _("No page from before this order is kept. The oldest one was saved after it, so it proves little.")
        notes.append(Paragraph(text=words, tone="warn"))
    if not found.same_source:
        words = _("The two were read from different kinds of files, so only what both state is compared.")
        notes.append(Paragraph(text=words, tone="note"))
    return (KeyValues(rows=facts), *notes, *_table(_without_echo(found.changes), old is new))


def _chosen(shop: Shop, choice: str, pages: list[Listing]) -> tuple[Listing | None, datetime | None]:
    if choice.startswith(PAGE):
        return next((page for page in pages if PAGE + page.sha256 == choice), None), None
    shipment = shop.shipment(choice.removeprefix(ORDER), compare_photos=False)
    ordered = (shipment.order.placed_at or shipment.order.paid_at) if shipment.order else None
    return listing_at_order(replace(shipment, listings=tuple(reversed(pages)))), ordered


def _fact(label: str, page: Listing, shop: Shop) -> Fact:
    when = show(page.claimed_at.astimezone(shop.zone)) if page.claimed_at else _("without a date")
    return Fact(label=label, value=when, note=f"SHA-256 {page.sha256[:SHORT]}")


def _without_echo(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Leave out lines of the text that only say what a changed fact says: a page shows its facts in its text too."""
    facts = {
        _bag(f"{name} {value}")
        for change in changes
        if change.kind in ("attribute", "price")
        for name in (change.name or "price",)
        for value in (change.old, change.new)
    }
    return tuple(c for c in changes if c.kind != "text" or _bag(c.old or c.new) not in facts)


def _bag(text: str) -> frozenset[str]:
    """Return the words of a line in no order: a price has its currency before or behind it."""
    return frozenset(plain(text).split())


def _table(changes: tuple[Change, ...], same: bool) -> tuple[Block, ...]:
    if not changes:
        words = _("It is the newest page: the buyer saw what stands there now.") if same else _("Nothing changed.")
        return (Paragraph(text=words, tone="good"),)
    matter = sum(change.matters for change in changes)
    words = ngettext(
        "One thing changed, and no promise among them.", "{count} things changed, and no promise among them.",
        len(changes),
    )  # fmt: skip
    if matter:
        words = ngettext(
            "One thing changed; {matter} of them promised the buyer something else.",
            "{count} things changed; {matter} of them promised the buyer something else.", len(changes), matter=matter,
        )  # fmt: skip
    columns = (
        Column(title=_("What"), width=2, tight=True), Column(title=_("Then"), width=4), Column(title=_("Now"), width=4),
    )  # fmt: skip
    rows = tuple(map(_row, changes[:SHOWN]))
    more = (
        (Paragraph(text=_("{count} more are not shown.", count=len(changes) - SHOWN)),) if len(changes) > SHOWN else ()
    )
    return (
        Paragraph(text=words, tone="warn" if matter else "plain"),
        Table(caption=_("What changed"), columns=columns, rows=rows),
        *more,
    )


def _row(change: Change) -> tuple[Cell, ...]:
    name = change.name or WHAT.get(change.kind, change.kind)
    tone: Tone = "warn" if change.matters else "plain"
    return (
        Cell(text=name, small=_("another promise") if change.matters else "", tone=tone),
        Cell(text=change.old[:300] or _("not there")),
        Cell(text=change.new[:300] or _("taken away")),
    )
