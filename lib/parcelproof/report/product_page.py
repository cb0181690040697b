"""The product page as it stood when the buyer ordered: its facts, its hash, its words, and what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parcelproof.ledger.records import Listing
from parcelproof.messages import _
from parcelproof.product.changes import Change, Changes, plain, since_order
from parcelproof.product.subjects import subjects_of
from parcelproof.report.blocks import Block, Cell, Column, Fact, Heading, KeyValues, Paragraph, Table
from parcelproof.report.words import when
from parcelproof.shipment import Shipment

if TYPE_CHECKING:
    from parcelproof.playbook import Playbook

CAPTURED = {"": "", "page": "the browser wrote this time into the page", "file": "time of the file"}
WHAT = {"title": "Title", "price": "Price", "category": "Category", "text": "Text", "pictures": "Pictures"}
EXCERPT = 700
"""Letters of the page's text that are shown; the kept file is whole."""
MAX_FACTS = 40
MAX_VALUE = 240
MAX_CHANGES = 30


def pages_at_order(shipment: Shipment, playbook: Playbook) -> tuple[Listing, ...]:
    """Return, for each article of a parcel, the page that was in force at the order; each page once."""
    found = {one.page.slot: one.page for one in subjects_of(shipment, playbook) if one.page}
    return tuple(found.values())


def page_blocks(shipment: Shipment, playbook: Playbook, *, internal: bool) -> list[Block]:
    """Return the pages of a parcel.

    Parameters
    ----------
    shipment : Shipment
    playbook : Playbook
    internal : bool
        For the seller: also what changed since the order. The packet holds what the buyer saw, and nothing else.
    """
    blocks: list[Block] = []
    for page in pages_at_order(shipment, playbook):
        if not internal and is_after_order(page, shipment):
            continue
        blocks += [Heading(text=_("Product page at the order")), _facts(page, internal=internal)]
        if page.attributes:
            blocks.append(_attributes(page))
        if excerpt := excerpt_of(_without_table(page)):
            blocks += [Heading(text=_("From the text of the page")), Paragraph(text=excerpt)]
    if internal:
        for changes in since_order(shipment):
            blocks += _changes(changes)
    return blocks


def is_after_order(page: Listing, shipment: Shipment) -> bool:
    """Whether a page was captured on a later day than the order, so that it proves little."""
    ordered = (shipment.order.placed_at or shipment.order.paid_at) if shipment.order else None
    return bool(
        ordered and page.claimed_at and page.claimed_at.date() > ordered.astimezone(page.claimed_at.tzinfo).date()
    )


def _facts(page: Listing, *, internal: bool) -> KeyValues:
    clock = CAPTURED[page.time_source] if internal or page.time_source == "page" else ""
    rows = (
        Fact(label=_("Title"), value=page.title),
        Fact(label=_("Listing"), value=page.listing_id, note=page.url),
        Fact(label=_("Captured"), value=when(page.claimed_at, ""), note=clock),
        Fact(label=_("Price"), value=str(page.price or "")),
        Fact(label=_("Kept file"), value=f"{page.bytes:,} bytes, {page.media_type}"),
        Fact(label=_("SHA-256 of the file"), value=page.sha256, mono=True),
    )
    return KeyValues(rows=tuple(row for row in rows if row.value))


def _attributes(page: Listing) -> Table:
    pairs = list(page.attributes.items())
    rows = tuple((Cell(text=name), Cell(text=_short(value))) for name, value in pairs[:MAX_FACTS])
    caption = _("What the page promised")
    if len(pairs) > MAX_FACTS:
        caption = _("What the page promised, the first {shown} of {all}", shown=MAX_FACTS, all=len(pairs))
    columns = (Column(title=_("Fact"), width=3), Column(title=_("As the page states it"), width=7))
    return Table(caption=caption, columns=columns, rows=rows)


def _without_table(page: Listing) -> str:
    """Return the text of a page without title and rows of its table, which stand above it."""
    said = {plain(f"{name} {value}") for name, value in page.attributes.items()} | {plain(page.title)}
    return "\n".join(line for line in page.text.splitlines() if plain(line) not in said)


def excerpt_of(text: str) -> str:
    """Return the beginning of a text, cut where a sentence ends."""
    flat = "\n".join(line for part in text.splitlines() if (line := " ".join(part.split())))
    if len(flat) <= EXCERPT:
        return flat
    cut = flat[:EXCERPT]
    end = max(cut.rfind(sign) for sign in (". ", ".\n", "。", "! ", "? ", "\n"))
    return (cut[: end + 1] if end > EXCERPT // 2 else cut.rsplit(" ", 1)[0]).rstrip() + " …"


def _changes(changes: Changes) -> list[Block]:
    head = Heading(text=_("What changed since the order"))
    span = _("{old} against {new}", old=when(changes.old_at), new=when(changes.new_at))
    if not changes.changes:
        return [head, Paragraph(text=_("The page says the same: {span}.", span=span), tone="good")]
    columns = (
        Column(title=_("What"), width=3),
        Column(title=_("At the order"), width=4),
        Column(title=_("Newest page"), width=4),
    )
    rows = tuple(map(_change, changes.changes[:MAX_CHANGES]))
    return [head, Table(caption=_("Two copies of the page: {span}", span=span), columns=columns, rows=rows)]


def _change(change: Change) -> tuple[Cell, ...]:
    name = change.name or WHAT.get(change.kind, change.kind)
    small = "another promise" if change.matters else ""
    return (
        Cell(text=name, small=small, tone="warn" if change.matters else "plain"),
        Cell(text=_short(change.old) or _("Not there")),
        Cell(text=_short(change.new) or _("Taken away")),
    )


def _short(text: str) -> str:
    return text if len(text) <= MAX_VALUE else text[:MAX_VALUE].rstrip() + " …"
