"""What the seller of one training parcel put on record, still to be changed: story, record lines, photos, files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from parcelproof.ledger.records import PhotoRole
from parcelproof.sample.documents import listing_page, paper_pdf
from parcelproof.sample.photos import taken_at
from parcelproof.sample.product_stories import Paper
from parcelproof.sample.records import record_files
from parcelproof.sample.stories import Good, SampleShop, Story
from parcelproof.training.parcel import Parcel, good_of, sound_story
from parcelproof.training.world import World

Entry = dict[str, Any]

PAGE = "page.html"
INVOICE_PIECES = 200
SMALL_FORM_GRAMS, SMALL_FORM_VALUE = 2000, 210
LOOKED = timedelta(days=6)
"""So long after the last scan the sound parcel is looked at."""


@dataclass(frozen=True)
class Shot:
    """One photo: what it shows, when, and which parcel stands in it."""

    role: PhotoRole
    at: datetime | None
    number: str = ""
    """Tracking number on the label; empty for the parcel's own."""


@dataclass
class Dossier:
    """The record of one parcel in the making.

    Attributes
    ----------
    parcel : Parcel
    good : Good
    story : Story
        Order, parcel and scans; what stands in the exports.
    entries : list of dict
        Lines of the records file, as the import reads them.
    shots : list of Shot
    files : dict of str to bytes
        Pages and papers that the entries name.
    borrowed : tuple of PhotoRole
        Photos that another order of the shop has too.
    sold_before : bool
        Another order of the shop names the same serial number.
    seen_at : datetime
        The moment for which the record is judged.
    """

    parcel: Parcel
    good: Good
    story: Story
    entries: list[Entry]
    shots: list[Shot]
    files: dict[str, bytes]
    seen_at: datetime
    borrowed: tuple[PhotoRole, ...] = ()
    sold_before: bool = False
    notes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def sound(cls, parcel: Parcel, world: World) -> Dossier:
        """Put everything on record that a careful seller keeps."""
        good, story = good_of(parcel, world), sound_story(parcel, world)
        gifts = [gift.description for gift in story.gifts if gift.on_page]
        dossier = cls(
            parcel, good, story, _entries(story, good), [Shot(role, taken_at(story, role)) for role in story.photos],
            {PAGE: _page(good, tuple(gifts))}, story.scans[-1].at + LOOKED,
        )  # fmt: skip
        dossier.entries.append(_listing(story, good))
        _fit_form(dossier)
        for paper in _papers(story, good):
            dossier.files[paper.file_name] = _pdf(paper, good)
            dossier.entries.append(_paper_entry(story, good, paper))
        return dossier

    @property
    def reference(self) -> str:
        """What names the parcel in its records."""
        return self.story.reference

    @property
    def sent_at(self) -> datetime:
        """When the carrier took the parcel."""
        return next((scan.at for scan in self.story.scans if scan.word == "accepted"), self.story.parcel.shipped)

    @property
    def delivered_at(self) -> datetime | None:
        """When the buyer got it."""
        ends = ("delivered", "signed", "collected")
        return next((scan.at for scan in self.story.scans if scan.word in ends), None)

    def of(self, kind: str, **fields: Any) -> Iterator[Entry]:
        """Yield the entries of a kind with these values."""
        for entry in self.entries:
            if entry["record"] == kind and all(entry.get(name) == value for name, value in fields.items()):
                yield entry

    def drop(self, kind: str, **fields: Any) -> None:
        """Leave out all entries of a kind with these values."""
        gone = [id(entry) for entry in self.of(kind, **fields)]
        self.entries = [entry for entry in self.entries if id(entry) not in gone]

    def add(self, kind: str, at: datetime | None = None, **fields: Any) -> None:
        """Put one more line on record."""
        entry: Entry = {"record": kind, "shipment": self.reference}
        if at is not None:
            entry["claimed_at"] = at.isoformat()
        self.entries.append(entry | fields)

    def without_photos(self, *roles: PhotoRole) -> None:
        """Leave out the photos of these roles."""
        self.shots = [shot for shot in self.shots if shot.role not in roles]

    def change_shots(self, change: Callable[[Shot], Shot], *roles: PhotoRole) -> None:
        """Change the photos of these roles."""
        self.shots = [change(shot) if shot.role in roles else shot for shot in self.shots]

    def retell(self, **changes: Any) -> None:
        """Change the story: what the exports of platform and carrier say."""
        self.story = self.story.model_copy(update=changes)


