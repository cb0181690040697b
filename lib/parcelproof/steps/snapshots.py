"""The kept pages of one product: when each was captured, by whose word, and what it says, made safe to show."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass

from parcelproof.clock import show
from parcelproof.ledger.records import Listing
from parcelproof.messages import N_, Wording, _
from parcelproof.product.listings import safe, snapshot
from parcelproof.product_file import ProductFile
from parcelproof.report.blocks import Block, Cell, Column, Paragraph, Table
from parcelproof.shop import Shop

BY_WORD_OF: Mapping[str, str] = Wording(
    {
        "": N_("you say so"),
        "page": N_("the page says so"),
        "file": N_("time of the file, which proves little"),
    }
)
SOURCES: Mapping[str, str] = Wording(
    {
        "page": N_("Saved page"), "pasted": N_("Pasted text"), "ebay_active": N_("eBay export"),
        "ebay_file_exchange": N_("eBay export"), "amazon_listings": N_("Amazon export"),
        "amazon_flat_file": N_("Amazon export"), "shopify_products": N_("Shopify export"),
        "shopify_json": N_("Shopify export"), "aliexpress": N_("AliExpress export"), "generic": N_("Table"),
    }
)  # fmt: skip
MAX_SHOWN = 400_000
"""Letters of a page that are shown; the kept file is whole."""
MAX_LINK = 8_000_000
"""Bytes of a file that a link on the page can carry."""
SHORT = 12
SUFFIXES = {"text/html": "html", "text/plain": "txt", "application/json": "json"}


def newest_first(file: ProductFile) -> list[Listing]:
    """Return the kept pages of a product, the newest first; those without a date last."""
    numbered = list(enumerate(file.listings))
    numbered.sort(key=lambda p: (p[1].claimed_at is not None, p[1].claimed_at and p[1].claimed_at.timestamp(), p[0]))
    return [page for _number, page in reversed(numbered)]


def page_label(page: Listing, shop: Shop) -> str:
    """Return what a page is called in a list."""
    when = f"{page.claimed_at.astimezone(shop.zone):%Y-%m-%d %H:%M}" if page.claimed_at else _("without a date")
    return f"{when} · {_kind(page)} · {' '.join(page.title.split())[:60]}"


def _kind(page: Listing) -> str:
    return SOURCES.get(page.source) or SOURCES["page"]


def snapshot_blocks(file: ProductFile, shop: Shop) -> tuple[Block, ...]:
    """Return the kept pages as a table, or that there is none."""
    if not file.listings:
        words = _("No page of this product is kept yet. Take one in above, before the product sells.")
        return (Paragraph(text=words, tone="warn"),)
    columns = (
        Column(title=_("Captured"), width=3, tight=True), Column(title=_("Page"), width=5),
        Column(title=_("Facts"), align="end"), Column(title=_("Pictures"), align="end"),
        Column(title="SHA-256", width=2, tight=True),
    )  # fmt: skip
    rows = tuple(_row(page, shop) for page in newest_first(file))
    return (Table(caption=_("Pages kept, the newest first"), columns=columns, rows=rows),)


def _row(page: Listing, shop: Shop) -> tuple[Cell, ...]:
    when = show(page.claimed_at.astimezone(shop.zone)) if page.claimed_at else _("Not known")
    kind = _kind(page)
    return (
        Cell(text=when, small=BY_WORD_OF[page.time_source] if page.claimed_at else ""),
        Cell(text=page.title[:200], small=f"{kind} · {page.url[:120]}" if page.url else kind),
        Cell(text=str(len(page.attributes))),
        Cell(text=str(len(page.pictures))),
        Cell(text=page.sha256[:SHORT], mono=True),
    )


@dataclass(frozen=True)
class SafePage:
    """A kept page, safe to show.

    Attributes
    ----------
    html : str
        Without script, style, link, picture or address.
    file_name : str
    data : bytes
        The kept file, byte for byte; empty if it is too large for a link.
    """

    html: str
    file_name: str
    data: bytes


def safe_page(shop: Shop, page: Listing) -> SafePage:
    """Read a kept page for people.

    Raises
    ------
    EvidenceError
        If the kept file is missing or was altered.
    """
    data = shop.evidence.get(page.sha256)
    suffix = SUFFIXES.get(page.media_type, "bin")
    shown = _short(snapshot(data).safe_html) if suffix == "html" else _plain(page)
    return SafePage(shown, f"page-{page.sha256[:SHORT]}.{suffix}", data if len(data) <= MAX_LINK else b"")


def _short(markup: str) -> str:
    # Cut markup may end within a tag: cleaning it once more closes what is open.
    return markup if len(markup) <= MAX_SHOWN else safe(markup[:MAX_SHOWN])


def _plain(page: Listing) -> str:
    facts = "".join(
        f"<tr><th>{html.escape(name)}</th><td>{html.escape(value)}</td></tr>" for name, value in page.attributes.items()
    )
    text = html.escape(page.text[:MAX_SHOWN]).replace("\n", "<br>")
    return f"<h3>{html.escape(page.title)}</h3><table>{facts}</table><p>{text}</p>"
