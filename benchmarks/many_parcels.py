"""The sample shop repeated to any number of shipments: other orders, numbers, goods and photos, the same stories.

Run it with ``python benchmarks/many_parcels.py FOLDER [--shipments N]``; it makes a shop in ``FOLDER``. A shop of 300
takes about a minute the first time; it is kept under ``build/`` and copied from then on. Tests and benchmarks call
``make_shop(folder, shipments)``.

Each round goes through the ledger's own writer, record by record, with every order number, tracking number (its check
digit right), SKU, listing number and serial number changed. Each photo is drawn over, so that no two orders share
one, save where the story is that they do.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import groupby
from pathlib import Path
from random import Random

from PIL import ExifTags, Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import made_sample

from parcelproof.evidence.copies import share_copy, thumbnail
from parcelproof.evidence.decode import decode
from parcelproof.evidence.twins import image_hashes
from parcelproof.ids import make_id
from parcelproof.ledger.private import plain
from parcelproof.ledger.records import (
    RECORD_TYPES,
    Inspection,
    Item,
    Photo,
    Product,
    Record,
    TrackingImport,
    UnitInspection,
)
from parcelproof.ledger.stored import Stored
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop
from parcelproof.tracking.columns import digest, read_parquet, to_parquet
from parcelproof.tracking.numbers import recognise

KEPT = made_sample.ROOT / "build" / "many-parcels"
MARKED = (*made_sample.DRAWS, *made_sample.IMPORTS, Path(__file__).resolve())
STEP = 7919
"""Odd and no multiple of five, so that a number of digits comes round to itself as late as can be."""


def make_shop(folder: Path, shipments: int) -> Shop:
    """Put a shop with so many shipments into a folder that does not exist yet.

    Parameters
    ----------
    folder : Path
    shipments : int
        At least as many as the sample has (27).

    Returns
    -------
    Shop
        No report is made in it yet. Its stories are told as of ``made_sample.NOW``.
    """
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = KEPT / f"{shipments}-{made_sample._mark(MARKED)}"
        if not kept.exists():
            for old in KEPT.glob(f"{shipments}-*"):
                shutil.rmtree(old)
            with tempfile.TemporaryDirectory(dir=KEPT) as name:
                made_sample.copy_sample(Path(name) / "sample")
                shop = Path(name) / "sample" / "shop"
                with made_sample._at(made_sample.NOW):
                    _repeat(Shop(shop), shipments)
                shop.rename(kept)
        shutil.copytree(kept, folder)
    return Shop(folder)


def _repeat(shop: Shop, shipments: int) -> None:
    ids, products = shop.shipment_ids(), shop.product_ids()
    if shipments < len(ids):
        raise ValueError(f"the sample alone has {len(ids)} shipments")
    stories = [shop.shipment(i) for i in ids]
    stored = {chain: shop.ledger.read(chain) for chain in (*products, *ids)}
    painter = Painter(shop, stories)
    for number in range(1, -(-shipments // len(ids))):
        some = ids[: shipments - number * len(ids)]
        copy = Round(shop, number, painter, stories, stored)
        for chain in (*products, *some):
            copy.write(chain)
    assert len(shop.shipment_ids()) == shipments


@dataclass
class Painter:
    """Draws over photos: a picture of its own for each group of photos that are twins, and for each round."""

    shop: Shop
    stories: Iterable[Shipment]
    _groups: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        twins = [sorted((t.photo_sha256, t.other_sha256)) for story in self.stories for t in story.photo_twins]
        self._groups = {two: one for one, two in sorted(twins, reverse=True)}

    def draw(self, photo: Photo, number: int) -> Photo:
        """Return the photo of another order, with its file and its copies kept."""
        store = self.shop.evidence
        original = decode(store.get(photo.sha256), photo.original_name)
        upright, exif = original.upright, original.exif
        exif.pop(ExifTags.Base.Orientation, None)
        random = Random(f"{number} {self._groups.get(photo.sha256, photo.sha256)}")
        small = Image.new("L", (12, 9))
        small.putdata([random.randrange(256) for _ in range(12 * 9)])
        drawn = Image.blend(upright, small.resize(upright.size, Image.Resampling.BICUBIC).convert("RGB"), 0.5)
        file = BytesIO()
        drawn.save(file, "JPEG", quality=85, exif=exif.tobytes())
        phash, dhash = image_hashes(drawn)
        return photo.model_copy(update={
            "sha256": store.put(file.getvalue()), "media_type": "image/jpeg", "bytes": file.tell(), "phash": phash,
            "dhash": dhash, "share": share_copy(drawn, store, had_gps=photo.had_gps),
            "thumbnail": thumbnail(drawn, store),
        })  # fmt: skip


class Round:
    """One repetition of the sample: every name changed the same way in all its records."""

    def __init__(
        self, shop: Shop, number: int, painter: Painter, stories: Iterable[Shipment], stored: dict[str, list[Stored]]
    ) -> None:
        self._shop = shop
        self._number = number
        self._painter = painter
        self._stored = stored
        self._photos: dict[str, Photo] = {}
        self._scans: dict[str, str] = {}
        self._names = dict(self._changed(stories))
        longest = sorted(self._names, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![A-Za-z0-9])({'|'.join(map(re.escape, longest))})(?![A-Za-z0-9])")

    def write(self, chain: str) -> None:
        """Copy one chain, in the order and by the hands in which it was written."""
        said = groupby(self._stored[chain], key=lambda s: (s.entry.who, s.entry.source))
        for (who, source), some in said:
            items = [(self._renamed(chain), self._record(s.record)) for s in some]
            self._shop.ledger.append(items, who=who, source=source)

    def _record(self, record: Record) -> Record:
        if isinstance(record, Photo):
            if record.sha256 not in self._photos:
                self._photos[record.sha256] = self._painter.draw(record, self._number)
            record = self._photos[record.sha256].model_copy(update={"role": record.role})
        text = self._renamed(json.dumps(plain(record), ensure_ascii=False))
        changed = RECORD_TYPES[record.kind].model_validate_json(text)
        return self._with_scans(record, changed) if isinstance(changed, TrackingImport) else changed

    def _with_scans(self, record: Record, changed: TrackingImport) -> TrackingImport:
        assert isinstance(record, TrackingImport)
        events = read_parquet(self._shop.evidence.get(record.events_sha256))
        renamed = [e.model_copy(update={"tracking_number": self._renamed(e.tracking_number)}) for e in events]
        if record.events_sha256 not in self._scans:
            self._scans[record.events_sha256] = self._shop.evidence.put(to_parquet(renamed))
        mine = [event for event in renamed if event.tracking_number == changed.tracking_number]
        assert len(mine) == record.event_count
        return changed.model_copy(update={
            "events_sha256": self._scans[record.events_sha256], "digest": digest(mine),
        })  # fmt: skip

    def _renamed(self, text: str) -> str:
        return self._pattern.sub(lambda found: self._names[found[0]], text)

    # -- names --------------------------------------------------------------------------------

    def _changed(self, stories: Iterable[Shipment]) -> Iterator[tuple[str, str]]:
        for story in stories:
            if story.order:
                other = _counted_on(story.order.order_id, self._number)
                yield story.order.order_id, other
                yield story.id, make_id(story.order.channel.replace("_", ""), other)
        for items in self._stored.values():
            for item in items:
                yield from self._names_in(item.record)

    def _names_in(self, record: Record) -> Iterator[tuple[str, str]]:
        serials: tuple[str, ...] = ()
        if isinstance(record, (Item, Inspection)):
            serials = record.serials
        elif isinstance(record, UnitInspection):
            serials = (record.serial,)
        elif isinstance(record, Photo) and record.role == "serial":
            serials = record.barcodes
        yield from ((serial, _counted_on(serial, self._number)) for serial in serials)
        if isinstance(record, (Item, Product)) and record.sku:
            sku = f"{record.sku}-R{self._number}"
            yield record.sku, sku
            yield record.sku.lower(), sku.lower()  # the name of a product's chain
        listings = (record.listing_id,) if isinstance(record, Item) else ()
        listings = record.listing_ids if isinstance(record, Product) else listings
        yield from ((listing, _counted_on(listing, self._number)) for listing in listings if listing)
        number = str(getattr(record, "tracking_number", ""))
        if number:
            yield number, _like(number, self._number)


def _counted_on(name: str, number: int) -> str:
    """Count the last digits of a name on; a short one gets longer, so that it never comes round."""

    def on(digits: re.Match[str]) -> str:
        if len(digits[0]) < 5:
            return str(int(digits[0]) + 10 ** len(digits[0]) * number)
        return f"{(int(digits[0]) + STEP * number) % 10 ** len(digits[0]):0{len(digits[0])}}"

    return re.sub(r"\d+(?=\D*$)", on, name, count=1)


def _like(tracking_number: str, number: int) -> str:
    """Return another tracking number that the same carriers can have issued, its check digit as right as this one's."""
    wanted = _certainties(tracking_number)
    match = re.search(r"\d{6,}", tracking_number)
    assert match is not None, tracking_number
    make = partial(_digits_in_place, tracking_number, match)
    first = int(match[0]) + STEP * 100 * number
    return next(n for n in map(make, range(first, first + 1000)) if _certainties(n) == wanted)


def _digits_in_place(text: str, match: re.Match[str], value: int) -> str:
    return f"{text[: match.start()]}{value % 10 ** len(match[0]):0{len(match[0])}}{text[match.end() :]}"


def _certainties(tracking_number: str) -> list[tuple[str, str, str]]:
    return [(c.carrier, c.certainty, c.service) for c in recognise(tracking_number).candidates]


def main() -> None:
    """Make a shop on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shipments", type=int, default=300)
    given = parser.parse_args()
    shop = make_shop(given.folder, given.shipments)
    print(f"{len(shop.shipment_ids())} shipments in {given.folder}; their day is {made_sample.NOW}")


if __name__ == "__main__":
    main()
