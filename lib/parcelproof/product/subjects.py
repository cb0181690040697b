"""Sort what is on record about a parcel by article: its order line, product page, product record and customs line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from parcelproof.ledger.records import DeclarationLine, Item, Listing, Product, SupplierProof, UnitInspection
from parcelproof.playbook import Playbook
from parcelproof.playbook.consistency import Source
from parcelproof.playbook.profiles import Profile
from parcelproof.product.description import listing_at_order
from parcelproof.product.profiles import match_attributes, profile_for
from parcelproof.product.said_values import words
from parcelproof.product.units import units_in_parcel
from parcelproof.product_file import ProductFile
from parcelproof.serials import bare_serial
from parcelproof.shipment import Shipment

_FIELD = re.compile(r"\s*([^:=,;|]{1,40}?)\s*[:=]\s*([^,;|]+)")
LIKELY = 2
"""So many signs at least tie a customs line to an article, where there are several of both."""


@dataclass(frozen=True)
class Subject:
    """One article of a parcel, or a product on the shelf.

    Attributes
    ----------
    item : Item or None
        None on the shelf.
    page : Listing or None
        The snapshot in force at the order.
    page_values, choice : dict
        What the page, and the variation that the buyer chose, state, by attribute id.
    lines : tuple of DeclarationLine
        Lines of the customs form that belong to it for certain.
    units : tuple of UnitInspection
    papers : tuple of SupplierProof
        Those for its SKU, or for none.
    alone : bool
        Whether it is the only article, so that weights and photos of the parcel are its own.
    """

    item: Item | None
    file: ProductFile | None
    page: Listing | None
    page_values: dict[str, str] = field(default_factory=dict)
    choice: dict[str, str] = field(default_factory=dict)
    lines: tuple[DeclarationLine, ...] = ()
    units: tuple[UnitInspection, ...] = ()
    papers: tuple[SupplierProof, ...] = ()
    alone: bool = True

    @property
    def product(self) -> Product | None:
        """What the seller states about it."""
        return self.file.product if self.file else None

    @property
    def title(self) -> str:
        """What a row of the table calls it."""
        if self.item and self.item.title.strip():
            return self.item.title
        return self.file.title if self.file else self.page.title if self.page else ""

    @property
    def titles(self) -> tuple[tuple[Source, str], ...]:
        """Source and text of each title."""
        found: tuple[tuple[Source, str], ...] = (
            ("listing", self.page.title if self.page else ""),
            ("order", self.item.title if self.item else ""),
            ("product", self.product.title if self.product else ""),
        )
        return tuple((source, text) for source, text in found if text.strip())


def subjects_of(shipment: Shipment, playbook: Playbook) -> tuple[Subject, ...]:
    """Return the articles of a parcel, each with what belongs to it; gifts are left out."""
    if not shipment.items:
        files: Sequence[ProductFile | None] = shipment.products or ([None] if shipment.listings else [])
        return tuple(_subject(None, file, shipment, playbook, alone=len(files) == 1) for file in files)
    alone = len(shipment.items) == 1
    found = [_subject(item, _file_of(item, shipment), shipment, playbook, alone=alone) for item in shipment.items]
    lines = [line for line in shipment.declaration.lines if not line.is_gift] if shipment.declaration else []
    if alone:
        # Several lines for one article may be its parts; only a single one is the article itself.
        return (replace(found[0], lines=tuple(lines[:1] if len(lines) == 1 else ())),)
    return tuple(replace(one, lines=tuple(own)) for one, own in zip(found, _share(found, lines), strict=True))


def _file_of(item: Item, shipment: Shipment) -> ProductFile | None:
    for file in shipment.products:
        if item.sku.strip() and file.sku.strip() == item.sku.strip():
            return file
    for file in shipment.products:
        if item.listing_id and item.listing_id in file.listing_ids:
            return file
    return shipment.products[0] if len(shipment.items) == len(shipment.products) == 1 else None


def _subject(
    item: Item | None, file: ProductFile | None, shipment: Shipment, playbook: Playbook, *, alone: bool
) -> Subject:
    page = _page_of(item, file, shipment, alone)
    product = file.product if file else None
    profile = _profile(item, product, page, playbook)
    sku = item.sku.strip() if item else file.sku.strip() if file else ""
    papers = tuple(p for p in shipment.supplier_proofs if p.sku.strip() in ("", sku) or not sku)
    serials = {bare_serial(s) for s in item.serials} if item else set()
    units = units_in_parcel(shipment) if alone else tuple(
        unit for unit in units_in_parcel(shipment) if bare_serial(unit.serial) in serials - {""}
    )  # fmt: skip
    return Subject(
        item=item, file=file, page=page,
        page_values=match_attributes(page.attributes, profile) if page else {},
        choice=match_attributes(dict(_FIELD.findall(item.variation)), profile) if item else {},
        units=units, papers=papers, alone=alone,
    )  # fmt: skip


def _page_of(item: Item | None, file: ProductFile | None, shipment: Shipment, alone: bool) -> Listing | None:
    ids = {item.listing_id} if item and item.listing_id else set(file.listing_ids) if file else set()
    slots = {page.slot for page in file.listings} if file else set()
    own = [page for page in shipment.listings if page.listing_id in ids - {""} or page.slot in slots]
    if not own and item:
        own = [page for page in shipment.listings if page.title.strip() and words(page.title) == words(item.title)]
    if not own and alone:
        own = list(shipment.listings)
    return listing_at_order(replace(shipment, listings=tuple(own))) if own else None


def _profile(item: Item | None, product: Product | None, page: Listing | None, playbook: Playbook) -> Profile:
    if product and product.profile in playbook.profiles:
        return playbook.profiles[product.profile]
    category = (
        (item.category if item else "") or (page.category if page else "") or (product.category if product else "")
    )
    title = (item.title if item else "") or (page.title if page else "") or (product.title if product else "")
    return profile_for(category, title, playbook)


def _share(subjects: Sequence[Subject], lines: Sequence[DeclarationLine]) -> list[list[DeclarationLine]]:
    """Give each customs line to the article that it fits best, if one fits better than all others."""
    shares: list[list[DeclarationLine]] = [[] for _ in subjects]
    for line in lines:
        scores = [_likeness(subject, line) for subject in subjects]
        best = max(scores, default=0)
        if best >= LIKELY and scores.count(best) == 1:
            shares[scores.index(best)].append(line)
    # Two lines for one article are its parts, and neither is the whole.
    return [share if len(share) == 1 else [] for share in shares]


def _likeness(subject: Subject, line: DeclarationLine) -> int:
    item, product = subject.item, subject.product
    said = set(words(line.description))
    known = {w for _, title in subject.titles for w in words(title) if len(w) > 2}
    score = min(len(said & known), 3)
    if product and product.hs_code and line.hs_code and product.hs_code[:6] == line.hs_code[:6]:
        score += 3
    if item and item.unit_price and line.value.currency == item.unit_price.currency:
        score += line.value.amount == item.unit_price.amount * item.quantity
    return score + (item is not None and item.quantity == line.quantity and score > 0)


def common_words(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the words of texts that can name a thing: no numbers, nothing short."""
    return tuple(
        dict.fromkeys(w.removesuffix("s") for text in texts for w in words(text) if len(w) > 2 and not w.isdigit())
    )
