"""One product, all promises: what page, order, unit, papers, form and scale say, the differences on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parcelproof.messages import N_, _
from parcelproof.product.consistency import ConsistencyRow, State, consistency
from parcelproof.product.said_values import book_of
from parcelproof.readiness import assess
from parcelproof.report.advice import readiness_section
from parcelproof.report.blocks import Block, Cell, Column, Heading, Paragraph, Table, Tone
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop
from parcelproof.steps.product_orders import orders_of

ALONE = "product"
STATES: Mapping[State, tuple[str, Tone]] = {
    "differs": (N_("Differs"), "bad"), "unknown": (N_("Not compared"), "unknown"), "same": (N_("Same"), "good"),
}  # fmt: skip
ABOUT_PRODUCT = ("not_as_described", "damaged_defective", "counterfeit", "wrong_quantity_missing_parts")
"""Reasons of disputes that are about the product and not about its way."""
FEW = 5
"""With so many places a column for each can still be read; with more, each row names its places."""


def promise_choices(shop: Shop, chain: str) -> list[tuple[str, str]]:
    """Return the orders of a product, newest first, and the product alone."""
    orders = [(_("Order of {order}", order=order.label), order.shipment_id) for order in orders_of(shop, chain)]
    return [*orders, (_("The product alone, without an order"), ALONE)]


def promise_blocks(shop: Shop, chain: str, choice: str) -> tuple[Block, ...]:
    """Return the table for one order, or for the product alone.

    Parameters
    ----------
    shop : Shop
    chain : str
        Name of the product's chain.
    choice : str
        As `promise_choices` gives it.
    """
    subject = shop.on_shelf(chain) if choice == ALONE else shop.shipment(choice, compare_photos=False)
    rows = consistency(subject, shop.playbook)
    if not rows:
        words = _("Nothing can be compared yet: take the page in, and state the facts.")
        return (Paragraph(text=words, tone="note"),)
    return (_sentence(rows), _table(rows, shop), *(_answers(subject, shop) if choice != ALONE else ()))


def _answers(parcel: Shipment, shop: Shop) -> tuple[Block, ...]:
    """Return which complaints about the product this order could answer today."""
    found = [one for one in assess(parcel, shop.playbook, shop.now()) if one.reason in ABOUT_PRODUCT]
    titles = {name: item.title for name, item in shop.playbook.items.items()}
    measures = {name: measure.title for name, measure in shop.playbook.measures.items()}
    section = readiness_section(found, titles, measures)
    return (Heading(text=_("Complaints that this order could answer today")), *section.blocks)


def _sentence(rows: Sequence[ConsistencyRow]) -> Paragraph:
    count = {state: sum(row.state == state for row in rows) for state in STATES}
    if count["differs"]:
        labels = _(", ").join(dict.fromkeys(row.label for row in rows if row.state == "differs"))
        words = _(
            "{some} of {all} differ: {facts}. Find out which one is true, and mend the others.",
            some=count["differs"], all=len(rows), facts=labels,
        )  # fmt: skip
        return Paragraph(text=words, tone="bad")
    if not count["same"]:
        words = _("Nothing differs, and nothing could be compared yet: each fact stands in one place only.")
        return Paragraph(text=words, tone="unknown")
    words = _(
        "Nothing differs. {some} of {all} facts are said by several places, and they agree.",
        some=count["same"], all=len(rows),
    )  # fmt: skip
    return Paragraph(text=words, tone="good")


def _table(rows: Sequence[ConsistencyRow], shop: Shop) -> Table:
    names = book_of(shop.playbook).sources
    spoken = [source for source in names if any(row.said_by(source) for row in rows)]
    several = len({row.subject for row in rows}) > 1
    columns: tuple[Column, ...] = (Column(title=_("Fact"), width=3), Column(title=_("State"), width=2, tight=True))
    body: tuple[tuple[Cell, ...], ...]
    if len(spoken) > FEW:
        columns = (*columns, Column(title=_("Who says what"), width=8))
        body = tuple((*_head(row, several), Cell(text=_told(row, shop), small=_note(row))) for row in rows)
    else:
        columns = (*columns, *(Column(title=_title(names[source]), width=3) for source in spoken))
        body = tuple((*_head(row, several), *_said(row, spoken)) for row in rows)
    return Table(caption=_("What each place says, the differences on top"), columns=columns, rows=body)


def _head(row: ConsistencyRow, several: bool) -> tuple[Cell, Cell]:
    words, tone = STATES[row.state]
    return Cell(text=row.label, small=row.subject[:60] if several else ""), Cell(text=_(words), tone=tone, badge=True)


def _note(row: ConsistencyRow) -> str:
    return row.why if row.state == "differs" else row.reason if row.state == "unknown" else ""


def _told(row: ConsistencyRow, shop: Shop) -> str:
    names = book_of(shop.playbook).sources
    spoken = dict.fromkeys(value.source for value in row.values)
    # A difference is read line by line; what agrees is only looked over.
    between = "\n" if row.state == "differs" else " · "
    said = ((_title(names[source]), _short(row.said_by(source))) for source in spoken)
    return between.join(_("{label}: {names}", label=title, names=words) for title, words in said)


def _said(row: ConsistencyRow, spoken: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(
        Cell(text=_short(said), tone="bad" if source in row.odd else "plain") if (said := row.said_by(source))
        else Cell(text="")
        for source in spoken
    )  # fmt: skip


def _short(said: Sequence[str]) -> str:
    return ", ".join(text[:120] for text in said)


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]
