"""The history of the records with their hashes, and what lets a stranger compare them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import datetime
from itertools import groupby

from parcelproof.clock import show
from parcelproof.history_entry import HistoryEntry
from parcelproof.messages import _, sentences
from parcelproof.report.blocks import Cell, Column, Fact, KeyValues, Paragraph, Table, Tone
from parcelproof.report.document import Section
from parcelproof.report.words import KIND, plain
from parcelproof.shipment import Shipment


def _kind(name: str) -> str:
    return KIND.get(name, plain(name))


def _notes(entry: HistoryEntry) -> list[str]:
    notes = [_("corrected by a later record")] if entry.replaced else []
    if entry.erased:
        notes.append(_("personal data erased: {names}", names=", ".join(plain(n).lower() for n in entry.erased)))
    return notes


def _shared(entry: HistoryEntry) -> Hashable:
    """Return what records of one row have in common: what they are and who gave them."""
    return entry.sequence if _notes(entry) else (entry.kind, entry.who, entry.source)


def _from_to(times: Sequence[datetime]) -> str:
    start, end = show(min(times)), show(max(times))
    return start if start == end else _("{start} to {end}", start=start, end=end)


def _row(entries: Sequence[HistoryEntry]) -> tuple[Cell, ...]:
    first, last = entries[0], entries[-1]
    notes = _notes(first)
    tone: Tone = "note" if notes else "plain"
    if happened := [e.claimed_at for e in entries if e.claimed_at]:
        notes.insert(0, _("happened {when}", when=_from_to(happened)))
    number, name = str(first.sequence), _kind(first.kind)
    if len(entries) > 1:
        number = f"{first.sequence}–{last.sequence}"
        name = f"{name} × {len(entries)}"
    return (
        Cell(text=number),
        Cell(text=name, small="; ".join(notes), tone=tone),
        Cell(
            text=_from_to([e.recorded_at for e in entries]),
            small=_("by {who}, {source}", who=first.who, source=first.source),
        ),
        Cell(text=last.hash, mono=True),
    )


def history_section(shipment: Shipment) -> Section:
    """Return every record of the chain, corrected and erased ones too."""
    shown = [e for e in shipment.history if e.kind != "draft"]
    rows = tuple(_row(list(entries)) for _key, entries in groupby(shown, key=_shared))
    # A time stands on one line of its column, and half a hash too: a record takes two lines on paper.
    columns = (
        Column(title=_("No."), align="end", width=4, tight=True),
        Column(title=_("Record"), width=16),
        Column(title=_("Recorded"), width=12, tight=True),
        Column(title=_("SHA-256 of the record"), width=18),
    )
    text = _("Nothing is ever overwritten. A correction is a new record, and both stay here.")
    if len(rows) < len(shown):
        more = _("Records of one kind that follow each other share a row, with the hash of the last: it covers all.")
        text = sentences(text, more)
    if drafts := len(shipment.history) - len(shown):
        more = _("{count} further entries are drafts of pages: what was typed before it was confirmed.", count=drafts)
        text = sentences(text, more)
    table = Table(caption=_("Records in the order they were written"), columns=columns, rows=rows)
    first = Fact(label=_("Ledger head"), value=shipment.head or _("No record yet"), mono=True)
    head = KeyValues(rows=(first, *_product_heads(shipment)))
    return Section(id="history", title=_("Record history"), blocks=(Paragraph(text=text), head, table))


def _product_heads(shipment: Shipment) -> tuple[Fact, ...]:
    """Return the heads of the products' own chains: their pages, papers and units stand there."""
    return tuple(
        Fact(label=_("Head of product {product}", product=file.sku or file.title)[:80], value=file.head, mono=True)
        for file in shipment.products
        if file.head
    )


def integrity_section(shipment: Shipment) -> Section:
    """Return the hashes that let a stranger compare files and records with this packet."""
    blocks: list[Paragraph | KeyValues | Table] = [
        Paragraph(
            text="Each record carries the SHA-256 of its content and of the record before it. "
            "Each photo and paper is named by the SHA-256 of its original file."
        )
    ]
    if shipment.head:
        head = Fact(label=_("Ledger head"), value=shipment.head, mono=True)
        blocks.append(KeyValues(rows=(head, *_product_heads(shipment))))
    files = [(f"Photo: {p.original_name or p.role.replace('_', ' ')}", p.sha256) for p in shipment.photos]
    files += [
        (f"Product page {p.claimed_at:%Y-%m-%d}" if p.claimed_at else "Product page", p.sha256)
        for p in shipment.listings
    ]
    files += [
        (f"Photo: {p.original_name}", p.sha256)
        for file in shipment.products
        for p in file.photos
        if any(p.sha256 in test.evidence for unit in shipment.units for test in unit.tests)
    ]
    files += [(plain(p.document), p.sha256) for p in shipment.supplier_proofs if p.sha256]
    if files:
        rows = tuple((Cell(text=name), Cell(text=value, mono=True)) for name, value in files)
        heads: tuple[Column, ...] = (
            Column(title=_("File"), width=3),
            Column(title=_("SHA-256 of the original"), width=6),
        )
        blocks.append(Table(caption=_("Files"), columns=heads, rows=rows))
    chain = tuple(
        (
            Cell(text=str(e.sequence)),
            Cell(text=_kind(e.kind)),
            Cell(text=show(e.recorded_at)),
            Cell(text=e.hash, mono=True),
        )
        for e in shipment.history
        if e.kind not in ("answer", "draft", "confirmation", "review_answer")
    )
    answers = sum(e.kind == "answer" for e in shipment.history)
    if answers:
        blocks.append(Paragraph(text=f"{answers} further records are answers to checklist questions."))
    if chain:
        heads = (
            Column(title=_("No."), align="end"),
            Column(title=_("Record"), width=3),
            Column(title=_("Recorded"), width=3, tight=True),
            Column(title=_("SHA-256"), width=6),
        )
        blocks.append(Table(caption=_("Records"), columns=heads, rows=chain))
    return Section(id="packet-integrity", title=_("Integrity"), blocks=tuple(blocks), audience="packet")
