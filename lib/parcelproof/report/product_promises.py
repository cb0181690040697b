"""One product, all promises: what page, order, unit, papers, form and scale say, attribute by attribute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from parcelproof.messages import N_, _
from parcelproof.playbook.consistency import Source
from parcelproof.product.consistency import ConsistencyRow, State, consistency
from parcelproof.product.said_values import book_of
from parcelproof.report.blocks import Block, Cell, Column, Paragraph, Table, Tone
from parcelproof.shipment import Shipment

if TYPE_CHECKING:
    from parcelproof.playbook import Playbook

STATES: Mapping[State, tuple[str, Tone]] = {
    "differs": (N_("Differs"), "bad"), "unknown": (N_("Not compared"), "unknown"), "same": (N_("Same"), "good"),
}  # fmt: skip
MAX_SAID = 140


def promise_blocks(shipment: Shipment, playbook: Playbook, *, internal: bool) -> list[Block]:
    """Return the table of promises.

    Parameters
    ----------
    shipment : Shipment
    playbook : Playbook
        Gives the names of the places.
    internal : bool
        For the seller: all rows, the differences on top. The packet holds the table only if nothing differs, and
        then the rows in which several places agree.
    """
    rows = consistency(shipment, playbook)
    if internal:
        return [_sentence(rows), _table(rows, playbook, internal=True)] if rows else []
    agreed = [row for row in rows if row.state == "same"]
    if not agreed or any(row.state == "differs" for row in rows):
        return []
    return [_table(agreed, playbook, internal=False)]


def _sentence(rows: Sequence[ConsistencyRow]) -> Paragraph:
    differing = list(dict.fromkeys(row.label for row in rows if row.state == "differs"))
    same = sum(row.state == "same" for row in rows)
    if differing:
        words = _("These facts contradict each other: {names}. Find out which one is true.", names=", ".join(differing))
        return Paragraph(text=words, tone="bad")
    if not same:
        return Paragraph(text=_("Each fact stands in one place only, so nothing could be compared."), tone="unknown")
    words = _("{count} facts are said in several places, and all of them agree.", count=same)
    return Paragraph(text=words, tone="good")


def _table(rows: Sequence[ConsistencyRow], playbook: Playbook, *, internal: bool) -> Table:
    several = len({row.subject for row in rows}) > 1
    names = book_of(playbook).sources
    columns = [Column(title=_("Fact"), width=3), Column(title=_("Who says what"), width=7)]
    if internal:
        columns.append(Column(title=_("Result"), width=2, tight=True))
    body = []
    for row in rows:
        words, tone = STATES[row.state]
        note = row.why if row.state == "differs" else row.reason if row.state == "unknown" else ""
        cells = [Cell(text=row.label, small=row.subject[:70] if several else ""),
                 Cell(text=_told(row, names), small=note if internal else "")]  # fmt: skip
        body.append((*cells, Cell(text=_(words), tone=tone, badge=True)) if internal else tuple(cells))
    caption = _("The same fact in different places, differences first") if internal else _("The same in every place")
    return Table(caption=caption, columns=tuple(columns), rows=tuple(body))


def _told(row: ConsistencyRow, names: Mapping[Source, str]) -> str:
    """Say who says what; places that say it in the same letters are named together."""
    places: dict[str, list[str]] = {}
    for source in dict.fromkeys(value.source for value in row.values):
        said = ", ".join(row.said_by(source))
        places.setdefault(said, []).append(names[source])
    return "\n".join(f"{_upper(', '.join(who))}: {_short(said)}" for said, who in places.items())


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(text: str) -> str:
    return text if len(text) <= MAX_SAID else text[:MAX_SAID].rstrip() + " …"
