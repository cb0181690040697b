"""Papers of suppliers for one product: taken in with their file, shown with what they cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from parcelproof.errors import InputError
from parcelproof.ledger.records import SupplierProof
from parcelproof.messages import N_, Wording, _, ngettext
from parcelproof.product.papers import coverage, invoices_of
from parcelproof.report.blocks import Block, Cell, Column, Fact, KeyValues, Paragraph, Table, Tone
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop
from parcelproof.steps.form import Blocker, Context, Values
from parcelproof.steps.forms.paper import PAGE, paper_form, paper_of
from parcelproof.steps.step import Step

SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png", ".webp", ".heic")
MAX_FILE = 25_000_000
_STARTS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"RIFF")
SHORT = 12
DOCUMENTS: Mapping[str, str] = Wording(
    {
        "invoice": N_("Invoice"), "authorisation": N_("Authorisation"), "certificate": N_("Certificate"),
        "receipt": N_("Receipt"),
    }
)  # fmt: skip
"""What each kind of paper is called in a table."""


def context_of(shop: Shop, chain: str) -> Context:
    """Return what the form of a paper may look at."""
    return Context(shop.on_shelf(chain), shop.playbook, shop.zone, shop.now())


def first_values(shop: Shop, chain: str) -> dict[str, str]:
    """Return what is known before a paper is entered: SKU and brand of the product."""
    product = shop.product(chain).product
    return {"sku": product.sku, "brand": product.brand or product.brand_field} if product else {}


def paper_step(shop: Shop, chain: str) -> Step:
    """Return the form of a paper on its way: what is typed is a draft in the ledger, also while it is not yet right."""
    form = paper_form()
    return Step(shop, chain, replace(form, start=lambda _context: {**first_values(shop, chain)}))


def paper_problems(values: Values, shop: Shop, chain: str) -> list[Blocker]:
    """Return why a paper cannot be taken in yet; empty if it can."""
    return paper_form().problems(values, context_of(shop, chain))


def take_paper(shop: Shop, chain: str, values: Values, data: bytes, name: str) -> tuple[SupplierProof, bool]:
    """Keep the file of a paper byte for byte, and record what it says.

    Parameters
    ----------
    shop : Shop
    chain : str
        Name of the product's chain.
    values : dict
        As typed.
    data : bytes
        The file; empty to enter a paper that cannot be kept, which proves little.
    name : str
        Only for errors; never a path.

    Returns
    -------
    tuple of SupplierProof and bool
        The record, and whether it is new.

    Raises
    ------
    InputError
        If a field is missing or wrong, or the file is neither a PDF nor a picture.
    """
    if blockers := paper_problems(values, shop, chain):
        raise InputError(blockers[0].text, where=blockers[0].field)
    sha256 = None
    if data:
        if len(data) > MAX_FILE:
            raise InputError(_("This file is larger than 25 MB."), where=name, mend=_("Save it smaller, or as a PDF."))
        if not (data.startswith(_STARTS) or data[4:12] in (b"ftypheic", b"ftypmif1")):
            raise InputError(
                _("This file is neither a PDF nor a picture."), where=name, mend=_("Choose the paper itself.")
            )
        sha256 = shop.evidence.put(data)
    paper = paper_of(values, context_of(shop, chain), sha256)
    return paper, bool(shop.record(chain, paper, source=f"page:{PAGE}"))


def paper_blocks(shop: Shop, chain: str) -> tuple[Block, ...]:
    """Return the papers on record, and pieces bought against pieces sold.

    Parameters
    ----------
    shop : Shop
    chain : str
        Name of the product's chain.
    """
    shelf = shop.on_shelf(chain)
    papers = shelf.supplier_proofs
    if not papers:
        return (Paragraph(text=_("No paper of a supplier is on record yet."), tone="note"),)
    columns = (
        Column(title=_("Paper"), width=3), Column(title=_("From"), width=4),
        Column(title=_("Date"), width=2, tight=True), Column(title=_("Covers"), width=4),
        Column(title=_("File"), width=2, tight=True),
    )  # fmt: skip
    rows = tuple(_row(paper) for paper in sorted(papers, key=lambda one: one.document_date, reverse=True))
    table = Table(caption=_("Papers of suppliers, the newest first"), columns=columns, rows=rows)
    return (table, *_bought(shelf))


def _row(paper: SupplierProof) -> tuple[Cell, ...]:
    reach = " · ".join(x for x in (paper.supplier_phone, paper.supplier_website) if x)
    covers = [
        paper.brand,
        paper.sku,
        ngettext("{count} piece", "{count} pieces", paper.quantity) if paper.quantity is not None else "",
        paper.territory,
    ]
    serials = ngettext("{count} serial number", "{count} serial numbers", len(paper.serials)) if paper.serials else ""
    kept = (
        Cell(text=paper.sha256[:SHORT], mono=True) if paper.sha256 else Cell(text=_("No file"), tone="warn", badge=True)
    )
    valid = _("to {day}", day=paper.valid_to.isoformat()) if paper.valid_to else ""
    return (
        Cell(text=DOCUMENTS[paper.document], small=paper.number),
        Cell(text=paper.supplier, small="\n".join(x for x in (paper.supplier_address, reach) if x)),
        Cell(text=paper.document_date.isoformat(), small=valid),
        Cell(text=" · ".join(x for x in covers if x), small=serials),
        kept,
    )


_STATES: Mapping[str, tuple[str, Tone]] = {
    "enough": (N_("The invoices cover every piece sold."), "good"),
    "too_few": (N_("More pieces are sold than bought on these invoices. Find the other invoices."), "bad"),
    "not_stated": (N_("An invoice does not say how many pieces."), "unknown"),
}


def _bought(shelf: Shipment) -> tuple[Block, ...]:
    if not invoices_of(shelf):
        return ()
    rows = []
    for one in coverage(shelf):
        words, tone = _STATES[one.state]
        value = _("{bought} bought, {sold} sold in the whole shop", bought=one.bought, sold=one.sold)
        rows.append(Fact(label=one.sku or _("This product"), value=value, note=_(words), tone=tone))
    return (KeyValues(rows=tuple(rows)),) if rows else ()