def _entries(story: Story, good: Good) -> list[Entry]:
    shop = SampleShop({story.items[0].good: good}, (story,))
    files = record_files(shop)
    return [json.loads(line) for data in files.values() for line in data.decode().splitlines()]


def _fit_form(dossier: Dossier) -> None:
    """Choose the larger form where the small one is not enough: above 2 kg, and above 300 SDR."""
    for entry in dossier.of("declaration"):
        heavy = float(entry["total_weight"].split()[0]) > SMALL_FORM_GRAMS
        dear = sum(float(line["value"].split()[1]) for line in entry["lines"]) > SMALL_FORM_VALUE
        if (heavy or dear) and entry["form"] == "CN22":
            entry["form"] = "CN23"


def _listing(story: Story, good: Good) -> Entry:
    return {
        "record": "listing", "shipment": story.reference, "claimed_at": (story.paid - timedelta(hours=3)).isoformat(),
        "title": good.title, "listing_id": good.listing, "file": PAGE, "attributes": dict(good.attributes),
        "functions_explained": True,
    }  # fmt: skip


def _papers(story: Story, good: Good) -> list[Paper]:
    """Return the invoice of the supplier, and for a brand the letter of who owns it."""
    bought = (story.paid - timedelta(days=60)).date()
    supplier = {
        "supplier": "Shenzhen Haoyuan Trading Co., Ltd.", "phone": "+86 755 5550 0192",
        "address": "6F, Block B, 88 Longhua Road, Shenzhen, China", "website": "haoyuan-trading.example",
    }  # fmt: skip
    papers = [
        Paper(document="invoice", date=bought, number=f"HY-{bought:%y%m}-0418", quantity=INVOICE_PIECES, **supplier)
    ]
    if good.brand:
        letter = {**supplier, "supplier": f"{good.brand} AB"}
        start = date(bought.year, 1, 12)
        papers.append(
            Paper(
                document="authorisation", date=start, number=f"LOA-{bought:%y}-07", holder=f"{good.brand} AB",
                valid_to=start.replace(year=start.year + 2), territory="all", **letter,
            )
        )  # fmt: skip
    return papers


def _paper_entry(story: Story, good: Good, paper: Paper) -> Entry:
    entry = {
        "record": "supplier_proof", "shipment": story.reference, "document": paper.document,
        "supplier": paper.supplier, "file": paper.file_name, "document_date": paper.date.isoformat(),
        "valid_to": paper.valid_to.isoformat() if paper.valid_to else None, "brand": good.brand, "sku": good.sku,
        "quantity": paper.quantity, "territory": paper.territory, "number": paper.number, "holder": paper.holder,
        "supplier_address": paper.address, "supplier_phone": paper.phone, "supplier_website": paper.website,
    }  # fmt: skip
    return {name: value for name, value in entry.items() if value not in (None, "")}


# The same page and paper stand in many training parcels, and drawing them takes a while.
@lru_cache(maxsize=128)
def _drawn_page(good_json: str, gifts: tuple[str, ...]) -> bytes:
    return listing_page(Good.model_validate_json(good_json), gifts)


def _page(good: Good, gifts: tuple[str, ...]) -> bytes:
    return _drawn_page(good.model_dump_json(), gifts)


@lru_cache(maxsize=256)
def _drawn_paper(paper_json: str, good_json: str) -> bytes:
    return paper_pdf(Paper.model_validate_json(paper_json), Good.model_validate_json(good_json))


def _pdf(paper: Paper, good: Good) -> bytes:
    return _drawn_paper(paper.model_dump_json(), good.model_dump_json())
