"""Where the goods come from: papers of suppliers, pieces bought against sold, and what a platform asks for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from parcelproof.ledger.records import SupplierProof
from parcelproof.messages import N_, _
from parcelproof.product.papers import coverage, invoices_of
from parcelproof.product.supply import ANY, PLATFORM_NAMES, ProofLine, platform_of, proof_chain
from parcelproof.report.blocks import Block, Cell, Column, Fact, Heading, KeyValues, Table, Tone
from parcelproof.report.words import plain
from parcelproof.shipment import Shipment

if TYPE_CHECKING:
    from parcelproof.playbook import Playbook

STATES: dict[str, tuple[str, Tone]] = {
    "missing": (N_("Missing"), "bad"), "weak": (N_("Weak"), "warn"), "unknown": (N_("Not known"), "unknown"),
    "there": (N_("There"), "good"), "not_needed": (N_("Not needed"), "plain"),
}  # fmt: skip
SERIALS = 12


def paper_blocks(shipment: Shipment, playbook: Playbook, on: date, *, internal: bool) -> list[Block]:
    """Return the papers of suppliers.

    Parameters
    ----------
    shipment : Shipment
    playbook : Playbook
    on : date
        The day for which the report speaks: the age of an invoice is counted from it.
    internal : bool
        For the seller: also what the platform of the order asks for. The packet names only what is there.
    """
    blocks: list[Block] = []
    for paper in shipment.supplier_proofs:
        blocks += [Heading(text=_title(paper)), KeyValues(rows=tuple(_facts(paper)))]
    if bought := _bought(shipment, internal=internal):
        blocks += [Heading(text=_("Pieces bought and sold")), KeyValues(rows=tuple(bought))]
    if internal and shipment.supplier_proofs:
        blocks.append(_chain(shipment, playbook, on))
    return blocks


def _title(paper: SupplierProof) -> str:
    return f"{plain(paper.document)} {paper.number}".strip()


def _facts(paper: SupplierProof) -> list[Fact]:
    # Phone and website: a desk calls the supplier.
    reach = " · ".join(x for x in (paper.supplier_phone, paper.supplier_website) if x)
    serials = list(paper.serials)
    more = " " + _("and {count} more", count=len(serials) - SERIALS) if len(serials) > SERIALS else ""
    rows = [
        Fact(label=_("From"), value=paper.supplier, note="\n".join(x for x in (paper.supplier_address, reach) if x)),
        Fact(label=_("Date"), value=paper.document_date.isoformat(),
             note=_("valid to {day}", day=paper.valid_to.isoformat()) if paper.valid_to else ""),
        Fact(label=_("Product"), value=" · ".join(x for x in (paper.brand, paper.sku) if x)),
        Fact(label=_("Quantity"), value=f"{paper.quantity} pieces" if paper.quantity is not None else ""),
        Fact(label=_("Owner of the brand"), value=paper.holder),
        Fact(label=_("Territory"), value=paper.territory),
        Fact(label=_("Serial numbers"), value=", ".join(serials[:SERIALS]) + more, mono=True),
        Fact(label=_("SHA-256 of the file"), value=paper.sha256 or "", mono=True),
    ]  # fmt: skip
    return [row for row in rows if row.value]


def _bought(shipment: Shipment, *, internal: bool) -> list[Fact]:
    """Return pieces bought against pieces sold, per SKU; the packet names them only where they suffice."""
    if not invoices_of(shipment):
        return []
    rows = []
    for one in coverage(shipment):
        if not internal and one.state != "enough":
            continue
        where = _("in the whole shop") if one.whole_shop else _("in this order")
        tone: Tone = "bad" if one.state == "too_few" else "plain"
        value = _("{bought} bought on invoices, {sold} sold {where}", bought=one.bought, sold=one.sold, where=where)
        rows.append(Fact(label=one.sku or _("These goods"), value=value, tone=tone))
    return rows


def _chain(shipment: Shipment, playbook: Playbook, on: date) -> Table:
    platform = platform_of(shipment) or ANY
    lines = proof_chain(shipment, playbook, platform, on).lines
    rank = ("missing", "weak", "unknown", "there", "not_needed")
    rows = tuple(_line(line, playbook) for line in sorted(lines, key=lambda one: rank.index(one.state)))
    columns = (
        Column(title=_("What is asked for"), width=6), Column(title=_("State"), width=2, tight=True),
        Column(title=_("On record"), width=5),
    )  # fmt: skip
    name = PLATFORM_NAMES.get(platform, platform)
    return Table(caption=_("Proof of origin, as asked for by {name}", name=name), columns=columns, rows=rows)


def _line(line: ProofLine, playbook: Playbook) -> tuple[Cell, ...]:
    words, tone = STATES[line.state]
    title, _why, fix = line.say(playbook)
    return (
        Cell(text=line.rule.note, small=f"{line.rule.source.split(';')[0]} ({line.rule.as_of})"),
        Cell(text=_(words), tone=tone, badge=True),
        Cell(text=title, small=fix if line.state in ("missing", "weak", "unknown") else ""),
    )
